/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* A button with the filters there are: first what to look at, then the values.
 *
 * Signals: "chosen" (PALIER_TYPE_FILTER): the filter with the change. */
#define PALIER_TYPE_FILTER_CHOOSER (palier_filter_chooser_get_type ())
G_DECLARE_FINAL_TYPE (PalierFilterChooser, palier_filter_chooser, PALIER, FILTER_CHOOSER, AdwBin)

void palier_filter_chooser_set_session (PalierFilterChooser *self, PalierSession *session);
void palier_filter_chooser_set_filter (PalierFilterChooser *self, PalierFilter *filter);

G_END_DECLS
