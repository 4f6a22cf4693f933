/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-service.h"
#include "palier-ai-service.h"
#include "palier-campaign-service.h"
#include "palier-consent-service.h"
#include "palier-core.h"
#include "palier-duplicate-service.h"
#include "palier-import-service.h"
#include "palier-message-service.h"
#include "palier-prospect-service.h"
#include "palier-reference-service.h"
#include "palier-segment-service.h"
#include "palier-settings-service.h"
#include "palier-stats-service.h"
#include "palier-sync-service.h"
#include "palier-template-service.h"
#include "palier-undo-service.h"

G_BEGIN_DECLS

/* How the session makes its services, and tells them what changed. */
PalierImportService *palier_import_service_new (PalierCore *core);
PalierCore *palier_import_service_get_core (PalierImportService *self);
PalierDuplicateService *palier_duplicate_service_new (PalierCore *core);
PalierProspectService *palier_prospect_service_new (PalierCore *core);
PalierCore *palier_prospect_service_get_core (PalierProspectService *self);
PalierMessageService *palier_message_service_new (PalierCore *core, PalierSettingsService *settings,
                                                  PalierSyncService *sync, PalierAiService *ai);
PalierConsentService *palier_consent_service_new (PalierCore *core);
PalierSyncService *palier_sync_service_new (PalierCore *core, PalierSettingsService *settings);
PalierAccountService *palier_account_service_new (PalierCore *core, PalierSyncService *sync);
PalierStatsService *palier_stats_service_new (PalierCore *core);
PalierSettingsService *palier_settings_service_new (PalierCore *core);
PalierSegmentService *palier_segment_service_new (PalierCore *core);
PalierTemplateService *
palier_template_service_new (PalierCore *core, PalierSettingsService *settings);
PalierReferenceService *palier_reference_service_new (PalierCore *core);
PalierCampaignService *
palier_campaign_service_new (PalierCore *core, PalierSettingsService *settings,
                             PalierSyncService *sync);
PalierUndoService *palier_undo_service_new (PalierCore *core);
PalierAiService *palier_ai_service_new (PalierCore *core, PalierSyncService *sync);

PalierProspectList *palier_prospect_list_new (PalierCore *core, PalierQuery *query);
PalierProspectItem *palier_prospect_item_new (gint64 n);
void
palier_prospect_item_fill (PalierProspectItem *self, PalierProspect *prospect, PalierScore *score);

/* The password of the mailbox: → string, or NULL where none is kept. */
DexFuture *
palier_settings_service_get_password (PalierSettingsService *self, const PalierId *sender);

/* A round of sync soon, because there is something to send. */
void palier_sync_service_wake (PalierSyncService *self);

G_END_DECLS
