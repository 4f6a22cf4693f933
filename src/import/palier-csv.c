/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a text file: window ─ cells ─▶ row.
 *
 * While a quoted cell is open the window keeps the text from its quote on, since a quote that never
 * closes would otherwise swallow the rest of the file: then the reader goes back to it, takes it as
 * a letter, and the row that follows is a row again. Going back is bounded: QUOTE_MAX bytes at a
 * time, and after MAX_RETURNS of them quotes no longer reach over the end of a line. */
#include "palier-csv.h"

#include <string.h>

#include "palier-csv-cells.h"
#include "palier-csv-window.h"

#define QUOTE_MAX (1024 * 1024)
#define MAX_RETURNS 16

typedef struct
{
  PalierTable table;
  char delimiter[2];
  PalierCsvWindow window; /* its mark is where the open quote stands */

  PalierCsvStyle style;
  guint8 plain[256]; /* whether a byte is an ordinary letter outside quotes */
  guint n_expected;  /* delimiters of the row before */
  guint n_returns;

  guint64 line;
  PalierCsvCells cells; /* of the row */
  PalierRow row;
} PalierCsv;

static void
set_plain (PalierCsv *self)
{
  memset (self->plain, 1, sizeof self->plain);
  self->plain[0] = self->plain['\n'] = self->plain['\r'] = 0;
  self->plain[(guint8) self->style.delimiter] = 0;
}

typedef enum
{
  CELL_ENDS,
  ROW_ENDS,
  FILE_ENDS,
} End;

/* Steps over a line's end: LF, CR, or both. */
static void
skip_line_end (PalierCsv *self)
{
  gboolean cr = self->window.in->data[self->window.pos++] == '\r';

  if (cr && palier_csv_window_fill (&self->window)
      && self->window.in->data[self->window.pos] == '\n')
    self->window.pos++;
  self->line++;
}

/* Zero bytes are left out; a file may hold gigabytes of them. */
static void
skip_zeros (PalierCsv *self)
{
  while (self->window.pos < self->window.in->len && self->window.in->data[self->window.pos] == '\0')
    self->window.pos++;
}

static End
read_plain (PalierCsv *self)
{
  while (palier_csv_window_fill (&self->window))
  {
    const guint8 *from = self->window.in->data + self->window.pos;
    const guint8 *end = self->window.in->data + self->window.in->len;
    const guint8 *p = from;
    while (p < end && self->plain[*p])
      p++;
    palier_csv_cells_append (&self->cells, from, (gsize) (p - from));
    self->window.pos += (gsize) (p - from);
    if (p == end)
      continue;
    if (*p == (guint8) self->style.delimiter)
    {
      self->window.pos++;
      return CELL_ENDS;
    }
    if (*p == '\0')
    {
      self->cells.flags |= PALIER_ROW_BAD_BYTES;
      skip_zeros (self);
      continue;
    }
    skip_line_end (self);
    return ROW_ENDS;
  }
  return FILE_ENDS;
}

/* Whether the text since the open quote holds lines like the row before: then the quote never
 * closed. */
static gboolean
holds_rows (PalierCsv *self)
{
  guint lines = 0, alike = 0, count = 0;

  for (gsize i = self->window.mark; i < self->window.pos && lines < 100; i++)
  {
    if (self->window.in->data[i] == (guint8) self->style.delimiter)
      count++;
    if (self->window.in->data[i] != '\n' && self->window.in->data[i] != '\r')
      continue;
    alike += count > 0 && count == self->n_expected;
    lines++;
    count = 0;
  }
  return alike >= 2;
}

/* A quote at the window's position ends a cell if a delimiter or a line's end follows, perhaps
 * behind spaces. */
static gboolean
closes (PalierCsv *self)
{
  self->window.pos++;
  gboolean more = palier_csv_window_fill (&self->window);
  gsize i = self->window.pos--;
  const guint8 *text = self->window.in->data;

  if (!more)
    return TRUE;
  while (i < self->window.in->len && (text[i] == ' ' || text[i] == '\t')
         && text[i] != (guint8) self->style.delimiter)
    i++;
  return i >= self->window.in->len || text[i] == (guint8) self->style.delimiter || text[i] == '\n'
         || text[i] == '\r';
}

