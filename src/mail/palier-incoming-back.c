/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When an absence ends, as a program says it in French or English. What is said in part ("le 12",
 * "lundi") is read from the day of the mail on. */
#include <string.h>

#include "palier-fold.h"
#include "palier-incoming-private.h"

#define WORDS_BETWEEN 5 /* between "de retour" and its date */
#define PAST_DAYS 3     /* a day that is hardly over is meant as past, not as next year's */

typedef struct
{
  GDate today;
  gboolean known; /* whether the mail has a day */
} Base;

static const char *const months[12][4] = {
  { "janvier", "january", "janv", "jan" },
  { "fevrier", "february", "fevr", "feb" },
  { "mars", "march", "mar", NULL },
  { "avril", "april", "avr", "apr" },
  { "mai", "may", NULL, NULL },
  { "juin", "june", "jun", NULL },
  { "juillet", "july", "juil", "jul" },
  { "aout", "august", "aug", NULL },
  { "septembre", "september", "sept", "sep" },
  { "octobre", "october", "oct", NULL },
  { "novembre", "november", "nov", NULL },
  { "decembre", "december", "dec", NULL },
};
static const char *const days[7][3] = {
  { "lundi", "monday", "mon" },       { "mardi", "tuesday", "tue" },
  { "mercredi", "wednesday", "wed" }, { "jeudi", "thursday", "thu" },
  { "vendredi", "friday", "fri" },    { "samedi", "saturday", "sat" },
  { "dimanche", "sunday", "sun" },
};

/* ---- Small readers: each moves @p behind what it read */

static void
skip_space (const char **p)
{
  *p += strspn (*p, " ,.(");
}

static gboolean
read_word (const char **p, const char *word)
{
  gsize length = strlen (word);
  if (strncmp (*p, word, length) != 0 || g_ascii_isalnum ((*p)[length]))
    return FALSE;
  *p += length;
  return TRUE;
}

static int
read_number (const char **p, int max, gsize max_digits)
{
  gsize digits = strspn (*p, "0123456789");
  if (digits == 0 || digits > max_digits)
    return 0;
  guint64 number = g_ascii_strtoull (*p, NULL, 10);
  if (number == 0 || number > (guint64) max)
    return 0;
  *p += digits;
  return (int) number;
}

static int
read_month (const char **p)
{
  for (int i = 0; i < 12; i++)
    for (int j = 0; j < 4 && months[i][j] != NULL; j++)
      if (read_word (p, months[i][j]))
        return i + 1;
  return 0;
}

static int
read_weekday (const char **p)
{
  for (int i = 0; i < 7; i++)
    for (int j = 0; j < 3; j++)
      if (read_word (p, days[i][j]))
        return i + 1;
  return 0;
}

static int
read_year (const char **p)
{
  const char *at = *p;
  skip_space (&at);
  int year = read_number (&at, 2199, 4);
  if (year < 2000 || g_ascii_isalnum (*at))
    return 0;
  *p = at;
  return year;
}

static void
skip_ordinal (const char **p)
{
  static const char *const ends[] = { "er", "st", "nd", "rd", "th", "e" };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (read_word (p, ends[i]))
      return;
}

static void
skip_fillers (const char **p)
{
  static const char *const fillers[] = { "le",   "au", "the", "on",       "du",  "ce",
                                         "this", "of", "a",   "prochain", "next" };

  for (gboolean more = TRUE; more;)
  {
    more = FALSE;
    skip_space (p);
    for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++)
      more |= read_word (p, fillers[i]);
  }
}

/* ---- Dates */

static gboolean
set_day (GDate *out, int year, int month, int day, const Base *base)
{
  gboolean whole = year != 0;

  if (!whole && !base->known)
    return FALSE;
  if (!whole)
    year = g_date_get_year (&base->today);
  if (year < 100)
    year += 2000;
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_set_dmy (out, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  if (!whole && g_date_days_between (&base->today, out) < -PAST_DAYS
      && g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) (year + 1)))
    g_date_set_year (out, (GDateYear) (year + 1));
  return TRUE;
}

/* "2026-12-15" */
static gboolean
read_iso (const char **p, GDate *out, const Base *base)
{
  const char *at = *p;
  int year = strspn (at, "0123456789") == 4 ? read_number (&at, 2199, 4) : 0;
  if (year < 2000 || (*at != '-' && *at != '/'))
    return FALSE;
  at++;
  int month = read_number (&at, 12, 2);
  if (month == 0 || (*at != '-' && *at != '/'))
    return FALSE;
  at++;
  int day = read_number (&at, 31, 2);
  *p = at;
  return day != 0 && set_day (out, year, month, day, base);
}

