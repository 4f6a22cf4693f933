/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-rows.h"
#include "palier-import-scan.h"

G_BEGIN_DECLS

PalierImportRow *palier_import_row_new (void);
void palier_import_row_empty (PalierImportRow *self);
void
palier_import_row_fill (PalierImportRow *self, PalierScanContent *content, PalierProspect *other);

PalierImportRows *palier_import_rows_new (PalierCore *core, PalierPreview *preview,
                                          const PalierImportOptions *options);

G_END_DECLS
