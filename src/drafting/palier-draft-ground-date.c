/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether dates, and times since them or until them, are those of the facts. */
#include <math.h>

#include "palier-draft-ground-private.h"

#define NEAR_DAYS 300
#define PROPOSED_DAYS 92 /* ahead */
#define SLIP_DAYS 14
#define MID_MONTH 15
#define MEAN_SLACK 0.05 /* "un mois et demi" of 45 days */

static int
weekday_of (int day, int month, int year)
{
  GDate date;

  g_date_clear (&date, 1);
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return 0;
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return (int) g_date_get_weekday (&date);
}

/* Whether all that @said names is so of @fact, which must name as much. */
static gboolean
is_date (const PalierClaim *said, const PalierClaim *fact)
{
  int weekday = fact->day > 0 && fact->month > 0 && fact->year > 0
                    ? weekday_of (fact->day, fact->month, fact->year)
                    : 0;

  return (said->day == 0 || said->day == fact->day)
         && (said->month == 0 || said->month == fact->month)
         && (said->year == 0 || (fact->year >= said->year && fact->year <= said->year + said->value)
             || (fact->year == 0 && said->day > 0))
         && (said->weekday == 0 || weekday == 0 || said->weekday == weekday);
}

/* A day or a month without a year is near: that of another year would be named with it. */
static gboolean
is_near (const PalierDraftGround *self, const PalierClaim *said, const PalierClaim *fact)
{
  GDateDay day = (GDateDay) (fact->day > 0 ? fact->day : MID_MONTH);
  GDate date;

  if (said->month == 0 || said->year > 0 || fact->year == 0 || fact->named
      || !g_date_valid_dmy (day, (GDateMonth) fact->month, (GDateYear) fact->year))
    return TRUE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, (GDateMonth) fact->month, (GDateYear) fact->year);
  return ABS (g_date_days_between (&date, &self->today)) <= NEAR_DAYS;
}

/* The day of writing, whole, and its year. */
gboolean
palier_draft_ground_is_today (const PalierDraftGround *self, const PalierClaim *said)
{
  PalierClaim today = { .day = g_date_get_day (&self->today),
                        .month = (int) g_date_get_month (&self->today),
                        .year = g_date_get_year (&self->today) };

  return (said->day > 0 && said->month > 0) || said->month == 0 ? is_date (said, &today) : FALSE;
}

static gboolean
is_ahead (const PalierDraftGround *self, const PalierClaim *fact, GDate *date)
{
  if (!g_date_valid_dmy ((GDateDay) fact->day, (GDateMonth) fact->month, (GDateYear) fact->year))
    return FALSE;
  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay) fact->day, (GDateMonth) fact->month, (GDateYear) fact->year);
  return g_date_compare (date, &self->today) > 0;
}

/* "depuis huit ans", "il y a deux mois": as long as from a fact's date to the day of writing. */
gboolean
palier_draft_ground_is_age (const PalierDraftGround *self, const PalierClaim *said)
{
  for (guint i = 0; i < self->claims->len; i++)
  {
    const PalierClaim *fact = &g_array_index (self->claims, PalierClaim, i);
    GDate from;
    if (fact->kind != PALIER_CLAIM_DATE || fact->year == 0 || (said->spans && fact->stamp)
        || (said->sign < 0 && !is_ahead (self, fact, &from)))
      continue;
    g_date_clear (&from, 1);
    g_date_set_dmy (&from, (GDateDay) MAX (fact->day, 1), (GDateMonth) MAX (fact->month, 1),
                    (GDateYear) fact->year);
    double seconds = 86400.0 * ABS (g_date_days_between (&from, &self->today));
    if (seconds >= said->from * (1 - MEAN_SLACK) && seconds < said->to + said->unit * 0.95)
      return TRUE;
  }
  return FALSE;
}

/* Whether a day may be a slip for another one: it lies near it, or has one part of it. Of a day
 * that is counted from today it is the week that may be wrong. */
static gboolean
is_slip (const PalierClaim *said, const GDate *date, const GDate *other)
{
  if (said->year > 0 && said->weekday > 0)
    return g_date_get_weekday (date) == g_date_get_weekday (other);
  return ABS (g_date_days_between (date, other)) <= SLIP_DAYS
         || g_date_get_month (date) == g_date_get_month (other)
         || g_date_get_day (date) == g_date_get_day (other);
}

static gboolean
may_be_slip (const PalierDraftGround *self, const PalierClaim *said, const GDate *date)
{
  for (guint i = 0; i < self->claims->len && !said->dated; i++)
  {
    const PalierClaim *fact = &g_array_index (self->claims, PalierClaim, i);
    GDate other;
    if (fact->kind == PALIER_CLAIM_DATE && is_ahead (self, fact, &other)
        && is_slip (said, date, &other))
      return TRUE;
  }
  return FALSE;
}

/* A year alone. */
static gboolean
is_year_ahead (const PalierDraftGround *self, const PalierClaim *said)
{
  int year = g_date_get_year (&self->today);

  for (guint i = 0; i < self->claims->len; i++)
  {
    const PalierClaim *fact = &g_array_index (self->claims, PalierClaim, i);
    if (fact->kind == PALIER_CLAIM_DATE && fact->year > year)
      return FALSE;
  }
  return said->month == 0 && said->year > year;
}

/* Whether a day that is proposed is one: its day of the week is right, and no fact has a date ahead
 * that it could be a slip for. */
gboolean
palier_draft_ground_is_proposed (const PalierDraftGround *self, const PalierClaim *said)
{
  GDate date = self->today;

  if (said->day == 0)
    return is_year_ahead (self, said);
  for (guint k = 0; k < PROPOSED_DAYS; k++, g_date_add_days (&date, 1))
    if (g_date_get_day (&date) == said->day
        && (said->month == 0 || (int) g_date_get_month (&date) == said->month)
        && (said->weekday == 0 || (int) g_date_get_weekday (&date) == said->weekday))
      return !may_be_slip (self, said, &date);
  return FALSE;
}

/* Whether a fact's date is the one that a text says, or says a part of. */
gboolean
palier_draft_ground_is_date (const PalierDraftGround *self, const PalierClaim *said,
                             const PalierClaim *fact)
{
  return is_date (said, fact) && is_near (self, said, fact);
}
