/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-campaign.h"
#include "palier-changeset.h"
#include "palier-query.h"
#include "palier-rehearsal.h"

G_BEGIN_DECLS

/* Signal: "changed": campaigns were written, changed or undone, by whomever.
 *
 * Campaigns: what a sequence would do to an audience, before anything leaves; then what it does. */
#define PALIER_TYPE_CAMPAIGN_SERVICE (palier_campaign_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierCampaignService, palier_campaign_service, PALIER, CAMPAIGN_SERVICE,
                      GObject)

/* → G_TYPE_PTR_ARRAY of PalierCampaign, newest first */
DexFuture *palier_campaign_service_list (PalierCampaignService *self);
/* By id or name. → PALIER_TYPE_CAMPAIGN */
DexFuture *palier_campaign_service_find (PalierCampaignService *self, const char *which);
/* → PALIER_TYPE_CHANGESET (nullable): by which a change is undone; NULL for a new one or where
 * nothing differs */
DexFuture *palier_campaign_service_save (PalierCampaignService *self, PalierCampaign *campaign);
/* → PALIER_TYPE_CHANGESET */
DexFuture *palier_campaign_service_remove (PalierCampaignService *self, const PalierId *id);
/* → PALIER_TYPE_REHEARSAL */
DexFuture *palier_campaign_service_rehearse (PalierCampaignService *self, PalierSequence *sequence,
                                             PalierQuery *audience, gint64 start_ms);

/* Without any base. Errors: PALIER_SESSION_ERROR_SEQUENCE, _AUDIENCE; of the file system. */
char **palier_campaign_list_shipped (void);
PalierSequence *palier_campaign_load (const char *key_or_path, GError **error);
PalierRehearsal *palier_campaign_plan_file (const PalierSequence *sequence, const char *path,
                                            gint64 now_ms, GError **error);

G_END_DECLS
