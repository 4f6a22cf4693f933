/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each draft of a batch is, and what becomes of it: a new prospect, a part of another one, or
 * nothing. Each is counted once. */
#include "palier-gatekeeper.h"
#include "palier-import-policy.h"
#include "palier-import-work.h"
#include "palier-prospect-store.h"
#include "palier-suppression-store.h"

/* Of one shared key (a switchboard) only so many rows are compared. */
#define MAX_CANDIDATES 32

void
palier_import_work_init (PalierImportWork *self, PalierImportTarget *target,
                         PalierImportBatch *batch, gint64 now_ms)
{
  guint n = MAX (batch->drafts->len, 1);

  *self = (PalierImportWork) { .target = target, .batch = batch, .now_ms = now_ms };
  self->owners = g_array_new (FALSE, FALSE, sizeof (guint));
  self->keys = g_array_new (FALSE, FALSE, sizeof (PalierProspectKey));
  self->others = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->candidates = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) palier_prospect_unref);
  self->filled = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->inserts = g_ptr_array_new ();
  self->insert_drafts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->near = g_new0 (PalierNear, n);
  self->suppressed = g_new0 (gboolean, n);
  self->places = g_new0 (gint32, n);
}

void
palier_import_work_clear (PalierImportWork *self)
{
  g_clear_pointer (&self->owners, g_array_unref);
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->candidates, g_hash_table_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->filled, g_hash_table_unref);
  g_clear_pointer (&self->inserts, g_ptr_array_unref);
  g_clear_pointer (&self->insert_drafts, g_array_unref);
  g_free (self->near);
  g_free (self->suppressed);
  g_free (self->places);
}

/* ---- who is in the base */

static void
add_key (PalierImportWork *work, guint draft, PalierField field, const char *value)
{
  PalierProspectKey key = { field, value };

  g_array_append_val (work->keys, key);
  g_array_append_val (work->owners, draft);
}

static void
add_others (PalierImportWork *work, guint draft, PalierField field)
{
  char **values = palier_identity_dup_others (palier_import_work_prospect (work, draft), field);

  if (values == NULL)
    return;
  g_ptr_array_add (work->others, values);
  for (guint i = 0; values[i] != NULL; i++)
    add_key (work, draft, field, values[i]);
}

static void
add_keys (PalierImportWork *work, guint draft)
{
  PalierIdentityKey found[PALIER_IDENTITY_KEYS];
  guint n = palier_identity_keys (palier_import_work_prospect (work, draft), found);

  for (guint i = 0; i < n; i++)
    if (found[i].field != PALIER_FIELD_LINKEDIN)
      add_key (work, draft, found[i].field, found[i].value);
  add_others (work, draft, PALIER_FIELD_EMAIL);
  add_others (work, draft, PALIER_FIELD_PHONE);
}

static void
collect_keys (PalierImportWork *work)
{
  for (guint i = 0; i < work->batch->drafts->len; i++)
    if (palier_import_work_match (work, i)->identity != PALIER_IDENTITY_SAME)
      add_keys (work, i);
}

static gboolean
has_n (GArray *ns, gint64 n)
{
  for (guint i = 0; i < ns->len; i++)
    if (g_array_index (ns, gint64, i) == n)
      return TRUE;
  return FALSE;
}

static void
note_candidate (PalierImportWork *work, guint draft, gint64 n)
{
  GArray *ns = g_hash_table_lookup (work->candidates, GUINT_TO_POINTER (draft));

  if (ns == NULL)
  {
    ns = g_array_new (FALSE, FALSE, sizeof n);
    g_hash_table_insert (work->candidates, GUINT_TO_POINTER (draft), ns);
  }
  if (ns->len < MAX_CANDIDATES && !has_n (ns, n))
    g_array_append_val (ns, n);
}

gboolean
palier_import_work_learn (PalierImportWork *work, GArray *ns, GError **error)
{
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < ns->len; i++)
    if (!g_hash_table_contains (work->known, &g_array_index (ns, gint64, i)))
      g_array_append_val (missing, g_array_index (ns, gint64, i));
  if (missing->len == 0)
    return TRUE;
  g_autoptr (GPtrArray) rows =
      dex_await_boxed (palier_prospect_store_rows_in (work->target->core->workspace,
                                                      &work->target->changeset, missing),
                       error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (g_ptr_array_index (rows, i) != NULL)
      g_hash_table_insert (work->known,
                           g_memdup2 (&g_array_index (missing, gint64, i), sizeof (gint64)),
                           palier_prospect_ref (g_ptr_array_index (rows, i)));
  return TRUE;
}

