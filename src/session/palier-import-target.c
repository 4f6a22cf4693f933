/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept true: everything is written in one changeset that nobody sees before it is closed,
 * so a death at any point leaves nothing. */
#include "palier-import-target.h"

#include "palier-apart-set.h"
#include "palier-changeset-store.h"
#include "palier-duplicate-search.h"
#include "palier-import-store.h"
#include "palier-import-work.h"
#include "palier-prospect-store.h"
#include "palier-setting-store.h"
#include "palier-suppression-store.h"

/* Where the lines of drafts do not follow one another: a line that held nothing, or several. */
typedef struct
{
  guint32 draft;
  guint64 line;
} Jump;

/* What the user, and a search for duplicates, said of those who were there before. */
static gboolean
recall (PalierImportTarget *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GArray) pairs =
      dex_await_boxed (palier_prospect_store_apart (self->core->workspace), &failure);

  if (pairs != NULL)
  {
    self->apart = palier_apart_set_new (pairs);
    self->learned = dex_await_string (
        palier_local_store_get (self->core->workspace, PALIER_DUPLICATE_LEARNED), &failure);
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Makes those who were there before ready to be compared with. */
static gboolean
prepare_base (PalierImportTarget *self, PalierNearProgress progress, gpointer data, GError **error)
{
  g_autoptr (GError) failure = NULL;

  self->n_base =
      dex_await_uint (palier_prospect_store_count (self->core->workspace, NULL), &failure);
  if (failure == NULL)
    return recall (self, error)
           && (self->n_base == 0
               || palier_import_near_prepare (self->core, self->n_base, progress, data, error));
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * palier_import_target_begin:
 * @label: the file's name
 * @will: its edits are referenced
 * @dry: nothing is written: what rows are taken for is known, not what they add to one another
 */
gboolean
palier_import_target_begin (PalierImportTarget *self, PalierCore *core, const char *label,
                            const PalierImportWill *will, gboolean dry, PalierNearProgress progress,
                            gpointer data, GError **error)
{
  GError *failure = NULL;

  *self = (PalierImportTarget) { .core = palier_core_ref (core), .will = *will, .dry = dry };
  if (will->edits != NULL)
    palier_import_edits_ref (will->edits);
  self->judgements = g_array_new (FALSE, TRUE, sizeof (PalierJudgement));
  self->lines = g_array_new (FALSE, FALSE, sizeof (Jump));
  self->rows_of_file = g_array_new (FALSE, TRUE, sizeof (guint32));
  self->origins = g_array_new (FALSE, FALSE, sizeof (PalierOriginRange));
  self->known = g_array_new (FALSE, FALSE, sizeof (PalierKnownRow));
  self->unsure = g_array_new (FALSE, FALSE, sizeof (PalierUnsurePair));
  self->told_apart = g_array_new (FALSE, FALSE, sizeof (PalierApart));
  gint64 n = dex_await_int64 (palier_suppression_store_count (core->workspace), &failure);
  if (failure != NULL)
    return g_propagate_error (error, failure), FALSE;
  self->has_suppressions = n > 0;
  if (!prepare_base (self, progress, data, error))
    return FALSE;
  if (dry)
    return TRUE;
  self->changeset = palier_workspace_new_id (core->workspace);
  if (dex_await (palier_changeset_store_begin (core->workspace, &self->changeset, "import", label),
                 error))
    return TRUE;
  self->changeset = PALIER_ID_NIL;
  return FALSE;
}

static void
note_lines (PalierImportTarget *self, PalierImportBatch *batch)
{
  for (guint i = 0; i < batch->drafts->len; i++)
  {
    Jump jump = { batch->first + i, ((PalierDraft *) batch->drafts->pdata[i])->line };
    const Jump *last =
        self->lines->len > 0 ? &g_array_index (self->lines, Jump, self->lines->len - 1) : NULL;
    if (last == NULL || last->line + (jump.draft - last->draft) != jump.line)
      g_array_append_val (self->lines, jump);
  }
}

/* The line of the file of a draft that was taken. */
guint64
palier_import_target_line_of (PalierImportTarget *self, guint32 draft)
{
  guint low = 0, high = self->lines->len;

  while (high - low > 1)
  {
    guint middle = low + (high - low) / 2;
    if (g_array_index (self->lines, Jump, middle).draft <= draft)
      low = middle;
    else
      high = middle;
  }
  const Jump *jump = &g_array_index (self->lines, Jump, low);
  return jump->line + (draft - jump->draft);
}

/* A copy of the references, to tell later what was filled. */
static GHashTable *
copy_known (GHashTable *known)
{
  GHashTable *copy = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                            (GDestroyNotify) palier_prospect_unref);
  GHashTableIter iter;
  gpointer n, prospect;

  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &n, &prospect))
    g_hash_table_insert (copy, g_memdup2 (n, sizeof (gint64)), palier_prospect_ref (prospect));
  return copy;
}

static void
count_merged (PalierImportTarget *self)
{
  for (guint i = 0; i < self->judgements->len; i++)
    self->merged +=
        g_array_index (self->judgements, PalierJudgement, i).decision == PALIER_DECISION_MERGE;
}

