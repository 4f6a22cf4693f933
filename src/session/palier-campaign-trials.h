/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign.h"
#include "palier-core.h"

G_BEGIN_DECLS

/* → G_TYPE_PTR_ARRAY of PalierCampaignTrial */
DexFuture *palier_campaign_trials_run (PalierCore *core, const PalierId *id);

G_END_DECLS
