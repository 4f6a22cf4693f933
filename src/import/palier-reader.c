/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a file of any kind, one after the other, with its header told from them. */
#include "palier-reader.h"

#include <string.h>

#include "palier-fold.h"
#include "palier-header.h"
#include "palier-table.h"

#define PEEK_ROWS 100
#define PEEK_BYTES (4 * 1024 * 1024)

/* A row that was looked at before it is given. */
typedef struct
{
  char **cells; /* (array zero-terminated=1) */
  PalierRow row;
} Ahead;

struct _PalierReader
{
  PalierTable *table;
  GArray *ahead; /* Ahead */
  guint n_ahead; /* of them were given */
  int header_row;
  char **headers;
  guint n_columns;
  guint64 n_skip; /* rows up to the header that are still to be read over */
  PalierRow row;
};

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
  if (self->table->header_row != PALIER_READER_HEADER_GUESS)
    wanted = self->table->header_row;
  self->header_row = wanted == PALIER_READER_HEADER_GUESS ? palier_header_guess_row (rows) : wanted;
  if (self->header_row >= (int) rows->len)
    self->header_row = PALIER_READER_HEADER_NONE;
  /* A line that says the delimiter is no row, also where there is no header. */
  gboolean said = self->table->is_text && rows->len > 0
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
  if (palier_header_has_groups (rows, self->header_row))
    self->headers =
        palier_header_join (rows->pdata[self->header_row - 1], rows->pdata[self->header_row]);
  else
    self->headers = g_strdupv (rows->pdata[self->header_row]);
  for (guint i = 0; self->headers[i] != NULL; i++)
    g_strstrip (self->headers[i]);
  self->n_columns = g_strv_length (self->headers);
}

static void
clear_ahead (gpointer data)
{
  g_strfreev (((Ahead *) data)->cells);
}

static gsize
add_ahead (PalierReader *self, const PalierRow *row)
{
  Ahead ahead = { g_new0 (char *, row->n_cells + 1), *row };
  gsize bytes = 0;

  for (guint i = 0; i < row->n_cells; i++)
  {
    ahead.cells[i] = g_strdup (row->cells[i]);
    bytes += strlen (row->cells[i]) + 1;
  }
  ahead.row.cells = (const char *const *) ahead.cells;
  g_array_append_val (self->ahead, ahead);
  return bytes;
}

/* Looks at the first rows, which palier_reader_next() will give again. Returns: (nullable)
 * (element-type GStrv): them, borrowed */
static GPtrArray *
look_ahead (PalierReader *self, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GError) problem = NULL;
  const PalierRow *row;
  gsize bytes = 0;

  while (self->ahead->len < PEEK_ROWS && bytes < PEEK_BYTES
         && (row = self->table->class->next (self->table, &problem)) != NULL)
    bytes += add_ahead (self, row);
  for (guint i = 0; i < self->ahead->len; i++)
    g_ptr_array_add (rows, g_array_index (self->ahead, Ahead, i).cells);
  if (problem == NULL)
    return g_steal_pointer (&rows);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

/**
 * palier_reader_open:
 * @path: of a file, or of a PalierSpool
 * @options: (nullable): what is to be read otherwise than guessed
 *
 * Opens a file that holds a table, whatever its kind, told apart by content. Reads the head of it,
 * no more.
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
  self->ahead = g_array_new (FALSE, FALSE, sizeof (Ahead));
  g_array_set_clear_func (self->ahead, clear_ahead);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  self->table = palier_table_open_file (path, options, cancellable, error);
  if (self->table == NULL)
    return NULL;

  g_autoptr (GPtrArray) rows = look_ahead (self, error);
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
  g_clear_pointer (&self->table, palier_table_free);
  g_array_unref (self->ahead);
  g_strfreev (self->headers);
  g_free (self);
}

static const PalierRow *
next_row (PalierReader *self, GError **error)
{
  if (self->n_ahead < self->ahead->len)
    return &g_array_index (self->ahead, Ahead, self->n_ahead++).row;
  return self->table->class->next (self->table, error);
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
  if (!self->table->is_text)
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
    const PalierRow *row = next_row (self, error);
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

/* csv, xlsx, xls, ods, vcard, html, poliris; zip for one of them in an archive */
const char *
palier_reader_get_format (PalierReader *self)
{
  return self->table->class->format;
}

/* (nullable): as it is taken so far; ASCII counts as UTF-8 */
const char *
palier_reader_get_encoding (PalierReader *self)
{
  return palier_table_get_encoding (self->table);
}

/* (nullable) */
const char *
palier_reader_get_delimiter (PalierReader *self)
{
  return palier_table_get_delimiter (self->table);
}

/* (nullable): the sheet that is read, or the file of an archive */
const char *
palier_reader_get_sheet (PalierReader *self)
{
  return palier_table_get_sheet (self->table);
}

/* (nullable): all that can be seen, in order */
char **
palier_reader_get_sheets (PalierReader *self)
{
  return self->table->sheets != NULL ? (char **) self->table->sheets->pdata : NULL;
}

/* (nullable): those that the workbook hides; they can be opened by name all the same */
char **
palier_reader_get_hidden_sheets (PalierReader *self)
{
  return self->table->hidden != NULL ? (char **) self->table->hidden->pdata : NULL;
}

/**
 * palier_reader_get_known_field:
 * @field: (out): what the format itself says the column is; PALIER_FIELD_NONE: surely no field
 *
 * Returns: whether it says so. Then nothing has to be guessed
 */
gboolean
palier_reader_get_known_field (PalierReader *self, guint column, PalierField *field)
{
  return palier_table_get_known_field (self->table, column, field);
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
  return self->table->class->get_fraction (self->table);
}
