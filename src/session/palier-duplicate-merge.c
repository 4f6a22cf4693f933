/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many merges as one action: some at a time are planned and put by in an open changeset, so that
 * memory does not grow with them; nobody sees one before it is closed, and until then all is taken
 * back where it is cancelled. */
#include "palier-duplicate-merge.h"

#include "palier-changeset-store.h"
#include "palier-merger.h"

#define PLANNED_AT_ONCE 200
/* Of the whole, what planning takes. */
#define SHARE_OF_PLANNING 0.7

typedef struct
{
  PalierCore *core;
  GPtrArray *clusters;              /* (element-type PalierDuplicateCluster) */
  PalierDuplicateProgress progress; /* (nullable) */
  gpointer data;
  GDestroyNotify destroy; /* (nullable) */
  GCancellable *cancellable;
  PalierId changeset;
} MergeAll;

static void
merge_all_free (gpointer data)
{
  MergeAll *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_ptr_array_unref (self->clusters);
  g_clear_object (&self->cancellable);
  palier_core_unref (self->core);
  g_free (self);
}

static GArray *
ids_of (const PalierDuplicateCluster *cluster)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (PalierId));

  for (guint i = 0; i < cluster->members->len; i++)
    g_array_append_val (ids, g_array_index (cluster->members, PalierDuplicateMember, i).id);
  return ids;
}

static gboolean
plan_some (MergeAll *self, guint from, guint to, PalierMergeBatch *batch, GError **error)
{
  for (guint i = from; i < to; i++)
  {
    g_autoptr (GArray) ids = ids_of (g_ptr_array_index (self->clusters, i));
    g_autoptr (PalierMergePlan) plan = NULL;
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
        || (plan = palier_merger_plan (self->core, ids, error)) == NULL)
      return FALSE;
    palier_merge_batch_add (batch, plan);
  }
  return TRUE;
}

static gboolean
stage_all (MergeAll *self, GError **error)
{
  for (guint i = 0; i < self->clusters->len; i += PLANNED_AT_ONCE)
  {
    g_autoptr (PalierMergeBatch) batch = palier_merge_batch_new ();
    guint end = MIN (i + PLANNED_AT_ONCE, self->clusters->len);
    if (!plan_some (self, i, end, batch, error)
        || !dex_await (palier_merge_batch_stage (batch, self->core, &self->changeset), error))
      return FALSE;
    if (self->progress != NULL)
      self->progress (SHARE_OF_PLANNING * end / self->clusters->len, self->data);
  }
  return TRUE;
}

static void
give_up (MergeAll *self)
{
  g_autoptr (GError) error = NULL;

  if (!dex_await (palier_changeset_store_abandon (self->core->workspace, &self->changeset), &error))
    g_warning ("duplicates: %s", error->message);
}

static DexFuture *
merge_all_fiber (gpointer data)
{
  MergeAll *self = data;
  PalierWorkspace *workspace = self->core->workspace;
  g_autoptr (GError) error = NULL;

  if (self->clusters->len == 0)
    return dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, NULL);
  self->changeset = palier_workspace_new_id (workspace);
  if (!dex_await (palier_changeset_store_begin (workspace, &self->changeset, "merge", NULL),
                  &error))
    return palier_reject (&error);
  if (!stage_all (self, &error)
      || !dex_await (
          palier_changeset_store_close_unless (workspace, &self->changeset, self->cancellable),
          &error))
  {
    give_up (self);
    return palier_reject (&error);
  }
  return palier_changeset_store_get (workspace, &self->changeset);
}

/* As palier_duplicate_service_merge_all(). */
DexFuture *
palier_duplicate_merge_all (PalierCore *core, GPtrArray *clusters, PalierDuplicateProgress progress,
                            gpointer data, GDestroyNotify destroy, GCancellable *cancellable)
{
  MergeAll *self = g_new0 (MergeAll, 1);

  self->core = palier_core_ref (core);
  self->clusters = g_ptr_array_ref (clusters);
  self->progress = progress;
  self->data = data;
  self->destroy = destroy;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dex_scheduler_spawn (NULL, 0, merge_all_fiber, self, merge_all_free);
}
