/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-event-store.h"
#include "palier-rehearse.h"

G_BEGIN_DECLS

/* Who a campaign would write to, and with what. */
GArray *palier_campaign_members_new (void);
void palier_campaign_members_add (GArray *members, PalierProspect *prospect,
                                  const PalierResponses *responses, GPtrArray *consents,
                                  const PalierProspectHistory *exchanged, gboolean suppressed,
                                  gint64 at_ms);
GArray *
palier_campaign_audience_read (PalierCore *core, PalierQuery *query, const PalierId *campaign,
                               gint64 at_ms, guint *n_elsewhere, GError **error);
PalierCampaignMeans palier_campaign_means_usual (void);

G_END_DECLS
