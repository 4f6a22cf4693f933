/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-prospect-service.h"

#include "palier-erasure-store.h"
#include "palier-exporter.h"
#include "palier-field-editor.h"
#include "palier-prospect-adder.h"
#include "palier-prospect-bulk.h"
#include "palier-prospect-change.h"
#include "palier-prospect-store.h"
#include "palier-score-pass.h"
#include "palier-scorer.h"
#include "palier-services.h"
#include "palier-stage-mover.h"
#include "palier-session-error.h"
#include "palier-words.h"

struct _PalierProspectService
{
  GObject parent;
  PalierCore *core;
};

G_DEFINE_FINAL_TYPE (PalierProspectService, palier_prospect_service, G_TYPE_OBJECT)

static void
palier_prospect_service_finalize (GObject *object)
{
  palier_core_unref (PALIER_PROSPECT_SERVICE (object)->core);
  G_OBJECT_CLASS (palier_prospect_service_parent_class)->finalize (object);
}

static void
palier_prospect_service_class_init (PalierProspectServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_prospect_service_finalize;
}

static void
palier_prospect_service_init (PalierProspectService *self)
{
}

PalierProspectService *
palier_prospect_service_new (PalierCore *core)
{
  PalierProspectService *self = g_object_new (PALIER_TYPE_PROSPECT_SERVICE, NULL);
  self->core = palier_core_ref (core);
  return self;
}

PalierCore *
palier_prospect_service_get_core (PalierProspectService *self)
{
  return self->core;
}

/* @query: (nullable): everyone, the best scores first. (transfer full) */
PalierProspectList *
palier_prospect_service_list (PalierProspectService *self, PalierQuery *query)
{
  return palier_prospect_list_new (self->core, query);
}

static DexFuture *
count_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  guint count =
      dex_await_uint (palier_prospect_store_count (call->core->workspace, call->query), &error);

  return error == NULL ? dex_future_new_for_int64 (count) : palier_reject (&error);
}

DexFuture *
palier_prospect_service_count (PalierProspectService *self, PalierQuery *query)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .query = query }, count_fiber);
}

static GPtrArray *
make_items (GPtrArray *prospects, GArray *scores)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < prospects->len; i++)
  {
    PalierProspect *prospect = g_ptr_array_index (prospects, i);
    if (prospect == NULL)
      continue;
    gint64 n = palier_prospect_get_n (prospect);
    g_autoptr (PalierScore) score = palier_scorer_find_score (scores, n);
    PalierProspectItem *item = palier_prospect_item_new (n);
    palier_prospect_item_fill (item, prospect, score);
    g_ptr_array_add (items, item);
  }
  return items;
}

/**
 * palier_prospect_service_numbers:
 * @query: (nullable): everyone
 * @limit: the most that are wanted; 0: all of them
 *
 * For scripts; a page of the application takes palier_prospect_service_list().
 *
 * Returns: (transfer full): → G_TYPE_ARRAY of gint64, eight bytes a prospect, in the order of the
 *   query; not to be changed
 */
DexFuture *
palier_prospect_service_numbers (PalierProspectService *self, PalierQuery *query, guint limit)
{
  return palier_prospect_store_ids (self->core->workspace, query, limit);
}

static DexFuture *
page_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierWorkspace *workspace = call->core->workspace;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) prospects =
      dex_await_boxed (palier_prospect_store_rows (workspace, call->value), &error);
  if (prospects == NULL)
    return palier_reject (&error);
  g_autoptr (GArray) scores =
      dex_await_boxed (palier_score_store_rows (workspace, call->value), &error);
  if (scores == NULL)
    return palier_reject (&error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, make_items (prospects, scores));
}

/**
 * palier_prospect_service_page:
 * @numbers: (element-type gint64): of palier_prospect_service_numbers()
 * @first: from which one on
 * @n: how many, at most; some hundreds
 *
 * Returns: (transfer full): → G_TYPE_PTR_ARRAY of PalierProspectItem, without those gone since
 */
DexFuture *
palier_prospect_service_page (PalierProspectService *self, GArray *numbers, guint first, guint n)
{
  GArray *page = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (first < numbers->len)
    g_array_append_vals (page, &g_array_index (numbers, gint64, first),
                         MIN (n, numbers->len - first));
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .value = page,
                                          .free_value = (GDestroyNotify) g_array_unref },
                          page_fiber);
}

