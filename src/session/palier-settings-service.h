/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-profile.h"

G_BEGIN_DECLS

/* What the test of a mailbox found. */
typedef struct
{
  gboolean ok;
  char *code;   /* "ok" or the diagnosis, for instance "auth_refused" */
  char *words;  /* what it means and what to do, in the user's language */
  char *detail; /* (nullable): the server's own words */
} PalierSenderTest;

#define PALIER_TYPE_SENDER_TEST (palier_sender_test_get_type ())
GType palier_sender_test_get_type (void);
PalierSenderTest *palier_sender_test_ref (PalierSenderTest *self);
void palier_sender_test_free (PalierSenderTest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSenderTest, palier_sender_test_free)

/* The agency, its mailbox, preferences. Passwords go to the keyring, or beside the key file. */
#define PALIER_TYPE_SETTINGS_SERVICE (palier_settings_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierSettingsService, palier_settings_service, PALIER, SETTINGS_SERVICE,
                      GObject)

/* → PALIER_TYPE_PROFILE */
DexFuture *palier_settings_service_get_profile (PalierSettingsService *self);
/* → TRUE */
DexFuture *
palier_settings_service_set_profile (PalierSettingsService *self, PalierProfile *profile);
/* → PALIER_TYPE_SENDER (nullable) */
DexFuture *palier_settings_service_get_sender (PalierSettingsService *self);
/* → TRUE; @password (nullable): as it is */
DexFuture *palier_settings_service_set_sender (PalierSettingsService *self, PalierSender *sender,
                                               const char *password);
/* → boolean */
DexFuture *palier_settings_service_has_password (PalierSettingsService *self);
/* → PALIER_TYPE_SENDER_TEST */
DexFuture *palier_settings_service_test_sender (PalierSettingsService *self, PalierSender *sender,
                                                const char *password);

/* The texts of a profile by their JSON names ("agency_name", "siret", …). */
const char *const *palier_profile_keys (void);
const char *palier_profile_get_key (const PalierProfile *profile, const char *key);
gboolean palier_profile_set_key (PalierProfile *profile, const char *key, const char *value);

G_END_DECLS
