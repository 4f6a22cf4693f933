/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One door for every kind of file: what it is, is told by its first bytes and never by its name. */
#include "palier-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "palier-csv.h"
#include "palier-fold.h"
#include "palier-header.h"
#include "palier-xlsx.h"

#define PEEK_ROWS 100

struct _PalierReader
{
  PalierCsv *csv;   /* one of the two */
  PalierXlsx *xlsx; /* (nullable) */
  char delimiter[2];
  int header_row;
  char **headers;
  guint n_columns;
  guint64 n_skip; /* rows up to the header that are still to be read over */
  PalierRow row;
};

typedef enum
{
  KIND_TEXT,
  KIND_ZIP,
  KIND_OLE, /* .xls, or an encrypted .xlsx */
  KIND_OTHER,
} FileKind;

static const struct
{
  const char *magic;
  gsize length;
  FileKind kind;
} magics[] = {
  { "PK\x03\x04", 4, KIND_ZIP },
  { "PK\x05\x06", 4, KIND_ZIP },
  { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, KIND_OLE },
  { "%PDF", 4, KIND_OTHER },
  { "\x89PNG", 4, KIND_OTHER },
  { "\xff\xd8\xff", 3, KIND_OTHER },
  { "GIF8", 4, KIND_OTHER },
  { "\x7f\x45LF", 4, KIND_OTHER },
  { "MZ", 2, KIND_OTHER },
  { "\x1f\x8b", 2, KIND_OTHER },
  { "Rar!", 4, KIND_OTHER },
  { "7z\xbc\xaf", 4, KIND_OTHER },
  { "{\\rtf", 5, KIND_OTHER },
  { "<!DOCTYPE", 9, KIND_OTHER },
  { "<html", 5, KIND_OTHER },
  { "<?xml", 5, KIND_OTHER },
  { "BEGIN:VCARD", 11, KIND_OTHER },
  { "SQLite format 3", 15, KIND_OTHER },
  { "PAR1", 4, KIND_OTHER },
};

static FileKind
kind_of (const char *head, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if (length >= magics[i].length && memcmp (head, magics[i].magic, magics[i].length) == 0)
    {
      /* "MZ" may begin a word; a program goes on with bytes that are no text. */
      if (magics[i].length == 2 && length > 2 && g_ascii_isprint (head[2]))
        continue;
      return magics[i].kind;
    }
  return KIND_TEXT;
}

static gboolean
set_errno (GError **error, int problem)
{
  PalierImportError code = problem == ENOENT || problem == ESTALE || problem == ENODEV
                               ? PALIER_IMPORT_ERROR_VANISHED
                               : PALIER_IMPORT_ERROR_UNREADABLE;

  g_set_error_literal (error, PALIER_IMPORT_ERROR, code, g_strerror (problem));
  return FALSE;
}

/* Whether an OLE file is a workbook behind a password: it has a stream of that name. */
static gboolean
is_encrypted (int fd)
{
  static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
  g_autofree char *head = g_malloc (1 << 20);
  gssize n = pread (fd, head, 1 << 20, 0);

  return n > 0 && memmem (head, (gsize) n, name, sizeof name - 1) != NULL;
}

static gboolean
open_kind (PalierReader *self, int fd, const char *path, FileKind kind,
           const PalierReaderOptions *options, GCancellable *cancellable, GError **error)
{
  switch (kind)
  {
  case KIND_TEXT:
    self->csv = palier_csv_new (fd, options, cancellable, error);
    return self->csv != NULL;
  case KIND_ZIP:
    close (fd);
    self->xlsx = palier_xlsx_new (path, options->sheet, cancellable, error);
    return self->xlsx != NULL;
  case KIND_OLE:
    g_set_error_literal (error, PALIER_IMPORT_ERROR,
                         is_encrypted (fd) ? PALIER_IMPORT_ERROR_ENCRYPTED
                                           : PALIER_IMPORT_ERROR_OLD_FORMAT,
                         "a workbook of the old format, or one behind a password");
    close (fd);
    return FALSE;
  default:
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_NOT_A_TABLE,
                         "the file begins like no table");
    close (fd);
    return FALSE;
  }
}

