/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-plan.h"
#include "palier-agency-plan-store.h"

G_BEGIN_DECLS

/* What the relay does about use: nothing on the relay of one computer; on a server a ledger is
 * kept, and where plans apply they limit. */
typedef enum
{
  PALIER_METER_NONE,
  PALIER_METER_COUNT,
  PALIER_METER_LIMIT,
} PalierMeter;

/* What an agency may use now: the one place where that is decided. */
typedef struct
{
  PalierMeter meter;
  const PalierPlan *plan; /* (nullable): NULL: no limits */
  PalierPlanStatus status;
  gint64 until_ms;    /* this status holds so long: of a trial, of grace; 0: no end is known */
  gboolean may_write; /* else all is read, exported and erased, and nothing else */
  gint64 budget;      /* of paid services, a month, in millionths of a euro, or PALIER_NO_LIMIT */
  gboolean may_exceed_budget;
} PalierEntitlement;

void palier_entitlement_load (PalierTx *tx, const PalierTenant *tenant, PalierMeter meter,
                              PalierEntitlement *out);
gint64 palier_entitlement_limit (const PalierEntitlement *self, PalierLimit limit);
gint64
palier_entitlement_room (const PalierEntitlement *self, PalierTx *tx, const PalierTenant *tenant);
gboolean palier_entitlement_has (const PalierEntitlement *self, const char *feature);

/* Whether something that counts may be done now. */
typedef enum
{
  PALIER_USE_GRANTED,
  PALIER_USE_QUOTA,   /* as many as the plan has */
  PALIER_USE_BUDGET,  /* as much money as the agency set */
  PALIER_USE_CLOSED,  /* nothing is done for it until it is paid */
  PALIER_USE_SURPLUS, /* for a contact that the plan has no room for */
} PalierUseVerdict;

const char *palier_use_verdict_name (PalierUseVerdict verdict);
PalierUseVerdict
palier_entitlement_hold (const PalierEntitlement *self, PalierTx *tx, const PalierTenant *tenant,
                         PalierUse use, const PalierId *cause, gint64 quantity);
void palier_meter_settle (PalierMeter meter, PalierTx *tx, const PalierTenant *tenant,
                          PalierUse use, const PalierId *cause, gboolean happened);
void palier_meter_settle_as (PalierMeter meter, PalierTx *tx, const PalierTenant *tenant,
                             PalierUse use, const PalierId *cause, gint64 quantity, gint64 cost);

gboolean
palier_entitlement_set_plan (PalierTx *tx, const PalierTenant *tenant, const PalierPlan *plan,
                             PalierPlanStatus status, GError **error);
void palier_entitlement_set_budget (PalierTx *tx, const PalierTenant *tenant, gint64 budget);

/* A limit with its use, and when it is reached at this pace. */
typedef struct
{
  gint64 used;
  gint64 limit;      /* or PALIER_NO_LIMIT */
  gint64 resets_ms;  /* 0: it does not by itself */
  gint64 reached_ms; /* PALIER_FORECAST_NEVER: not before that */
} PalierLimitUse;

void
palier_entitlement_look (const PalierEntitlement *self, PalierTx *tx, const PalierTenant *tenant,
                         PalierLimitUse uses[PALIER_N_LIMITS], PalierUsage month[PALIER_N_USES]);
gint64 palier_entitlement_spent (const PalierUsage month[PALIER_N_USES]);
gboolean palier_entitlement_is_alert (const PalierEntitlement *self, gint64 spent);

G_END_DECLS
