/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-import.h"

G_BEGIN_DECLS

/* The first rows of a file as they would be stored, and what cannot be taken as it stands. */
#define PALIER_TYPE_IMPORT_PREVIEW (palier_import_preview_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportPreview, palier_import_preview, PALIER, IMPORT_PREVIEW, AdwBin)

void palier_import_preview_show (PalierImportPreview *self, const PalierPreview *preview);

G_END_DECLS
