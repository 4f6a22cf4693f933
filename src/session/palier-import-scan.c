/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows stand one behind another in the scratch: a PalierScanRow and the cells, each ended by NUL.
 * The place of every 64th is remembered, so that a page is one read. The fiber that goes through
 * the file and whoever asks for rows are on one thread; reading and mapping happen on others, with
 * what they need handed over. */
#include "palier-import-scan-private.h"
#include "palier-worker.h"

PalierImportScan *
palier_import_scan_ref (PalierImportScan *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
scan_clear (gpointer data)
{
  PalierImportScan *self = data;

  g_clear_pointer (&self->viewer, palier_mapper_free);
  g_clear_pointer (&self->scratch, palier_scratch_unref);
  g_clear_pointer (&self->will.edits, palier_import_edits_unref);
  palier_import_source_unref (self->source);
  palier_core_unref (self->core);
  g_array_unref (self->blocks);
  g_array_unref (self->to_mend);
  g_array_unref (self->doubles);
  g_ptr_array_unref (self->groups);
  g_mutex_clear (&self->lock);
}

void
palier_import_scan_unref (PalierImportScan *self)
{
  g_atomic_rc_box_release_full (self, scan_clear);
}

/* ---- going through */

/* One batch on its way to the scratch, made ready on another thread. */
typedef struct
{
  PalierImportScan *scan;
  PalierImportBatch *batch;
  GArray *judgements;
  guint64 offset;
} Store;

static void
store_free (gpointer data)
{
  Store *store = data;

  palier_import_scan_unref (store->scan);
  palier_import_batch_free (store->batch);
  g_array_unref (store->judgements);
  g_free (store);
}

static PalierScanRow
describe_row (const PalierImportRawRow *raw, GArray *judgements)
{
  static const PalierJudgement nothing = { .verdict = PALIER_VERDICT_NOTHING,
                                           .decision = PALIER_DECISION_SKIP };
  const PalierJudgement *judgement =
      raw->draft >= 0 ? &g_array_index (judgements, PalierJudgement, raw->draft) : &nothing;

  return (PalierScanRow) { .line = raw->line,
                           .other_line = judgement->other_line,
                           .other_n = judgement->other_n,
                           .reason = g_intern_string (judgement->reason),
                           .length = raw->length,
                           .n_cells = raw->n_cells,
                           .flags = raw->flags,
                           .verdict = (guint8) judgement->verdict,
                           .decision = (guint8) judgement->decision,
                           .to_mend = raw->to_mend };
}

static DexFuture *
store_job (gpointer data)
{
  Store *store = data;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < store->batch->raw->len; i++)
  {
    const PalierImportRawRow *raw = &g_array_index (store->batch->raw, PalierImportRawRow, i);
    PalierScanRow row = describe_row (raw, store->judgements);
    g_byte_array_append (bytes, (const guint8 *) &row, sizeof row);
    g_byte_array_append (bytes, store->batch->cells->data + raw->start, raw->length);
  }
  if (bytes->len > 0
      && !palier_scratch_write (store->scan->scratch, store->offset, bytes->data, bytes->len,
                                &error))
    return palier_reject (&error);
  return dex_future_new_true ();
}

static DexFuture *
store_batch (PalierImportScan *self, PalierImportBatch *batch, GArray *judgements)
{
  Store *store = g_new0 (Store, 1);

  store->scan = palier_import_scan_ref (self);
  store->batch = g_boxed_copy (PALIER_TYPE_IMPORT_BATCH, batch);
  store->judgements = g_array_ref (judgements);
  store->offset = self->end;
  return palier_pool_run (store_job, store, store_free);
}

static void
count_row (PalierImportScan *self, const PalierScanRow *row)
{
  PalierImportCounts *counts = &self->counts;
  guint32 index = (guint32) counts->rows++;

  counts->verdicts[row->verdict]++;
  if (row->verdict == PALIER_VERDICT_NOTHING || row->decision == PALIER_DECISION_SKIP)
    counts->left_out++;
  else if (row->decision == PALIER_DECISION_MERGE)
    counts->merged++;
  else
    counts->created++;
  if (row->to_mend)
  {
    counts->to_mend++;
    g_array_append_val (self->to_mend, index);
  }
  if (palier_verdict_is_double ((PalierImportVerdict) row->verdict))
  {
    counts->doubles++;
    g_array_append_val (self->doubles, index);
  }
}

