/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What a person allowed, as switches: recorded with its proof, withdrawn at once. */
#define PALIER_TYPE_CONSENT_ROWS (palier_consent_rows_get_type ())
G_DECLARE_FINAL_TYPE (PalierConsentRows, palier_consent_rows, PALIER, CONSENT_ROWS, AdwBin)

GtkWidget *palier_consent_rows_new (void);
void palier_consent_rows_set_prospect (PalierConsentRows *self, PalierSession *session,
                                       const PalierId *prospect);

G_END_DECLS
