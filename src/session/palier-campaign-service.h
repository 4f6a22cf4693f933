/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-query.h"
#include "palier-rehearsal.h"

G_BEGIN_DECLS

/* Campaigns: what a sequence would do to an audience, before anything leaves. */
#define PALIER_TYPE_CAMPAIGN_SERVICE (palier_campaign_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierCampaignService, palier_campaign_service, PALIER, CAMPAIGN_SERVICE,
                      GObject)

/* → PALIER_TYPE_REHEARSAL */
DexFuture *palier_campaign_service_rehearse (PalierCampaignService *self, PalierSequence *sequence,
                                             PalierQuery *audience, gint64 start_ms);

/* Without any base. Errors: PALIER_SESSION_ERROR_SEQUENCE, _AUDIENCE; of the file system. */
char **palier_campaign_list_shipped (void);
PalierSequence *palier_campaign_load (const char *key_or_path, GError **error);
PalierRehearsal *palier_campaign_plan_file (const PalierSequence *sequence, const char *path,
                                            gint64 now_ms, GError **error);

G_END_DECLS
