/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What can be done to all selected prospects, each as one action that can be undone. It shows
 * itself while several are selected. */
#define PALIER_TYPE_BULK_BAR (palier_bulk_bar_get_type ())
G_DECLARE_FINAL_TYPE (PalierBulkBar, palier_bulk_bar, PALIER, BULK_BAR, AdwBin)

void palier_bulk_bar_set_session (PalierBulkBar *self, PalierSession *session);
void palier_bulk_bar_set_numbers (PalierBulkBar *self, GArray *numbers);

G_END_DECLS
