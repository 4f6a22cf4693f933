/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What happened with a prospect, the latest first; notes and calls are written, changed and deleted
 * here. It follows what other pages and devices change. */
#define PALIER_TYPE_TIMELINE (palier_timeline_get_type ())
G_DECLARE_FINAL_TYPE (PalierTimeline, palier_timeline, PALIER, TIMELINE, AdwBin)

void palier_timeline_set_session (PalierTimeline *self, PalierSession *session);
void palier_timeline_set_prospect (PalierTimeline *self, const PalierId *prospect);

G_END_DECLS
