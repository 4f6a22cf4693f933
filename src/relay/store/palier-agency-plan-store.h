/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* How it stands with what an agency pays for. */
typedef enum
{
  PALIER_PLAN_TRIALING, /* until a moment */
  PALIER_PLAN_ACTIVE,
  PALIER_PLAN_PAST_DUE, /* not paid: for a few days as if it were */
  PALIER_PLAN_PAUSED,
  PALIER_PLAN_UNPAID,
  PALIER_PLAN_CANCELED,
  PALIER_N_PLAN_STATUSES
} PalierPlanStatus;

#define PALIER_BUDGET_OF_PLAN (-1)

typedef struct
{
  char *plan; /* (nullable): NULL: none was ever set */
  PalierPlanStatus status;
  gint64 since_ms;
  gint64 until_ms; /* of a trial; else 0 */
  gint64 budget;   /* a month, in millionths of a euro, or PALIER_BUDGET_OF_PLAN */
  char *alerted;   /* (nullable): the month whose budget was warned of, by its first day */
} PalierAgencyPlan;

const char *palier_plan_status_name (PalierPlanStatus status);
gboolean palier_plan_status_from_name (const char *name, PalierPlanStatus *out);
void palier_agency_plan_clear (PalierAgencyPlan *self);

void palier_agency_plan_store_get (PalierTx *tx, const PalierTenant *tenant, PalierAgencyPlan *out);
void palier_agency_plan_store_set (PalierTx *tx, const PalierTenant *tenant,
                                   const PalierAgencyPlan *subscription);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierAgencyPlan, palier_agency_plan_clear)

G_END_DECLS