/* The batch is in the scratch: from now on its rows may be asked for. */
static void
count_batch (PalierImportScan *self, const PalierImportBatch *batch, GArray *judgements)
{
  for (guint i = 0; i < batch->raw->len; i++)
  {
    const PalierImportRawRow *raw = &g_array_index (batch->raw, PalierImportRawRow, i);
    PalierScanRow row = describe_row (raw, judgements);
    PalierScanPlace place = { self->end, row.line };
    if (self->counts.rows % PALIER_SCAN_BLOCK == 0)
      g_array_append_val (self->blocks, place);
    self->end += sizeof row + raw->length;
    count_row (self, &row);
  }
  self->counts.fraction = batch->fraction;
  self->counts.complete = batch->is_last;
}

static void
copy_groups (PalierImportScan *self)
{
  GPtrArray *groups = palier_import_source_get_groups (self->source);

  g_ptr_array_set_size (self->groups, 0);
  for (guint i = 0; i < groups->len; i++)
  {
    const PalierProblemGroup *from = g_ptr_array_index (groups, i);
    PalierProblemGroup *to = palier_problem_group_new (from->column, from->code);
    to->n = from->n;
    to->n_proposals = from->n_proposals;
    to->value = g_strdup (from->value);
    to->proposal = g_strdup (from->proposal);
    g_ptr_array_add (self->groups, to);
  }
}

static void
tell (PalierImportScan *self, const GError *error)
{
  if (self->func != NULL)
    self->func (self, error, self->data);
}

static gboolean
take_batch (PalierImportScan *self, PalierImportTarget *target, PalierImportBatch *batch,
            GError **error)
{
  if (self->viewer == NULL)
    self->viewer = palier_import_source_take_viewer (self->source);
  copy_groups (self);
  if (!palier_import_target_take (target, batch, palier_core_now_ms (self->core), error)
      || !dex_await (store_batch (self, batch, target->judgements), error))
    return FALSE;
  count_batch (self, batch, target->judgements);
  tell (self, NULL);
  return TRUE;
}

/* Before the first row is judged the base is made ready. */
static gboolean
note_ready (double fraction, gpointer data)
{
  PalierImportScan *self = data;

  self->counts.fraction = fraction;
  tell (self, NULL);
  return self->func != NULL;
}

/* Batch after batch, until it is stopped. */
static gboolean
go_through (PalierImportScan *self, PalierImportTarget *target, GError **error)
{
  self->scratch = palier_scratch_new (palier_workspace_get_folder (self->core->workspace), error);
  if (self->scratch == NULL
      || !palier_import_target_begin (target, self->core, NULL, &self->will, TRUE, note_ready, self,
                                      error))
    return FALSE;
  while (self->func != NULL && !self->counts.complete)
  {
    g_autoptr (PalierImportBatch) batch =
        dex_await_boxed (palier_import_source_next (self->source), error);
    if (batch == NULL || !take_batch (self, target, batch, error))
      return FALSE;
  }
  return TRUE;
}

static DexFuture *
scan_fiber (gpointer data)
{
  PalierImportScan *self = data;
  g_auto (PalierImportTarget) target = { 0 };
  g_autoptr (GError) error = NULL;

  if (go_through (self, &target, &error))
    return dex_future_new_true ();
  tell (self, error);
  return palier_reject (&error);
}

/**
 * palier_import_scan_start:
 * @source: that keeps cells; belongs to the scan from now on
 * @will: its edits are copied
 */
PalierImportScan *
palier_import_scan_start (PalierCore *core, PalierImportSource *source,
                          const PalierImportWill *will, PalierScanFunc func, gpointer data)
{
  PalierImportScan *self = g_atomic_rc_box_new0 (PalierImportScan);

  self->core = palier_core_ref (core);
  self->source = palier_import_source_ref (source);
  self->will = *will;
  self->will.edits = palier_import_edits_copy (will->edits);
  self->blocks = g_array_new (FALSE, FALSE, sizeof (PalierScanPlace));
  self->to_mend = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->doubles = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_group_free);
  self->func = func;
  self->data = data;
  g_mutex_init (&self->lock);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, scan_fiber, palier_import_scan_ref (self),
                                          (GDestroyNotify) palier_import_scan_unref));
  return self;
}

/* Ends it after the batch at work; nothing is called any more. */
void
palier_import_scan_stop (PalierImportScan *self)
{
  self->func = NULL;
}

const PalierImportCounts *
palier_import_scan_get_counts (PalierImportScan *self)
{
  return &self->counts;
}

/* (element-type PalierProblemGroup) */
GPtrArray *
palier_import_scan_get_groups (PalierImportScan *self)
{
  return self->groups;
}

/* (nullable) (element-type guint32): indices of the rows that @filter lets through; NULL: all */
GArray *
palier_import_scan_get_rows (PalierImportScan *self, PalierImportFilter filter)
{
  return filter == PALIER_IMPORT_TO_MEND   ? self->to_mend
         : filter == PALIER_IMPORT_DOUBLES ? self->doubles
                                           : NULL;
}
