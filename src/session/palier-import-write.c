/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch that was judged, into the open changeset: new prospects, what others gain, consents, and
 * which row of the file went where. */
#include "palier-consent-store.h"
#include "palier-import-store.h"
#include "palier-import-work.h"
#include "palier-prospect-store.h"

/* ---- writing */

static gboolean
insert (PalierImportWork *work, GError **error)
{
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (PalierScoreRow));
  PalierWorkspace *workspace = work->target->core->workspace;
  GError *failure = NULL;

  for (guint i = 0; i < work->insert_drafts->len; i++)
  {
    guint index = g_array_index (work->insert_drafts, guint, i);
    PalierId id = palier_workspace_new_id (workspace);
    palier_prospect_set_id (palier_import_work_prospect (work, index), &id);
    g_ptr_array_add (work->inserts, palier_import_work_prospect (work, index));
    g_array_append_val (scores, g_array_index (work->batch->scores, PalierScoreRow, index));
  }
  if (work->inserts->len == 0)
    return TRUE;
  gint64 first = dex_await_int64 (
      palier_prospect_store_insert (workspace, &work->target->changeset, work->inserts, scores),
      &failure);
  if (failure != NULL)
    return g_propagate_error (error, failure), FALSE;
  for (guint i = 0; i < work->insert_drafts->len; i++)
    palier_import_work_set_n (
        work, work->batch->first + g_array_index (work->insert_drafts, guint, i), first + i);
  return TRUE;
}

/* The fields in which @after differs from @before. */
static void
add_edits (GPtrArray *edits, const PalierProspect *before, const PalierProspect *after)
{
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    PalierField field = (PalierField) i;
    const char *value = palier_prospect_get (after, field);
    if (palier_field_info (field)->stored
        && g_strcmp0 (value, palier_prospect_get (before, field)) != 0)
      g_ptr_array_add (edits,
                       palier_prospect_edit_new (palier_prospect_get_id (after), field, value,
                                                 palier_prospect_get_original (after, field)));
  }
}

static gboolean
update (PalierImportWork *work, GHashTable *before, GError **error)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);
  GHashTableIter iter;
  gpointer n;

  g_hash_table_iter_init (&iter, work->filled);
  while (g_hash_table_iter_next (&iter, &n, NULL))
    add_edits (edits, g_hash_table_lookup (before, n), g_hash_table_lookup (work->known, n));
  return edits->len == 0
         || dex_await (palier_prospect_store_update (work->target->core->workspace,
                                                     &work->target->changeset, edits),
                       error);
}

/* The prospect that a draft has become: (nullable) where it was left out. */
static const PalierId *
find_subject (PalierImportWork *work, guint index)
{
  gint64 n = palier_import_work_get_n (work, work->batch->first + index);
  PalierProspect *row = g_hash_table_lookup (work->known, &n);

  if (work->places[index] >= 0)
    return palier_prospect_get_id (palier_import_work_prospect (work, (guint) work->places[index]));
  return row != NULL ? palier_prospect_get_id (row) : NULL;
}

static gboolean
append_consents (PalierImportWork *work, GError **error)
{
  PalierWorkspace *workspace = work->target->core->workspace;
  g_autoptr (GPtrArray) consents = g_ptr_array_new ();

  for (guint i = 0; i < work->batch->drafts->len; i++)
  {
    PalierConsent *consent = ((PalierDraft *) g_ptr_array_index (work->batch->drafts, i))->consent;
    const PalierId *subject =
        consent != NULL && !work->suppressed[i] ? find_subject (work, i) : NULL;
    if (subject == NULL)
      continue;
    consent->id = palier_workspace_new_id (workspace);
    consent->subject = *subject;
    g_ptr_array_add (consents, consent);
  }
  return consents->len == 0
         || dex_await (palier_consent_store_append (workspace, &work->target->changeset, consents),
                       error);
}

/* ---- which row of the file went where */

/* Written in portions: ranges of a file full of doubles are as many as its rows. */
#define ORIGINS_AT_ONCE 8192

