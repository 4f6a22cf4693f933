/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-import-rows.h"

G_BEGIN_DECLS

/* The columns of the table of rows: line, what the row is, and each field that the file fills. */
void palier_row_cells_set_up (GtkColumnView *view, PalierImportRows *rows);
void palier_row_cells_update (GtkColumnView *view, PalierImportRows *rows);

PalierField palier_row_cells_field_at (GtkWidget *cell);
int palier_row_cells_column_of (GPtrArray *columns, PalierField field, PalierImportRow *row);

G_END_DECLS
