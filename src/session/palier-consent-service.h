/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-consent.h"

G_BEGIN_DECLS

/* Who may be written to, and measured: consents are recorded and withdrawn, never changed. */
#define PALIER_TYPE_CONSENT_SERVICE (palier_consent_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierConsentService, palier_consent_service, PALIER, CONSENT_SERVICE,
                      GObject)

/* → TRUE */
DexFuture *palier_consent_service_record (PalierConsentService *self, const PalierId *prospect,
                                          const char *purpose, const char *channel, gboolean given,
                                          const char *proof);
/* → G_TYPE_PTR_ARRAY of PalierConsent, newest first */
DexFuture *palier_consent_service_list (PalierConsentService *self, const PalierId *prospect);

/* "Do not write to them again": the prospect's addresses go to the suppression list. */
/* → TRUE */
DexFuture *palier_consent_service_suppress (PalierConsentService *self, const PalierId *prospect,
                                            const char *reason);
/* → boolean */
DexFuture *
palier_consent_service_is_suppressed (PalierConsentService *self, const PalierId *prospect);

G_END_DECLS
