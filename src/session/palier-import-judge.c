/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each draft of a batch is, and what becomes of it: a new prospect, a part of another one, or
 * nothing. Each is counted once. */
#include "palier-duplicate-service.h"
#include "palier-import-policy.h"
#include "palier-import-work.h"

/* ---- what each draft is */

static void
set_other_row (PalierImportWork *work, PalierJudgement *judgement, PalierImportVerdict verdict,
               const PalierMatch *match)
{
  judgement->verdict = verdict;
  judgement->other_line = palier_import_target_line_of (work->target, match->row);
  judgement->reason = match->reason;
}

static void
set_near (PalierJudgement *judgement, PalierImportVerdict verdict, const PalierNear *near)
{
  judgement->verdict = verdict;
  judgement->other_n = near->n;
  judgement->reason = near->reason;
  judgement->probability = near->probability;
}

/* Exact keys come before what was weighed, and what is sure before what may be. */
static void
judge (PalierImportWork *work, guint index, PalierJudgement *out)
{
  const PalierMatch *match = palier_import_work_match (work, index);
  const char *reason = NULL;
  gint64 n = 0;

  *out = (PalierJudgement) { PALIER_VERDICT_NEW, PALIER_DECISION_KEEP, 0, 0, NULL, 0 };
  if (work->suppressed[index])
  {
    out->verdict = PALIER_VERDICT_SUPPRESSED;
    return;
  }
  if (match->identity == PALIER_IDENTITY_SAME)
  {
    set_other_row (work, out, PALIER_VERDICT_IN_FILE, match);
    return;
  }
  PalierIdentity found = palier_import_work_find_other (work, index, &n, &reason);
  const PalierNear *near = &work->near[index];
  if (found == PALIER_IDENTITY_SAME)
    *out = (PalierJudgement) { .verdict = PALIER_VERDICT_IN_BASE, .other_n = n, .reason = reason };
  else if (near->probability >= PALIER_DUPLICATES_SURE)
    set_near (out, PALIER_VERDICT_IN_BASE, near);
  else if (match->identity == PALIER_IDENTITY_UNSURE)
    set_other_row (work, out, PALIER_VERDICT_UNSURE_IN_FILE, match);
  else if (near->n != 0)
    set_near (out, PALIER_VERDICT_UNSURE_IN_BASE, near);
  else if (found != PALIER_IDENTITY_NEW)
    *out = (PalierJudgement) { .verdict = PALIER_VERDICT_UNSURE_IN_BASE,
                               .other_n = n,
                               .reason = reason };
}

/* What is surely the same is treated as the user says for all; what may be another stays beside. */
static PalierDecision
decide (PalierImportWork *work, guint index, PalierImportVerdict verdict)
{
  static const PalierDecision of_options[] = { [PALIER_DUPLICATES_MERGE] = PALIER_DECISION_MERGE,
                                               [PALIER_DUPLICATES_SKIP] = PALIER_DECISION_SKIP,
                                               [PALIER_DUPLICATES_KEEP] = PALIER_DECISION_KEEP };
  const PalierImportWill *will = &work->target->will;
  PalierDecision decision;

  if (verdict == PALIER_VERDICT_SUPPRESSED)
    return PALIER_DECISION_SKIP;
  if (palier_verdict_is_double (verdict) && will->edits != NULL
      && palier_import_edits_get_decision (
          will->edits, palier_import_work_draft (work, index)->line, verdict, &decision))
    return decision;
  return verdict == PALIER_VERDICT_IN_FILE || verdict == PALIER_VERDICT_IN_BASE
             ? of_options[will->duplicates]
             : PALIER_DECISION_KEEP;
}

/* ---- what becomes of it */

static void
count_merge (PalierImportWork *work, gboolean filled)
{
  if (filled)
    work->target->updated++;
  else
    work->target->unchanged++;
}

/* The policies are for whom the base had before; rows of one file only fill each other. */
static const PalierColumnPolicy *
policies_for (PalierImportWork *work, guint index)
{
  static const PalierColumnPolicy fill[PALIER_N_FIELDS];

  return palier_import_work_judgement (work, index)->other_n != 0 ? work->target->will.policies
                                                                  : fill;
}