/* → PALIER_TYPE_PROSPECT. Errors: PALIER_STORAGE_ERROR_NOT_FOUND. */
DexFuture *
palier_prospect_service_get (PalierProspectService *self, const PalierId *id)
{
  return palier_prospect_store_get (self->core->workspace, id);
}

static DexFuture *
update_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierProspect) before =
      dex_await_boxed (palier_prospect_store_get (call->core->workspace, &call->id), &error);
  if (before == NULL)
    return palier_reject (&error);
  g_autoptr (GPtrArray) edits = palier_field_editor_edit_all (before, call->value, &error);
  g_autoptr (PalierChangeset) changeset =
      edits != NULL ? palier_prospect_change_apply (call->core, before, edits, &error) : NULL;
  if (changeset == NULL)
    return palier_reject (&error);
  return palier_prospect_store_get (call->core->workspace, &call->id);
}

static gpointer
copy_text (gconstpointer item, gpointer unused)
{
  const PalierFieldText *text = item;

  return palier_field_text_new (text->field, text->text);
}

static GPtrArray *
copy_texts (GPtrArray *texts)
{
  GPtrArray *copy = g_ptr_array_copy (texts, (GCopyFunc) copy_text, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) palier_field_text_free);
  return copy;
}

static DexFuture *
run_with_texts (PalierProspectService *self, const PalierId *id, GPtrArray *texts, gint64 number,
                DexFiberFunc fiber)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .id = id != NULL ? *id : PALIER_ID_NIL,
                                          .number = number,
                                          .value = copy_texts (texts),
                                          .free_value = (GDestroyNotify) g_ptr_array_unref },
                          fiber);
}

/**
 * palier_prospect_service_edit:
 * @texts: (element-type PalierFieldText): copied; where a field stands twice, the last one counts
 *
 * One undoable change, and the score anew.
 *
 * Returns: (transfer full): → PALIER_TYPE_PROSPECT. Errors: PALIER_SESSION_ERROR_VALUE, and
 *   nothing is changed
 */
DexFuture *
palier_prospect_service_edit (PalierProspectService *self, const PalierId *id, GPtrArray *texts)
{
  return run_with_texts (self, id, texts, 0, update_fiber);
}

/* As palier_prospect_service_edit(), of one field; @text: (nullable): NULL: unknown from now on. */
DexFuture *
palier_prospect_service_update (PalierProspectService *self, const PalierId *id, PalierField field,
                                const char *text)
{
  g_autoptr (GPtrArray) texts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_field_text_free);

  g_ptr_array_add (texts, palier_field_text_new (field, text));
  return palier_prospect_service_edit (self, id, texts);
}

/**
 * palier_prospect_service_check:
 *
 * Returns: whether @field of a new prospect takes this text. Errors: PALIER_SESSION_ERROR_FIELD
 */
gboolean
palier_prospect_service_check (PalierField field, const char *text, GError **error)
{
  return palier_prospect_adder_check (field, text, error);
}

static DexFuture *
find_same_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierProspect) same = NULL;

  if (!palier_prospect_adder_find_same (call->core, call->value, &same, &error))
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_PROSPECT, g_steal_pointer (&same));
}

/**
 * palier_prospect_service_find_same:
 * @texts: (element-type PalierFieldText): of a prospect to be added, as far as they are typed; what
 *   a field does not take is left out
 *
 * Returns: (transfer full): → PALIER_TYPE_PROSPECT: who is the same beyond doubt, or NULL
 */
DexFuture *
palier_prospect_service_find_same (PalierProspectService *self, GPtrArray *texts)
{
  return run_with_texts (self, NULL, texts, 0, find_same_fiber);
}

static DexFuture *
add_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  PalierAddition *addition =
      palier_prospect_adder_add (call->core, call->value, call->number != 0, &error);

  if (addition == NULL)
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_ADDITION, addition);
}

/**
 * palier_prospect_service_add:
 * @texts: (element-type PalierFieldText): copied
 * @anyway: although the same prospect is there already
 *
 * Adds a prospect by hand, scored, as one undoable change.
 *
 * Returns: (transfer full): → PALIER_TYPE_ADDITION. Errors: PALIER_SESSION_ERROR_FIELD, and
 *   nothing is added
 */
DexFuture *
palier_prospect_service_add (PalierProspectService *self, GPtrArray *texts, gboolean anyway)
{
  return run_with_texts (self, NULL, texts, anyway, add_fiber);
}

