/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a text file, in memory that does not grow with it.
 *
 *   file ─ read ─▶ raw ─ decoder ─▶ in (UTF-8) ─ cells ─▶ row
 *
 * `in` is a window: what was read leaves it at its front, more comes at its back. While a quoted
 * cell is open the window keeps the text from its quote on, since a quote that never closes would
 * otherwise swallow the rest of the file: then the reader goes back to it, takes it as a letter,
 * and the row that follows is a row again. Going back is bounded: QUOTE_MAX bytes at a time, and
 * after MAX_RETURNS of them quotes no longer reach over the end of a line. */
#include "palier-csv.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "palier-decoder.h"
#include "palier-encoding.h"

#define CHUNK (256 * 1024)
#define LEAST_CHUNK 4096
#define QUOTE_MAX (1024 * 1024)
#define ROW_MAX (8 * 1024 * 1024)
#define MAX_RETURNS 16
#define NO_MARK G_MAXSIZE
#define END_MARK 0x1a /* Control-Z */

typedef struct
{
  PalierTable table;
  char delimiter[2];
  int fd;
  guint64 size;
  guint64 n_read;
  gboolean at_end; /* of the file */
  GCancellable *cancellable;
  GError *error;

  guint8 *raw;
  gsize chunk; /* size of it */
  PalierDecoder *decoder;
  GByteArray *in;
  gsize pos;
  gsize mark;   /* where in the window the open quote stands */
  guint64 base; /* bytes that have left the window */

  PalierCsvStyle style;
  guint8 plain[256]; /* whether a byte is an ordinary letter outside quotes */
  guint n_expected;  /* delimiters of the row before */
  guint n_returns;

  guint64 line;
  GByteArray *data; /* the cells of the row, each ended by NUL */
  GArray *starts;   /* gsize: where each begins */
  GPtrArray *cells;
  PalierRow row;
} PalierCsv;

static void
set_plain (PalierCsv *self)
{
  memset (self->plain, 1, sizeof self->plain);
  self->plain[0] = self->plain['\n'] = self->plain['\r'] = 0;
  self->plain[(guint8) self->style.delimiter] = 0;
}

