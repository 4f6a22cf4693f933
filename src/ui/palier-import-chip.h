/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-import.h"

G_BEGIN_DECLS

/* One column of a file: its header, some of its values, and what it is taken for. It is dragged
 * onto a field, or opened by Enter to type the field's name; Backspace sends it back.
 *
 * Signals: "placed" (target: int): where the user wants it, see palier-field-chooser.h.
 * "details" (): the user wants to set more about it.
 * The value of its drag is a guint, the index of the column. */
#define PALIER_TYPE_IMPORT_CHIP (palier_import_chip_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportChip, palier_import_chip, PALIER, IMPORT_CHIP, GtkWidget)

GtkWidget *palier_import_chip_new (const PalierColumn *column);
guint palier_import_chip_get_column (PalierImportChip *self);

G_END_DECLS
