/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-job-store.h"
#include "palier-record.h"

G_BEGIN_DECLS

/* What records mean for campaigns: see palier-intake.h. */
void palier_intake_campaign (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record);
void palier_intake_enrolment (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record);
void palier_intake_activity (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record);
void palier_intake_heard (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *event);
void palier_intake_set_campaign_state (PalierTx *tx, const PalierTenant *tenant,
                                       const PalierId *campaign, const char *state);

G_END_DECLS
