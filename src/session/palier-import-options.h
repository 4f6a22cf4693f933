/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-target.h"

G_BEGIN_DECLS

/* What is asked once for a file, as the stations of an import want it. */
PalierImportStamp palier_import_options_stamp (const PalierImportOptions *options,
                                               const PalierPreview *preview, gint64 now_ms);
PalierImportWill
palier_import_options_will (const PalierImportOptions *options, const PalierPreview *preview);

PalierImportOptions palier_import_options_copy (const PalierImportOptions *options);
void palier_import_options_clear (PalierImportOptions *options);

G_END_DECLS