static gboolean
open_file (PalierReader *self, const char *path, const PalierReaderOptions *options,
           GCancellable *cancellable, GError **error)
{
  char head[64];
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0)
    return set_errno (error, errno);
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
  {
    close (fd);
    return set_errno (error, S_ISDIR (status.st_mode) ? EISDIR : EINVAL);
  }
  gssize n = pread (fd, head, sizeof head, 0);
  if (n <= 0)
  {
    int problem = errno;
    close (fd);
    if (n < 0)
      return set_errno (error, problem);
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_EMPTY, "no byte");
    return FALSE;
  }
  return open_kind (self, fd, path, kind_of (head, (gsize) n), options, cancellable, error);
}

static gboolean
are_blank (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    for (char **cell = rows->pdata[i]; *cell != NULL; cell++)
      if (!palier_is_blank (*cell))
        return FALSE;
  return TRUE;
}

static guint
widest (GPtrArray *rows)
{
  guint width = 0;

  for (guint i = 0; i < rows->len; i++)
    width = MAX (width, g_strv_length (rows->pdata[i]));
  return width;
}

/* Decides on the header among the first rows. */
static void
set_header (PalierReader *self, GPtrArray *rows, int wanted)
{
  self->header_row = wanted == PALIER_READER_HEADER_GUESS ? palier_header_guess_row (rows) : wanted;
  if (self->header_row >= (int) rows->len)
    self->header_row = PALIER_READER_HEADER_NONE;
  /* A line that says the delimiter is no row, also where there is no header. */
  gboolean said = self->csv != NULL && rows->len > 0
                  && g_str_has_prefix (((char **) rows->pdata[0])[0], "sep=");
  self->n_skip = (guint64) (self->header_row + 1);
  if (self->n_skip == 0 && said)
    self->n_skip = 1;
  if (self->header_row < 0)
  {
    self->n_columns = widest (rows);
    self->headers = g_new0 (char *, self->n_columns + 1);
    for (guint i = 0; i < self->n_columns; i++)
      self->headers[i] = g_strdup ("");
    return;
  }
  self->headers = g_strdupv (rows->pdata[self->header_row]);
  for (guint i = 0; self->headers[i] != NULL; i++)
    g_strstrip (self->headers[i]);
  self->n_columns = g_strv_length (self->headers);
}

/**
 * palier_reader_open:
 * @options: (nullable): what is to be read otherwise than guessed
 *
 * Opens a CSV file or an XLSX workbook, told apart by content. Reads the head of it, no more.
 *
 * Returns: (nullable): %NULL with a PALIER_IMPORT_ERROR, G_IO_ERROR_CANCELLED, or G_CONVERT_ERROR
 *   for an encoding nobody knows
 */
PalierReader *
palier_reader_open (const char *path, const PalierReaderOptions *options, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (PalierReader) self = g_new0 (PalierReader, 1);
  PalierReaderOptions guess = PALIER_READER_OPTIONS_GUESS;

  if (options == NULL)
    options = &guess;
  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !open_file (self, path, options, cancellable, error))
    return NULL;

  g_autoptr (GPtrArray) rows = NULL;
  if (self->csv != NULL)
    rows = palier_csv_peek (self->csv, PEEK_ROWS);
  else
    rows = palier_xlsx_peek (self->xlsx, PEEK_ROWS, error);
  if (rows == NULL)
    return NULL;
  if (rows->len < PEEK_ROWS && are_blank (rows))
  {
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_EMPTY, "no row");
    return NULL;
  }
  set_header (self, rows, options->header_row);
  return g_steal_pointer (&self);
}

void
palier_reader_free (PalierReader *self)
{
  g_clear_pointer (&self->csv, palier_csv_free);
  g_clear_pointer (&self->xlsx, palier_xlsx_free);
  g_strfreev (self->headers);
  g_free (self);
}

