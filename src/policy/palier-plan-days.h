/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-region.h"

G_BEGIN_DECLS

/* The days of a region one after the other: to ask a time zone for each of half a million steps
 * takes longer than to plan them. */
typedef struct _PalierPlanDays PalierPlanDays;

PalierPlanDays *palier_plan_days_new (PalierRegion region, gint64 first_ms);
void palier_plan_days_free (PalierPlanDays *self);
gint64 palier_plan_days_start_ms (PalierPlanDays *self, gint64 at_ms, guint later);

G_END_DECLS
