/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-duplicate-service.h"

#include "palier-duplicate-merge.h"
#include "palier-duplicate-search.h"
#include "palier-import-store.h"
#include "palier-merger.h"
#include "palier-prospect-store.h"
#include "palier-services.h"

struct _PalierDuplicateService
{
  GObject parent;
  PalierCore *core;
};

G_DEFINE_FINAL_TYPE (PalierDuplicateService, palier_duplicate_service, G_TYPE_OBJECT)

static void
palier_duplicate_service_finalize (GObject *object)
{
  palier_core_unref (PALIER_DUPLICATE_SERVICE (object)->core);
  G_OBJECT_CLASS (palier_duplicate_service_parent_class)->finalize (object);
}

static void
palier_duplicate_service_class_init (PalierDuplicateServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_duplicate_service_finalize;
}

static void
palier_duplicate_service_init (PalierDuplicateService *self)
{
}

PalierDuplicateService *
palier_duplicate_service_new (PalierCore *core)
{
  PalierDuplicateService *self = g_object_new (PALIER_TYPE_DUPLICATE_SERVICE, NULL);

  self->core = palier_core_ref (core);
  return self;
}

/**
 * palier_duplicate_service_find:
 * @threshold: a probability, PALIER_LINKAGE_LEAST or more; PALIER_DUPLICATES_PROPOSED where nobody
 *   says otherwise
 * @unsure: (nullable) (element-type PalierUnsurePair): pairs to show in any case, without a score
 *   (0) where the comparison finds them unlikely
 * @progress: (nullable)
 * @destroy: (nullable): of @data
 *
 * Compares all prospects with all that may be the same. What was told apart stays apart.
 *
 * Returns: (transfer full): → PALIER_TYPE_DUPLICATES_FOUND. Errors: PALIER_STORAGE_ERROR,
 *   G_IO_ERROR_CANCELLED
 */
DexFuture *
palier_duplicate_service_find (PalierDuplicateService *self, double threshold, GArray *unsure,
                               PalierDuplicateProgress progress, gpointer data,
                               GDestroyNotify destroy, GCancellable *cancellable)
{
  return palier_duplicate_search (self->core, threshold, unsure, progress, data, destroy,
                                  cancellable);
}

/* ---- what becomes of them */

static DexFuture *
plan_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  PalierMergePlan *plan = palier_merger_plan (call->core, call->ids, &error);

  if (plan == NULL)
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_MERGE_PLAN, plan);
}

/**
 * palier_duplicate_service_plan:
 * @ids: two or more
 *
 * Proposes what becomes of prospects that are one: for each field the value that says most, of the
 * one changed last where they are alike. The caller may change choices and kept.
 *
 * Returns: (transfer full): → PALIER_TYPE_MERGE_PLAN. Errors: PALIER_STORAGE_ERROR_NOT_FOUND
 */
DexFuture *
palier_duplicate_service_plan (PalierDuplicateService *self, const PalierId *ids, gsize n_ids)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .ids = palier_ids_new (ids, n_ids) },
                          plan_fiber);
}

static DexFuture *
merge_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (PalierMergeBatch) batch = palier_merge_batch_new ();

  palier_merge_batch_add (batch, call->value);
  return palier_merge_batch_write (batch, call->core);
}

/**
 * palier_duplicate_service_merge:
 *
 * Makes one prospect of those of the plan. The others are hidden behind it; what refers to them
 * (messages, events, consents) is read through; no address or number is lost.
 *
 * Returns: (transfer full): → PALIER_TYPE_CHANGESET, by which it is undone. Errors:
 *   PALIER_STORAGE_ERROR_STATE where one was deleted or merged meanwhile
 */
DexFuture *
palier_duplicate_service_merge (PalierDuplicateService *self, PalierMergePlan *plan)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .value = palier_merge_plan_ref (plan),
                                          .free_value = (GDestroyNotify) palier_merge_plan_free },
                          merge_fiber);
}

/**
 * palier_duplicate_service_merge_all:
 * @clusters: (element-type PalierDuplicateCluster): kept by reference until it is done
 * @progress: (nullable)
 * @destroy: (nullable): of @data
 *
 * Merges each as proposed, all in one changeset; cancelled, none.
 *
 * Returns: (transfer full): → PALIER_TYPE_CHANGESET, NULL where there was nothing to merge. Errors:
 *   PALIER_STORAGE_ERROR NOT_FOUND or STATE where one was deleted or merged meanwhile,
 *   G_IO_ERROR_CANCELLED
 */
DexFuture *
palier_duplicate_service_merge_all (PalierDuplicateService *self, GPtrArray *clusters,
                                    PalierDuplicateProgress progress, gpointer data,
                                    GDestroyNotify destroy, GCancellable *cancellable)
{
  return palier_duplicate_merge_all (self->core, clusters, progress, data, destroy, cancellable);
}

static DexFuture *
keep_apart_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < call->ids->len; i++)
    for (guint k = i + 1; k < call->ids->len; k++)
      if (!dex_await (palier_prospect_store_keep_apart (call->core->workspace,
                                                        &g_array_index (call->ids, PalierId, i),
                                                        &g_array_index (call->ids, PalierId, k)),
                      &error))
        return palier_reject (&error);
  return dex_future_new_true ();
}

/**
 * palier_duplicate_service_keep_apart:
 * @ids: prospects of whom no two are the same
 *
 * Remembered for good, on all devices: no search shows them together again.
 *
 * Returns: (transfer full): → TRUE
 */
DexFuture *
palier_duplicate_service_keep_apart (PalierDuplicateService *self, const PalierId *ids, gsize n_ids)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .ids = palier_ids_new (ids, n_ids) },
                          keep_apart_fiber);
}

DexFuture *
palier_duplicate_service_origins (PalierDuplicateService *self, GArray *ns)
{
  return palier_import_store_origins (self->core->workspace, ns);
}
