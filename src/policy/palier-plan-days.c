/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-plan-days.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

struct _PalierPlanDays
{
  PalierRegion region;
  GDate next;     /* the day after the last of @starts */
  GArray *starts; /* (element-type gint64): when each day begins */
};

static gint64
get_start (const PalierPlanDays *self, guint day)
{
  return g_array_index (self->starts, gint64, day);
}

static void
add_day (PalierPlanDays *self)
{
  gint64 start = palier_region_midnight_ms (self->region, &self->next);

  g_array_append_val (self->starts, start);
  g_date_add_days (&self->next, 1);
}

/* @first_ms: nothing before that day is asked for */
PalierPlanDays *
palier_plan_days_new (PalierRegion region, gint64 first_ms)
{
  PalierPlanDays *self = g_new0 (PalierPlanDays, 1);

  self->region = region;
  self->starts = g_array_new (FALSE, FALSE, sizeof (gint64));
  palier_region_day (region, first_ms, &self->next);
  add_day (self);
  return self;
}

void
palier_plan_days_free (PalierPlanDays *self)
{
  g_array_unref (self->starts);
  g_free (self);
}

/* Returns: when the day begins that is @later days after the one of @at_ms */
gint64
palier_plan_days_start_ms (PalierPlanDays *self, gint64 at_ms, guint later)
{
  /* Days have 23 to 25 hours. */
  guint day = (guint) MAX (0, (at_ms - get_start (self, 0)) / DAY_MS - 1);

  while (self->starts->len <= day + later + 3)
    add_day (self);
  while (get_start (self, day + 1) <= at_ms)
    day++;
  return get_start (self, day + later);
}
