/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-source.h"

#include <string.h>

#include "palier-file-mark.h"
#include "palier-session-error.h"
#include "palier-worker.h"

#define SAMPLE_ROWS 200
#define MAX_GROUPS 256
#define FIRST_ROWS_SHOWN 100
#define ROWS_SHOWN 500
#define MAX_CELLS (64 << 20)

struct _PalierImportSource
{
  char *path;
  PalierReaderOptions options;
  char *encoding;
  char *delimiter;
  char *sheet;
  GPtrArray *columns;
  PalierImportStamp stamp;
  PalierFileMark mark;       /* that it must still have; size 0: any */
  GCancellable *cancellable; /* (nullable) */

  PalierReader *reader; /* (nullable): opened by the first batch */
  PalierMapper *mapper;
  PalierMatcher *matcher;
  PalierMapper *viewer;     /* (nullable): another one, for a look at single rows */
  PalierImportEdits *edits; /* (nullable) */
  gboolean keeps_cells;
  GPtrArray *problems; /* the first of them */
  GPtrArray *groups;   /* (element-type PalierProblemGroup): the most frequent first */
  guint64 n_problems;
  guint64 n_to_mend; /* rows */
  guint64 n_skipped;
  guint64 n_rows;
  guint32 n_drafts;
};

static void
import_source_clear (gpointer data)
{
  PalierImportSource *self = data;

  g_clear_pointer (&self->reader, palier_reader_free);
  g_clear_pointer (&self->mapper, palier_mapper_free);
  g_clear_pointer (&self->viewer, palier_mapper_free);
  g_clear_pointer (&self->edits, palier_import_edits_unref);
  g_ptr_array_unref (self->groups);
  g_clear_pointer (&self->matcher, palier_matcher_free);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->columns);
  g_free (self->path);
  g_free (self->encoding);
  g_free (self->delimiter);
  g_free (self->sheet);
  g_free (self->stamp.legal_basis);
  g_free (self->stamp.source);
  g_free (self->stamp.source_date);
  g_free (self->stamp.proof);
}

PalierImportSource *
palier_import_source_ref (PalierImportSource *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_import_source_unref (PalierImportSource *self)
{
  g_atomic_rc_box_release_full (self, import_source_clear);
}

/* The page goes on placing columns while rows are read. */
static GPtrArray *
copy_columns (GPtrArray *columns)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_free);

  for (guint i = 0; i < columns->len; i++)
  {
    const PalierColumn *column = g_ptr_array_index (columns, i);
    PalierColumn *copy = palier_column_new ();
    copy->index = column->index;
    copy->header = g_strdup (column->header);
    palier_column_place (copy, column);
    g_ptr_array_add (copies, copy);
  }
  return copies;
}

/**
 * palier_import_source_new:
 * @columns: (element-type PalierColumn): which column is which
 * @stamp: its texts are taken over
 *
 * Opens nothing yet.
 */
PalierImportSource *
palier_import_source_new (const char *path, const PalierReaderOptions *options, GPtrArray *columns,
                          PalierImportStamp *stamp, GCancellable *cancellable)
{
  PalierImportSource *self = g_atomic_rc_box_new0 (PalierImportSource);

  self->path = g_strdup (path);
  self->encoding = g_strdup (options->encoding);
  self->delimiter = g_strdup (options->delimiter);
  self->sheet = g_strdup (options->sheet);
  self->options =
      (PalierReaderOptions) { self->encoding, self->delimiter, self->sheet, options->header_row };
  self->columns = copy_columns (columns);
  self->stamp = *stamp;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->matcher = palier_matcher_new ();
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_free);
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_group_free);
  return self;
}

/* Only a file that still is as it was then is read. */
void
palier_import_source_set_mark (PalierImportSource *self, const PalierFileMark *mark)
{
  self->mark = *mark;
}

/* @edits: (nullable): copied */
void
palier_import_source_set_edits (PalierImportSource *self, PalierImportEdits *edits)
{
  g_clear_pointer (&self->edits, palier_import_edits_unref);
  if (edits != NULL && !palier_import_edits_is_empty (edits))
    self->edits = palier_import_edits_copy (edits);
}

/* From now on each batch has the rows as they came, those that hold nothing too. */
void
palier_import_source_keep_cells (PalierImportSource *self)
{
  self->keeps_cells = TRUE;
}

static gboolean
is_the_same_file (PalierImportSource *self)
{
  PalierFileMark mark = palier_file_mark (self->path);

  return self->mark.size == 0 || mark.size == 0 || palier_file_mark_equal (&mark, &self->mark);
}

