/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-send-window.h"

static gboolean
is_open_day (const PalierSendWindow *window, PalierRegion region, GDateTime *wall)
{
  GDate day;

  if ((window->days & (1u << (g_date_time_get_day_of_week (wall) - 1))) == 0)
    return FALSE;
  palier_region_day (region, g_date_time_to_unix (wall) * 1000, &day);
  return window->holidays || !palier_region_is_holiday (region, &day);
}

static int
get_minute (GDateTime *wall)
{
  return g_date_time_get_hour (wall) * 60 + g_date_time_get_minute (wall);
}

gboolean
palier_send_window_is_open (const PalierSendWindow *window, PalierRegion region, gint64 at_ms)
{
  g_autoptr (GDateTime) wall = palier_region_wall_time (region, at_ms);

  if (wall == NULL || !is_open_day (window, region, wall))
    return FALSE;
  int minute = get_minute (wall);
  return minute >= window->from && minute < window->to;
}

/* When it is @minute on @day. An hour that the change to summer time leaves out is taken as the
 * next one that exists. */
static gint64
get_minute_ms (GDateTime *day, guint minute)
{
  g_autoptr (GDateTime) next =
      minute < 24 * 60 ? g_date_time_ref (day) : g_date_time_add_days (day, 1);
  g_autoptr (GDateTime) at = g_date_time_new (
      g_date_time_get_timezone (next), g_date_time_get_year (next), g_date_time_get_month (next),
      g_date_time_get_day_of_month (next), (int) (minute / 60 % 24), (int) (minute % 60), 0);

  return at != NULL ? g_date_time_to_unix (at) * 1000 : PALIER_WINDOW_NEVER;
}

/**
 * palier_send_window_next_ms:
 * @region: the reader's
 *
 * Returns: @from_ms itself when the window is open then, else its next opening; PALIER_WINDOW_NEVER
 * for a window that does not open within a month
 */
gint64
palier_send_window_next_ms (const PalierSendWindow *window, PalierRegion region, gint64 from_ms)
{
  if (palier_send_window_is_open (window, region, from_ms))
    return from_ms;

  g_autoptr (GDateTime) today = palier_region_wall_time (region, from_ms);
  for (int i = 0; today != NULL && i < 31 && window->from < window->to; i++)
  {
    g_autoptr (GDateTime) day = g_date_time_add_days (today, i);
    gint64 opening = get_minute_ms (day, window->from);
    if (opening > from_ms && is_open_day (window, region, day))
      return opening;
  }
  return PALIER_WINDOW_NEVER;
}

/* Returns: when the window closes that is open at @at_ms */
gint64
palier_send_window_end_ms (const PalierSendWindow *window, PalierRegion region, gint64 at_ms)
{
  g_autoptr (GDateTime) wall = palier_region_wall_time (region, at_ms);

  return wall != NULL ? get_minute_ms (wall, window->to) : PALIER_WINDOW_NEVER;
}