/* "15/12", "15.12.26", "12/15/2026" where it can be nothing else */
static gboolean
read_numeric (const char **p, GDate *out, const Base *base)
{
  const char *at = *p;
  int first = read_number (&at, 31, 2);
  char mark = *at;
  if (first == 0 || (mark != '/' && mark != '.' && mark != '-'))
    return FALSE;
  at++;
  int second = read_number (&at, 31, 2);
  if (second == 0 || g_ascii_isalpha (*at))
    return FALSE;
  int year = 0;
  if (*at == mark && g_ascii_isdigit (at[1]))
  {
    at++;
    year = read_number (&at, 2199, 4);
    if (year == 0 || (year >= 100 && year < 2000))
      return FALSE;
  }
  *p = at;
  return second > 12 ? set_day (out, year, first, second, base)
                     : set_day (out, year, second, first, base);
}

/* "15 décembre 2026", "1er mars", "15th of December" */
static gboolean
read_day_month (const char **p, GDate *out, const Base *base)
{
  const char *at = *p;
  int day = read_number (&at, 31, 2);
  if (day == 0)
    return FALSE;
  skip_ordinal (&at);
  skip_fillers (&at);
  int month = read_month (&at);
  if (month == 0)
    return FALSE;
  int year = read_year (&at);
  *p = at;
  return set_day (out, year, month, day, base);
}

/* "December 15th, 2026" */
static gboolean
read_month_day (const char **p, GDate *out, const Base *base)
{
  const char *at = *p;
  int month = read_month (&at);
  if (month == 0)
    return FALSE;
  skip_fillers (&at);
  int day = read_number (&at, 31, 2);
  if (day == 0 || *at == ':' || *at == 'h')
    return FALSE;
  skip_ordinal (&at);
  int year = read_year (&at);
  *p = at;
  return set_day (out, year, month, day, base);
}

/* "le 12": the next one. A number that goes on is a telephone's, one with an "h" an hour. */
static gboolean
read_day_alone (const char **p, GDate *out, const Base *base)
{
  const char *at = *p;
  int day = read_number (&at, 31, 2);
  if (day == 0 || !base->known)
    return FALSE;
  skip_ordinal (&at);
  const char *next = at + strspn (at, " .-/");
  if (g_ascii_isdigit (*next) || *next == 'h' || *at == ':' || *at == '%')
    return FALSE;
  *out = base->today;
  for (int i = 0; i < 62 && g_date_get_day (out) != day; i++)
    g_date_add_days (out, 1);
  *p = at;
  return TRUE;
}

static gboolean
read_relative (const char **p, int weekday, GDate *out, const Base *base)
{
  gboolean tomorrow = read_word (p, "demain") || read_word (p, "tomorrow");
  gboolean week =
      !tomorrow
      && (strncmp (*p, "la semaine prochaine", 20) == 0 || strncmp (*p, "next week", 9) == 0
          || strncmp (*p, "semaine prochaine", 17) == 0 || strncmp (*p, "week", 4) == 0);

  if (!base->known || (!tomorrow && !week && weekday == 0))
    return FALSE;
  *out = base->today;
  g_date_add_days (out, 1);
  int wanted = week ? 1 : weekday;
  while (!tomorrow && (int) g_date_get_weekday (out) != wanted)
    g_date_add_days (out, 1);
  return TRUE;
}

static gboolean
read_date (const char **p, GDate *out, const Base *base)
{
  gboolean article =
      strncmp (*p, "le ", 3) == 0 || strncmp (*p, "au ", 3) == 0 || strncmp (*p, "the ", 4) == 0;

  skip_fillers (p);
  int weekday = read_weekday (p);
  skip_fillers (p);
  if (read_iso (p, out, base) || read_numeric (p, out, base) || read_day_month (p, out, base)
      || read_month_day (p, out, base))
    return TRUE;
  if ((article || weekday != 0) && read_day_alone (p, out, base))
    return TRUE;
  return read_relative (p, weekday, out, base);
}

/* ---- Where dates stand */

typedef struct
{
  const char *words;
  guint between;  /* words that may stand before the date */
  gboolean until; /* the day named is the last one, where it is said to be included */
} Anchor;