/* Reads the sample that decides how dates are written, then begins again at the first row. */
static gboolean
open_source (PalierImportSource *self, GError **error)
{
  if (!is_the_same_file (self))
  {
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_FILE_CHANGED,
                         self->path);
    return FALSE;
  }
  g_autoptr (PalierReader) first =
      palier_reader_open (self->path, &self->options, self->cancellable, error);
  g_autoptr (GPtrArray) sample =
      first != NULL ? palier_reader_take_sample (first, SAMPLE_ROWS, error) : NULL;

  if (sample == NULL)
    return FALSE;
  self->mapper = palier_mapper_new (self->columns, sample, self->stamp.now_ms);
  if (self->keeps_cells)
    self->viewer = palier_mapper_new (self->columns, sample, self->stamp.now_ms);
  self->reader = palier_reader_open (self->path, &self->options, self->cancellable, error);
  return self->reader != NULL;
}

static PalierProblemGroup *
find_group (GPtrArray *groups, const PalierProblem *problem)
{
  for (guint i = 0; i < groups->len; i++)
  {
    PalierProblemGroup *group = g_ptr_array_index (groups, i);
    if (group->column != problem->column || strcmp (group->code, problem->code) != 0)
      continue;
    /* The frequent ones come first, where they are found soon. */
    if (i > 0 && ((PalierProblemGroup *) groups->pdata[i - 1])->n <= group->n)
    {
      groups->pdata[i] = groups->pdata[i - 1];
      groups->pdata[i - 1] = group;
    }
    return group;
  }
  return NULL;
}

static void
count_in_group (PalierImportSource *self, const PalierProblem *problem)
{
  PalierProblemGroup *group = find_group (self->groups, problem);
  gboolean applies = palier_import_proposal_applies (problem);

  if (group == NULL)
  {
    if (self->groups->len >= MAX_GROUPS)
      return;
    group = palier_problem_group_new (problem->column, problem->code);
    g_ptr_array_add (self->groups, group);
  }
  group->n++;
  group->n_proposals += applies;
  if (group->value == NULL || (applies && group->proposal == NULL))
  {
    g_set_str (&group->value, problem->value);
    g_set_str (&group->proposal, applies ? problem->proposal : NULL);
  }
}

/* Problems beyond the first ones are counted only. */
static void
keep_problems (PalierImportSource *self, GPtrArray *problems)
{
  self->n_problems += problems->len;
  for (guint i = 0; i < problems->len; i++)
    count_in_group (self, g_ptr_array_index (problems, i));
  while (problems->len > 0 && self->problems->len < PALIER_IMPORT_MAX_PROBLEMS)
    g_ptr_array_add (self->problems, g_ptr_array_steal_index (problems, 0));
  g_ptr_array_set_size (problems, 0);
}

/* Whoever has no basis of his own gets the file's: for a person that is never the legitimate
 * interest, which the law knows for professionals only. */
static void
put_legal_basis (PalierProspect *prospect, const PalierConsent *consent, const char *basis)
{
  gboolean person = palier_prospect_is_person (prospect);

  if (palier_prospect_get (prospect, PALIER_FIELD_LEGAL_BASIS) != NULL)
    return;
  if (consent != NULL && consent->given && person)
    palier_prospect_set (prospect, PALIER_FIELD_LEGAL_BASIS, "consent");
  else if (basis == NULL && !person)
    palier_prospect_set (prospect, PALIER_FIELD_LEGAL_BASIS, "legitimate_interest");
  else if (basis != NULL && !(person && g_str_equal (basis, "legitimate_interest")))
    palier_prospect_set (prospect, PALIER_FIELD_LEGAL_BASIS, basis);
}

/* "They all agreed", says the user of the file: each person gets a row that says so, but for those
 * of whom the file says otherwise. */
static void
put_consent (PalierDraft *draft, const PalierImportStamp *stamp)
{
  if (draft->consent == NULL && g_strcmp0 (stamp->legal_basis, "consent") == 0)
  {
    draft->consent = palier_consent_new ();
    draft->consent->purpose = g_strdup ("prospecting");
    draft->consent->channel = g_strdup ("email");
    draft->consent->given = TRUE;
    draft->consent->at_ms = stamp->now_ms;
  }
  if (draft->consent == NULL)
    return;
  g_set_str (&draft->consent->origin, "import");
  if (draft->consent->proof == NULL)
    draft->consent->proof = g_strdup (stamp->proof);
}

static void
put_stamp (PalierDraft *draft, const PalierImportStamp *stamp)
{
  PalierProspect *prospect = draft->prospect;

  put_consent (draft, stamp);
  put_legal_basis (prospect, draft->consent, stamp->legal_basis);
  palier_prospect_take (prospect, PALIER_FIELD_CREATED_AT,
                        g_strdup_printf ("%" G_GINT64_FORMAT, stamp->now_ms));
  if (palier_prospect_get (prospect, PALIER_FIELD_SOURCE) == NULL)
    palier_prospect_set (prospect, PALIER_FIELD_SOURCE, stamp->source);
  if (palier_prospect_get (prospect, PALIER_FIELD_SOURCE_DATE) == NULL)
    palier_prospect_set (prospect, PALIER_FIELD_SOURCE_DATE, stamp->source_date);
  if (palier_prospect_get (prospect, PALIER_FIELD_STAGE) == NULL)
    palier_prospect_set (prospect, PALIER_FIELD_STAGE, "prospect");
}

