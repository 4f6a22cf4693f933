/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* A button with the saved segments and those that are proposed, with their figures; the present
 * filters are saved here too.
 *
 * Signals: "chosen" (PALIER_TYPE_FILTER). */
#define PALIER_TYPE_SEGMENT_MENU (palier_segment_menu_get_type ())
G_DECLARE_FINAL_TYPE (PalierSegmentMenu, palier_segment_menu, PALIER, SEGMENT_MENU, AdwBin)

void palier_segment_menu_set_session (PalierSegmentMenu *self, PalierSession *session);
void palier_segment_menu_set_filter (PalierSegmentMenu *self, PalierFilter *filter);

G_END_DECLS