/* Whether the quote at the window's position stands where cells begin. */
static gboolean
looks_opening (PalierCsv *self)
{
  guint8 before = self->window.in->data[self->window.pos - 1];
  return before == (guint8) self->style.delimiter || before == '\n' || before == '\r';
}

static gboolean
is_special_in_quotes (PalierCsv *self, guint8 c)
{
  return c == (guint8) self->style.quote || c == '\n' || c == '\r' || c == '\0'
         || (c == '\\' && self->style.escapes);
}

/* Takes a backslash or a quote inside a quoted cell. Returns: whether the cell goes on; *@closed
 * tells how it ended otherwise. */
static gboolean
read_quote (PalierCsv *self, gboolean over_lines, gboolean *closed)
{
  const guint8 quote = (guint8) self->style.quote;
  gboolean escape = self->window.in->data[self->window.pos] == '\\';

  self->window.pos++;
  gboolean doubled =
      palier_csv_window_fill (&self->window) && self->window.in->data[self->window.pos] == quote;
  if (doubled)
  {
    palier_csv_cells_append (&self->cells, &quote, 1);
    self->window.pos++;
    return TRUE;
  }
  self->window.pos--;
  if (!escape && closes (self))
  {
    self->window.pos++;
    *closed = TRUE;
    return FALSE;
  }
  if (!escape && over_lines && looks_opening (self))
    return FALSE;
  palier_csv_cells_append (&self->cells, self->window.in->data + self->window.pos, 1);
  self->window.pos++;
  return TRUE;
}

/* The text behind an opening quote up to its end. Returns: FALSE where it has none. */
static gboolean
read_quoted (PalierCsv *self)
{
  gboolean over_lines = FALSE, closed = FALSE;

  while (palier_csv_window_fill (&self->window))
  {
    if (self->window.mark != PALIER_CSV_NO_MARK && self->window.pos - self->window.mark > QUOTE_MAX)
    {
      if (holds_rows (self))
        return FALSE;
      self->window.mark = PALIER_CSV_NO_MARK;
    }
    const guint8 *from = self->window.in->data + self->window.pos;
    const guint8 *end = self->window.in->data + self->window.in->len;
    const guint8 *p = from;
    while (p < end && !is_special_in_quotes (self, *p))
      p++;
    palier_csv_cells_append (&self->cells, from, (gsize) (p - from));
    self->window.pos += (gsize) (p - from);
    if (p == end)
      continue;
    if (*p == '\n' || *p == '\r')
    {
      if (self->n_returns >= MAX_RETURNS && self->window.mark != PALIER_CSV_NO_MARK)
        return FALSE;
      over_lines = TRUE;
      palier_csv_cells_append (&self->cells, (const guint8 *) "\n", 1);
      skip_line_end (self);
    }
    else if (*p == '\0')
      skip_zeros (self);
    else if (!read_quote (self, over_lines, &closed))
      return closed;
  }
  return self->window.mark == PALIER_CSV_NO_MARK || self->window.error != NULL;
}

static End
read_cell (PalierCsv *self)
{
  palier_csv_cells_begin (&self->cells);
  if (self->style.quote == '\0' || !palier_csv_window_fill (&self->window)
      || self->window.in->data[self->window.pos] != (guint8) self->style.quote)
  {
    End end = read_plain (self);
    palier_csv_cells_drop_late_quotes (&self->cells);
    return end;
  }

  guint64 line = self->line;
  gsize start = self->cells.data->len;
  self->window.mark = self->window.pos++;
  gboolean closed = read_quoted (self);
  if (!closed)
  {
    self->n_returns++;
    self->window.pos = self->window.mark + 1;
    self->line = line;
    g_byte_array_set_size (self->cells.data, (guint) start);
    palier_csv_cells_append (&self->cells, (const guint8 *) &self->style.quote, 1);
    self->cells.flags |= PALIER_ROW_UNCLOSED;
  }
  self->window.mark = PALIER_CSV_NO_MARK;
  return read_plain (self);
}

