/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-usage-store.h"

G_BEGIN_DECLS

#define PALIER_NO_LIMIT (-1)

/* What a plan may limit. */
typedef enum
{
  PALIER_LIMIT_USERS,
  PALIER_LIMIT_CONTACTS,
  PALIER_LIMIT_EMAILS,    /* a month */
  PALIER_LIMIT_AI_TOKENS, /* … of a service that writes, read and written */
  PALIER_N_LIMITS
} PalierLimit;

typedef struct
{
  const char *name;
  gint64 price_cents; /* a month; PALIER_NO_LIMIT: by quote */
  gint64 limits[PALIER_N_LIMITS];
  gint64 budget;               /* a month, in millionths of a euro, or PALIER_NO_LIMIT */
  const char *const *features; /* (array zero-terminated=1) */
} PalierPlan;

/* The plans, as resources/plans.json has them. */
typedef struct
{
  GPtrArray *plans; /* of PalierPlan */
  const PalierPlan *trial;
  gint64 trial_ms;
  gint64 grace_ms;
  gint64 alert_percent; /* of the budget */
  gint64 stop_percent;
  PalierUsage prices[PALIER_N_USES]; /* of one */
} PalierPlans;

const char *palier_limit_name (PalierLimit limit);

const PalierPlans *palier_plans_get (void);
const PalierPlan *palier_plans_find (const PalierPlans *self, const char *name);

G_END_DECLS
