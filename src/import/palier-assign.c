/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gets what, at the greatest gain for all together: the Hungarian method with potentials, row
 * after row (Kuhn 1955, Munkres 1957; the form of Jonker and Volgenant 1987). n_rows² × n_columns
 * steps at most. */
#include "palier-assign.h"

#include <math.h>

/* Columns are counted from 1; column 0 stands for the row that looks for one. */
typedef struct
{
  const double *gains;
  guint n_columns;      /* with those that stand for "none", one a row */
  guint n_real;         /* columns of the matrix */
  double *row_price;    /* from 1 */
  double *column_price; /* from 0 */
  guint *owner;         /* (array): row of a column, 0: nobody's */
  guint *way;
  double *least;
  gboolean *used;
} Search;

/* What it costs to give @row (from 1) @column (from 1); none costs nothing, what gains nothing
 * more than that. */
static double
cost (const Search *self, guint row, guint column)
{
  if (column > self->n_real)
    return column - self->n_real == row ? 0 : 1e6;
  double gain = self->gains[(gsize) (row - 1) * self->n_real + column - 1];
  return gain > 0 ? -gain : 1e6;
}

/* One step: the column that is next cheapest to reach from those that are used. */
static guint
reach (Search *self, guint column)
{
  guint row = self->owner[column], next = 0;
  double delta = INFINITY;

  self->used[column] = TRUE;
  for (guint j = 1; j <= self->n_columns; j++)
  {
    if (self->used[j])
      continue;
    double reduced = cost (self, row, j) - self->row_price[row] - self->column_price[j];
    if (reduced < self->least[j])
    {
      self->least[j] = reduced;
      self->way[j] = column;
    }
    if (self->least[j] < delta)
    {
      delta = self->least[j];
      next = j;
    }
  }
  for (guint j = 0; j <= self->n_columns; j++)
    if (self->used[j])
    {
      self->row_price[self->owner[j]] += delta;
      self->column_price[j] -= delta;
    }
    else
      self->least[j] -= delta;
  return next;
}

static void
place_row (Search *self, guint row)
{
  guint column = 0;

  self->owner[0] = row;
  for (guint j = 0; j <= self->n_columns; j++)
  {
    self->least[j] = INFINITY;
    self->used[j] = FALSE;
  }
  do
    column = reach (self, column);
  while (self->owner[column] != 0);
  while (column != 0)
  {
    guint before = self->way[column];
    self->owner[column] = self->owner[before];
    column = before;
  }
}

/**
 * palier_assign_best:
 * @gains: (array): n_rows × n_columns, row after row; what is 0 or less is never chosen
 * @chosen: (out caller-allocates) (array length=n_rows): the column of each row, -1: none
 *
 * Each column goes to one row at most, so that the sum of gains is greatest.
 */
void
palier_assign_best (const double *gains, guint n_rows, guint n_columns, int *chosen)
{
  Search self = { .gains = gains, .n_real = n_columns, .n_columns = n_columns + n_rows };
  g_autofree double *row_price = self.row_price = g_new0 (double, n_rows + 1);
  g_autofree double *column_price = self.column_price = g_new0 (double, self.n_columns + 1);
  g_autofree double *least = self.least = g_new0 (double, self.n_columns + 1);
  g_autofree guint *owner = self.owner = g_new0 (guint, self.n_columns + 1);
  g_autofree guint *way = self.way = g_new0 (guint, self.n_columns + 1);
  g_autofree gboolean *used = self.used = g_new0 (gboolean, self.n_columns + 1);

  for (guint row = 1; row <= n_rows; row++)
    place_row (&self, row);
  for (guint row = 0; row < n_rows; row++)
    chosen[row] = -1;
  for (guint column = 1; column <= n_columns; column++)
    if (self.owner[column] != 0)
      chosen[self.owner[column] - 1] = (int) column - 1;
}
