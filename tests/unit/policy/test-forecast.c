/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a limit is reached at a pace; days and months of Paris, over the change of its clock. */
#include "palier-forecast.h"
#include "palier-wall-time.h"

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define NOW G_GINT64_CONSTANT (1795428000000)

static void
test_reached (void)
{
  static const struct
  {
    gint64 daily[PALIER_FORECAST_DAYS];
    gint64 used, limit;
    gint64 days; /* until it is reached; -1: never */
  } cases[] = {
    { { 0 }, 10, 100, -1 },
    { { 0 }, 100, 100, 0 },
    { { 0 }, 120, 100, 0 },
    { { 0 }, 10, -1, -1 },
    /* 10 a day for all days */
    { { 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 }, 140, 200, 6 },
    /* begun today: what was before does not slow it */
    { { [PALIER_FORECAST_DAYS - 1] = 30 }, 30, 90, 2 },
    /* five days of seven */
    { { 14, 14, 14, 14, 14, 0, 0, 14, 14, 14, 14, 14, 0, 0 }, 140, 240, 10 },
    /* more is taken away than added */
    { { [12] = -5, [13] = 2 }, 50, 100, -1 },
    /* in more than a year */
    { { [0] = 1 }, 1, 1000000, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    gint64 at_ms = palier_forecast_reached_ms (cases[i].daily, cases[i].used, cases[i].limit, NOW);
    if (cases[i].days < 0)
      g_assert_cmpint (at_ms, ==, PALIER_FORECAST_NEVER);
    else
      g_assert_cmpint (at_ms, ==, NOW + cases[i].days * DAY_MS);
  }
}

static void
test_wall (void)
{
  static const struct
  {
    const char *at;
    const char *day, *month, *next_day, *next_month;
  } cases[] = {
    { "2026-11-30T22:59:59Z", "2026-11-30", "2026-11-01", "2026-11-30T23:00:00Z",
      "2026-11-30T23:00:00Z" },
    { "2026-11-30T23:00:00Z", "2026-12-01", "2026-12-01", "2026-12-01T23:00:00Z",
      "2026-12-31T23:00:00Z" },
    { "2026-12-31T12:00:00Z", "2026-12-31", "2026-12-01", "2026-12-31T23:00:00Z",
      "2026-12-31T23:00:00Z" },
    { "2026-03-28T23:30:00Z", "2026-03-29", "2026-03-01", "2026-03-29T22:00:00Z",
      "2026-03-31T22:00:00Z" },
    { "2026-10-24T22:30:00Z", "2026-10-25", "2026-10-01", "2026-10-25T23:00:00Z",
      "2026-10-31T23:00:00Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (cases[i].at, NULL);
    g_autoptr (GDateTime) next_day = g_date_time_new_from_iso8601 (cases[i].next_day, NULL);
    g_autoptr (GDateTime) next_month = g_date_time_new_from_iso8601 (cases[i].next_month, NULL);
    gint64 at_ms = g_date_time_to_unix (at) * 1000;
    g_autofree char *day = palier_wall_day (at_ms);
    g_autofree char *month = palier_wall_month_start (at_ms);
    g_assert_cmpstr (day, ==, cases[i].day);
    g_assert_cmpstr (month, ==, cases[i].month);
    g_assert_cmpint (palier_wall_next_day_ms (at_ms), ==, g_date_time_to_unix (next_day) * 1000);
    g_assert_cmpint (palier_wall_next_month_ms (at_ms), ==,
                     g_date_time_to_unix (next_month) * 1000);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/forecast/reached", test_reached);
  g_test_add_func ("/policy/forecast/wall", test_wall);
  return g_test_run ();
}