static const Anchor anchors[] = {
  { "de retour", WORDS_BETWEEN, FALSE },
  { "retour prevu", WORDS_BETWEEN, FALSE },
  { "retour au bureau", WORDS_BETWEEN, FALSE },
  { "retour le", 0, FALSE },
  { "retour :", 1, FALSE },
  { "retour lundi", 0, FALSE },
  { "date de retour", WORDS_BETWEEN, FALSE },
  { "mon retour le", 0, FALSE },
  { "mon retour, le", 0, FALSE },
  { "back", WORDS_BETWEEN, FALSE },
  { "return", WORDS_BETWEEN, FALSE },
  { "returning", WORDS_BETWEEN, FALSE },
  { "reviens", WORDS_BETWEEN, FALSE },
  { "reviendrai", WORDS_BETWEEN, FALSE },
  { "reprend", WORDS_BETWEEN, FALSE },
  { "reouv", WORDS_BETWEEN, FALSE },
  { "rouvr", WORDS_BETWEEN, FALSE },
  { "a nouveau", WORDS_BETWEEN, FALSE },
  { "de nouveau", WORDS_BETWEEN, FALSE },
  { "joignable", 3, FALSE },
  { "disponible", 3, FALSE },
  { "a partir d", 2, FALSE },
  { "a compter d", 2, FALSE },
  { "resume", WORDS_BETWEEN, FALSE },
  { "reopen", WORDS_BETWEEN, FALSE },
  { "available again", 3, FALSE },
  { "jusqu'au", 2, TRUE },
  { "jusqu'a", 2, TRUE },
  { "jusque", 2, TRUE },
  { "until", 3, TRUE },
  { "till", 3, TRUE },
  { "through", 3, TRUE },
  { "jusqu au", 2, TRUE },
};

static gboolean
is_included (const char *rest)
{
  static const char *const words[] = { "inclus",    "compris",  "au soir",
                                       "inclusive", "included", "soir" };
  g_autofree char *near = g_strndup (rest, 16);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (near, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

static char *
print_date (GDate *date, gboolean until, const char *rest)
{
  if (until && is_included (rest))
    g_date_add_days (date, 1);
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (date), g_date_get_month (date),
                          g_date_get_day (date));
}

static char *
read_near (const char *p, guint between, gboolean until, const Base *base)
{
  for (guint i = 0; i <= between; i++)
  {
    GDate date;
    skip_space (&p);
    const char *at = p;
    g_date_clear (&date, 1);
    if (read_date (&at, &date, base))
      return print_date (&date, until, at);
    gsize word = strcspn (p, " .!?");
    if (p[word] != ' ')
      return NULL;
    p += word + 1;
  }
  return NULL;
}

/* "du 3 au 18 août", "from August 3 to August 18" */
static char *
read_range (const char *text, const Base *base)
{
  static const char *const links[] = { " au ", " to ", " - ", " through ", " and " };

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    for (const char *p = strstr (text, links[i]); p != NULL; p = strstr (p + 1, links[i]))
    {
      const char *before = p;
      while (before > text && p - before < 24 && !g_ascii_isdigit (*before))
        before--;
      if (!g_ascii_isdigit (*before))
        continue;
      /* With " au ", so that a day alone has its article. */
      char *found =
          read_near (strcmp (links[i], " au ") == 0 ? p + 1 : p + strlen (links[i]), 0, TRUE, base);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * palier_incoming_back_on:
 * @date_ms: the mail's, 0 when it has none: then only whole dates are read
 *
 * Returns: (transfer full) (nullable): the day of return, "2026-12-15"; where only the last day
 * away is told, that day, or the one after it if the day is said to be included
 */
char *
palier_incoming_back_on (const char *text, gint64 date_ms)
{
  g_autofree char *folded = palier_fold (text);
  Base base = { .known = date_ms > 0 };
  char *found = NULL;

  g_date_clear (&base.today, 1);
  if (base.known)
    g_date_set_time_t (&base.today, (time_t) (date_ms / 1000));
  for (gsize i = 0; i < G_N_ELEMENTS (anchors) && found == NULL; i++)
    for (const char *p = strstr (folded, anchors[i].words); p != NULL && found == NULL;
         p = strstr (p + 1, anchors[i].words))
    {
      const char *rest = p + strlen (anchors[i].words);
      rest += strcspn (rest, " :");
      if (*rest == ':' || strncmp (rest, " :", 2) == 0)
        rest += strspn (rest, " :");
      /* The article is the date's own: "jusqu'au 12". */
      if (g_str_has_suffix (anchors[i].words, " le")
          || g_str_has_suffix (anchors[i].words, "lundi"))
        rest = p + strlen (anchors[i].words) - (g_str_has_suffix (anchors[i].words, " le") ? 2 : 5);
      else if (g_str_has_suffix (anchors[i].words, "au"))
        rest = p + strlen (anchors[i].words) - 2;
      found = read_near (rest, anchors[i].between, anchors[i].until, &base);
    }
  return found != NULL ? found : read_range (folded, &base);
}
