/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as French files write them. Numbers are read day first, unless the caller found that the
 * whole column says otherwise (palier_date_order_vote). */
#include "palier-date.h"

#include <string.h>

#include "palier-digits.h"
#include "palier-fold.h"

typedef struct
{
  int year, month, day;
  int hour, minute, second;
  gboolean has_time;
  gboolean is_utc;
} Moment;

/* French and English names, by their folded beginnings; longer ones first where one begins another.
 */
static const struct
{
  const char *prefix;
  int month;
} months[] = {
  { "janv", 1 }, { "jan", 1 }, { "fev", 2 },  { "feb", 2 },  { "mars", 3 },
  { "mar", 3 },  { "avr", 4 }, { "apr", 4 },  { "mai", 5 },  { "may", 5 },
  { "juin", 6 }, { "jun", 6 }, { "juil", 7 }, { "jul", 7 },  { "aout", 8 },
  { "aug", 8 },  { "sep", 9 }, { "oct", 10 }, { "nov", 11 }, { "dec", 12 },
};

static int
find_month (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_str_has_prefix (word, months[i].prefix))
      return months[i].month;
  return 0;
}

static int
full_year (int year, int digits, int latest_year)
{
  if (digits > 2)
    return year;
  int century = latest_year - latest_year % 100;
  return century + year > latest_year ? century - 100 + year : century + year;
}

static gboolean
is_plausible (const Moment *at)
{
  return at->year >= 1850 && at->year <= 2200
         && g_date_valid_dmy ((GDateDay) CLAMP (at->day, 0, 255), (GDateMonth) at->month,
                              (GDateYear) at->year)
         && at->hour <= 24 && at->minute < 60 && at->second <= 60;
}

/* Up to @max numbers in a row, with how many digits each has. */
typedef struct
{
  int value[8];
  int digits[8];
  guint n;
} Numbers;

static const char *
read_number (const char *p, int *value, int *digits)
{
  *value = 0;
  *digits = 0;
  for (; g_ascii_isdigit (*p) && *digits < 9; p++, (*digits)++)
    *value = *value * 10 + (*p - '0');
  return p;
}

/* "14:30", "14:30:05.123", "14h30" at @p. Returns: what follows. */
static const char *
read_clock (const char *p, Moment *at)
{
  Numbers n = { 0 };

  for (n.n = 0; n.n < 3 && g_ascii_isdigit (*p);)
  {
    p = read_number (p, &n.value[n.n], &n.digits[n.n]);
    n.n++;
    if (*p != ':' && *p != 'h' && *p != 'H')
      break;
    p++;
  }
  at->has_time = n.n >= 2;
  at->hour = n.value[0];
  at->minute = n.n > 1 ? n.value[1] : 0;
  at->second = n.n > 2 ? n.value[2] : 0;
  if (*p == '.')
    for (p++; g_ascii_isdigit (*p);)
      p++;
  at->is_utc = *p == 'Z' || *p == 'z' || g_str_has_prefix (p, "+00");
  p = palier_text_skip_space (p);
  if (g_ascii_strncasecmp (p, "pm", 2) == 0 && at->hour < 12)
    at->hour += 12;
  else if (g_ascii_strncasecmp (p, "am", 2) == 0 && at->hour == 12)
    at->hour = 0;
  return p;
}

/* What may stand behind a date: a time, perhaps behind "T", "à" or a comma. */
static gboolean
read_rest (const char *p, Moment *at)
{
  p = palier_text_skip_space (p);
  if (*p == '\0')
    return TRUE;
  if (*p == 'T' || *p == 't' || *p == ',' || *p == '-')
    p++;
  else if (g_str_has_prefix (p, "à"))
    p += strlen ("à");
  p = palier_text_skip_space (p);
  if (!g_ascii_isdigit (*p))
    return FALSE;
  read_clock (p, at);
  return at->has_time;
}

