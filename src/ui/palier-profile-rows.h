/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-settings-service.h"

G_BEGIN_DECLS

/* The rows of an agency's profile.
 *
 * Signals: "changed" (): the user typed. */
#define PALIER_TYPE_PROFILE_ROWS (palier_profile_rows_get_type ())
G_DECLARE_FINAL_TYPE (PalierProfileRows, palier_profile_rows, PALIER, PROFILE_ROWS, GObject)

PalierProfileRows *
palier_profile_rows_new (AdwPreferencesGroup *agency, AdwPreferencesGroup *signature);
void palier_profile_rows_show (PalierProfileRows *self, const PalierProfile *profile);
PalierProfile *palier_profile_rows_read (PalierProfileRows *self);

G_END_DECLS
