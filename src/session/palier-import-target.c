/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept true: a draft becomes a new row, fills a row that is there, or is left out, and is
 * counted once. Everything is written in one changeset that nobody sees before it is closed, so a
 * death at any point leaves nothing. */
#include "palier-import-target.h"

#include "palier-consent-store.h"
#include "palier-gatekeeper.h"
#include "palier-import-store.h"
#include "palier-prospect-store.h"
#include "palier-suppression-store.h"

/* Of one shared key (a switchboard) only so many rows are compared. */
#define MAX_CANDIDATES 32

/* One batch at work. */
typedef struct
{
  PalierImportTarget *target;
  PalierImportBatch *batch;
  gint64 now_ms;
  GArray *owners;         /* (element-type guint): the draft that each key is of */
  GArray *keys;           /* (element-type PalierProspectKey) */
  GHashTable *candidates; /* draft index → GArray of gint64 */
  GHashTable *known;      /* gint64 n → PalierProspect, as the base has it and then as filled */
  GHashTable *filled;     /* set of n */
  gboolean *suppressed;
  GPtrArray *inserts;    /* (element-type PalierProspect) */
  GArray *insert_drafts; /* (element-type guint) */
} Work;

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->owners, g_array_unref);
  g_clear_pointer (&work->keys, g_array_unref);
  g_clear_pointer (&work->candidates, g_hash_table_unref);
  g_clear_pointer (&work->known, g_hash_table_unref);
  g_clear_pointer (&work->filled, g_hash_table_unref);
  g_clear_pointer (&work->inserts, g_ptr_array_unref);
  g_clear_pointer (&work->insert_drafts, g_array_unref);
  g_free (work->suppressed);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static void
work_init (Work *work, PalierImportTarget *target, PalierImportBatch *batch, gint64 now_ms)
{
  *work = (Work) { .target = target, .batch = batch, .now_ms = now_ms };
  work->owners = g_array_new (FALSE, FALSE, sizeof (guint));
  work->keys = g_array_new (FALSE, FALSE, sizeof (PalierProspectKey));
  work->candidates = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  work->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) palier_prospect_unref);
  work->filled = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  work->inserts = g_ptr_array_new ();
  work->insert_drafts = g_array_new (FALSE, FALSE, sizeof (guint));
  work->suppressed = g_new0 (gboolean, MAX (batch->drafts->len, 1));
}

static PalierProspect *
get_draft (Work *work, guint index)
{
  return ((PalierDraft *) g_ptr_array_index (work->batch->drafts, index))->prospect;
}

static const PalierMatch *
get_match (Work *work, guint index)
{
  return &g_array_index (work->batch->matches, PalierMatch, index);
}

static gint64 *
get_row (Work *work, guint32 row_of_file)
{
  return &g_array_index (work->target->rows_of_file, gint64, row_of_file);
}

/* ---- who is in the base */

static void
collect_keys (Work *work)
{
  for (guint i = 0; i < work->batch->drafts->len; i++)
  {
    PalierIdentityKey found[PALIER_IDENTITY_KEYS];
    guint n = get_match (work, i)->identity == PALIER_IDENTITY_SAME
                  ? 0
                  : palier_identity_keys (get_draft (work, i), found);
    for (guint k = 0; k < n; k++)
    {
      PalierProspectKey key = { found[k].field, found[k].value };
      if (found[k].field == PALIER_FIELD_LINKEDIN)
        continue;
      g_array_append_val (work->keys, key);
      g_array_append_val (work->owners, i);
    }
  }
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
note_candidate (Work *work, guint draft, gint64 n)
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

/* Reads the rows @ns that are not known yet. */
static gboolean
learn (Work *work, GArray *ns, GError **error)
{
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < ns->len; i++)
    if (!g_hash_table_contains (work->known, &g_array_index (ns, gint64, i)))
      g_array_append_val (missing, g_array_index (ns, gint64, i));
  if (missing->len == 0)
    return TRUE;
  g_autoptr (GPtrArray) rows =
      dex_await_boxed (palier_prospect_store_rows (work->target->core->workspace, missing), error);
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
look_up (Work *work, GError **error)
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
  return learn (work, ns, error);
}

/* The row of the base that the draft is the same as; 0: none. */
static gint64
find_same (Work *work, guint index)
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
  if (rows->len == 0
      || palier_identity_choose (get_draft (work, index), rows, &chosen, NULL)
             != PALIER_IDENTITY_SAME)
    return 0;
  return palier_prospect_get_n (g_ptr_array_index (rows, chosen));
}

