/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* The form of a prospect that is added by hand. Who is in the base already is said while one types.
 *
 * Signals: "open" (n: int64): this prospect is wanted, the new one or the one that was there;
 * "close" (): nothing is wanted any more. */
#define PALIER_TYPE_NEW_PROSPECT (palier_new_prospect_get_type ())
G_DECLARE_FINAL_TYPE (PalierNewProspect, palier_new_prospect, PALIER, NEW_PROSPECT, AdwBin)

void palier_new_prospect_set_session (PalierNewProspect *self, PalierSession *session);
void palier_new_prospect_start (PalierNewProspect *self);

G_END_DECLS
