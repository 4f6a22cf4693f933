/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-import.h"

G_BEGIN_DECLS

/* The first rows of a file as they would be stored, and what cannot be taken as it stands. */
#define PALIER_TYPE_PREVIEW_TABLE (palier_preview_table_get_type ())
G_DECLARE_FINAL_TYPE (PalierPreviewTable, palier_preview_table, PALIER, PREVIEW_TABLE, AdwBin)

void palier_preview_table_show (PalierPreviewTable *self, const PalierPreview *preview);

G_END_DECLS