/* ---- who must not come back */

static gboolean
look_for_suppressed (Work *work, GError **error)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, PALIER_SUPPRESSION_HASH_SIZE);
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!work->target->has_suppressions)
    return TRUE;
  for (guint i = 0; i < work->batch->drafts->len; i++)
  {
    g_autoptr (GArray) rows = palier_gatekeeper_hashes (work->target->core, get_draft (work, i));
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

/* ---- what each draft becomes */

static void
count_duplicate (Work *work, gboolean filled)
{
  if (filled)
    work->target->updated++;
  else
    work->target->unchanged++;
}

/* Fills what row @n does not know yet from the draft; it is written with the others of the batch.
 */
static void
fill_row (Work *work, gint64 n, guint index)
{
  PalierProspect *row = g_hash_table_lookup (work->known, &n);
  PalierProspect *filled = row != NULL && work->target->duplicates == PALIER_DUPLICATES_MERGE
                               ? palier_identity_fill (row, get_draft (work, index))
                               : NULL;

  count_duplicate (work, filled != NULL);
  if (filled == NULL)
    return;
  g_hash_table_insert (work->known, g_memdup2 (&n, sizeof n), filled);
  g_hash_table_add (work->filled, g_memdup2 (&n, sizeof n));
}

/* As fill_row(), where the other is a draft of this batch that is not written yet. */
static void
fill_draft (Work *work, guint other, guint index)
{
  PalierDraft *kept = g_ptr_array_index (work->batch->drafts, other);
  PalierProspect *filled = work->target->duplicates == PALIER_DUPLICATES_MERGE
                               ? palier_identity_fill (kept->prospect, get_draft (work, index))
                               : NULL;

  count_duplicate (work, filled != NULL);
  if (filled == NULL)
    return;
  palier_prospect_unref (kept->prospect);
  kept->prospect = filled;
  palier_import_batch_score (work->batch, other, work->now_ms);
}

static void
place_same (Work *work, guint index)
{
  guint32 row = get_match (work, index)->row;
  gint64 n = *get_row (work, row);

  work->target->n_in_file++;
  *get_row (work, work->batch->first + index) = n;
  if (n > 0)
    fill_row (work, n, index);
  else if (row >= work->batch->first && !work->suppressed[row - work->batch->first])
    fill_draft (work, row - work->batch->first, index);
  else
    work->target->unchanged++;
}

static void
place (Work *work, guint index)
{
  gint64 n;

  if (work->suppressed[index])
    work->target->suppressed++;
  else if (get_match (work, index)->identity == PALIER_IDENTITY_SAME)
    place_same (work, index);
  else if ((n = find_same (work, index)) != 0)
  {
    work->target->n_in_base++;
    *get_row (work, work->batch->first + index) = n;
    fill_row (work, n, index);
  }
  else
  {
    work->target->created++;
    g_array_append_val (work->insert_drafts, index);
  }
}

/* Rows of earlier batches that drafts of this one fill. */
static gboolean
learn_earlier_rows (Work *work, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; !work->target->dry && i < work->batch->drafts->len; i++)
  {
    const PalierMatch *match = get_match (work, i);
    if (match->identity != PALIER_IDENTITY_SAME || match->row >= work->batch->first)
      continue;
    gint64 n = *get_row (work, match->row);
    if (n > 0)
      g_array_append_val (ns, n);
  }
  return learn (work, ns, error);
}

/* ---- writing */

