/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* An export under way, below the list: how far it is, how long it takes still, and how to stop it.
 * One that is done at once is never seen. */
#define PALIER_TYPE_EXPORT_BAR (palier_export_bar_get_type ())
G_DECLARE_FINAL_TYPE (PalierExportBar, palier_export_bar, PALIER, EXPORT_BAR, AdwBin)

void palier_export_bar_start (PalierExportBar *self, PalierSession *session,
                              const PalierExportOrder *order);
gboolean palier_export_bar_is_busy (PalierExportBar *self);

G_END_DECLS
