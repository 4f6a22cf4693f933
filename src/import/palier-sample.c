/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows by which columns are judged: the first of the file and, where a column has hardly a
 * value in them, some from further down that have one. */
#include "palier-fold.h"
#include "palier-reader.h"

#define FAR_ROWS 20000   /* looked at for values, at most */
#define FAR_CELLS 400000 /* the same, for very wide files */
#define ENOUGH 12        /* values by which a column is judged */

typedef struct
{
  GPtrArray *rows; /* (element-type GStrv) */
  guint *n_values; /* of each column in the rows that are kept */
  guint n_columns;
} Sample;

static gboolean
is_any_lacking (const Sample *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (self->n_values[i] < ENOUGH)
      return TRUE;
  return FALSE;
}

/* Whether the row has a value for a column that lacks some. */
static gboolean
is_telling (const Sample *self, const PalierRow *row)
{
  for (guint i = 0; i < MIN (row->n_cells, self->n_columns); i++)
    if (self->n_values[i] < ENOUGH && !palier_is_blank (row->cells[i]))
      return TRUE;
  return FALSE;
}

static void
keep (Sample *self, const PalierRow *row)
{
  char **cells = g_new0 (char *, row->n_cells + 1);

  for (guint i = 0; i < row->n_cells; i++)
  {
    cells[i] = g_strdup (row->cells[i]);
    if (i < self->n_columns)
      self->n_values[i] += !palier_is_blank (cells[i]);
  }
  g_ptr_array_add (self->rows, cells);
}

/**
 * palier_reader_take_sample:
 * @max_rows: how many of the next rows are kept, whatever is in them
 *
 * Reads into memory what palier_mapping_guess() looks at. Where a column has few values in those
 * rows, thousands of further ones are read, and those kept that have some.
 *
 * Returns: (transfer full) (nullable) (element-type GStrv): each of as many cells as the row has
 */
GPtrArray *
palier_reader_take_sample (PalierReader *self, guint max_rows, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  Sample sample = { .rows = rows, .n_columns = g_strv_length (palier_reader_get_headers (self)) };
  g_autofree guint *n_values = sample.n_values = g_new0 (guint, sample.n_columns + 1);
  g_autoptr (GError) problem = NULL;
  const PalierRow *row = NULL;
  guint far = MIN (FAR_ROWS, FAR_CELLS / MAX (sample.n_columns, 1));

  while (rows->len < max_rows && (row = palier_reader_next (self, &problem)) != NULL)
    keep (&sample, row);
  if (problem != NULL)
  {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  /* What cannot be read so far down is told by whoever reads all rows. */
  for (guint i = 0; row != NULL && i < far && is_any_lacking (&sample); i++)
  {
    row = palier_reader_next (self, NULL);
    if (row != NULL && is_telling (&sample, row))
      keep (&sample, row);
  }
  return g_steal_pointer (&rows);
}
