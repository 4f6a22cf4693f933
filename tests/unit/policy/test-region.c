/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Regions by address. 2. All public holidays of a year, and no other day. 3. What clocks show
 * there, in winter and in summer. */
#include "palier-region.h"

static void
test_find (void)
{
  static const struct
  {
    const char *country, *postal_code;
    PalierRegion region;
  } cases[] = {
    { NULL, NULL, PALIER_REGION_FRANCE },
    { NULL, "78000", PALIER_REGION_FRANCE },
    { "FR", "67000", PALIER_REGION_ALSACE_MOSELLE },
    { NULL, "68100", PALIER_REGION_ALSACE_MOSELLE },
    { NULL, "57000", PALIER_REGION_ALSACE_MOSELLE },
    { "FR", "97110", PALIER_REGION_GUADELOUPE },
    { "FR", "97133", PALIER_REGION_SAINT_BARTHELEMY },
    { "FR", "97150", PALIER_REGION_SAINT_MARTIN },
    { "FR", "97200", PALIER_REGION_MARTINIQUE },
    { "FR", "97300", PALIER_REGION_GUYANE },
    { "FR", "97400", PALIER_REGION_REUNION },
    { "RE", NULL, PALIER_REGION_REUNION },
    { "FR", "97500", PALIER_REGION_SAINT_PIERRE },
    { "FR", "97600", PALIER_REGION_MAYOTTE },
    { "FR", "97700", PALIER_REGION_SAINT_BARTHELEMY },
    { "FR", "98600", PALIER_REGION_WALLIS },
    { "FR", "98714", PALIER_REGION_POLYNESIA },
    { "NC", "98800", PALIER_REGION_CALEDONIA },
    { "BE", "6700", PALIER_REGION_BELGIUM },
    { "CH", "1201", PALIER_REGION_SWITZERLAND },
    { "DE", "67059", PALIER_REGION_FRANCE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("%s %s", cases[i].country, cases[i].postal_code);
    g_assert_cmpint (palier_region_find (cases[i].country, cases[i].postal_code), ==,
                     cases[i].region);
  }
}

/* Returns: (transfer full): MM-DD MM-DD … */
static char *
list_holidays (PalierRegion region, int year)
{
  g_autoptr (GString) list = g_string_new (NULL);
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 1, 1, (GDateYear) year);
  for (; g_date_get_year (&day) == year; g_date_add_days (&day, 1))
    if (palier_region_is_holiday (region, &day))
      g_string_append_printf (list, "%s%02d-%02d", list->len > 0 ? " " : "",
                              g_date_get_month (&day), g_date_get_day (&day));
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
test_holidays (void)
{
  static const struct
  {
    int year;
    PalierRegion region;
    const char *days;
  } cases[] = {
    { 2026, PALIER_REGION_FRANCE,
      "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25" },
    { 2026, PALIER_REGION_ALSACE_MOSELLE,
      "01-01 04-03 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 "
      "12-25 12-26" },
    { 2026, PALIER_REGION_GUADELOUPE,
      "01-01 03-12 04-03 04-06 05-01 05-08 05-14 05-25 05-27 07-14 07-21 "
      "08-15 11-01 11-11 12-25" },
    { 2026, PALIER_REGION_MARTINIQUE,
      "01-01 04-03 04-06 05-01 05-08 05-14 05-22 05-25 07-14 07-21 08-15 "
      "11-01 11-11 12-25" },
    { 2026, PALIER_REGION_REUNION,
      "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-20 "
      "12-25" },
    { 2026, PALIER_REGION_MAYOTTE,
      "01-01 04-06 04-27 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 "
      "12-25" },
    { 2026, PALIER_REGION_SAINT_BARTHELEMY,
      "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 10-09 11-01 11-11 "
      "12-25" },
    { 2026, PALIER_REGION_SAINT_MARTIN,
      "01-01 04-06 05-01 05-08 05-14 05-25 05-28 07-14 08-15 11-01 11-11 "
      "12-25" },
    { 2026, PALIER_REGION_WALLIS,
      "01-01 04-06 04-28 05-01 05-08 05-14 05-25 07-14 07-29 08-15 11-01 "
      "11-11 12-25" },
    { 2026, PALIER_REGION_POLYNESIA,
      "01-01 03-05 04-03 04-06 05-01 05-08 05-14 05-25 06-29 07-14 08-15 "
      "11-01 11-11 12-25" },
    { 2026, PALIER_REGION_CALEDONIA,
      "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 09-24 11-01 11-11 "
      "12-25" },
    { 2026, PALIER_REGION_BELGIUM, "01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25" },
    { 2026, PALIER_REGION_SWITZERLAND, "01-01 01-02 04-03 04-06 05-14 05-25 08-01 12-25 12-26" },
    { 2027, PALIER_REGION_FRANCE,
      "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25" },
    { 2027, PALIER_REGION_GUADELOUPE,
      "01-01 03-04 03-26 03-29 05-01 05-06 05-08 05-17 05-27 07-14 07-21 "
      "08-15 11-01 11-11 12-25" },
    { 2028, PALIER_REGION_FRANCE,
      "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 12-25" },
    { 2028, PALIER_REGION_ALSACE_MOSELLE,
      "01-01 04-14 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 "
      "12-25 12-26" },
    { 2028, PALIER_REGION_GUADELOUPE,
      "01-01 03-23 04-14 04-17 05-01 05-08 05-25 05-27 06-05 07-14 07-21 "
      "08-15 11-01 11-11 12-25" },
    { 2028, PALIER_REGION_MARTINIQUE,
      "01-01 04-14 04-17 05-01 05-08 05-22 05-25 06-05 07-14 07-21 08-15 "
      "11-01 11-11 12-25" },
    { 2028, PALIER_REGION_REUNION,
      "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 12-20 "
      "12-25" },
    { 2028, PALIER_REGION_MAYOTTE,
      "01-01 04-17 04-27 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 "
      "12-25" },
    { 2028, PALIER_REGION_SAINT_BARTHELEMY,
      "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 10-09 11-01 11-11 "
      "12-25" },
    { 2028, PALIER_REGION_SAINT_MARTIN,
      "01-01 04-17 05-01 05-08 05-25 05-28 06-05 07-14 08-15 11-01 11-11 "
      "12-25" },
    { 2028, PALIER_REGION_WALLIS,
      "01-01 04-17 04-28 05-01 05-08 05-25 06-05 07-14 07-29 08-15 11-01 "
      "11-11 12-25" },
    { 2028, PALIER_REGION_POLYNESIA,
      "01-01 03-05 04-14 04-17 05-01 05-08 05-25 06-05 06-29 07-14 08-15 "
      "11-01 11-11 12-25" },
    { 2028, PALIER_REGION_CALEDONIA,
      "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 09-24 11-01 11-11 "
      "12-25" },
    { 2028, PALIER_REGION_BELGIUM, "01-01 04-17 05-01 05-25 06-05 07-21 08-15 11-01 11-11 12-25" },
    { 2028, PALIER_REGION_SWITZERLAND, "01-01 01-02 04-14 04-17 05-25 06-05 08-01 12-25 12-26" },
    { 2027, PALIER_REGION_GUYANE,
      "01-01 03-29 05-01 05-06 05-08 05-17 06-10 07-14 08-15 11-01 11-11 "
      "12-25" },
    { 2027, PALIER_REGION_SAINT_PIERRE,
      "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25" },
    { 2038, PALIER_REGION_FRANCE,
      "01-01 04-26 05-01 05-08 06-03 06-14 07-14 08-15 11-01 11-11 12-25" },
    { 2008, PALIER_REGION_FRANCE, "01-01 03-24 05-01 05-08 05-12 07-14 08-15 11-01 11-11 12-25" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *days = list_holidays (cases[i].region, cases[i].year);
    g_assert_cmpstr (days, ==, cases[i].days);
  }
}

static void
test_clocks (void)
{
  static const struct
  {
    PalierRegion region;
    const char *winter, *summer; /* where it is noon in Greenwich */
  } cases[] = {
    { PALIER_REGION_FRANCE, "13:00", "14:00" },
    { PALIER_REGION_GUADELOUPE, "08:00", "08:00" },
    { PALIER_REGION_GUYANE, "09:00", "09:00" },
    { PALIER_REGION_REUNION, "16:00", "16:00" },
    { PALIER_REGION_MAYOTTE, "15:00", "15:00" },
    { PALIER_REGION_SAINT_PIERRE, "09:00", "10:00" },
    { PALIER_REGION_WALLIS, "00:00", "00:00" },
    { PALIER_REGION_POLYNESIA, "02:00", "02:00" },
    { PALIER_REGION_CALEDONIA, "23:00", "23:00" },
    { PALIER_REGION_BELGIUM, "13:00", "14:00" },
    { PALIER_REGION_SWITZERLAND, "13:00", "14:00" },
  };
  g_autoptr (GDateTime) january = g_date_time_new_utc (2026, 1, 12, 12, 0, 0);
  g_autoptr (GDateTime) july = g_date_time_new_utc (2026, 7, 13, 12, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GDateTime) winter =
        palier_region_wall_time (cases[i].region, g_date_time_to_unix (january) * 1000);
    g_autoptr (GDateTime) summer =
        palier_region_wall_time (cases[i].region, g_date_time_to_unix (july) * 1000);
    g_autofree char *in_winter = g_date_time_format (winter, "%H:%M");
    g_autofree char *in_summer = g_date_time_format (summer, "%H:%M");
    g_assert_cmpstr (in_winter, ==, cases[i].winter);
    g_assert_cmpstr (in_summer, ==, cases[i].summer);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/region/find", test_find);
  g_test_add_func ("/region/holidays", test_holidays);
  g_test_add_func ("/region/clocks", test_clocks);
  return g_test_run ();
}
