/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-campaign.h"
#include "palier-changeset.h"
#include "palier-query.h"
#include "palier-rehearsal.h"

G_BEGIN_DECLS

/* What a launch came to. */
typedef struct
{
  guint n_prospects; /* that enter */
  guint n_elsewhere; /* left out: another campaign writes to them, or to their firm */
  guint n_written;   /* messages, by this call */
  guint n_left;      /* that could not be written, say for want of a fitting template */
  guint n_messages;  /* that were given their time, by this call */
  guint n_withdrawn; /* of steps that are no more */
  guint n_to_review; /* that wait to be mended or confirmed */
  gint64 first_ms;   /* when the first one leaves, as rehearsed; 0: none does */
  gint64 last_ms;
  PalierId changeset; /* of what was written: for palier_message_service_numbers() */
} PalierLaunch;

#define PALIER_TYPE_LAUNCH (palier_launch_get_type ())
GType palier_launch_get_type (void);
PalierLaunch *palier_launch_ref (PalierLaunch *self);
void palier_launch_free (PalierLaunch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierLaunch, palier_launch_free)

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
/* @campaign: (nullable): whose it is. → PALIER_TYPE_REHEARSAL */
DexFuture *
palier_campaign_service_rehearse (PalierCampaignService *self, PalierSequence *sequence,
                                  PalierQuery *audience, const PalierId *campaign, gint64 start_ms);
/* → PALIER_TYPE_LAUNCH */
DexFuture *palier_campaign_service_prepare (PalierCampaignService *self, const PalierId *id);
/* → PALIER_TYPE_LAUNCH */
DexFuture *palier_campaign_service_launch (PalierCampaignService *self, const PalierId *id);
/* What another sequence changes of one that runs; @apply: and does. → PALIER_TYPE_LAUNCH */
DexFuture *palier_campaign_service_change (PalierCampaignService *self, const PalierId *id,
                                           PalierSequence *sequence, gboolean apply);
/* → TRUE */
DexFuture *palier_campaign_service_set_state (PalierCampaignService *self, const PalierId *id,
                                              PalierCampaignState state);
/* → G_TYPE_PTR_ARRAY of PalierCampaignTrial, by step: of those that try several texts */
DexFuture *palier_campaign_service_trials (PalierCampaignService *self, const PalierId *id);
/* → G_TYPE_ARRAY of PalierCampaignFigure, by step */
DexFuture *palier_campaign_service_figures (PalierCampaignService *self, const PalierId *id);

/* Without any base. Errors: PALIER_SESSION_ERROR_SEQUENCE, _AUDIENCE; of the file system. */
char **palier_campaign_list_shipped (void);
PalierSequence *palier_campaign_load (const char *key_or_path, GError **error);
PalierSequence *palier_campaign_read_file (const char *path, GError **error);
gboolean
palier_campaign_write_file (const PalierSequence *sequence, const char *path, GError **error);
PalierRehearsal *palier_campaign_plan_file (const PalierSequence *sequence, const char *path,
                                            gint64 now_ms, GError **error);

G_END_DECLS
