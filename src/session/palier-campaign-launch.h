/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign-service.h"
#include "palier-core.h"
#include "palier-message.h"
#include "palier-settings-service.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_LAUNCH_WRITE, /* its texts, and nothing more */
  PALIER_LAUNCH_START,
  PALIER_LAUNCH_LOOK,   /* what another sequence would change */
  PALIER_LAUNCH_CHANGE, /* the same, done */
} PalierLaunchDeed;

/* Of this folder alone: from a draft of a campaign to one that runs.
 * @sequence: (nullable): of LOOK and CHANGE. → PALIER_TYPE_LAUNCH */
DexFuture *
palier_campaign_launch_run (PalierCore *core, PalierSettingsService *settings, const PalierId *id,
                            PalierLaunchDeed deed, PalierSequence *sequence);
gboolean palier_campaign_launch_give (PalierCore *core, PalierMessage *message, GError **error);

G_END_DECLS
