/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-import.h"

G_BEGIN_DECLS

/* The columns of a file on one side, the fields of a prospect on the other; one above the other
 * where "narrow" (gboolean, writable) is set.
 *
 * Signals: "mapped" (column: uint, target: int): the user put a column onto a target (see
 * palier-field-chooser.h), or back (PALIER_FIELD_NONE). The board shows it once it is told the new
 * columns.
 * "details" (column: uint): the user wants to set more about a column.
 * "keep-all" (): what is on no field shall go into the notes. */
#define PALIER_TYPE_IMPORT_BOARD (palier_import_board_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportBoard, palier_import_board, PALIER, IMPORT_BOARD, AdwBin)

void palier_import_board_set_columns (PalierImportBoard *self, GPtrArray *columns);

G_END_DECLS
