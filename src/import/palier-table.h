/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-field.h"
#include "palier-reader.h"

G_BEGIN_DECLS

/* What every kind of file gives the reader: rows from front to end, blank ones included. A kind
 * embeds the struct as its first member and fills in the class. */
typedef struct _PalierTable PalierTable;

typedef struct
{
  const char *format; /* "xlsx" */
  const PalierRow *(*next) (PalierTable *self, GError **error);
  double (*get_fraction) (PalierTable *self);
  void (*free) (PalierTable *self);

  /* (nullable): begins at the first row of that sheet, of `sheets` and then of `hidden` */
  gboolean (*open_sheet) (PalierTable *self, guint index, GError **error);
  const char *(*get_encoding) (PalierTable *self);  /* (nullable) */
  const char *(*get_delimiter) (PalierTable *self); /* (nullable) */
  /* (nullable): whether the format itself says what a column is; NONE: surely no field */
  gboolean (*get_known_field) (PalierTable *self, guint column, PalierField *field);
} PalierTableClass;

struct _PalierTable
{
  const PalierTableClass *class;
  GPtrArray *sheets; /* (nullable) (array zero-terminated=1): names that can be seen */
  GPtrArray *hidden; /* (nullable): names that cannot */
  int sheet;         /* the one that is read, as open_sheet() counts; -1: none */
  gboolean is_text;  /* rows may have cells too few or too many, which is told */
  int header_row;    /* where the format says so, else PALIER_READER_HEADER_GUESS */
};

void palier_table_init (PalierTable *self, const PalierTableClass *class);
void palier_table_free (PalierTable *self);
const char *palier_table_get_sheet (PalierTable *self);
gboolean palier_table_choose_sheet (PalierTable *self, const char *wanted, GError **error);

const char *palier_table_get_encoding (PalierTable *self);
const char *palier_table_get_delimiter (PalierTable *self);
gboolean palier_table_get_known_field (PalierTable *self, guint column, PalierField *field);

PalierTable *palier_table_open_file (const char *path, const PalierReaderOptions *options,
                                     GCancellable *cancellable, GError **error);
PalierTable *palier_table_open (int fd, const PalierReaderOptions *options, guint depth,
                                GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierTable, palier_table_free)

G_END_DECLS
