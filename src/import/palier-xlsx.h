/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reader.h"

G_BEGIN_DECLS

/* The rows of one sheet of a workbook. */
typedef struct _PalierXlsx PalierXlsx;

PalierXlsx *
palier_xlsx_new (const char *path, const char *sheet, GCancellable *cancellable, GError **error);
void palier_xlsx_free (PalierXlsx *self);
GPtrArray *palier_xlsx_peek (PalierXlsx *self, guint max_rows, GError **error);
const PalierRow *palier_xlsx_next (PalierXlsx *self, GError **error);
const char *palier_xlsx_get_sheet (PalierXlsx *self);
char **palier_xlsx_get_sheets (PalierXlsx *self);
double palier_xlsx_get_fraction (PalierXlsx *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierXlsx, palier_xlsx_free)

G_END_DECLS
