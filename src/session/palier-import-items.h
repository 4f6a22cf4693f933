/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-row.h"

G_BEGIN_DECLS

/* The rows of a scan that somebody looks at: an item each, read when the main loop turns. */
typedef struct _PalierImportItems PalierImportItems;

/* Returns: whether the item of the row at @index is kept, for the row at @moved then */
typedef gboolean (*PalierItemsMoveFunc) (guint index, guint *moved, gpointer data);

PalierImportItems *palier_import_items_new (PalierCore *core, PalierImportEdits *edits);
void palier_import_items_free (PalierImportItems *self);

void palier_import_items_set_scan (PalierImportItems *self, PalierImportScan *scan);
void palier_import_items_set_viewer (PalierImportItems *self, PalierImportScan *viewer);
PalierImportRow *palier_import_items_get (PalierImportItems *self, guint index);
void palier_import_items_move (PalierImportItems *self, PalierItemsMoveFunc func, gpointer data);
void palier_import_items_read_again (PalierImportItems *self);
void palier_import_items_forget (PalierImportItems *self);

G_END_DECLS
