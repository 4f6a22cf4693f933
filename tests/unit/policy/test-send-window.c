/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Open or not at a wall time, in winter and summer. 2. The next opening: over nights, week-ends,
 * holidays, and both changes of the clock. 3. The same window in other regions. 4. A window that
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
    g_assert_cmpint (palier_send_window_is_open (&office, PALIER_REGION_FRANCE, at (cases[i].time)),
                     ==, cases[i].open);
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
    g_assert_cmpint (
        palier_send_window_next_ms (cases[i].window, PALIER_REGION_FRANCE, at (cases[i].from)), ==,
        at (cases[i].next));
  }
}

/* Times are those of Paris. */
static void
test_regions (void)
{
  static const struct
  {
    PalierRegion region;
    const char *from;
    const char *next;
  } cases[] = {
    { PALIER_REGION_REUNION, "2026-11-23T14:59:00", "2026-11-23T14:59:00" },
    { PALIER_REGION_REUNION, "2026-11-23T15:00:00", "2026-11-24T06:00:00" },
    { PALIER_REGION_MARTINIQUE, "2026-11-23T09:00:00", "2026-11-23T14:00:00" },
    { PALIER_REGION_ALSACE_MOSELLE, "2026-04-02T19:00:00", "2026-04-07T09:00:00" },
    { PALIER_REGION_BELGIUM, "2026-07-21T10:00:00", "2026-07-22T09:00:00" },
    { PALIER_REGION_BELGIUM, "2026-07-14T10:00:00", "2026-07-14T10:00:00" },
    { PALIER_REGION_SWITZERLAND, "2026-05-01T10:00:00", "2026-05-01T10:00:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("%s", cases[i].from);
    g_assert_cmpint (palier_send_window_next_ms (&office, cases[i].region, at (cases[i].from)), ==,
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
    g_assert_cmpint (
        palier_send_window_next_ms (&windows[i], PALIER_REGION_FRANCE, at ("2026-11-23T10:00:00")),
        ==, PALIER_WINDOW_NEVER);
    g_assert_false (
        palier_send_window_is_open (&windows[i], PALIER_REGION_FRANCE, at ("2026-11-23T10:00:00")));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/send-window/open", test_open);
  g_test_add_func ("/send-window/next", test_next);
  g_test_add_func ("/send-window/regions", test_regions);
  g_test_add_func ("/send-window/never", test_never);
  return g_test_run ();
}
