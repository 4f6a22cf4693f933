/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reader.h"

G_BEGIN_DECLS

/* How the text of a file is cut into rows and cells. */
typedef struct
{
  char delimiter;
  char quote;       /* NUL: none */
  gboolean escapes; /* a quote inside is written \" instead of "" */
} PalierCsvStyle;

PalierCsvStyle palier_csv_guess_style (const char *text, gsize length);

/* The rows of a text file, from its first line on. */
typedef struct _PalierCsv PalierCsv;

PalierCsv *palier_csv_new (int fd, const PalierReaderOptions *options, GCancellable *cancellable,
                           GError **error);
void palier_csv_free (PalierCsv *self);
GPtrArray *palier_csv_peek (PalierCsv *self, guint max_rows);
const PalierRow *palier_csv_next (PalierCsv *self, GError **error);
const char *palier_csv_get_encoding (PalierCsv *self);
char palier_csv_get_delimiter (PalierCsv *self);
double palier_csv_get_fraction (PalierCsv *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierCsv, palier_csv_free)

G_END_DECLS
