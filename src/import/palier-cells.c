/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-cells.h"

#include <string.h>

#define ROW_MAX (8 * 1024 * 1024)

void
palier_cells_init (PalierCells *self)
{
  self->text = g_byte_array_new ();
  self->starts = g_array_new (FALSE, TRUE, sizeof (gsize));
  self->cells = g_ptr_array_new ();
}

void
palier_cells_clear (PalierCells *self)
{
  g_clear_pointer (&self->text, g_byte_array_unref);
  g_clear_pointer (&self->starts, g_array_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
}

void
palier_cells_begin (PalierCells *self, guint64 line)
{
  g_byte_array_set_size (self->text, 0);
  g_byte_array_append (self->text, (const guint8 *) "", 1);
  g_array_set_size (self->starts, 0);
  self->row = (PalierRow) { .line = line };
}

/* How much of @text fits into @room bytes without a letter being cut through. */
gsize
palier_cut_length (const char *text, gsize length, gsize room)
{
  if (length <= room)
    return length;
  while (room > 0 && ((guint8) text[room] & 0xc0) == 0x80)
    room--;
  return room;
}

/**
 * palier_cells_set:
 * @text: UTF-8 without NUL
 *
 * What a row has no room for is left out, which its flags tell.
 */
void
palier_cells_set (PalierCells *self, guint column, const char *text, gsize length)
{
  gsize fits = palier_cut_length (text, length, PALIER_CELL_MAX);

  if (length == 0)
    return;
  if (column >= PALIER_COLUMNS_MAX || self->text->len + fits > ROW_MAX)
  {
    self->row.flags |= PALIER_ROW_CUT;
    return;
  }
  if (fits < length)
    self->row.flags |= PALIER_ROW_CUT;
  if (self->starts->len <= column)
    g_array_set_size (self->starts, column + 1);
  g_array_index (self->starts, gsize, column) = self->text->len;
  g_byte_array_append (self->text, (const guint8 *) text, (guint) fits);
  g_byte_array_append (self->text, (const guint8 *) "", 1);
}

/* (transfer none): the row, valid until the next palier_cells_begin() */
const PalierRow *
palier_cells_end (PalierCells *self)
{
  g_ptr_array_set_size (self->cells, 0);
  for (guint i = 0; i < self->starts->len; i++)
    g_ptr_array_add (self->cells, self->text->data + g_array_index (self->starts, gsize, i));
  self->row.n_cells = self->cells->len;
  self->row.cells = (const char *const *) self->cells->pdata;
  return &self->row;
}

/* More of them at once than a list has columns that are merged. */
#define MAX_ACTIVE 64
#define MAX_MERGES 200000

typedef struct
{
  guint column;
  guint64 first;
  guint64 last;
  char *text; /* (nullable) */
} Merge;

struct _PalierMerges
{
  GArray *all; /* Merge: by first row, once sorted */
  gboolean sorted;
  guint n_begun;  /* of `all` */
  GArray *active; /* Merge */
};

static void
clear_merge (gpointer data)
{
  g_free (((Merge *) data)->text);
}

PalierMerges *
palier_merges_new (void)
{
  PalierMerges *self = g_new0 (PalierMerges, 1);

  self->all = g_array_new (FALSE, FALSE, sizeof (Merge));
  self->active = g_array_new (FALSE, FALSE, sizeof (Merge));
  g_array_set_clear_func (self->active, clear_merge);
  return self;
}

void
palier_merges_free (PalierMerges *self)
{
  g_array_unref (self->all);
  g_array_unref (self->active);
  g_free (self);
}

void
palier_merges_reset (PalierMerges *self)
{
  g_array_set_size (self->all, 0);
  g_array_set_size (self->active, 0);
  self->n_begun = 0;
}

/**
 * palier_merges_add:
 * @first: line of the row that has the text; before or at the row that palier_merges_apply() is
 *   called for next
 * @last: line of the last row it reaches to
 */
void
palier_merges_add (PalierMerges *self, guint column, guint64 first, guint64 last)
{
  Merge merge = { column, first, last, NULL };

  if (last <= first || column >= PALIER_COLUMNS_MAX || self->all->len >= MAX_MERGES)
    return;
  g_array_append_val (self->all, merge);
  self->sorted = FALSE;
}

static int
compare_merges (gconstpointer a, gconstpointer b)
{
  const Merge *x = a, *y = b;

  return x->first != y->first ? (x->first < y->first ? -1 : 1) : (int) x->column - (int) y->column;
}

static void
begin_merges (PalierMerges *self, const PalierRow *row)
{
  if (!self->sorted)
    g_array_sort (self->all, compare_merges);
  self->sorted = TRUE;
  for (; self->n_begun < self->all->len; self->n_begun++)
  {
    Merge merge = g_array_index (self->all, Merge, self->n_begun);
    if (merge.first > row->line)
      return;
    const char *text = palier_row_cell (row, merge.column);
    if (merge.first != row->line || *text == '\0' || self->active->len >= MAX_ACTIVE)
      continue;
    merge.text = g_strdup (text);
    g_array_append_val (self->active, merge);
  }
}

static gboolean
has_text (GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    if (((char *) cells->pdata[i])[0] != '\0')
      return TRUE;
  return FALSE;
}

/**
 * palier_merges_apply:
 * @row: the next row
 * @cells: (element-type utf8): its cells, which are added to; a row that says nothing of its own
 *   stays blank
 */
void
palier_merges_apply (PalierMerges *self, PalierRow *row, GPtrArray *cells)
{
  gboolean filled = self->active->len > 0 && has_text (cells);

  for (guint i = 0; i < self->active->len;)
  {
    const Merge *merge = &g_array_index (self->active, Merge, i);
    if (merge->last < row->line)
    {
      g_array_remove_index_fast (self->active, i);
      continue;
    }
    while (filled && cells->len <= merge->column)
      g_ptr_array_add (cells, (gpointer) "");
    if (filled && ((char *) cells->pdata[merge->column])[0] == '\0')
      cells->pdata[merge->column] = merge->text;
    i++;
  }
  row->n_cells = cells->len;
  row->cells = (const char *const *) cells->pdata;
  begin_merges (self, row);
}