static void
note_origin (GArray *ranges, gint64 n, guint64 line)
{
  PalierOriginRange *last =
      ranges->len > 0 ? &g_array_index (ranges, PalierOriginRange, ranges->len - 1) : NULL;

  if (last != NULL && last->count < PALIER_ORIGIN_RANGE_MAX && last->first_n + last->count == n
      && last->first_line + last->count == line)
  {
    last->count++;
    return;
  }
  PalierOriginRange range = { n, line, 1 };
  g_array_append_val (ranges, range);
}

/* Drafts that went into one of this batch know only now which row of the base that became. */
static gboolean
note_origins (PalierImportWork *work, GError **error)
{
  PalierImportTarget *target = work->target;

  for (guint i = 0; i < work->batch->drafts->len; i++)
  {
    guint32 row = work->batch->first + i;
    if (work->places[i] >= 0)
      palier_import_work_set_n (
          work, row,
          palier_import_work_get_n (work, work->batch->first + (guint32) work->places[i]));
    gint64 n = palier_import_work_get_n (work, row);
    if (n != 0)
      note_origin (target->origins, n, palier_import_work_draft (work, i)->line);
  }
  return target->origins->len < ORIGINS_AT_ONCE
         || palier_import_target_write_origins (target, error);
}

/* ---- who may be the same as another */

static gboolean
is_unsure (const PalierJudgement *judgement)
{
  return judgement->decision == PALIER_DECISION_KEEP
         && (judgement->verdict == PALIER_VERDICT_UNSURE_IN_FILE
             || judgement->verdict == PALIER_VERDICT_UNSURE_IN_BASE);
}

/* Whether the user, asked about this row, said that they are two. */
static gboolean
is_told_apart (PalierImportWork *work, guint index)
{
  const PalierJudgement *judgement = palier_import_work_judgement (work, index);
  const PalierImportEdits *edits = work->target->will.edits;

  return judgement->decision == PALIER_DECISION_KEEP
         && palier_verdict_is_double (judgement->verdict) && edits != NULL
         && palier_import_edits_tells_apart (edits, palier_import_work_draft (work, index)->line);
}

/* Whom the draft was compared with: (nullable) where that row was left out. */
static const PalierId *
find_other (PalierImportWork *work, guint index)
{
  gint64 n = palier_import_work_judgement (work, index)->other_n;
  guint32 row = palier_import_work_match (work, index)->row;

  if (n == 0 && row >= work->batch->first)
    return find_subject (work, row - work->batch->first);
  if (n == 0)
    n = palier_import_work_get_n (work, row);
  PalierProspect *known = g_hash_table_lookup (work->known, &n);
  return known != NULL ? palier_prospect_get_id (known) : NULL;
}

static void
note_apart (PalierImportWork *work)
{
  for (guint i = 0; i < work->batch->drafts->len; i++)
  {
    const PalierId *one = is_told_apart (work, i) ? find_subject (work, i) : NULL;
    const PalierId *other = one != NULL ? find_other (work, i) : NULL;
    if (other == NULL)
      continue;
    PalierApart pair = { *one, *other };
    g_array_append_val (work->target->told_apart, pair);
  }
}

static void
note_unsure (PalierImportWork *work)
{
  PalierImportTarget *target = work->target;

  for (guint i = 0; i < work->batch->drafts->len; i++)
  {
    const PalierJudgement *judgement = palier_import_work_judgement (work, i);
    if (!is_unsure (judgement) || is_told_apart (work, i))
      continue;
    PalierUnsurePair pair = { .n = palier_import_work_get_n (work, work->batch->first + i) };
    pair.other = judgement->other_n != 0
                     ? judgement->other_n
                     : palier_import_work_get_n (work, palier_import_work_match (work, i)->row);
    target->n_unsure++;
    if (target->unsure->len < PALIER_IMPORT_MAX_PROBLEMS)
      g_array_append_val (target->unsure, pair);
  }
}

/* @before: as the base has those that are known */
gboolean
palier_import_work_write (PalierImportWork *self, GHashTable *before, GError **error)
{
  if (!insert (self, error) || !update (self, before, error) || !append_consents (self, error)
      || !note_origins (self, error))
    return FALSE;
  note_unsure (self);
  note_apart (self);
  return TRUE;
}
