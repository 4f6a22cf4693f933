/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-entitlement.h"

G_BEGIN_DECLS

/* Has each tenant's campaigns planned anew when they are due, on a thread of its own. Several
 * processes on one store share the work. */
typedef struct _PalierCampaignWatch PalierCampaignWatch;

PalierCampaignWatch *palier_campaign_watch_new (PalierStore *store, PalierMeter meter);
void palier_campaign_watch_wake (PalierCampaignWatch *self);
void palier_campaign_watch_free (PalierCampaignWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierCampaignWatch, palier_campaign_watch_free)

G_END_DECLS
