/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign-service.h"
#include "palier-core.h"
#include "palier-message.h"
#include "palier-settings-service.h"

G_BEGIN_DECLS

/* Of this folder alone: from a draft of a campaign to one that runs. → PALIER_TYPE_LAUNCH */
DexFuture *palier_campaign_launch_run (PalierCore *core, PalierSettingsService *settings,
                                       const PalierId *id, gboolean start);
gboolean palier_campaign_launch_give (PalierCore *core, PalierMessage *message, GError **error);

G_END_DECLS
