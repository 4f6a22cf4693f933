/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-field.h"

G_BEGIN_DECLS

/* A popover to choose a field by typing part of its name: the first that matches is taken by Enter.
 *
 * Signals: "chosen" (field: int): a PalierField, or PALIER_FIELD_NONE for "do not import". */
#define PALIER_TYPE_FIELD_CHOOSER (palier_field_chooser_get_type ())
G_DECLARE_FINAL_TYPE (PalierFieldChooser, palier_field_chooser, PALIER, FIELD_CHOOSER, GtkPopover)

GtkWidget *palier_field_chooser_new (PalierField proposal);

G_END_DECLS
