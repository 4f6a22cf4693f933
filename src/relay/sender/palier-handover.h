/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-entitlement.h"
#include "palier-letter.h"

G_BEGIN_DECLS

/* The two durable steps around a hand-over. */

gboolean palier_handover_begin (PalierTx *tx, const PalierTenant *tenant, PalierLetter *letter,
                                guint daily_cap, const PalierEntitlement *entitlement);
void palier_handover_settle (PalierTx *tx, const PalierTenant *tenant, PalierLetter *letter,
                             PalierMeter meter, const PalierSmtpResult *result);
void palier_handover_put_back (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *held,
                               PalierSendState to, PalierSendReason reason, gint64 due_ms);
gboolean palier_handover_is_sender_broken (const PalierSmtpResult *result);

G_END_DECLS
