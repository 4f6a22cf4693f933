/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* The filters of a list as chips, the segments they are kept as, and a way to more of them.
 *
 * Signals: "changed" (): the filter is another one. */
#define PALIER_TYPE_FILTER_BAR (palier_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (PalierFilterBar, palier_filter_bar, PALIER, FILTER_BAR, AdwBin)

void palier_filter_bar_set_session (PalierFilterBar *self, PalierSession *session);
PalierFilter *palier_filter_bar_get_filter (PalierFilterBar *self);
void palier_filter_bar_set_filter (PalierFilterBar *self, PalierFilter *filter);

G_END_DECLS
