/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-table.h"

G_BEGIN_DECLS

/* How the text of a file is cut into rows and cells. */
typedef struct
{
  char delimiter;
  char quote;       /* NUL: none */
  gboolean escapes; /* a quote inside is written \" instead of "" */
} PalierCsvStyle;

PalierCsvStyle palier_csv_guess_style (const char *text, gsize length);

PalierTable *palier_csv_new (int fd, const PalierReaderOptions *options, GCancellable *cancellable,
                             GError **error);

G_END_DECLS