static void
note_known (PalierImportWork *work)
{
  PalierImportTarget *self = work->target;
  guint n = work->batch->drafts->len;

  for (guint i = 0; i < n && self->known->len < PALIER_IMPORT_MAX_PROBLEMS; i++)
  {
    const PalierJudgement *judgement = palier_import_work_judgement (work, i);
    PalierProspect *other = g_hash_table_lookup (work->known, &judgement->other_n);
    if (other == NULL && judgement->other_line == 0)
      continue;
    PalierKnownRow row = { palier_import_work_draft (work, i)->line,
                           other != NULL ? *palier_prospect_get_id (other) : PALIER_ID_NIL,
                           judgement->other_line,
                           judgement->verdict == PALIER_VERDICT_IN_BASE
                               || judgement->verdict == PALIER_VERDICT_IN_FILE,
                           judgement->probability,
                           judgement->reason };
    g_array_append_val (self->known, row);
  }
}

gboolean
palier_import_target_take (PalierImportTarget *self, PalierImportBatch *batch, gint64 now_ms,
                           GError **error)
{
  g_auto (PalierImportWork) work = { 0 };

  palier_import_work_init (&work, self, batch, now_ms);
  g_array_set_size (self->rows_of_file, batch->first + batch->drafts->len);
  g_array_set_size (self->judgements, batch->drafts->len);
  note_lines (self, batch);
  if (!palier_import_work_look (&work, error))
    return FALSE;
  g_autoptr (GHashTable) before = copy_known (work.known);
  palier_import_work_place (&work);
  count_merged (self);
  note_known (&work);
  return self->dry || palier_import_work_write (&work, before, error);
}

gboolean
palier_import_target_write_origins (PalierImportTarget *self, GError **error)
{
  if (self->origins->len == 0)
    return TRUE;
  g_autoptr (GArray) ranges = g_steal_pointer (&self->origins);
  self->origins = g_array_new (FALSE, FALSE, sizeof (PalierOriginRange));
  return dex_await (
      palier_import_store_add_origins (self->core->workspace, &self->changeset, ranges), error);
}

/* Whether a file of the same bytes was imported before. */
static gboolean
look_for_earlier (PalierImportTarget *self, const PalierImportFile *file, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PalierImportFile) found =
      dex_await_boxed (palier_import_store_find (self->core->workspace, file->file_hash), &failure);

  self->earlier_at_ms = found != NULL ? found->at_ms : 0;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
keep_apart (PalierImportTarget *self, GError **error)
{
  for (guint i = 0; i < self->told_apart->len; i++)
  {
    const PalierApart *pair = &g_array_index (self->told_apart, PalierApart, i);
    if (!dex_await (palier_prospect_store_keep_apart (self->core->workspace, &pair->a, &pair->b),
                    error))
      return FALSE;
  }
  return TRUE;
}

/**
 * palier_import_target_publish:
 * @file: its counts and changeset are set here
 *
 * Shows everything at once. Where nothing was written, and the rows are known to be from this file
 * already, there is nothing to undo.
 */
gboolean
palier_import_target_publish (PalierImportTarget *self, PalierImportFile *file, GError **error)
{
  if (!look_for_earlier (self, file, error))
    return FALSE;
  if (self->created == 0 && self->updated == 0
      && (self->unchanged == 0 || self->earlier_at_ms != 0))
  {
    palier_import_target_give_up (self);
    return TRUE;
  }
  file->changeset = self->changeset;
  file->created = self->created;
  file->updated = self->updated;
  file->unchanged = self->unchanged;
  file->suppressed = self->suppressed;
  return palier_import_target_write_origins (self, error)
         && dex_await (palier_import_store_add (self->core->workspace, file), error)
         && keep_apart (self, error)
         && dex_await (palier_changeset_store_close (self->core->workspace, &self->changeset),
                       error);
}

/* Takes everything back. */
void
palier_import_target_give_up (PalierImportTarget *self)
{
  g_autoptr (GError) error = NULL;

  if (!palier_id_is_nil (&self->changeset)
      && !dex_await (palier_changeset_store_abandon (self->core->workspace, &self->changeset),
                     &error))
    g_warning ("import: %s", error->message);
  self->changeset = PALIER_ID_NIL;
}

/* The same for somebody who does not wait: of a million rows that takes seconds, and nobody sees
 * them meanwhile. What is left of it when the program ends is taken back at the next opening. */
void
palier_import_target_give_up_behind (PalierImportTarget *self)
{
  if (!palier_id_is_nil (&self->changeset))
    dex_future_disown (palier_changeset_store_abandon (self->core->workspace, &self->changeset));
  self->changeset = PALIER_ID_NIL;
}

void
palier_import_target_clear (PalierImportTarget *self)
{
  g_clear_pointer (&self->rows_of_file, g_array_unref);
  g_clear_pointer (&self->judgements, g_array_unref);
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->origins, g_array_unref);
  g_clear_pointer (&self->known, g_array_unref);
  g_clear_pointer (&self->unsure, g_array_unref);
  g_clear_pointer (&self->told_apart, g_array_unref);
  g_clear_pointer (&self->apart, g_hash_table_unref);
  g_clear_pointer (&self->learned, g_free);
  g_clear_pointer (&self->will.edits, palier_import_edits_unref);
  g_clear_pointer (&self->core, palier_core_unref);
}
