/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* Who a campaign writes to: a filter or a segment, and how many that are.
 *
 * Signals: "changed" (): the user has chosen others. */
#define PALIER_TYPE_AUDIENCE_GROUP (palier_audience_group_get_type ())
G_DECLARE_FINAL_TYPE (PalierAudienceGroup, palier_audience_group, PALIER, AUDIENCE_GROUP,
                      AdwPreferencesGroup)

void palier_audience_group_set_session (PalierAudienceGroup *self, PalierSession *session);
void palier_audience_group_set_filter (PalierAudienceGroup *self, PalierFilter *filter);
PalierFilter *palier_audience_group_get_filter (PalierAudienceGroup *self);

G_END_DECLS
