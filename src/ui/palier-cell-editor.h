/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-import-rows.h"

G_BEGIN_DECLS

/* A popover over a cell of the file: what stands there, what is wrong with it, and another text for
 * it, here or wherever the same stands. */
#define PALIER_TYPE_CELL_EDITOR (palier_cell_editor_get_type ())
G_DECLARE_FINAL_TYPE (PalierCellEditor, palier_cell_editor, PALIER, CELL_EDITOR, GtkPopover)

GtkWidget *palier_cell_editor_new (PalierImportRows *rows, PalierImportRow *row, guint column);

G_END_DECLS
