/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-job-store.h"
#include "palier-sequence.h"

G_BEGIN_DECLS

/* What a campaign says of one of its messages: read as it is composed, asked as it is handed over.
 */
typedef struct
{
  PalierSequence *sequence; /* (nullable): NULL where its record is not here, or says nothing */
  gint64 version;
} PalierCampaignCall;

PalierSequence *
palier_campaign_load_sequence (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign);
void palier_campaign_call_load (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job,
                                PalierCampaignCall *out);
void palier_campaign_call_clear (PalierCampaignCall *self);
gboolean palier_campaign_call_pass (PalierTx *tx, const PalierTenant *tenant,
                                    const PalierCampaignCall *self, PalierSendJob *job);

G_END_DECLS
