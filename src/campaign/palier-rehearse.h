/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-prospect.h"
#include "palier-rehearsal.h"

G_BEGIN_DECLS

/* Of somebody who may take part: what the legal gate asks, for each channel. */
typedef struct
{
  PalierProspect *prospect;
  PalierGateQuestion questions[PALIER_N_CHANNELS];
  PalierResponses responses;
} PalierCampaignMember;

/* What the user's senders may do. */
typedef struct
{
  PalierPace mail;
  gint64 mail_quota; /* e-mails a month; 0: any number */
  gint64 mail_used;  /* in this month */
} PalierCampaignMeans;

char *palier_campaign_dup_firm (const PalierProspect *prospect);
gboolean palier_campaign_reaches (const PalierProspect *prospect, PalierChannel channel);
PalierRehearsal *palier_rehearse (const PalierSequence *sequence, GArray *members,
                                  const PalierCampaignMeans *means, gint64 now_ms);

void palier_rehearsal_sum (PalierRehearsal *self, const PalierSequence *sequence);

G_END_DECLS
