/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-planner.h"

G_BEGIN_DECLS

/* Who is in a plan and by which lanes: application and relay fill the planner's question with it,
 * so that the same firms, gaps and caps hold for what is rehearsed and for what runs. */
typedef struct
{
  GArray *enrolments; /* (element-type PalierEnrolment): the first one goes first */
  GArray *lanes;      /* (element-type PalierLane): one for each channel, then others */
  GArray *firms_ms;   /* (element-type gint64): by number: when each was written to last */
  GHashTable *firms;  /* key → number */
  PalierPool pools[PALIER_POOLS_MAX];
  gsize n_pools;
} PalierPlanCast;

PalierPlanCast *palier_plan_cast_new (void);
void palier_plan_cast_free (PalierPlanCast *self);

guint palier_plan_cast_firm (PalierPlanCast *self, const char *key);
void palier_plan_cast_wrote (PalierPlanCast *self, guint firm, gint64 at_ms);
PalierLane *palier_plan_cast_lane (PalierPlanCast *self, guint lane);
guint8 palier_plan_cast_add_lane (PalierPlanCast *self, const PalierLane *lane);
void palier_plan_cast_fill (PalierPlanCast *self, PalierPlanQuestion *question);

PalierPace palier_plan_mail_pace (guint most_a_day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierPlanCast, palier_plan_cast_free)

G_END_DECLS
