/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign.h"
#include "palier-message.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* A message of a campaign. */
typedef struct
{
  gint64 n; /* as palier_message_store_rows() takes it */
  PalierId id;
  PalierId prospect;
  guint step;       /* its id */
  gboolean settled; /* it has left, or will not any more */
} PalierCampaignMessage;

DexFuture *
palier_campaign_message_store_list (PalierWorkspace *workspace, const PalierId *campaign);
DexFuture *
palier_campaign_message_store_figures (PalierWorkspace *workspace, const PalierId *campaign);
DexFuture *
palier_campaign_message_store_trials (PalierWorkspace *workspace, const PalierId *campaign);
DexFuture *palier_campaign_message_store_busy (PalierWorkspace *workspace, const PalierId *but);

G_END_DECLS
