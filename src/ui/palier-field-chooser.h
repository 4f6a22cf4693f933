/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-field.h"

G_BEGIN_DECLS

/* Where a column goes: a PalierField, or one of these. */
#define PALIER_TARGET_NONE ((int) PALIER_FIELD_NONE)
#define PALIER_TARGET_NOTE ((int) PALIER_N_FIELDS)
#define PALIER_TARGET_CUSTOM ((int) PALIER_N_FIELDS + 1)

const char *palier_target_words (int target);

/* A popover to choose a target by typing part of its name: the first that matches is taken by
 * Enter.
 *
 * Signals: "chosen" (target: int). */
#define PALIER_TYPE_FIELD_CHOOSER (palier_field_chooser_get_type ())
G_DECLARE_FINAL_TYPE (PalierFieldChooser, palier_field_chooser, PALIER, FIELD_CHOOSER, GtkPopover)

GtkWidget *palier_field_chooser_new (int proposal, const char *why);

G_END_DECLS