/* Reads the next chunk of the file into the window. Returns: FALSE at the end or for an error. */
static gboolean
read_chunk (PalierCsv *self)
{
  gssize n;

  if (self->at_end || self->error != NULL
      || g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    return FALSE;
  do
    n = read (self->fd, self->raw, self->chunk);
  while (n < 0 && errno == EINTR);
  if (n < 0)
  {
    g_set_error (&self->error, PALIER_IMPORT_ERROR,
                 errno == ESTALE || errno == ENODEV ? PALIER_IMPORT_ERROR_VANISHED
                                                    : PALIER_IMPORT_ERROR_UNREADABLE,
                 "%s", g_strerror (errno));
    return FALSE;
  }
  self->n_read += (guint64) n;
  self->at_end = n == 0;
  if (self->at_end && self->n_read < self->size)
  {
    g_set_error (&self->error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_VANISHED,
                 "only %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " bytes were there",
                 self->n_read, self->size);
    return FALSE;
  }
  if (self->decoder != NULL)
    palier_decoder_push (self->decoder, self->raw, (gsize) n, self->at_end, self->in);
  return TRUE;
}

/* Makes a byte stand at the window's position, if there is one left. */
static gboolean
fill (PalierCsv *self)
{
  while (self->pos >= self->in->len)
  {
    /* Two bytes stay behind the position: what stands before a quote matters. */
    gsize keep = MIN (self->mark, self->pos - MIN (self->pos, 2));
    g_byte_array_remove_range (self->in, 0, (guint) keep);
    self->base += keep;
    self->pos -= keep;
    if (self->mark != NO_MARK)
      self->mark -= keep;
    if (!read_chunk (self))
      return FALSE;
  }
  return TRUE;
}

/* Where the last cell begins. */
static gsize
cell_start (PalierCsv *self)
{
  return g_array_index (self->starts, gsize, self->starts->len - 1);
}

static gsize
cell_length (PalierCsv *self)
{
  return self->data->len - cell_start (self);
}

static void
append (PalierCsv *self, const guint8 *bytes, gsize length)
{
  gsize room = PALIER_CELL_MAX - MIN (cell_length (self), PALIER_CELL_MAX);

  if (self->data->len >= ROW_MAX)
    room = 0;
  if (length > room)
    self->row.flags |= PALIER_ROW_CUT;
  g_byte_array_append (self->data, bytes, (guint) MIN (length, room));
}

static void
begin_cell (PalierCsv *self)
{
  gsize start = self->data->len;
  g_array_append_val (self->starts, start);
}

/* Leaves of the cell what stands between the quotes at its ends, if none stands between those;
 * @skip: bytes before the first. */
static void
take_between_quotes (PalierCsv *self, gsize start, gsize skip, gsize length)
{
  char *text = (char *) self->data->data + start;

  if (length < skip + 2 || text[skip] != '"' || text[length - 1] != '"'
      || memchr (text + skip + 1, '"', length - skip - 2) != NULL)
    return;
  memmove (text, text + skip + 1, length - skip - 2);
  g_byte_array_set_size (self->data, (guint) (start + length - skip - 2));
}

/* Quotes that stand behind a space are quotes: ` "Brest" `. */
static void
drop_late_quotes (PalierCsv *self)
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
static void
drop_end_mark (PalierCsv *self)
{
  if (cell_length (self) > 0 && self->data->data[self->data->len - 1] == END_MARK)
    g_byte_array_set_size (self->data, self->data->len - 1);
}

/* Ends a cell; where it was cut, not within a letter. */
static void
end_cell (PalierCsv *self)
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
    self->row.flags |= PALIER_ROW_CUT;
  }
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
  gboolean cr = self->in->data[self->pos++] == '\r';

  if (cr && fill (self) && self->in->data[self->pos] == '\n')
    self->pos++;
  self->line++;
}

/* Zero bytes are left out; a file may hold gigabytes of them. */
static void
skip_zeros (PalierCsv *self)
{
  while (self->pos < self->in->len && self->in->data[self->pos] == '\0')
    self->pos++;
}