/* Fills what row @n does not know yet from the draft; it is written with the others of the batch.
 */
static void
fill_row (PalierImportWork *work, gint64 n, guint index)
{
  PalierProspect *row = g_hash_table_lookup (work->known, &n);
  PalierProspect *filled =
      row != NULL ? palier_import_merge (row, palier_import_work_prospect (work, index),
                                         policies_for (work, index))
                  : NULL;

  count_merge (work, filled != NULL);
  if (filled == NULL)
    return;
  g_hash_table_insert (work->known, g_memdup2 (&n, sizeof n), filled);
  g_hash_table_add (work->filled, g_memdup2 (&n, sizeof n));
}

/* As fill_row(), where the other is a draft of this batch that is not written yet. */
static void
fill_draft (PalierImportWork *work, guint other, guint index)
{
  PalierDraft *kept = palier_import_work_draft (work, other);
  PalierProspect *filled =
      palier_identity_fill (kept->prospect, palier_import_work_prospect (work, index));

  count_merge (work, filled != NULL);
  if (filled == NULL)
    return;
  palier_prospect_unref (kept->prospect);
  kept->prospect = filled;
  palier_import_batch_score (work->batch, other, work->now_ms);
}

/* Finds where the other one of a draft is now: a row of the base, or a draft of this batch. */
static void
find_place (PalierImportWork *work, guint index, const PalierJudgement *judgement, gint64 *n,
            gint32 *draft)
{
  guint32 row = palier_import_work_match (work, index)->row;

  *n = judgement->other_n;
  *draft = -1;
  if (judgement->other_line == 0)
    return;
  *n = palier_import_work_get_n (work, row);
  if (row >= work->batch->first)
    *draft = work->places[row - work->batch->first];
}

static void
merge (PalierImportWork *work, guint index, const PalierJudgement *judgement)
{
  gint64 n;
  gint32 draft;

  find_place (work, index, judgement, &n, &draft);
  work->places[index] = draft;
  palier_import_work_set_n (work, work->batch->first + index, n);
  if (draft >= 0)
    fill_draft (work, (guint) draft, index);
  else if (n > 0)
    fill_row (work, n, index);
  else
    work->target->unchanged++;
}

/* What is left out as the same is still known to be from this line of the file. */
static void
skip (PalierImportWork *work, guint index, const PalierJudgement *judgement)
{
  gint64 n;

  work->target->unchanged++;
  if (judgement->verdict != PALIER_VERDICT_IN_FILE && judgement->verdict != PALIER_VERDICT_IN_BASE)
    return;
  find_place (work, index, judgement, &n, &work->places[index]);
  palier_import_work_set_n (work, work->batch->first + index, n);
}

static void
keep (PalierImportWork *work, guint index)
{
  work->target->created++;
  work->places[index] = (gint32) index;
  g_array_append_val (work->insert_drafts, index);
  if (palier_import_work_match (work, index)->identity == PALIER_IDENTITY_SAME)
    palier_import_batch_score (work->batch, index, work->now_ms);
}

static void
place (PalierImportWork *work, guint index)
{
  PalierJudgement *judgement = palier_import_work_judgement (work, index);

  work->places[index] = -1;
  judge (work, index, judgement);
  judgement->decision = decide (work, index, judgement->verdict);
  work->target->n_in_file += judgement->verdict == PALIER_VERDICT_IN_FILE;
  work->target->n_in_base += judgement->verdict == PALIER_VERDICT_IN_BASE;
  if (judgement->verdict == PALIER_VERDICT_SUPPRESSED)
    work->target->suppressed++;
  else if (judgement->decision == PALIER_DECISION_MERGE)
    merge (work, index, judgement);
  else if (judgement->decision == PALIER_DECISION_SKIP)
    skip (work, index, judgement);
  else
    keep (work, index);
}

void
palier_import_work_place (PalierImportWork *self)
{
  for (guint i = 0; i < self->batch->drafts->len; i++)
    place (self, i);
}
