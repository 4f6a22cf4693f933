/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-send-window.h"

#include "palier-wall-time.h"

/* Easter Sunday of the Gregorian calendar (Butcher's rule, 1876). */
static void
set_easter (GDate *day, int year)
{
  int a = year % 19, b = year / 100, c = year % 100;
  int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  int h = (19 * a + b - d - g + 15) % 30;
  int i = c / 4, k = c % 4;
  int l = (32 + 2 * e + 2 * i - h - k) % 7;
  int m = (a + 11 * h + 22 * l) / 451;
  int sum = h + l - 7 * m + 114;

  g_date_set_dmy (day, (GDateDay) (sum % 31 + 1), (GDateMonth) (sum / 31), (GDateYear) year);
}

/**
 * palier_is_french_holiday:
 *
 * The eleven days of art. L3133-1 of the Code du travail.
 */
gboolean
palier_is_french_holiday (const GDate *day)
{
  static const struct
  {
    int day, month;
  } fixed[] = { { 1, 1 },  { 1, 5 },  { 8, 5 },   { 14, 7 },
                { 15, 8 }, { 1, 11 }, { 11, 11 }, { 25, 12 } };
  GDate easter;

  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (g_date_get_day (day) == fixed[i].day && (int) g_date_get_month (day) == fixed[i].month)
      return TRUE;
  g_date_clear (&easter, 1);
  set_easter (&easter, g_date_get_year (day));
  int after = g_date_days_between (&easter, day);
  /* Easter Monday, Ascension, Whit Monday. */
  return after == 1 || after == 39 || after == 50;
}

static gboolean
is_open_day (const PalierSendWindow *window, GDateTime *wall)
{
  GDate day;

  if ((window->days & (1u << (g_date_time_get_day_of_week (wall) - 1))) == 0)
    return FALSE;
  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay) g_date_time_get_day_of_month (wall),
                  (GDateMonth) g_date_time_get_month (wall),
                  (GDateYear) g_date_time_get_year (wall));
  return window->holidays || !palier_is_french_holiday (&day);
}

static int
get_minute (GDateTime *wall)
{
  return g_date_time_get_hour (wall) * 60 + g_date_time_get_minute (wall);
}

gboolean
palier_send_window_is_open (const PalierSendWindow *window, gint64 at_ms)
{
  g_autoptr (GDateTime) wall = palier_wall_time (at_ms);

  if (wall == NULL || !is_open_day (window, wall))
    return FALSE;
  int minute = get_minute (wall);
  return minute >= window->from && minute < window->to;
}

/* The wall time of @day's opening, in milliseconds. An hour that the change to summer time leaves
 * out is taken as the next one that exists. */
static gint64
get_opening_ms (const PalierSendWindow *window, GDateTime *day)
{
  g_autoptr (GDateTime) opening = g_date_time_new (
      g_date_time_get_timezone (day), g_date_time_get_year (day), g_date_time_get_month (day),
      g_date_time_get_day_of_month (day), window->from / 60, window->from % 60, 0);

  return opening != NULL ? g_date_time_to_unix (opening) * 1000 : PALIER_WINDOW_NEVER;
}

/**
 * palier_send_window_next_ms:
 *
 * Returns: @from_ms itself when the window is open then, else its next opening; PALIER_WINDOW_NEVER
 * for a window that does not open within a month
 */
gint64
palier_send_window_next_ms (const PalierSendWindow *window, gint64 from_ms)
{
  if (palier_send_window_is_open (window, from_ms))
    return from_ms;

  g_autoptr (GDateTime) today = palier_wall_time (from_ms);
  for (int i = 0; today != NULL && i < 31 && window->from < window->to; i++)
  {
    g_autoptr (GDateTime) day = g_date_time_add_days (today, i);
    gint64 opening = get_opening_ms (window, day);
    if (opening > from_ms && is_open_day (window, day))
      return opening;
  }
  return PALIER_WINDOW_NEVER;
}
