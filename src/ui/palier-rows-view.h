/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-import-rows.h"

G_BEGIN_DECLS

/* All rows of a file as they will be stored, to be looked through and mended before they are. */
#define PALIER_TYPE_ROWS_VIEW (palier_rows_view_get_type ())
G_DECLARE_FINAL_TYPE (PalierRowsView, palier_rows_view, PALIER, ROWS_VIEW, AdwBin)

void palier_rows_view_set_rows (PalierRowsView *self, PalierImportRows *rows);
void palier_rows_view_mapping_changed (PalierRowsView *self);

G_END_DECLS
