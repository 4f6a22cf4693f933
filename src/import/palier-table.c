/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-table.h"

#include <string.h>

#include "palier-fold.h"

/* What is looked at of each sheet to tell which holds the contacts. */
#define TRIED_SHEETS 16
#define TRIED_ROWS 30
#define TRIED_CELLS 20

void
palier_table_init (PalierTable *self, const PalierTableClass *class)
{
  self->class = class;
  self->sheet = -1;
  self->header_row = PALIER_READER_HEADER_GUESS;
}

void
palier_table_free (PalierTable *self)
{
  g_clear_pointer (&self->sheets, g_ptr_array_unref);
  g_clear_pointer (&self->hidden, g_ptr_array_unref);
  self->class->free (self);
}

static guint
count_sheets (PalierTable *self)
{
  return self->sheets != NULL ? self->sheets->len : 0;
}

/* (nullable): the name of the sheet that is read */
const char *
palier_table_get_sheet (PalierTable *self)
{
  guint seen = count_sheets (self);

  if (self->sheet < 0)
    return NULL;
  return (guint) self->sheet < seen ? self->sheets->pdata[self->sheet]
                                    : self->hidden->pdata[(guint) self->sheet - seen];
}

static gboolean
open_sheet (PalierTable *self, guint index, GError **error)
{
  self->sheet = (int) index;
  return self->class->open_sheet (self, index, error);
}

/* How much a sheet looks like a list of people: the cells of its first rows, and addresses among
 * them. -1 where it cannot be read. */
static int
weigh_sheet (PalierTable *self, guint index)
{
  const PalierRow *row;
  int weight = 0;

  if (!open_sheet (self, index, NULL))
    return -1;
  for (guint n = 0; n < TRIED_ROWS && (row = self->class->next (self, NULL)) != NULL; n++)
  {
    int filled = 0;
    for (guint i = 0; i < row->n_cells; i++)
    {
      filled += !palier_is_blank (row->cells[i]);
      weight += strchr (row->cells[i], '@') != NULL ? 5 : 0;
    }
    weight += filled > 1 ? MIN (filled, TRIED_CELLS) : 0;
  }
  return weight;
}

/* The first sheet, unless another looks clearly more like a list of people. */
static guint
guess_sheet (PalierTable *self)
{
  guint n = MIN (count_sheets (self), TRIED_SHEETS);
  guint best = 0;
  int best_weight = -1;

  for (guint i = 0; n > 1 && i < n; i++)
  {
    int weight = weigh_sheet (self, i);
    if (weight > best_weight * 4 / 3)
    {
      best = i;
      best_weight = weight;
    }
  }
  return best;
}

/**
 * palier_table_choose_sheet:
 * @wanted: (nullable): a sheet's name, seen or hidden; the likeliest one where %NULL
 *
 * Returns: FALSE with PALIER_IMPORT_ERROR_NO_SHEET, or why that sheet cannot be read
 */
gboolean
palier_table_choose_sheet (PalierTable *self, const char *wanted, GError **error)
{
  guint i;

  if (wanted == NULL && count_sheets (self) > 0)
    return open_sheet (self, guess_sheet (self), error);
  /* What else could be meant, where all are hidden? */
  if (wanted == NULL && self->hidden != NULL && self->hidden->len > 0)
    return open_sheet (self, 0, error);
  if (wanted != NULL && self->sheets != NULL
      && g_ptr_array_find_with_equal_func (self->sheets, wanted, g_str_equal, &i))
    return open_sheet (self, i, error);
  if (wanted != NULL && self->hidden != NULL
      && g_ptr_array_find_with_equal_func (self->hidden, wanted, g_str_equal, &i))
    return open_sheet (self, count_sheets (self) + i, error);
  g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_NO_SHEET,
                       wanted != NULL ? wanted : "no sheet can be seen");
  return FALSE;
}

/* (nullable) */
const char *
palier_table_get_encoding (PalierTable *self)
{
  return self->class->get_encoding != NULL ? self->class->get_encoding (self) : NULL;
}

/* (nullable) */
const char *
palier_table_get_delimiter (PalierTable *self)
{
  return self->class->get_delimiter != NULL ? self->class->get_delimiter (self) : NULL;
}

/* Whether the format says what that column is. */
gboolean
palier_table_get_known_field (PalierTable *self, guint column, PalierField *field)
{
  return self->class->get_known_field != NULL && self->class->get_known_field (self, column, field);
}