static gboolean
is_blank_row (const PalierRow *row)
{
  for (guint i = 0; i < row->n_cells; i++)
    if (!palier_is_blank (row->cells[i]))
      return FALSE;
  return TRUE;
}

/* A row is ragged where filled cells stand beyond the header, or cells of it are missing; a
 * delimiter too many at the end of the line is no matter. */
static gboolean
is_ragged (PalierReader *self, const PalierRow *row)
{
  if (self->xlsx != NULL)
    return FALSE;
  for (guint i = self->n_columns; i < row->n_cells; i++)
    if (!palier_is_blank (row->cells[i]))
      return TRUE;
  return row->n_cells < self->n_columns;
}

/**
 * palier_reader_next:
 *
 * Returns: (transfer none) (nullable): the next row below the header that is not blank, valid until
 *   the next call; %NULL at the end, or with @error set: PALIER_IMPORT_ERROR_VANISHED, _DAMAGED,
 *   _TOO_BIG, or G_IO_ERROR_CANCELLED
 */
const PalierRow *
palier_reader_next (PalierReader *self, GError **error)
{
  for (;;)
  {
    const PalierRow *row = self->csv != NULL ? palier_csv_next (self->csv, error)
                                             : palier_xlsx_next (self->xlsx, error);
    if (row == NULL)
      return NULL;
    if (self->n_skip > 0)
    {
      self->n_skip--;
      continue;
    }
    if (is_blank_row (row))
      continue;
    self->row = *row;
    if (is_ragged (self, row))
      self->row.flags |= PALIER_ROW_RAGGED;
    return &self->row;
  }
}

/**
 * palier_reader_take_sample:
 *
 * Reads the next @max_rows rows into memory: what palier_mapping_guess() looks at.
 *
 * Returns: (transfer full) (nullable) (element-type GStrv): each of as many cells as the row has
 */
GPtrArray *
palier_reader_take_sample (PalierReader *self, guint max_rows, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GError) problem = NULL;
  const PalierRow *row;

  while (rows->len < max_rows && (row = palier_reader_next (self, &problem)) != NULL)
  {
    char **cells = g_new0 (char *, row->n_cells + 1);
    for (guint i = 0; i < row->n_cells; i++)
      cells[i] = g_strdup (row->cells[i]);
    g_ptr_array_add (rows, cells);
  }
  if (problem != NULL)
  {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  return g_steal_pointer (&rows);
}

const char *
palier_reader_get_format (PalierReader *self)
{
  return self->csv != NULL ? "csv" : "xlsx";
}

/* (nullable): as it is taken so far; ASCII counts as UTF-8 */
const char *
palier_reader_get_encoding (PalierReader *self)
{
  return self->csv != NULL ? palier_csv_get_encoding (self->csv) : NULL;
}

/* (nullable) */
const char *
palier_reader_get_delimiter (PalierReader *self)
{
  if (self->csv == NULL)
    return NULL;
  self->delimiter[0] = palier_csv_get_delimiter (self->csv);
  return self->delimiter;
}

/* (nullable): the sheet that is read */
const char *
palier_reader_get_sheet (PalierReader *self)
{
  return self->xlsx != NULL ? palier_xlsx_get_sheet (self->xlsx) : NULL;
}

/* (nullable): all that can be seen, in order */
char **
palier_reader_get_sheets (PalierReader *self)
{
  return self->xlsx != NULL ? palier_xlsx_get_sheets (self->xlsx) : NULL;
}

/* From 0, blank lines counted; PALIER_READER_HEADER_NONE for none. */
int
palier_reader_get_header_row (PalierReader *self)
{
  return self->header_row;
}

/* One a column; empty texts where there is no header. */
char **
palier_reader_get_headers (PalierReader *self)
{
  return self->headers;
}

/* How much of the file is read, 0 to 1. */
double
palier_reader_get_fraction (PalierReader *self)
{
  return self->csv != NULL ? palier_csv_get_fraction (self->csv)
                           : palier_xlsx_get_fraction (self->xlsx);
}
