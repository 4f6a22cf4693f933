/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* What of a campaign's record sending asks for each message. */

typedef enum
{
  PALIER_CAMPAIGN_DRAFT,
  PALIER_CAMPAIGN_RUNNING,
  PALIER_CAMPAIGN_PAUSED,
  PALIER_CAMPAIGN_STOPPED,
} PalierCampaignState;

typedef struct
{
  PalierId id;
  PalierCampaignState state;
  gint64 version;  /* grows with each change of the record */
  gint64 since_ms; /* it runs since then; 0: it never did */
} PalierCampaignRow;

const char *palier_campaign_state_name (PalierCampaignState state);
PalierCampaignState palier_campaign_state_from_name (const char *name);
void palier_campaign_store_put (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                                PalierCampaignState state);
gboolean palier_campaign_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                                    PalierCampaignRow *out);
GArray *palier_campaign_store_list_open (PalierTx *tx, const PalierTenant *tenant);

/* When a tenant's campaigns are looked at next: read before the tenant is known. */
void palier_pass_store_touch (PalierTx *tx, const PalierTenant *tenant, gint64 due_ms);
GArray *palier_pass_store_claim (PalierTx *tx, guint limit, gint64 until_ms);
gint64 palier_pass_store_next_ms (PalierTx *tx);
gint64 palier_pass_store_version (PalierTx *tx, const PalierTenant *tenant);
void
palier_pass_store_end (PalierTx *tx, const PalierTenant *tenant, gint64 version, gint64 due_ms);
void palier_pass_store_forget (PalierTx *tx, gint64 tenant);

G_END_DECLS
