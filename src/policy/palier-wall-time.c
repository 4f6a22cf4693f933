/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-wall-time.h"

/* Read once: that costs more than a message. Without the zone's file the Union's rule of today
 * stands in. */
static GTimeZone *
get_paris (void)
{
  static gsize ready;
  static GTimeZone *zone;

  if (g_once_init_enter (&ready))
  {
    zone = g_time_zone_new_identifier ("Europe/Paris");
    if (zone == NULL)
      zone = g_time_zone_new_identifier ("CET-1CEST,M3.5.0,M10.5.0/3");
    g_once_init_leave (&ready, 1);
  }
  return zone;
}

/* Returns: (transfer full) (nullable): NULL for a time beyond the year 9999 */
GDateTime *
palier_wall_time (gint64 at_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  return utc != NULL ? g_date_time_to_timezone (utc, get_paris ()) : NULL;
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
get_midnight_ms (int year, int month, int day)
{
  g_autoptr (GDateTime) midnight = g_date_time_new (get_paris (), year, month, day, 0, 0, 0);
  return g_date_time_to_unix (midnight) * 1000;
}

gint64
palier_wall_next_day_ms (gint64 at_ms)
{
  g_autoptr (GDateTime) wall = palier_wall_time (at_ms);
  g_autoptr (GDateTime) next = g_date_time_add_days (wall, 1);
  return get_midnight_ms (g_date_time_get_year (next), g_date_time_get_month (next),
                          g_date_time_get_day_of_month (next));
}

gint64
palier_wall_next_month_ms (gint64 at_ms)
{
  g_autoptr (GDateTime) wall = palier_wall_time (at_ms);
  int year = g_date_time_get_year (wall), month = g_date_time_get_month (wall);
  return get_midnight_ms (month < 12 ? year : year + 1, month % 12 + 1, 1);
}
