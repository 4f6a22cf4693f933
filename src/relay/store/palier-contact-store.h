/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-record.h"
#include "palier-usage-store.h"

G_BEGIN_DECLS

/* How many contacts a tenant has: prospects that are neither deleted, erased nor merged into
 * another. The record store keeps the number. */

gboolean palier_contact_is (const PalierRecord *record);
gboolean palier_contact_store_has (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
gint64 palier_contact_store_count (PalierTx *tx, const PalierTenant *tenant);
void palier_contact_store_daily (PalierTx *tx, const PalierTenant *tenant,
                                 gint64 daily[PALIER_FORECAST_DAYS]);
void palier_contact_store_forget (PalierTx *tx, const PalierTenant *tenant);

G_END_DECLS
