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

static gint64
get_midnight_ms (GDateTime *wall, int year, int month, int day)
{
  g_autoptr (GDateTime) midnight =
      g_date_time_new (g_date_time_get_timezone (wall), year, month, day, 0, 0, 0);
  return g_date_time_to_unix (midnight) * 1000;
}

gint64
palier_wall_next_day_ms (gint64 at_ms)
{
  g_autoptr (GDateTime) wall = palier_wall_time (at_ms);
  g_autoptr (GDateTime) next = g_date_time_add_days (wall, 1);
  return get_midnight_ms (wall, g_date_time_get_year (next), g_date_time_get_month (next),
                          g_date_time_get_day_of_month (next));
}

gint64
palier_wall_next_month_ms (gint64 at_ms)
{
  g_autoptr (GDateTime) wall = palier_wall_time (at_ms);
  int year = g_date_time_get_year (wall), month = g_date_time_get_month (wall);
  return get_midnight_ms (wall, month < 12 ? year : year + 1, month % 12 + 1, 1);
}