/* Three numbers: 2024-03-12, 12/03/2024, 12.3.24. */
static gboolean
read_numeric (const char *p, PalierDateOrder order, int latest_year, Moment *at)
{
  Numbers n = { 0 };

  while (n.n < 3)
  {
    p = read_number (p, &n.value[n.n], &n.digits[n.n]);
    if (n.digits[n.n] == 0 || n.digits[n.n] == 3 || n.digits[n.n] > 4)
      return FALSE;
    if (++n.n == 3)
      break;
    p = palier_text_skip_space (p);
    if (*p == '\0' || strchr ("/.-", *p) == NULL)
      return FALSE;
    p = palier_text_skip_space (p + 1);
  }
  if (n.digits[0] == 4)
    *at = (Moment) { n.value[0], n.value[1], n.value[2] };
  else
  {
    gboolean month_first =
        (order == PALIER_DATE_MONTH_FIRST && n.value[0] <= 12) || n.value[1] > 12;
    *at = (Moment) { full_year (n.value[2], n.digits[2], latest_year), n.value[month_first ? 0 : 1],
                     n.value[month_first ? 1 : 0] };
  }
  return read_rest (p, at);
}

/* "12 mars 2024", "1er avril 2023", "lundi 12 mars 24", "March 12, 2024", "12-mars-24". */
static gboolean
read_words (const char *text, int latest_year, Moment *at)
{
  g_autofree char *folded = palier_fold_words (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", 8);
  int value, digits;

  *at = (Moment) { 0 };
  for (guint i = 0; words[i] != NULL; i++)
  {
    const char *rest = read_number (words[i], &value, &digits);
    if (digits == 0 && at->month == 0)
      at->month = find_month (words[i]);
    else if (digits > 0 && digits <= 2 && at->day == 0
             && (*rest == '\0' || strcmp (rest, "er") == 0 || strcmp (rest, "th") == 0
                 || strcmp (rest, "st") == 0 || strcmp (rest, "nd") == 0))
      at->day = value;
    else if ((digits == 4 || digits == 2) && at->year == 0 && *rest == '\0')
      at->year = full_year (value, digits, latest_year);
  }
  return at->month > 0 && at->day > 0 && at->year > 0;
}

/* Days since 30 December 1899, as a spreadsheet counts: 45363, 45363,5. Only 1927 to 2064 are
 * taken, since smaller numbers are years and counts. */
static gboolean
read_serial (const char *text, Moment *at)
{
  char *end;
  g_autofree char *copy = g_strdelimit (g_strdup (text), ",", '.');
  double days = g_ascii_strtod (copy, &end);

  if (end == copy || *palier_text_skip_space (end) != '\0' || days < 10000 || days >= 60000
      || strspn (copy, "0123456789.") < 5)
    return FALSE;
  g_autoptr (GDate) date = g_date_new_dmy (30, 12, 1899);
  g_date_add_days (date, (guint) days);
  int seconds = (int) ((days - (guint) days) * 86400 + 0.5);
  *at = (Moment) { g_date_get_year (date),
                   (int) g_date_get_month (date),
                   g_date_get_day (date),
                   seconds / 3600,
                   seconds / 60 % 60,
                   seconds % 60,
                   seconds > 0 };
  return TRUE;
}

/* "03/2024", "2024-03", "mars 2024": the first of the month stands for it. */
static gboolean
read_month (const char *text, Moment *at)
{
  int value[2], digits[2];
  const char *p = read_number (text, &value[0], &digits[0]);

  if (digits[0] > 0)
  {
    if (strlen (p) < 2 || strchr ("/.-", *p) == NULL)
      return FALSE;
    p = read_number (p + 1, &value[1], &digits[1]);
    gboolean year_first = digits[0] == 4;
    *at = (Moment) { .year = value[!year_first], .month = value[year_first], .day = 1 };
    return *p == '\0' && digits[!year_first] == 4 && digits[year_first] <= 2
           && digits[year_first] > 0 && at->month >= 1 && at->month <= 12;
  }
  g_autofree char *folded = palier_fold_words (text);
  const char *space = strchr (folded, ' ');
  *at = (Moment) { .month = find_month (folded), .day = 1 };
  if (space == NULL)
    return FALSE;
  p = read_number (space + 1, &at->year, &digits[0]);
  return *p == '\0' && digits[0] == 4 && at->month > 0;
}

static gboolean
read_compact (const char *text, Moment *at)
{
  int value, digits;
  const char *end = read_number (text, &value, &digits);

  if (digits != 8 || *end != '\0')
    return FALSE;
  *at = (Moment) { value / 10000, value / 100 % 100, value % 100 };
  return TRUE;
}

static PalierReading
read_moment (const char *text, PalierDateOrder order, int latest_year, Moment *at)
{
  if (text == NULL || *palier_text_skip_space (text) == '\0')
    return PALIER_READING_BLANK;
  if (palier_text_is_oversized (text))
    return PALIER_READING_INVALID;
  g_autofree char *plain = palier_text_squeeze (text);
  if ((read_numeric (plain, order, latest_year, at) || read_compact (plain, at)
       || read_words (plain, latest_year, at))
      && is_plausible (at))
    return PALIER_READING_OK;
  if ((read_month (plain, at) && is_plausible (at)) || read_serial (plain, at))
    return PALIER_READING_REPAIRED;
  return PALIER_READING_INVALID;
}

/**
 * palier_date_normalize:
 * @text: (nullable)
 * @latest_year: a year of two digits is never later than this one
 * @verdict: (out) (optional): REPAIRED where it was a spreadsheet's serial number, or a month,
 * whose first day stands for it
 *
 * Returns: (transfer full) (nullable): "YYYY-MM-DD"
 */
char *
palier_date_normalize (const char *text, PalierDateOrder order, int latest_year,
                       PalierReading *verdict)
{
  Moment at;
  PalierReading found = read_moment (text, order, latest_year, &at);

  if (verdict != NULL)
    *verdict = found;
  if (!palier_reading_has_value (found))
    return NULL;
  return g_strdup_printf ("%04d-%02d-%02d", at.year, at.month, at.day);
}

/**
 * palier_time_normalize:
 * @out_ms: (out): UTC milliseconds since 1970. A time without a zone is one of Paris; a day without
 *   a time is its noon in UTC, so that it is the same day all over France.
 *
 * Returns: whether @text is a date or a moment
 */
gboolean
palier_time_normalize (const char *text, PalierDateOrder order, int latest_year, gint64 *out_ms,
                       PalierReading *verdict)
{
  Moment at;
  PalierReading found = read_moment (text, order, latest_year, &at);

  if (verdict != NULL)
    *verdict = found;
  if (!palier_reading_has_value (found))
    return FALSE;
  g_autoptr (GTimeZone) zone = at.has_time && !at.is_utc
                                   ? g_time_zone_new_identifier ("Europe/Paris")
                                   : g_time_zone_new_utc ();
  g_autoptr (GDateTime) moment =
      g_date_time_new (zone != NULL ? zone : g_time_zone_new_utc (), at.year, at.month, at.day,
                       at.has_time ? at.hour % 24 : 12, at.minute, MIN (at.second, 59));
  if (moment == NULL)
    return FALSE;
  *out_ms = g_date_time_to_unix (moment) * 1000;
  return TRUE;
}

/* What one text says about its column: below 0 month first, above 0 day first, 0 nothing. */
int
palier_date_order_vote (const char *text)
{
  int first, second, digits;
  const char *p = read_number (palier_text_skip_space (text), &first, &digits);

  if (digits < 1 || digits > 2 || *p == '\0' || strchr ("/.-", *p) == NULL)
    return 0;
  p = read_number (p + 1, &second, &digits);
  if (digits < 1 || digits > 2 || *p == '\0' || strchr ("/.-", *p) == NULL)
    return 0;
  if (first > 12 && second <= 12)
    return 1;
  return second > 12 && first <= 12 ? -1 : 0;
}
