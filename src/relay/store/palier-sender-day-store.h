/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* How much each sender has handed over, by day. */
guint palier_sender_day_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender,
                             const char *day);
gint64 palier_sender_last_ms (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender);
void palier_sender_day_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender,
                            const char *day);

G_END_DECLS
