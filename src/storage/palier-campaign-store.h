/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

DexFuture *palier_campaign_store_list (PalierWorkspace *workspace);
DexFuture *palier_campaign_store_put (PalierWorkspace *workspace, PalierCampaign *campaign);
DexFuture *palier_campaign_store_remove (PalierWorkspace *workspace, const PalierId *id);

G_END_DECLS
