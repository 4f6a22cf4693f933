/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-csv-cells.h"

#include <string.h>

#include "palier-csv-window.h"

#define ROW_MAX (8 * 1024 * 1024)

void
palier_csv_cells_init (PalierCsvCells *self)
{
  self->data = g_byte_array_new ();
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->texts = g_ptr_array_new ();
}

void
palier_csv_cells_clear (PalierCsvCells *self)
{
  g_byte_array_unref (self->data);
  g_array_unref (self->starts);
  g_ptr_array_unref (self->texts);
}

/* A new row begins. */
void
palier_csv_cells_reset (PalierCsvCells *self)
{
  g_byte_array_set_size (self->data, 0);
  g_array_set_size (self->starts, 0);
  self->flags = PALIER_ROW_FINE;
}

/* Where the last cell begins. */
static gsize
cell_start (PalierCsvCells *self)
{
  return g_array_index (self->starts, gsize, self->starts->len - 1);
}

static gsize
cell_length (PalierCsvCells *self)
{
  return self->data->len - cell_start (self);
}

void
palier_csv_cells_append (PalierCsvCells *self, const guint8 *bytes, gsize length)
{
  gsize room = PALIER_CELL_MAX - MIN (cell_length (self), PALIER_CELL_MAX);

  if (self->data->len >= ROW_MAX)
    room = 0;
  if (length > room)
    self->flags |= PALIER_ROW_CUT;
  g_byte_array_append (self->data, bytes, (guint) MIN (length, room));
}

void
palier_csv_cells_begin (PalierCsvCells *self)
{
  gsize start = self->data->len;
  g_array_append_val (self->starts, start);
}

/* Leaves of the cell what stands between the quotes at its ends, if none stands between those;
 * @skip: bytes before the first. */
static void
take_between_quotes (PalierCsvCells *self, gsize start, gsize skip, gsize length)
{
  char *text = (char *) self->data->data + start;

  if (length < skip + 2 || text[skip] != '"' || text[length - 1] != '"'
      || memchr (text + skip + 1, '"', length - skip - 2) != NULL)
    return;
  memmove (text, text + skip + 1, length - skip - 2);
  g_byte_array_set_size (self->data, (guint) (start + length - skip - 2));
}

/* Quotes that stand behind a space are quotes: ` "Brest" `. */
void
palier_csv_cells_drop_late_quotes (PalierCsvCells *self)
{
  gsize length = cell_length (self), skip = 0;

  if (length == 0)
    return;
  const char *text = (const char *) self->data->data + cell_start (self);
  if (*text != ' ')
    return;
  while (skip < length && text[skip] == ' ')
    skip++;
  while (length > skip && text[length - 1] == ' ')
    length--;
  take_between_quotes (self, cell_start (self), skip, length);
}

/* Old programs end a text with a byte that says so. */
void
palier_csv_cells_drop_end_mark (PalierCsvCells *self)
{
  if (cell_length (self) > 0 && self->data->data[self->data->len - 1] == PALIER_CSV_END_MARK)
    g_byte_array_set_size (self->data, self->data->len - 1);
}

/* Ends a cell; where it was cut, not within a letter. */
void
palier_csv_cells_end (PalierCsvCells *self)
{
  gsize start = cell_start (self);

  /* ="01000": how spreadsheets are told to leave the digits of a text alone. */
  if (self->data->len > start && self->data->data[start] == '=')
    take_between_quotes (self, start, 1, self->data->len - start);
  if (self->data->len - start >= PALIER_CELL_MAX)
  {
    const char *end;
    g_utf8_validate_len ((const char *) self->data->data + start, self->data->len - start, &end);
    g_byte_array_set_size (self->data, (guint) (end - (const char *) self->data->data));
  }
  g_byte_array_append (self->data, (const guint8 *) "", 1);
  if (self->starts->len > PALIER_COLUMNS_MAX)
  {
    g_array_set_size (self->starts, PALIER_COLUMNS_MAX);
    g_byte_array_set_size (self->data, (guint) start);
    self->flags |= PALIER_ROW_CUT;
  }
}

/* Gives @row the cells, which are valid until the next reset, and its flags. */
void
palier_csv_cells_take (PalierCsvCells *self, PalierRow *row)
{
  g_ptr_array_set_size (self->texts, 0);
  for (guint i = 0; i < self->starts->len; i++)
    g_ptr_array_add (self->texts, self->data->data + g_array_index (self->starts, gsize, i));
  row->n_cells = self->texts->len;
  row->cells = (const char *const *) self->texts->pdata;
  row->flags |= self->flags;
}