/* @draft: (transfer full) */
static void
add_draft (PalierImportSource *self, PalierImportBatch *batch, PalierDraft *draft)
{
  put_stamp (draft, &self->stamp);
  PalierMatch match = palier_matcher_add (self->matcher, draft->prospect);

  g_ptr_array_add (batch->drafts, draft);
  g_array_append_val (batch->matches, match);
  g_array_set_size (batch->scores, batch->drafts->len);
  if (match.identity != PALIER_IDENTITY_SAME)
    palier_import_batch_score (batch, batch->drafts->len - 1, self->stamp.now_ms);
  self->n_drafts++;
}

/* What is shown comes in small portions, which the page's thread judges between two frames, and the
 * first screen at once. */
static gboolean
is_full (const PalierImportBatch *batch)
{
  if (batch->raw == NULL)
    return batch->drafts->len >= PALIER_IMPORT_BATCH;
  return batch->raw->len >= (batch->first == 0 ? FIRST_ROWS_SHOWN : ROWS_SHOWN)
         || batch->cells->len >= MAX_CELLS;
}

static DexFuture *
next_job (gpointer data)
{
  PalierImportSource *self = data;
  g_autoptr (PalierImportBatch) batch = palier_import_batch_new (self->n_drafts, self->keeps_cells);
  g_autoptr (GPtrArray) problems =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_free);
  g_autoptr (GError) error = NULL;
  const PalierRow *row = NULL;

  if (self->reader == NULL && !open_source (self, &error))
    return palier_reject (&error);
  while (!is_full (batch) && (row = palier_reader_next (self->reader, &error)) != NULL)
  {
    PalierDraft *draft =
        palier_import_map_row (self->mapper, self->edits, self->columns, row, problems);
    gboolean to_mend = palier_problems_want_mending (problems);
    self->n_rows++;
    self->n_to_mend += to_mend;
    if (self->keeps_cells)
      palier_import_batch_keep (batch, row, draft != NULL, to_mend);
    if (problems->len > 0)
      keep_problems (self, problems);
    if (draft != NULL)
      add_draft (self, batch, draft);
    else
      self->n_skipped++;
  }
  if (error == NULL && row == NULL && !is_the_same_file (self))
    g_set_error_literal (&error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_VANISHED, self->path);
  if (error != NULL)
    return palier_reject (&error);
  batch->rows = self->n_rows;
  batch->fraction = palier_reader_get_fraction (self->reader);
  batch->is_last = row == NULL;
  return dex_future_new_take_boxed (PALIER_TYPE_IMPORT_BATCH, g_steal_pointer (&batch));
}

/**
 * palier_import_source_next:
 *
 * One call at a time.
 *
 * Returns: (transfer full): → PALIER_TYPE_IMPORT_BATCH. Errors: PALIER_IMPORT_ERROR,
 *   G_IO_ERROR_CANCELLED
 */
DexFuture *
palier_import_source_next (PalierImportSource *self)
{
  return palier_pool_run (next_job, palier_import_source_ref (self),
                          (GDestroyNotify) palier_import_source_unref);
}

GPtrArray *
palier_import_source_get_problems (PalierImportSource *self)
{
  return self->problems;
}

guint64
palier_import_source_get_n_problems (PalierImportSource *self)
{
  return self->n_problems;
}

/* Rows with a problem that is not put right already. */
guint64
palier_import_source_get_n_to_mend (PalierImportSource *self)
{
  return self->n_to_mend;
}

guint64
palier_import_source_get_n_skipped (PalierImportSource *self)
{
  return self->n_skipped;
}

/* (element-type PalierProblemGroup) */
GPtrArray *
palier_import_source_get_groups (PalierImportSource *self)
{
  return self->groups;
}

/* Returns: (transfer full) (nullable): once, after the first batch, where cells are kept */
PalierMapper *
palier_import_source_take_viewer (PalierImportSource *self)
{
  return g_steal_pointer (&self->viewer);
}

/* As palier_import_map_row(), by the columns of the source, which never change. */
PalierDraft *
palier_import_source_map_row (PalierImportSource *self, PalierMapper *mapper,
                              const PalierImportEdits *edits, const PalierRow *row,
                              GPtrArray *problems)
{
  return palier_import_map_row (mapper, edits, self->columns, row, problems);
}