static gboolean
look_up (PalierImportWork *work, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  collect_keys (work);
  if (work->keys->len == 0)
    return TRUE;
  g_autoptr (GArray) matches = dex_await_boxed (
      palier_prospect_store_find (work->target->core->workspace,
                                  (const PalierProspectKey *) work->keys->data, work->keys->len),
      error);
  if (matches == NULL)
    return FALSE;
  for (guint i = 0; i < matches->len; i++)
  {
    const PalierProspectMatch *match = &g_array_index (matches, PalierProspectMatch, i);
    note_candidate (work, g_array_index (work->owners, guint, match->key), match->n);
    g_array_append_val (ns, match->n);
  }
  return palier_import_work_learn (work, ns, error);
}

/* The prospect of the base that the draft is the same as, or may be. */
static PalierIdentity
find_other (PalierImportWork *work, guint index, gint64 *n, const char **reason)
{
  GArray *ns = g_hash_table_lookup (work->candidates, GUINT_TO_POINTER (index));
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint chosen;

  for (guint i = 0; ns != NULL && i < ns->len; i++)
  {
    PalierProspect *row = g_hash_table_lookup (work->known, &g_array_index (ns, gint64, i));
    if (row != NULL)
      g_ptr_array_add (rows, row);
  }
  if (rows->len == 0)
    return PALIER_IDENTITY_NEW;
  PalierIdentity found =
      palier_identity_choose (palier_import_work_prospect (work, index), rows, &chosen, reason);
  if (found != PALIER_IDENTITY_NEW)
    *n = palier_prospect_get_n (g_ptr_array_index (rows, chosen));
  return found;
}

/* Whether exact keys have found whom the draft is the same as, or may be. */
gboolean
palier_import_work_is_found (PalierImportWork *self, guint index)
{
  const char *reason;
  gint64 n;

  return find_other (self, index, &n, &reason) != PALIER_IDENTITY_NEW;
}

/* ---- who must not come back */

static gboolean
look_for_suppressed (PalierImportWork *work, GError **error)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, PALIER_SUPPRESSION_HASH_SIZE);
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!work->target->has_suppressions)
    return TRUE;
  for (guint i = 0; i < work->batch->drafts->len; i++)
  {
    g_autoptr (GArray) rows =
        palier_gatekeeper_hashes (work->target->core, palier_import_work_prospect (work, i));
    for (guint k = 0; k < rows->len; k++)
    {
      g_array_append_vals (hashes, g_array_index (rows, PalierSuppression, k).hash, 1);
      g_array_append_val (owners, i);
    }
  }
  g_autoptr (GArray) found = dex_await_boxed (
      palier_suppression_store_find (work->target->core->workspace, hashes), error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    work->suppressed[g_array_index (owners, guint, i)] |= g_array_index (found, gboolean, i);
  return TRUE;
}

/* Rows of earlier batches that drafts of this one may go into. */
static gboolean
learn_earlier_rows (PalierImportWork *work, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; !work->target->dry && i < work->batch->drafts->len; i++)
  {
    const PalierMatch *match = palier_import_work_match (work, i);
    if (match->identity == PALIER_IDENTITY_NEW || match->row >= work->batch->first)
      continue;
    gint64 n = palier_import_work_get_n (work, match->row);
    if (n > 0)
      g_array_append_val (ns, n);
  }
  return palier_import_work_learn (work, ns, error);
}

/* Reads of the base what the batch has to be compared with. */
gboolean
palier_import_work_look (PalierImportWork *self, GError **error)
{
  return look_for_suppressed (self, error) && look_up (self, error)
         && palier_import_work_look_near (self, error) && learn_earlier_rows (self, error);
}

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
  PalierIdentity found = find_other (work, index, &n, &reason);
  if (found != PALIER_IDENTITY_SAME && match->identity == PALIER_IDENTITY_UNSURE)
    set_other_row (work, out, PALIER_VERDICT_UNSURE_IN_FILE, match);
  else if (found != PALIER_IDENTITY_NEW)
    *out = (PalierJudgement) { .verdict = found == PALIER_IDENTITY_SAME
                                              ? PALIER_VERDICT_IN_BASE
                                              : PALIER_VERDICT_UNSURE_IN_BASE,
                               .other_n = n,
                               .reason = reason };
  else if (work->near[index].n != 0)
    *out = (PalierJudgement) { .verdict = PALIER_VERDICT_UNSURE_IN_BASE,
                               .other_n = work->near[index].n,
                               .reason = work->near[index].reason,
                               .probability = work->near[index].probability };
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
