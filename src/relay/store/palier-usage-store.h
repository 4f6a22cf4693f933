/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-forecast.h"
#include "palier-store.h"

G_BEGIN_DECLS

/* What is counted, and may cost. */
#define PALIER_DAILY_CONTACTS "contact" /* a kind of which the days alone are kept */

typedef enum
{
  PALIER_USE_EMAIL,
  PALIER_USE_SMS, /* segments */
  PALIER_USE_AI_TOKEN,
  PALIER_USE_ENRICHMENT,
  PALIER_USE_API_CALL,
  PALIER_USE_LETTER,
  PALIER_USE_TRAINING,
  PALIER_N_USES
} PalierUse;

const char *palier_use_name (PalierUse use);
gboolean palier_use_from_name (const char *name, PalierUse *out);

/* An amount of it, with what the agency pays and what it costs the relay's operator, in millionths
 * of a euro. */
typedef struct
{
  gint64 quantity;
  gint64 price;
  gint64 cost;
} PalierUsage;

gboolean palier_usage_store_hold (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                                  const PalierId *cause, const PalierUsage *usage);
void palier_usage_store_charge (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                                const PalierId *cause);
void palier_usage_store_release (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                                 const PalierId *cause);
void palier_usage_store_charge_as (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                                   const PalierId *cause, const PalierUsage *usage);
void palier_usage_store_release_before (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                                        gint64 before_ms);
gboolean palier_usage_store_has (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                                 const PalierId *cause);

void palier_usage_store_sum (PalierTx *tx, const PalierTenant *tenant, const char *from_day,
                             PalierUsage sums[PALIER_N_USES]);
void palier_usage_store_daily (PalierTx *tx, const PalierTenant *tenant, const char *kind,
                               gint64 daily[PALIER_FORECAST_DAYS]);
void palier_usage_store_add_daily (PalierTx *tx, gint64 tenant, const char *kind, gint64 quantity);

G_END_DECLS
