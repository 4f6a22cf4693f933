/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign.h"
#include "palier-core.h"

G_BEGIN_DECLS

PalierCampaign *palier_campaign_find (PalierCore *core, const char *which, GError **error);
PalierCampaign *palier_campaign_get (PalierCore *core, const PalierId *id, PalierCampaignState most,
                                     GError **error);

gboolean palier_campaign_is_sound (const PalierSequence *sequence, GError **error);

G_END_DECLS
