/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-prospect.h"

G_BEGIN_DECLS

/* What edits one field of a prospect in place: its widget is a row with a list where the values are
 * a closed list, with a line of text otherwise.
 *
 * Signals: "edited" (text: string): the user wants this value; nothing is changed yet. In a form,
 * instead: "typed" (), "left" () by the keyboard, "entered" (): Return was pressed. */
#define PALIER_TYPE_FIELD_ROW (palier_field_row_get_type ())
G_DECLARE_FINAL_TYPE (PalierFieldRow, palier_field_row, PALIER, FIELD_ROW, GObject)

PalierFieldRow *palier_field_row_new (PalierField field);
PalierFieldRow *palier_field_row_new_in_form (PalierField field);
GtkWidget *palier_field_row_get_widget (PalierFieldRow *self);
PalierField palier_field_row_get_field (PalierFieldRow *self);
const char *palier_field_row_get_text (PalierFieldRow *self);
void palier_field_row_show (PalierFieldRow *self, const PalierProspect *prospect);
void palier_field_row_reset (PalierFieldRow *self);
void palier_field_row_set_trouble (PalierFieldRow *self, const char *words);

G_END_DECLS
