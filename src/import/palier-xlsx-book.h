/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-xlsx-format.h"
#include "palier-xlsx-part.h"

G_BEGIN_DECLS

/* The parts of a workbook that its sheets refer to. */
typedef struct
{
  GPtrArray *names; /* of the sheets that can be seen */
  GPtrArray *paths; /* of the same, in the archive */
  GPtrArray *hidden_names;
  GPtrArray *hidden_paths;
  gboolean since_1904;
  GArray *formats;   /* PalierXlsxFormat of each cell style */
  GPtrArray *blocks; /* the texts of the shared strings */
  GArray *strings;   /* char *: where in them each begins, ended by NUL */
} PalierXlsxBook;

PalierXlsxBook *palier_xlsx_book_load (zip_t *archive, GCancellable *cancellable, GError **error);
void palier_xlsx_book_free (PalierXlsxBook *self);
const char *palier_xlsx_book_get_string (const PalierXlsxBook *self, guint64 index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierXlsxBook, palier_xlsx_book_free)

G_END_DECLS