/* → PALIER_TYPE_CHANGESET, to be undone. */
DexFuture *
palier_prospect_service_remove (PalierProspectService *self, const PalierId *ids, gsize n_ids)
{
  return palier_prospect_store_delete (self->core->workspace, ids, n_ids);
}

static DexFuture *
erase_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierWorkspace *workspace = call->core->workspace;
  g_autoptr (GError) error = NULL;
  guint n = dex_await_uint (palier_erasure_store_erase (workspace, &call->id), &error);

  if (error != NULL || !dex_await (palier_erasure_store_wipe (workspace), &error))
    return palier_reject (&error);
  return dex_future_new_for_uint (n);
}

/**
 * palier_prospect_service_erase:
 *
 * Erases a person for ever, here at once, on the relay and the other devices with the next
 * exchange: what is known of them, their messages, events, notes and consents. What stays is that
 * nobody writes to their addresses again. It cannot be undone.
 *
 * Returns: (transfer full): → guint: of the records that were erased
 */
DexFuture *
palier_prospect_service_erase (PalierProspectService *self, const PalierId *id)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .id = *id }, erase_fiber);
}

static DexFuture *
score_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierProspect) prospect =
      dex_await_boxed (palier_prospect_store_get (call->core->workspace, &call->id), &error);
  PalierScore *score = prospect != NULL ? palier_scorer_store (call->core, prospect, &error) : NULL;

  if (score == NULL)
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_SCORE, score);
}

DexFuture *
palier_prospect_service_score (PalierProspectService *self, const PalierId *id)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .id = *id }, score_fiber);
}

static DexFuture *
score_all_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ns =
      dex_await_boxed (palier_prospect_store_ids (call->core->workspace, call->query, 0), &error);

  if (ns == NULL || !palier_score_pass_run (call->core, ns, &error))
    return palier_reject (&error);
  return dex_future_new_for_int64 (ns->len);
}

/* @query: (nullable): everyone */
DexFuture *
palier_prospect_service_score_all (PalierProspectService *self, PalierQuery *query)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .query = query }, score_all_fiber);
}

static PalierExplanation *
explain (PalierCore *core, const PalierProspect *prospect, const PalierScoringHistory *history)
{
  static const PalierScoringMarket market = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
  PalierExplanation *self = g_atomic_rc_box_new0 (PalierExplanation);
  gint64 now_ms = palier_core_now_ms (core);

  self->score = palier_scoring_score (core->scoring, prospect, &market, history, now_ms);
  self->reasons = palier_scoring_explain (core->scoring, prospect, &market, history, now_ms);
  self->sentences = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->reasons->len; i++)
    g_ptr_array_add (self->sentences, palier_words_reason (g_ptr_array_index (self->reasons, i)));
  self->action = palier_words_action (self->score);
  return self;
}

static DexFuture *
explain_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  PalierScoringHistory history;
  g_autoptr (PalierProspect) prospect =
      dex_await_boxed (palier_prospect_store_get (call->core->workspace, &call->id), &error);

  if (prospect == NULL || !palier_scorer_load_history (call->core, prospect, &history, &error))
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_EXPLANATION,
                                    explain (call->core, prospect, &history));
}

DexFuture *
palier_prospect_service_explain (PalierProspectService *self, const PalierId *id)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .id = *id }, explain_fiber);
}

/**
 * palier_prospect_service_export:
 * @order: copied
 * @progress: (nullable): on the caller's thread, after each page; its @data must live until the
 *   future settles
 *
 * What is at the path stays until the new file is whole. Writes "data.exported" into the access
 * log.
 *
 * Returns: (transfer full): → int64: rows. Errors: PALIER_REPORTS_ERROR, G_IO_ERROR_CANCELLED
 */
DexFuture *
palier_prospect_service_export (PalierProspectService *self, const PalierExportOrder *order,
                                PalierExportProgress progress, gpointer data,
                                GCancellable *cancellable)
{
  return palier_exporter_run (self->core, order, progress, data, cancellable);
}

/* As palier_prospect_bulk_run(). */
DexFuture *
palier_prospect_service_change_many (PalierProspectService *self, PalierBulk bulk, GArray *numbers,
                                     const char *value)
{
  return palier_prospect_bulk_run (self->core, bulk, numbers, value);
}
