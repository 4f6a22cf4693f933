/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and numbers as pages show them: short, relative under seven days, in the user's locale. */
#include "palier-format.h"

#include <glib/gi18n.h>

#include "palier-clock.h"
#include "palier-words.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)
/* No comparison of texts makes two people one beyond doubt. */
#define MOST_CERTAIN 0.99

static GDateTime *
to_local (gint64 ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
  return utc ? g_date_time_to_local (utc) : NULL;
}

/* Whole days of the calendar from @at to @now, in local time. */
static int
days_between (GDateTime *at, GDateTime *now)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, (GDateDay) g_date_time_get_day_of_month (at),
                  (GDateMonth) g_date_time_get_month (at), (GDateYear) g_date_time_get_year (at));
  g_date_set_dmy (&b, (GDateDay) g_date_time_get_day_of_month (now),
                  (GDateMonth) g_date_time_get_month (now), (GDateYear) g_date_time_get_year (now));
  return g_date_days_between (&a, &b);
}

/**
 * palier_format_day:
 *
 * Returns: (transfer full): a short date; "today", "3 days ago" within a week of @now_ms; a dash
 *   where @at_ms is 0
 */
char *
palier_format_day (gint64 at_ms, gint64 now_ms)
{
  g_autoptr (GDateTime) at = at_ms > 0 ? to_local (at_ms) : NULL;
  g_autoptr (GDateTime) now = to_local (now_ms);
  int days;

  if (at == NULL || now == NULL)
    return g_strdup ("–");
  days = days_between (at, now);
  if (days == 0)
    return g_strdup (_ ("today"));
  if (days == 1)
    return g_strdup (_ ("yesterday"));
  if (days == -1)
    return g_strdup (_ ("tomorrow"));
  if (days > 1 && days < 7)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) days), days);
  if (g_date_time_get_year (at) == g_date_time_get_year (now))
    /* Translators: a short date, see strftime */
    /* xgettext:no-c-format */
    return g_date_time_format (at, _ ("%b %-d"));
  /* Translators: a short date of another year, see strftime */
  /* xgettext:no-c-format */
  return g_date_time_format (at, _ ("%b %-d, %Y"));
}

/**
 * palier_format_moment:
 *
 * Returns: (transfer full): day and time
 */
char *
palier_format_moment (gint64 at_ms, gint64 now_ms)
{
  g_autoptr (GDateTime) at = at_ms > 0 ? to_local (at_ms) : NULL;
  g_autofree char *day = palier_format_day (at_ms, now_ms);
  g_autofree char *time = at ? g_date_time_format (at, "%H:%M") : NULL;

  if (time == NULL)
    return g_steal_pointer (&day);
  /* Translators: a day, then a time */
  return g_strdup_printf (_ ("%s, %s"), day, time);
}

static char *
format_date (const GDate *date, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (
      g_date_get_year (date), (int) g_date_get_month (date), g_date_get_day (date), 0, 0, 0);

  return g_date_time_format (time, format);
}

/* Returns: (transfer full): "Tuesday, December 1" */
char *
palier_format_date (const GDate *date)
{
  /* Translators: a day of the calendar, see strftime */
  /* xgettext:no-c-format */
  g_autofree char *words = format_date (date, _ ("%A, %B %-d"));

  return palier_words_sentence (words);
}

/* Returns: (transfer full): "December 2026" */
char *
palier_format_month (const GDate *date)
{
  g_autofree char *words = format_date (date, "%OB %Y");

  return palier_words_sentence (words);
}

/* @brief: "Mon" */
char *
palier_format_weekday (GDateWeekday day, gboolean brief)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, G_DATE_JANUARY, 2001); /* begins on a Monday */
  return format_date (&date, brief ? "%a" : "%A");
}

char *
palier_format_count (guint64 count)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
}

/* @share: 0 to 1 */
char *
palier_format_percent (double share)
{
  /* Translators: a percentage; French puts a narrow no-break space before the sign */
  return g_strdup_printf (_ ("%.0f%%"), 100 * share);
}

/**
 * palier_format_certainty:
 * @score: that prospects are one, 0 to 1; 0: nothing was learned of it
 */
char *
palier_format_certainty (double score)
{
  g_autofree char *percent = palier_format_percent (MIN (score, MOST_CERTAIN));

  if (score <= 0)
    return g_strdup (palier_words_certainty (score));
  /* Translators: "Almost certainly the same (98 %)" */
  return g_strdup_printf (_ ("%s (%s)"), palier_words_certainty (score), percent);
}

/* As palier_clock_time_left(). Returns: (transfer full) (nullable): NULL while it is too early */
char *
palier_format_time_left (gint64 elapsed_us, double fraction)
{
  int seconds = palier_clock_time_left (elapsed_us, fraction);
  guint minutes = (guint) (seconds + 30) / 60;

  if (seconds < 0)
    return NULL;
  if (seconds < 60)
    return g_strdup_printf (
        ngettext ("about %u second left", "about %u seconds left", (guint) seconds),
        (guint) seconds);
  return g_strdup_printf (ngettext ("about %u minute left", "about %u minutes left", minutes),
                          minutes);
}
