/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row of buttons of which any number may be down. Its value is a mask: bit 0 is the first.
 *
 * Signals: "changed" (): the user has pressed one. */
#define PALIER_TYPE_TOGGLE_ROW (palier_toggle_row_get_type ())
G_DECLARE_FINAL_TYPE (PalierToggleRow, palier_toggle_row, PALIER, TOGGLE_ROW, AdwPreferencesRow)

GtkWidget *palier_toggle_row_new (const char *title, const char *subtitle);
void palier_toggle_row_add (PalierToggleRow *self, const char *label, const char *name);
void palier_toggle_row_set_mask (PalierToggleRow *self, guint mask);
guint palier_toggle_row_get_mask (PalierToggleRow *self);

G_END_DECLS
