/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row as the user mended it, through the mapping. A mended cell is read as if it stood in the
 * file; what the file says is kept beside the value. */
#include <string.h>

#include "palier-import-source.h"

/* The row with texts in the place of others. */
typedef struct
{
  PalierRow row;
  const char **cells; /* of the row */
  GPtrArray *texts;   /* owned ones among them */
  gboolean *mended;
} Mended;

static void
mended_clear (Mended *self)
{
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_free (self->cells);
  g_free (self->mended);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Mended, mended_clear)

static void
mended_init (Mended *self, const PalierRow *row)
{
  self->row = *row;
  self->cells = g_new0 (const char *, MAX (row->n_cells, 1));
  for (guint i = 0; i < row->n_cells; i++)
    self->cells[i] = row->cells[i];
  self->row.cells = self->cells;
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->mended = g_new0 (gboolean, MAX (row->n_cells, 1));
}

static void
put_text (Mended *self, guint column, const char *text)
{
  char *copy = g_strdup (text);

  g_ptr_array_add (self->texts, copy);
  self->cells[column] = copy;
  self->mended[column] = TRUE;
}

/* Cells for which the user gave a text. Returns: whether there is any. */
static gboolean
put_cells (Mended *self, const PalierImportEdits *edits, const PalierRow *row)
{
  gboolean any = FALSE;

  for (guint i = 0; i < row->n_cells; i++)
  {
    const char *text = palier_import_edits_get_cell (edits, row->line, i, row->cells[i]);
    if (text == NULL)
      continue;
    put_text (self, i, text);
    any = TRUE;
  }
  return any;
}

/* Whether a problem's proposal can stand in the cell's place. */
gboolean
palier_import_proposal_applies (const PalierProblem *problem)
{
  return problem->column >= 0 && problem->proposal != NULL
         && !g_str_has_prefix (problem->code, "full_name_");
}

/* Proposals that the user takes, for cells that he did not mend by hand. */
static gboolean
put_proposals (Mended *self, const PalierImportEdits *edits, GPtrArray *problems)
{
  gboolean any = FALSE;

  for (guint i = 0; i < problems->len; i++)
  {
    const PalierProblem *problem = g_ptr_array_index (problems, i);
    if (!palier_import_proposal_applies (problem) || (guint) problem->column >= self->row.n_cells
        || self->mended[problem->column]
        || !palier_import_edits_accepts (edits, problem->column, problem->code))
      continue;
    put_text (self, (guint) problem->column, problem->proposal);
    any = TRUE;
  }
  return any;
}

static void
keep_original (PalierProspect *prospect, PalierField field, const char *cell)
{
  g_autofree char *plain = g_strstrip (g_strdup (cell));

  if (field != PALIER_FIELD_NONE && *plain != '\0' && palier_prospect_get (prospect, field) != NULL
      && strcmp (palier_prospect_get (prospect, field), plain) != 0)
    palier_prospect_set_original (prospect, field, plain);
}

static void
keep_originals (const Mended *self, GPtrArray *columns, const PalierRow *row,
                PalierProspect *prospect)
{
  for (guint i = 0; i < columns->len; i++)
  {
    const PalierColumn *column = g_ptr_array_index (columns, i);
    if (column->index < row->n_cells && self->mended[column->index])
      keep_original (prospect, column->field, row->cells[column->index]);
  }
}

/**
 * palier_import_map_row:
 * @edits: (nullable)
 * @columns: (element-type PalierColumn): those of @mapper
 * @problems: (element-type PalierProblem): is appended to; empty where proposals are to be taken
 *
 * Returns: (transfer full) (nullable): as palier_mapper_apply(), of the row as it was mended
 */
PalierDraft *
palier_import_map_row (PalierMapper *mapper, const PalierImportEdits *edits, GPtrArray *columns,
                       const PalierRow *row, GPtrArray *problems)
{
  g_auto (Mended) mended = { 0 };

  if (edits == NULL || !palier_import_edits_has_cells (edits))
    return palier_mapper_apply (mapper, row, problems);
  mended_init (&mended, row);
  gboolean any = put_cells (&mended, edits, row);
  g_autoptr (PalierDraft) draft = palier_mapper_apply (mapper, &mended.row, problems);
  if (put_proposals (&mended, edits, problems))
  {
    any = TRUE;
    g_ptr_array_set_size (problems, 0);
    g_clear_pointer (&draft, palier_draft_free);
    draft = palier_mapper_apply (mapper, &mended.row, problems);
  }
  if (any && draft != NULL)
    keep_originals (&mended, columns, row, draft->prospect);
  return g_steal_pointer (&draft);
}
