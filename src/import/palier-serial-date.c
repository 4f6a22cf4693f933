/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a workbook, to the text a user would have typed. */
#include "palier-serial-date.h"

#include <math.h>
#include <string.h>

/* 31 December 9999: the last day a spreadsheet knows. */
#define LAST_DAY 2958465
/* From here on a number is a day of which only the time is shown, and no length of time. */
#define FIRST_DAY 366
/* 29 February 1900, which only spreadsheets know. */
#define LEAP_DAY 60

/* Year, month and day of a number of days since 1 March 0000 (H. Hinnant's algorithm). */
static void
split_days (gint64 days, int *year, int *month, int *day)
{
  gint64 era = days / 146097;
  int of_era = (int) (days - era * 146097);
  int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int shifted = (5 * of_year + 2) / 153;

  *day = of_year - (153 * shifted + 2) / 5 + 1;
  *month = shifted < 10 ? shifted + 3 : shifted - 9;
  *year = (int) (year_of_era + era * 400) + (*month <= 2);
}

static char *
put (char *to, int number, int digits)
{
  for (int i = digits - 1; i >= 0; i--)
  {
    to[i] = (char) ('0' + number % 10);
    number /= 10;
  }
  return to + digits;
}

static char *
put_clock (char *to, gint64 seconds, gint64 hours)
{
  to += g_snprintf (to, 12, "%02" G_GINT64_FORMAT, hours);
  *to++ = ':';
  to = put (to, (int) (seconds / 60 % 60), 2);
  *to++ = ':';
  return put (to, (int) (seconds % 60), 2);
}

/**
 * palier_serial_date:
 * @days: since the epoch of the workbook. In the epoch of 1900 there is a 29 February that never
 *   was, so days count from 30 December 1899, and those before it from the day after
 * @is_time: whether the format shows no date
 * @buffer: (out): "2024-03-12", "2024-03-12 14:30:00" or "14:30:00"
 *
 * Returns: its length; 0 for what is no date
 */
gsize
palier_serial_date (double days, gboolean since_1904, gboolean is_time,
                    char buffer[PALIER_SERIAL_DATE_SIZE])
{
  /* Days from 1 March 0000 to the epoch. */
  const int epoch = since_1904 ? 695361 : 693899;
  int year, month, day;

  if (!(days >= 0) || days > LAST_DAY)
    return 0;
  gint64 whole = (gint64) days;
  gint64 seconds = llround ((days - (double) whole) * 86400);
  if (seconds == 86400)
  {
    whole++;
    seconds = 0;
  }
  is_time = is_time && whole < FIRST_DAY;
  char *to = buffer;
  if (is_time)
    to = put_clock (to, seconds, whole * 24 + seconds / 3600);
  else
  {
    split_days (whole + epoch + (!since_1904 && whole < LEAP_DAY), &year, &month, &day);
    to = put (to, year, 4);
    *to++ = '-';
    to = put (to, month, 2);
    *to++ = '-';
    to = put (to, day, 2);
  }
  if (!is_time && seconds > 0)
  {
    *to++ = ' ';
    to = put_clock (to, seconds, seconds / 3600);
  }
  *to = '\0';
  return (gsize) (to - buffer);
}

/* All its digits, without an exponent where that is readable. Returns: the length */
gsize
palier_serial_number (double number, char buffer[PALIER_SERIAL_DATE_SIZE])
{
  if (fabs (number) < 1e15 && number == floor (number))
    g_snprintf (buffer, PALIER_SERIAL_DATE_SIZE, "%.0f", number == 0 ? 0 : number);
  else
    g_ascii_formatd (buffer, PALIER_SERIAL_DATE_SIZE, "%.15g", number);
  return strlen (buffer);
}

/* 0.15 → "15%". Returns: the length */
gsize
palier_serial_percent (double number, char buffer[PALIER_SERIAL_DATE_SIZE])
{
  g_ascii_formatd (buffer, PALIER_SERIAL_DATE_SIZE - 1, "%.10g", number * 100);
  gsize length = strlen (buffer);
  memcpy (buffer + length, "%", 2);
  return length + 1;
}
