/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The season's value by day: the months' values stand in the middle of their months, straight lines
 * run between, and a full month holds its value from its first day to its last. */
#include "palier-scoring-measure-private.h"

/* The day of the year (0 to 365) of a day since 1970 (after Howard Hinnant). */
static int
day_of_year (gint64 days, gboolean *leap)
{
  gint64 z = days + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  gint64 of_era = z - era * 146097;
  gint64 year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int from_march = (int) (of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100));
  gboolean before_march = from_march >= 306;
  gint64 year = year_of_era + era * 400 + before_march;

  *leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return before_march ? from_march - 306 : from_march + 59 + *leap;
}

/* First and last day between which a month holds its value, counted from the first of the year;
 * month -1 is the December before, 12 the January after. */
static void
hold_of (const PalierScoringParameters *parameters, int month, gboolean leap, double *from,
         double *to)
{
  static const int starts[] = {
    -31, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365, 396
  };
  double first = starts[month + 1] + (month > 1 ? leap : 0);
  double last = starts[month + 2] + (month > 0 ? leap : 0) - 1;
  gboolean full = parameters->full_month[(month + 12) % 12];

  *from = full ? first : (first + last) / 2;
  *to = full ? last : (first + last) / 2;
}

/**
 * palier_scoring_season:
 *
 * Returns: what the day of @now_ms (UTC) is worth, 0 to 1
 */
double
palier_scoring_season (const PalierScoringParameters *parameters, gint64 now_ms)
{
  gboolean leap;
  double day = day_of_year (now_ms / PALIER_DAY_MS - (now_ms % PALIER_DAY_MS < 0), &leap);
  double from, to, left;
  int month = -1;

  hold_of (parameters, month, leap, &from, &to);
  do
  {
    left = to;
    hold_of (parameters, ++month, leap, &from, &to);
  } while (day > to);

  double value = parameters->months[month % 12];
  double before = parameters->months[(month + 11) % 12];
  return day >= from ? value : before + (value - before) * (day - left) / (from - left);
}
