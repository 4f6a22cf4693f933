/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* All that is known about one prospect, edited in place.
 *
 * Signals: "close" (): the user is done with it; "write" (const PalierId *): he writes to them. */
#define PALIER_TYPE_PROSPECT_PANE (palier_prospect_pane_get_type ())
G_DECLARE_FINAL_TYPE (PalierProspectPane, palier_prospect_pane, PALIER, PROSPECT_PANE, AdwBin)

void palier_prospect_pane_set_session (PalierProspectPane *self, PalierSession *session);
void palier_prospect_pane_set_item (PalierProspectPane *self, PalierProspectItem *item);

G_END_DECLS
