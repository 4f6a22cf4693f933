/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-field.h"
#include "palier-import-error.h"

G_BEGIN_DECLS

/* What is odd about a row. Such a row is read all the same. */
typedef enum
{
  PALIER_ROW_FINE = 0,
  PALIER_ROW_RAGGED = 1 << 0,    /* fewer or more cells than the header */
  PALIER_ROW_UNCLOSED = 1 << 1,  /* a quote opens and never closes: taken as a letter */
  PALIER_ROW_CUT = 1 << 2,       /* a cell was longer than PALIER_CELL_MAX: its end is lost */
  PALIER_ROW_BAD_BYTES = 1 << 3, /* bytes that are none of the file's encoding */
  PALIER_ROW_HIDDEN = 1 << 4,    /* the sheet does not show it */
  PALIER_ROW_MISSING = 1 << 5,   /* a text is not in the workbook, though a cell names it */
} PalierRowFlags;

#define PALIER_CELL_MAX (1 << 20)
#define PALIER_COLUMNS_MAX 4096

/* One row; borrowed from the reader until the next one. */
typedef struct
{
  guint64 line;             /* line of the file, row of the sheet; from 1 */
  guint n_cells;            /* as in the file */
  const char *const *cells; /* UTF-8, never NULL */
  PalierRowFlags flags;
} PalierRow;

/* Row @self's cell, or "" where the row is too short. */
static inline const char *
palier_row_cell (const PalierRow *self, guint index)
{
  return index < self->n_cells ? self->cells[index] : "";
}

#define PALIER_READER_HEADER_NONE (-1)
#define PALIER_READER_HEADER_GUESS (-2)

/* How to read a file; what is not said is guessed. */
typedef struct
{
  const char *encoding;  /* (nullable): as iconv names it */
  const char *delimiter; /* (nullable): one character */
  const char *sheet;     /* (nullable): by its name */
  int header_row;        /* from 0, or one of PALIER_READER_HEADER_… */
} PalierReaderOptions;

#define PALIER_READER_OPTIONS_GUESS                                                                \
  ((PalierReaderOptions) { NULL, NULL, NULL, PALIER_READER_HEADER_GUESS })

/* A file of rows, read once from front to end in bounded memory. To be used by one thread at a
 * time; every call may block. */
typedef struct _PalierReader PalierReader;

PalierReader *palier_reader_open (const char *path, const PalierReaderOptions *options,
                                  GCancellable *cancellable, GError **error);
void palier_reader_free (PalierReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierReader, palier_reader_free)

const PalierRow *palier_reader_next (PalierReader *self, GError **error);
GPtrArray *palier_reader_take_sample (PalierReader *self, guint max_rows, GError **error);

const char *palier_reader_get_format (PalierReader *self);
const char *palier_reader_get_encoding (PalierReader *self);
const char *palier_reader_get_delimiter (PalierReader *self);
const char *palier_reader_get_sheet (PalierReader *self);
char **palier_reader_get_sheets (PalierReader *self);
char **palier_reader_get_hidden_sheets (PalierReader *self);
gboolean palier_reader_get_known_field (PalierReader *self, guint column, PalierField *field);
int palier_reader_get_header_row (PalierReader *self);
char **palier_reader_get_headers (PalierReader *self);
double palier_reader_get_fraction (PalierReader *self);

G_END_DECLS
