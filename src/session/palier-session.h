/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-clock.h"
#include "palier-account-service.h"
#include "palier-ai-service.h"
#include "palier-campaign-service.h"
#include "palier-consent-service.h"
#include "palier-duplicate-service.h"
#include "palier-import-service.h"
#include "palier-message-service.h"
#include "palier-prospect-service.h"
#include "palier-random.h"
#include "palier-reference-service.h"
#include "palier-segment-service.h"
#include "palier-session-error.h"
#include "palier-settings-service.h"
#include "palier-stats-service.h"
#include "palier-sync-service.h"
#include "palier-template-service.h"
#include "palier-undo-service.h"
#include "palier-words.h"

G_BEGIN_DECLS

/* Everything the programs do, behind one object. All of it lives on the thread that made it (the
 * main one); every call that works returns a future at once, to be awaited in a fiber.
 *
 * Signals: "changed" (): records changed, by this process or another; at most ten times a second.
 */
#define PALIER_TYPE_SESSION (palier_session_get_type ())
G_DECLARE_FINAL_TYPE (PalierSession, palier_session, PALIER, SESSION, GObject)

typedef struct
{
  const char *directory; /* (nullable): of the workspace; NULL: the user's own */
  const char *key_file;  /* (nullable): NULL: the keyring */
  const char *relay_url; /* (nullable): NULL: what the settings say, else the local relay */
  PalierClock *clock;    /* (nullable): NULL: the system's */
  PalierRandom *random;  /* (nullable) */
} PalierSessionOptions;

PalierSession *palier_session_new (const PalierSessionOptions *options);
const char *palier_session_get_directory (PalierSession *self);
gboolean palier_session_exists (PalierSession *self);
/* → TRUE */
DexFuture *palier_session_create (PalierSession *self);
/* → TRUE */
DexFuture *palier_session_open (PalierSession *self);
/* → TRUE: created, FALSE: was there */
DexFuture *palier_session_open_or_create (PalierSession *self);
/* → TRUE */
DexFuture *palier_session_close (PalierSession *self);
void palier_session_wait_all_gone (void);
gboolean palier_session_is_open (PalierSession *self);
/* → G_TYPE_STRV of findings; empty: sound */
DexFuture *palier_session_check (PalierSession *self);

/* (transfer none); from palier_session_open() on. */
PalierImportService *palier_session_get_imports (PalierSession *self);
PalierProspectService *palier_session_get_prospects (PalierSession *self);
PalierDuplicateService *palier_session_get_duplicates (PalierSession *self);
PalierMessageService *palier_session_get_messages (PalierSession *self);
PalierConsentService *palier_session_get_consents (PalierSession *self);
PalierAccountService *palier_session_get_account (PalierSession *self);
PalierSyncService *palier_session_get_sync (PalierSession *self);
PalierStatsService *palier_session_get_stats (PalierSession *self);
PalierSettingsService *palier_session_get_settings (PalierSession *self);
PalierSegmentService *palier_session_get_segments (PalierSession *self);
PalierTemplateService *palier_session_get_templates (PalierSession *self);
PalierReferenceService *palier_session_get_references (PalierSession *self);
PalierCampaignService *palier_session_get_campaigns (PalierSession *self);
PalierUndoService *palier_session_get_undo (PalierSession *self);
PalierAiService *palier_session_get_ai (PalierSession *self);

G_END_DECLS
