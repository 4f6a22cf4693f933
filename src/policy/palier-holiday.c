/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-region.h"

typedef struct
{
  PalierRegion region;
  gint8 day;
  guint8 month; /* 0: @day days after Easter Sunday */
} Holiday;

/* France: Code du travail art. L3133-1, for Alsace and Moselle L3134-13, overseas the days of law
 * 83-550 and of the territories. Switzerland: national days and those of nearly all cantons; nobody
 * minds to be left alone on one more. */
static const Holiday holidays[] = {
  { PALIER_REGION_FRANCE, 1, 1 },           { PALIER_REGION_FRANCE, 1, 0 },
  { PALIER_REGION_FRANCE, 1, 5 },           { PALIER_REGION_FRANCE, 8, 5 },
  { PALIER_REGION_FRANCE, 39, 0 },          { PALIER_REGION_FRANCE, 50, 0 },
  { PALIER_REGION_FRANCE, 14, 7 },          { PALIER_REGION_FRANCE, 15, 8 },
  { PALIER_REGION_FRANCE, 1, 11 },          { PALIER_REGION_FRANCE, 11, 11 },
  { PALIER_REGION_FRANCE, 25, 12 },         { PALIER_REGION_ALSACE_MOSELLE, -2, 0 },
  { PALIER_REGION_ALSACE_MOSELLE, 26, 12 }, { PALIER_REGION_GUADELOUPE, -24, 0 },
  { PALIER_REGION_GUADELOUPE, -2, 0 },      { PALIER_REGION_GUADELOUPE, 27, 5 },
  { PALIER_REGION_GUADELOUPE, 21, 7 },      { PALIER_REGION_MARTINIQUE, -2, 0 },
  { PALIER_REGION_MARTINIQUE, 22, 5 },      { PALIER_REGION_MARTINIQUE, 21, 7 },
  { PALIER_REGION_GUYANE, 10, 6 },          { PALIER_REGION_REUNION, 20, 12 },
  { PALIER_REGION_MAYOTTE, 27, 4 },         { PALIER_REGION_SAINT_BARTHELEMY, 9, 10 },
  { PALIER_REGION_SAINT_MARTIN, 28, 5 },    { PALIER_REGION_WALLIS, 28, 4 },
  { PALIER_REGION_WALLIS, 29, 7 },          { PALIER_REGION_POLYNESIA, 5, 3 },
  { PALIER_REGION_POLYNESIA, -2, 0 },       { PALIER_REGION_POLYNESIA, 29, 6 },
  { PALIER_REGION_CALEDONIA, 24, 9 },       { PALIER_REGION_BELGIUM, 1, 1 },
  { PALIER_REGION_BELGIUM, 1, 0 },          { PALIER_REGION_BELGIUM, 1, 5 },
  { PALIER_REGION_BELGIUM, 39, 0 },         { PALIER_REGION_BELGIUM, 50, 0 },
  { PALIER_REGION_BELGIUM, 21, 7 },         { PALIER_REGION_BELGIUM, 15, 8 },
  { PALIER_REGION_BELGIUM, 1, 11 },         { PALIER_REGION_BELGIUM, 11, 11 },
  { PALIER_REGION_BELGIUM, 25, 12 },        { PALIER_REGION_SWITZERLAND, 1, 1 },
  { PALIER_REGION_SWITZERLAND, 2, 1 },      { PALIER_REGION_SWITZERLAND, -2, 0 },
  { PALIER_REGION_SWITZERLAND, 1, 0 },      { PALIER_REGION_SWITZERLAND, 39, 0 },
  { PALIER_REGION_SWITZERLAND, 50, 0 },     { PALIER_REGION_SWITZERLAND, 1, 8 },
  { PALIER_REGION_SWITZERLAND, 25, 12 },    { PALIER_REGION_SWITZERLAND, 26, 12 },
};

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

/* Whether nobody is written to on @day who lives in @region. */
gboolean
palier_region_is_holiday (PalierRegion region, const GDate *day)
{
  PalierRegion country = region < PALIER_REGION_BELGIUM ? PALIER_REGION_FRANCE : region;
  GDate easter;

  g_date_clear (&easter, 1);
  set_easter (&easter, g_date_get_year (day));
  int after = g_date_days_between (&easter, day);
  for (gsize i = 0; i < G_N_ELEMENTS (holidays); i++)
  {
    const Holiday *one = &holidays[i];
    gboolean same = one->month == 0 ? after == one->day
                                    : g_date_get_day (day) == one->day
                                          && (guint) g_date_get_month (day) == one->month;
    if (same && (one->region == country || one->region == region))
      return TRUE;
  }
  return FALSE;
}
