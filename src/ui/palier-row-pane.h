/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-import-rows.h"

G_BEGIN_DECLS

/* One row of the file in full: what it is and why, what in it is to be mended, and side by side
 * with the one that it may be. */
#define PALIER_TYPE_ROW_PANE (palier_row_pane_get_type ())
G_DECLARE_FINAL_TYPE (PalierRowPane, palier_row_pane, PALIER, ROW_PANE, AdwBin)

void palier_row_pane_set_rows (PalierRowPane *self, PalierImportRows *rows);
void palier_row_pane_show (PalierRowPane *self, PalierImportRow *row);

G_END_DECLS