/* Reads one row, which may be blank. Returns: FALSE at the end of the file or for an error. */
static gboolean
read_row (PalierCsv *self)
{
  End end = CELL_ENDS;

  palier_csv_cells_reset (&self->cells);
  self->row = (PalierRow) { .line = self->line };
  if (!palier_csv_window_fill (&self->window))
    return FALSE;
  while (end == CELL_ENDS)
  {
    end = read_cell (self);
    if (end == FILE_ENDS)
      palier_csv_cells_drop_end_mark (&self->cells);
    palier_csv_cells_end (&self->cells);
  }
  if (self->window.error != NULL)
    return FALSE;
  if (palier_decoder_take_bad_before (self->window.decoder, self->window.base + self->window.pos))
    self->cells.flags |= PALIER_ROW_BAD_BYTES;
  palier_csv_cells_take (&self->cells, &self->row);
  if (self->row.n_cells > 1)
    self->n_expected = self->row.n_cells - 1;
  return TRUE;
}

/* The next row, blank ones included. */
static const PalierRow *
csv_next (PalierTable *table, GError **error)
{
  PalierCsv *self = (PalierCsv *) table;

  if (read_row (self))
    return &self->row;
  if (self->window.error != NULL)
    g_propagate_error (error, g_error_copy (self->window.error));
  return NULL;
}

/* A first line "sep=;" says the delimiter, for spreadsheets. */
static char
said_delimiter (PalierCsv *self)
{
  const char *text = (const char *) self->window.in->data;

  if (self->window.in->len >= 6 && g_ascii_strncasecmp (text, "sep=", 4) == 0
      && (text[5] == '\n' || text[5] == '\r'))
    return text[4];
  return '\0';
}

static void
csv_free (PalierTable *table)
{
  PalierCsv *self = (PalierCsv *) table;

  palier_csv_window_clear (&self->window);
  palier_csv_cells_clear (&self->cells);
  g_free (self);
}

static const char *
csv_get_encoding (PalierTable *table)
{
  return palier_decoder_get_encoding (((PalierCsv *) table)->window.decoder);
}

static const char *
csv_get_delimiter (PalierTable *table)
{
  PalierCsv *self = (PalierCsv *) table;

  self->delimiter[0] = self->style.delimiter;
  return self->delimiter;
}

static double
csv_get_fraction (PalierTable *table)
{
  PalierCsv *self = (PalierCsv *) table;
  return self->window.size == 0
             ? 1
             : CLAMP ((double) self->window.n_read / (double) self->window.size, 0, 1);
}

static const PalierTableClass csv_class = {
  .format = "csv",
  .next = csv_next,
  .get_fraction = csv_get_fraction,
  .free = csv_free,
  .get_encoding = csv_get_encoding,
  .get_delimiter = csv_get_delimiter,
};

/**
 * palier_csv_new:
 * @fd: (transfer full): at its beginning
 *
 * Reads the head of the file and guesses what @options do not say.
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR_EMPTY, _NOT_A_TABLE, _VANISHED, _UNREADABLE,
 *   or G_CONVERT_ERROR for an encoding nobody knows
 */
PalierTable *
palier_csv_new (int fd, const PalierReaderOptions *options, GCancellable *cancellable,
                GError **error)
{
  PalierCsv *self = g_new0 (PalierCsv, 1);
  g_autoptr (PalierTable) table = &self->table;

  palier_table_init (table, &csv_class);
  table->is_text = TRUE;
  self->line = 1;
  palier_csv_cells_init (&self->cells);
  if (!palier_csv_window_open (&self->window, fd, options->encoding, cancellable, error))
    return NULL;

  char said = said_delimiter (self);
  self->style = palier_csv_guess_style ((const char *) self->window.in->data, self->window.in->len);
  if (said != '\0')
    self->style.delimiter = said;
  if (options->delimiter != NULL && *options->delimiter != '\0')
    self->style.delimiter = *options->delimiter;
  set_plain (self);
  return g_steal_pointer (&table);
}