static End
read_plain (PalierCsv *self)
{
  while (fill (self))
  {
    const guint8 *from = self->in->data + self->pos;
    const guint8 *end = self->in->data + self->in->len;
    const guint8 *p = from;
    while (p < end && self->plain[*p])
      p++;
    append (self, from, (gsize) (p - from));
    self->pos += (gsize) (p - from);
    if (p == end)
      continue;
    if (*p == (guint8) self->style.delimiter)
    {
      self->pos++;
      return CELL_ENDS;
    }
    if (*p == '\0')
    {
      self->row.flags |= PALIER_ROW_BAD_BYTES;
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

  for (gsize i = self->mark; i < self->pos && lines < 100; i++)
  {
    if (self->in->data[i] == (guint8) self->style.delimiter)
      count++;
    if (self->in->data[i] != '\n' && self->in->data[i] != '\r')
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
  self->pos++;
  gboolean more = fill (self);
  gsize i = self->pos--;
  const guint8 *text = self->in->data;

  if (!more)
    return TRUE;
  while (i < self->in->len && (text[i] == ' ' || text[i] == '\t')
         && text[i] != (guint8) self->style.delimiter)
    i++;
  return i >= self->in->len || text[i] == (guint8) self->style.delimiter || text[i] == '\n'
         || text[i] == '\r';
}

/* Whether the quote at the window's position stands where cells begin. */
static gboolean
looks_opening (PalierCsv *self)
{
  guint8 before = self->in->data[self->pos - 1];
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
  gboolean escape = self->in->data[self->pos] == '\\';

  self->pos++;
  gboolean doubled = fill (self) && self->in->data[self->pos] == quote;
  if (doubled)
  {
    append (self, &quote, 1);
    self->pos++;
    return TRUE;
  }
  self->pos--;
  if (!escape && closes (self))
  {
    self->pos++;
    *closed = TRUE;
    return FALSE;
  }
  if (!escape && over_lines && looks_opening (self))
    return FALSE;
  append (self, self->in->data + self->pos, 1);
  self->pos++;
  return TRUE;
}

/* The text behind an opening quote up to its end. Returns: FALSE where it has none. */
static gboolean
read_quoted (PalierCsv *self)
{
  gboolean over_lines = FALSE, closed = FALSE;

  while (fill (self))
  {
    if (self->mark != NO_MARK && self->pos - self->mark > QUOTE_MAX)
    {
      if (holds_rows (self))
        return FALSE;
      self->mark = NO_MARK;
    }
    const guint8 *from = self->in->data + self->pos;
    const guint8 *end = self->in->data + self->in->len;
    const guint8 *p = from;
    while (p < end && !is_special_in_quotes (self, *p))
      p++;
    append (self, from, (gsize) (p - from));
    self->pos += (gsize) (p - from);
    if (p == end)
      continue;
    if (*p == '\n' || *p == '\r')
    {
      if (self->n_returns >= MAX_RETURNS && self->mark != NO_MARK)
        return FALSE;
      over_lines = TRUE;
      append (self, (const guint8 *) "\n", 1);
      skip_line_end (self);
    }
    else if (*p == '\0')
      skip_zeros (self);
    else if (!read_quote (self, over_lines, &closed))
      return closed;
  }
  return self->mark == NO_MARK || self->error != NULL;
}

static End
read_cell (PalierCsv *self)
{
  begin_cell (self);
  if (self->style.quote == '\0' || !fill (self)
      || self->in->data[self->pos] != (guint8) self->style.quote)
  {
    End end = read_plain (self);
    drop_late_quotes (self);
    return end;
  }

  guint64 line = self->line;
  gsize start = self->data->len;
  self->mark = self->pos++;
  gboolean closed = read_quoted (self);
  if (!closed)
  {
    self->n_returns++;
    self->pos = self->mark + 1;
    self->line = line;
    g_byte_array_set_size (self->data, (guint) start);
    append (self, (const guint8 *) &self->style.quote, 1);
    self->row.flags |= PALIER_ROW_UNCLOSED;
  }
  self->mark = NO_MARK;
  return read_plain (self);
}

/* Reads one row, which may be blank. Returns: FALSE at the end of the file or for an error. */
static gboolean
read_row (PalierCsv *self)
{
  End end = CELL_ENDS;

  g_byte_array_set_size (self->data, 0);
  g_array_set_size (self->starts, 0);
  self->row = (PalierRow) { .line = self->line };
  if (!fill (self))
    return FALSE;
  while (end == CELL_ENDS)
  {
    end = read_cell (self);
    if (end == FILE_ENDS)
      drop_end_mark (self);
    end_cell (self);
  }
  if (self->error != NULL)
    return FALSE;

  g_ptr_array_set_size (self->cells, 0);
  for (guint i = 0; i < self->starts->len; i++)
    g_ptr_array_add (self->cells, self->data->data + g_array_index (self->starts, gsize, i));
  self->row.n_cells = self->cells->len;
  self->row.cells = (const char *const *) self->cells->pdata;
  if (self->row.n_cells > 1)
    self->n_expected = self->row.n_cells - 1;
  if (palier_decoder_take_bad_before (self->decoder, self->base + self->pos))
    self->row.flags |= PALIER_ROW_BAD_BYTES;
  return TRUE;
}

/* The next row, blank ones included. */
static const PalierRow *
csv_next (PalierTable *table, GError **error)
{
  PalierCsv *self = (PalierCsv *) table;

  if (read_row (self))
    return &self->row;
  if (self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  return NULL;
}

/* Whether the head of a file holds what no text does: many control characters. */
static gboolean
is_binary (const GByteArray *text)
{
  gsize odd = 0;

  for (guint i = 0; i < text->len; i++)
    odd += text->data[i] < 0x20 && !(text->data[i] >= '\t' && text->data[i] <= '\r')
           && !(text->data[i] == END_MARK && i + 1 == text->len);
  return odd * 50 > text->len;
}

static gboolean
is_blank (const GByteArray *text)
{
  for (guint i = 0; i < text->len; i++)
    if (!g_ascii_isspace (text->data[i]) && text->data[i] != END_MARK)
      return FALSE;
  return TRUE;
}

/* Reads and decodes the head of the file, from which everything is guessed. */
static gboolean
open_head (PalierCsv *self, const char *encoding, GError **error)
{
  g_autoptr (GByteArray) head = g_byte_array_sized_new ((guint) self->chunk);
  gsize bom = 0;

  while (head->len < CHUNK && read_chunk (self) && !self->at_end)
    g_byte_array_append (head, self->raw, (guint) (self->n_read - head->len));
  if (self->error != NULL)
  {
    g_propagate_error (error, g_steal_pointer (&self->error));
    return FALSE;
  }
  gboolean whole = self->at_end || self->n_read >= self->size;
  g_autofree char *guess = palier_encoding_guess (head->data, head->len, whole, &bom);
  self->decoder = palier_decoder_new (encoding != NULL ? encoding : guess, error);
  if (self->decoder == NULL)
    return FALSE;
  palier_decoder_push (self->decoder, head->data + bom, head->len - bom, self->at_end, self->in);
  if (whole && is_blank (self->in))
  {
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_EMPTY, "no text");
    return FALSE;
  }
  if (is_binary (self->in))
  {
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_NOT_A_TABLE, "not text");
    return FALSE;
  }
  return TRUE;
}

/* A first line "sep=;" says the delimiter, for spreadsheets. */
static char
said_delimiter (PalierCsv *self)
{
  const char *text = (const char *) self->in->data;

  if (self->in->len >= 6 && g_ascii_strncasecmp (text, "sep=", 4) == 0
      && (text[5] == '\n' || text[5] == '\r'))
    return text[4];
  return '\0';
}

static void
csv_free (PalierTable *table)
{
  PalierCsv *self = (PalierCsv *) table;

  close (self->fd);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->decoder, palier_decoder_free);
  g_free (self->raw);
  g_byte_array_unref (self->in);
  g_byte_array_unref (self->data);
  g_array_unref (self->starts);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

static const char *
csv_get_encoding (PalierTable *table)
{
  return palier_decoder_get_encoding (((PalierCsv *) table)->decoder);
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
  return self->size == 0 ? 1 : CLAMP ((double) self->n_read / (double) self->size, 0, 1);
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
  struct stat status;

  palier_table_init (table, &csv_class);
  table->is_text = TRUE;
  self->fd = fd;
  self->size = fstat (fd, &status) == 0 ? (guint64) status.st_size : 0;
  g_set_object (&self->cancellable, cancellable);
  self->chunk = (gsize) CLAMP (self->size + 1, LEAST_CHUNK, CHUNK);
  self->raw = g_malloc (self->chunk);
  self->in = g_byte_array_new ();
  self->mark = NO_MARK;
  self->line = 1;
  self->data = g_byte_array_new ();
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->cells = g_ptr_array_new ();
  if (!open_head (self, options->encoding, error))
    return NULL;

  char said = said_delimiter (self);
  self->style = palier_csv_guess_style ((const char *) self->in->data, self->in->len);
  if (said != '\0')
    self->style.delimiter = said;
  if (options->delimiter != NULL && *options->delimiter != '\0')
    self->style.delimiter = *options->delimiter;
  set_plain (self);
  return g_steal_pointer (&table);
}
