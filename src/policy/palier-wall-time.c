/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-wall-time.h"

#include "palier-region.h"

/* Returns: (transfer full) (nullable): NULL for a time beyond the year 9999 */
GDateTime *
palier_wall_time (gint64 at_ms)
{
  return palier_region_wall_time (PALIER_REGION_FRANCE, at_ms);
}

/* Returns: (transfer full): YYYY-MM-DD */
char *
palier_wall_day (gint64 at_ms)
{
  g_autoptr (GDateTime) wall = palier_wall_time (at_ms);
  return g_date_time_format (wall, "%Y-%m-%d");
}

/* Returns: (transfer full): the first day of the month, YYYY-MM-01 */
char *
palier_wall_month_start (gint64 at_ms)
{
  g_autoptr (GDateTime) wall = palier_wall_time (at_ms);
  return g_date_time_format (wall, "%Y-%m-01");
}

/* Returns: when the day of @at_ms begins */
gint64
palier_wall_day_ms (gint64 at_ms)
{
  GDate day;

  palier_region_day (PALIER_REGION_FRANCE, at_ms, &day);
  return palier_region_midnight_ms (PALIER_REGION_FRANCE, &day);
}

gint64
palier_wall_next_day_ms (gint64 at_ms)
{
  GDate day;

  palier_region_day (PALIER_REGION_FRANCE, at_ms, &day);
  g_date_add_days (&day, 1);
  return palier_region_midnight_ms (PALIER_REGION_FRANCE, &day);
}

gint64
palier_wall_next_month_ms (gint64 at_ms)
{
  GDate day;

  palier_region_day (PALIER_REGION_FRANCE, at_ms, &day);
  g_date_set_day (&day, 1);
  g_date_add_months (&day, 1);
  return palier_region_midnight_ms (PALIER_REGION_FRANCE, &day);
}