static gboolean
insert (Work *work, GError **error)
{
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (PalierScoreRow));
  PalierWorkspace *workspace = work->target->core->workspace;
  GError *failure = NULL;

  for (guint i = 0; i < work->insert_drafts->len; i++)
  {
    guint index = g_array_index (work->insert_drafts, guint, i);
    PalierId id = palier_workspace_new_id (workspace);
    palier_prospect_set_id (get_draft (work, index), &id);
    g_ptr_array_add (work->inserts, get_draft (work, index));
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
    *get_row (work, work->batch->first + g_array_index (work->insert_drafts, guint, i)) = first + i;
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
update (Work *work, GHashTable *before, GError **error)
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
find_subject (Work *work, guint index)
{
  const PalierMatch *match = get_match (work, index);
  gint64 n = *get_row (work, work->batch->first + index);
  PalierProspect *row = g_hash_table_lookup (work->known, &n);

  if (match->identity == PALIER_IDENTITY_SAME && match->row >= work->batch->first)
    index = match->row - work->batch->first;
  if (!palier_id_is_nil (palier_prospect_get_id (get_draft (work, index))))
    return palier_prospect_get_id (get_draft (work, index));
  return row != NULL ? palier_prospect_get_id (row) : NULL;
}

static gboolean
append_consents (Work *work, GError **error)
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

static gboolean
write_origins (PalierImportTarget *self, GError **error)
{
  if (self->origins->len == 0)
    return TRUE;
  g_autoptr (GArray) ranges = g_steal_pointer (&self->origins);
  self->origins = g_array_new (FALSE, FALSE, sizeof (PalierOriginRange));
  return dex_await (
      palier_import_store_add_origins (self->core->workspace, &self->changeset, ranges), error);
}

/* Rows that repeat one of this batch know only now which row of the base that became. */
static gboolean
note_origins (Work *work, GError **error)
{
  PalierImportTarget *target = work->target;

  for (guint i = 0; i < work->batch->drafts->len; i++)
  {
    const PalierMatch *match = get_match (work, i);
    gint64 *n = get_row (work, work->batch->first + i);
    if (*n == 0 && match->identity == PALIER_IDENTITY_SAME)
      *n = *get_row (work, match->row);
    if (*n != 0)
      note_origin (target->origins, *n,
                   ((PalierDraft *) g_ptr_array_index (work->batch->drafts, i))->line);
  }
  return target->origins->len < ORIGINS_AT_ONCE || write_origins (target, error);
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

/**
 * palier_import_target_begin:
 * @label: the file's name
 * @dry: nothing is written
 */
gboolean
palier_import_target_begin (PalierImportTarget *self, PalierCore *core, const char *label,
                            PalierDuplicates duplicates, gboolean dry, GError **error)
{
  GError *failure = NULL;

  *self =
      (PalierImportTarget) { .core = palier_core_ref (core), .duplicates = duplicates, .dry = dry };
  self->rows_of_file = g_array_new (FALSE, TRUE, sizeof (gint64));
  self->origins = g_array_new (FALSE, FALSE, sizeof (PalierOriginRange));
  gint64 n = dex_await_int64 (palier_suppression_store_count (core->workspace), &failure);
  if (failure != NULL)
    return g_propagate_error (error, failure), FALSE;
  self->has_suppressions = n > 0;
  if (dry)
    return TRUE;
  self->changeset = palier_workspace_new_id (core->workspace);
  if (dex_await (palier_changeset_store_begin (core->workspace, &self->changeset, "import", label),
                 error))
    return TRUE;
  self->changeset = PALIER_ID_NIL;
  return FALSE;
}

gboolean
palier_import_target_take (PalierImportTarget *self, PalierImportBatch *batch, gint64 now_ms,
                           GError **error)
{
  g_auto (Work) work = { 0 };

  work_init (&work, self, batch, now_ms);
  g_array_set_size (self->rows_of_file, batch->first + batch->drafts->len);
  if (!look_for_suppressed (&work, error) || !look_up (&work, error)
      || !learn_earlier_rows (&work, error))
    return FALSE;
  g_autoptr (GHashTable) before = copy_known (work.known);
  for (guint i = 0; i < batch->drafts->len; i++)
    place (&work, i);
  return self->dry
         || (insert (&work, error) && update (&work, before, error)
             && append_consents (&work, error) && note_origins (&work, error));
}

/* Whether another file brought the same: one that is read again has nothing to tell. */
static gboolean
was_imported (PalierImportTarget *self, const PalierImportFile *file, gboolean *before,
              GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PalierImportFile) found =
      dex_await_boxed (palier_import_store_find (self->core->workspace, file->file_hash), &failure);

  *before = found != NULL;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
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
  gboolean before = self->unchanged == 0;

  if (self->dry)
    return TRUE;
  if (self->created == 0 && self->updated == 0)
  {
    if (!before && !was_imported (self, file, &before, error))
      return FALSE;
    if (before)
    {
      palier_import_target_give_up (self);
      return TRUE;
    }
  }
  file->changeset = self->changeset;
  file->created = self->created;
  file->updated = self->updated;
  file->unchanged = self->unchanged;
  file->suppressed = self->suppressed;
  return write_origins (self, error)
         && dex_await (palier_import_store_add (self->core->workspace, file), error)
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

void
palier_import_target_clear (PalierImportTarget *self)
{
  g_clear_pointer (&self->rows_of_file, g_array_unref);
  g_clear_pointer (&self->origins, g_array_unref);
  g_clear_pointer (&self->core, palier_core_unref);
}
