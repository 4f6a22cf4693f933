/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Public holidays of several years. 2. Open or not at a wall time, in winter and summer. 3. The
 * next opening: over nights, week-ends, holidays, and both changes of the clock. 4. A window that
 * never opens. */
#include "palier-send-window.h"

static gint64
at (const char *iso)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);
  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static void
test_holidays (void)
{
  static const struct
  {
    int y, m, d;
    gboolean holiday;
  } cases[] = {
    { 2026, 1, 1, TRUE },    { 2026, 4, 6, TRUE },   { 2026, 4, 5, FALSE },  { 2026, 5, 14, TRUE },
    { 2026, 5, 25, TRUE },   { 2026, 7, 14, TRUE },  { 2026, 11, 11, TRUE }, { 2026, 12, 25, TRUE },
    { 2026, 12, 26, FALSE }, { 2027, 3, 29, TRUE },  { 2027, 5, 6, TRUE },   { 2027, 5, 17, TRUE },
    { 2024, 4, 1, TRUE },    { 2008, 3, 24, TRUE },  { 2008, 5, 1, TRUE },   { 2011, 4, 25, TRUE },
    { 2038, 4, 26, TRUE },   { 2027, 3, 26, FALSE }, { 2026, 8, 15, TRUE },  { 2026, 11, 1, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    GDate day;
    g_date_clear (&day, 1);
    g_date_set_dmy (&day, (GDateDay) cases[i].d, cases[i].m, (GDateYear) cases[i].y);
    g_test_message ("%d-%d-%d", cases[i].y, cases[i].m, cases[i].d);
    g_assert_cmpint (palier_is_french_holiday (&day), ==, cases[i].holiday);
  }
}

static const PalierSendWindow office = { PALIER_DAYS_WEEK, 9 * 60, 18 * 60, FALSE };

static void
test_open (void)
{
  static const struct
  {
    const char *time;
    gboolean open;
  } cases[] = {
    { "2026-11-23T09:00:00", TRUE },  { "2026-11-23T08:59:59", FALSE },
    { "2026-11-23T17:59:59", TRUE },  { "2026-11-23T18:00:00", FALSE },
    { "2026-07-15T09:00:00", TRUE },  { "2026-07-14T12:00:00", FALSE },
    { "2026-11-22T12:00:00", FALSE }, { "2026-11-21T12:00:00", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (palier_send_window_is_open (&office, at (cases[i].time)), ==, cases[i].open);
}

static void
test_next (void)
{
  static const PalierSendWindow night = { PALIER_DAYS_ALL, 2 * 60 + 30, 4 * 60, TRUE };
  static const struct
  {
    const PalierSendWindow *window;
    const char *from;
    const char *next;
  } cases[] = {
    { &office, "2026-11-23T10:00:00", "2026-11-23T10:00:00" },
    { &office, "2026-11-23T07:00:00", "2026-11-23T09:00:00" },
    { &office, "2026-11-23T18:00:00", "2026-11-24T09:00:00" },
    { &office, "2026-11-20T20:00:00", "2026-11-23T09:00:00" },
    { &office, "2026-04-03T18:30:00", "2026-04-07T09:00:00" }, /* Good Friday → after Monday */
    { &office, "2026-10-23T19:00:00", "2026-10-26T09:00:00" }, /* winter time begins between */
    { &office, "2027-03-26T19:00:00", "2027-03-30T09:00:00" }, /* summer time and Easter Monday */
    { &night, "2026-03-28T12:00:00", "2026-03-29T03:00:00" },  /* 2:30 does not exist that day */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("%s", cases[i].from);
    g_assert_cmpint (palier_send_window_next_ms (cases[i].window, at (cases[i].from)), ==,
                     at (cases[i].next));
  }
}

static void
test_never (void)
{
  static const PalierSendWindow windows[] = { { 0, 0, 1440, TRUE },
                                              { PALIER_DAYS_ALL, 600, 600, TRUE },
                                              { PALIER_DAYS_ALL, 700, 600, TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++)
  {
    g_assert_cmpint (palier_send_window_next_ms (&windows[i], at ("2026-11-23T10:00:00")), ==,
                     PALIER_WINDOW_NEVER);
    g_assert_false (palier_send_window_is_open (&windows[i], at ("2026-11-23T10:00:00")));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/send-window/holidays", test_holidays);
  g_test_add_func ("/send-window/open", test_open);
  g_test_add_func ("/send-window/next", test_next);
  g_test_add_func ("/send-window/never", test_never);
  return g_test_run ();
}
