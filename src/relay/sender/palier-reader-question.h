/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-gate.h"
#include "palier-store.h"

G_BEGIN_DECLS

/* What the legal gate asks of a prospect, from the relay's records. */
void
palier_reader_question_load (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect,
                             PalierChannel channel, const char *to, PalierGateQuestion *out);
void
palier_reader_question_renew (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect,
                              const char *to, GArray *consents, PalierGateQuestion *question);

G_END_DECLS
