/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-record.h"
#include "palier-store.h"

G_BEGIN_DECLS

void palier_intake_apply (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record);
void
palier_intake_wake_prospect (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect);
void palier_intake_wake_sender (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender);
void palier_intake_unsubscribe (PalierTx *tx, const PalierTenant *tenant, const PalierId *message,
                                const char *method);

void palier_intake_bounce (PalierTx *tx, const PalierTenant *tenant, const PalierId *message);

G_END_DECLS
