/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates: with a day of the week, a month alone, a year alone. */
#include <stdlib.h>
#include <string.h>

#include "palier-draft-claim-words.h"

#define AHEAD_MAX 3 /* months */

static int
number_at (const PalierClaimReader *self, guint i, gsize digits_from, gsize digits_to)
{
  const PalierToken *token = PALIER_TOKEN (self, i);
  gsize length = strlen (token->fold);

  if (token->kind != PALIER_TOKEN_DIGITS || length < digits_from || length > digits_to)
    return 0;
  return atoi (token->fold);
}

static int
year_at (const PalierClaimReader *self, guint i)
{
  int year = number_at (self, i, 4, 4);

  return year >= 1900 && year < 2100 ? year : 0;
}

/* In the words from token @from to before @to; 0 of what is not said. */
PalierClaim *
palier_claim_add_date (PalierClaimReader *self, guint from, guint to, int day, int month, int year,
                       int weekday)
{
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_DATE, from, to);

  claim->day = day;
  claim->month = month;
  claim->year = year;
  claim->weekday = weekday;
  return claim;
}

/* "2026-11-20T18:00", "2025-07". */
static guint
read_iso (PalierClaimReader *self, guint i)
{
  int year = year_at (self, i), month = number_at (self, i + 2, 2, 2), day = 0;
  guint end = i + 3;

  if (year == 0 || month < 1 || month > 12 || !palier_tokens_joined (self->tokens, i + 1, "-"))
    return i;
  if (palier_tokens_joined (self->tokens, end, "-"))
  {
    day = number_at (self, i + 4, 2, 2);
    end = i + 5;
  }
  palier_claim_add_date (self, i, end, day, month, year, 0);
  if (!PALIER_TOKEN (self, end)->spaced && palier_tokens_is (self->tokens, end, "t"))
    end += palier_tokens_joined (self->tokens, end + 2, ":") ? 4 : 2;
  return end;
}

/* The day's number at @i: "9", "1er", "dix", "premier"; 0: none. */
static int
day_at (const PalierClaimReader *self, guint i, guint *next)
{
  PalierWrittenNumber number;
  int day = number_at (self, i, 1, 2);

  *next = i + 1;
  if (palier_tokens_is (self->tokens, i, "premier"))
    return 1;
  if (day > 0)
  {
    if (palier_tokens_is (self->tokens, i + 1, "er") && !PALIER_TOKEN (self, i + 1)->spaced)
      *next = i + 2;
    return day <= 31 ? day : 0;
  }
  if (!palier_written_number (self->tokens, i, &number) || number.about || number.value > 31
      || PALIER_TOKEN (self, i)->kind != PALIER_TOKEN_WORD)
    return 0;
  *next = number.next;
  return (int) number.value;
}

/* "sept" is September only beside a day or a year, or where it is cut short. */
static gboolean
is_seven (const PalierClaimReader *self, guint i)
{
  return palier_tokens_is (self->tokens, i, "sept")
         && !(i > 0 && PALIER_TOKEN (self, i - 1)->kind == PALIER_TOKEN_DIGITS)
         && !palier_tokens_is (self->tokens, i + 1, ".") && year_at (self, i + 1) == 0;
}

static int
month_at (const PalierClaimReader *self, guint i)
{
  return PALIER_TOKEN (self, i)->kind == PALIER_TOKEN_WORD && !is_seven (self, i)
             ? palier_claim_month (PALIER_TOKEN (self, i)->fold)
             : 0;
}

/* "27/10", "08/12/2026", "31.10.2026". */
static guint
read_slashed (PalierClaimReader *self, guint from, guint i, int day, int weekday)
{
  const char *mark = PALIER_TOKEN (self, i)->fold;
  int month = number_at (self, i + 1, 1, 2), year = 0;
  guint end = i + 2;

  if (!palier_tokens_joined (self->tokens, i, mark) || month < 1 || month > 12)
    return from;
  if (palier_tokens_joined (self->tokens, end, mark))
  {
    year = number_at (self, end + 1, 2, 4);
    year += year > 0 && year < 100 ? 2000 : 0;
  }
  if (year == 0 && *mark != '/')
    return from;
  if (year > 0)
    end += 2;
  palier_claim_add_date (self, from, end, day, month, year, weekday);
  return end;
}

/* Whether a number after an article is a day: nothing that it could count follows. */
static gboolean
stands_alone (const PalierClaimReader *self, guint i)
{
  static const char *const after[] = { "a",     "au",   "et",   "ou",   "pour", "je",   "nous",
                                       "vous",  "des",  "est",  "sera", "sont", "dans", "avec",
                                       "etait", "chez", "lors", "que",  "qui",  "sur",  NULL };
  const PalierToken *token = PALIER_TOKEN (self, i);

  return token->kind == PALIER_TOKEN_END || token->line
         || (token->kind == PALIER_TOKEN_MARK && strchr (",.;:)!?", *token->fold) != NULL
             && PALIER_TOKEN (self, i + 1)->spaced)
         || g_strv_contains (after, token->fold);
}

/* "Seriez-vous libre mardi 17 novembre ?" */
static gboolean
is_offered (const PalierClaimReader *self, guint i)
{
  static const char *const words[] = { "libre",        "disponible", "dispo",       "irait",
                                       "conviendrait", "convient",   "possible",    "preferez",
                                       "plutot",       "arrange",    "arrangerait", NULL };
  gboolean offered = FALSE;

  if (!palier_claim_is_asked (self, i))
    return FALSE;
  for (guint k = i > 8 ? i - 8 : 0; k < i + 8; k++)
    offered |= g_strv_contains (words, PALIER_TOKEN (self, k)->fold);
  return offered;
}

/* "la semaine du 22". */
static gboolean
is_of_week (const PalierClaimReader *self, guint i)
{
  return i > 1 && palier_tokens_is (self->tokens, i - 2, "semaine");
}

/* A day, read at token @i, that anybody may propose. */
void
palier_claim_mark_proposed (PalierClaimReader *self, PalierClaim *claim, guint i, gboolean proposed)
{
  claim->dated = is_offered (self, i);
  claim->everyday = proposed || claim->dated || is_of_week (self, i);
}

static gboolean
follows_article (const PalierClaimReader *self, guint i)
{
  return i > 0
         && (palier_tokens_is (self->tokens, i - 1, "le")
             || palier_tokens_is (self->tokens, i - 1, "du")
             || palier_tokens_is (self->tokens, i - 1, "au"));
}

/* "18 et 19 mars": the month of the day at @i, which the next day has. */
static int
month_of_next (const PalierClaimReader *self, guint i)
{
  static const char *const and[] = { "et", "ou", "au", "a", "-", ",", NULL };
  guint next;

  if (g_strv_contains (and, PALIER_TOKEN (self, i)->fold)
      && palier_claim_weekday (PALIER_TOKEN (self, i + 1)->fold) > 0)
    i++;
  else if (!g_strv_contains (and, PALIER_TOKEN (self, i)->fold))
    return 0;
  if (number_at (self, i + 1, 1, 2) == 0 || day_at (self, i + 1, &next) == 0)
    return 0;
  return month_at (self, next);
}

/* "8-Mai-1945", as streets are named: what stands behind the hyphen. */
static guint
skip_hyphen (const PalierClaimReader *self, guint i)
{
  return palier_tokens_joined (self->tokens, i, "-") ? i + 1 : i;
}

/* "mardi 8 décembre 2026", "le 8 décembre", "vendredi 20", "ven. 20", "du 9". */
static guint
read_day (PalierClaimReader *self, guint i)
{
  int weekday = palier_claim_weekday (PALIER_TOKEN (self, i)->fold);
  guint at = weekday > 0 ? i + 1 : i, next;

  if (weekday > 0
      && (palier_tokens_is (self->tokens, at, ",") || palier_tokens_is (self->tokens, at, ".")
          || palier_tokens_is (self->tokens, at, "le")))
    at++;
  int day = day_at (self, at, &next);
  if (day == 0)
    return i;
  guint named = skip_hyphen (self, next);
  int month = month_at (self, named);
  if (month > 0)
  {
    guint after = skip_hyphen (self, named + 1);
    int year = year_at (self, after);
    guint end = year > 0 ? after + 1 : named + 1;
    PalierClaim *claim = palier_claim_add_date (self, i, end, day, month, year, weekday);
    palier_claim_mark_proposed (self, claim, i, year == 0 && weekday > 0);
    return end;
  }
  guint end = read_slashed (self, i, next, day, weekday);
  if (end > i)
    return end;
  month = month_of_next (self, next);
  if (month > 0)
  {
    palier_claim_add_date (self, i, next, day, month, 0, weekday);
    return next;
  }
  if (PALIER_TOKEN (self, at)->kind != PALIER_TOKEN_DIGITS
      || palier_claim_is_word (PALIER_WORDS_WAYS, PALIER_TOKEN (self, next + 1)->fold)
      || g_str_has_prefix (PALIER_TOKEN (self, next)->fold, "h")
      || !(weekday > 0 || (follows_article (self, i) && stands_alone (self, next))))
    return i;
  PalierClaim *claim = palier_claim_add_date (self, i, next, day, 0, 0, weekday);
  palier_claim_mark_proposed (self, claim, i, weekday > 0 || palier_claim_is_asked (self, i));
  return next;
}

static gboolean
leads_to_month (const PalierClaimReader *self, guint i)
{
  static const char *const before[] = { "en",    "de",     "d",       "'",    "depuis", "fin",
                                        "debut", "mi",     "-",       "mois", "des",    "a",
                                        "au",    "et",     "courant", "ou",   "avant",  "apres",
                                        "entre", "jusque", "in",      "ce",   NULL };

  return i > 0 && g_strv_contains (before, PALIER_TOKEN (self, i - 1)->fold);
}

/* A month that lies ahead within a season, without a day: a time proposed, not a claim. */
static gboolean
lies_ahead (const PalierClaimReader *self, int month)
{
  int ahead = (month - (int) g_date_get_month (self->today) + 12) % 12;

  return ahead <= AHEAD_MAX;
}

static guint
read_month (PalierClaimReader *self, guint i)
{
  static const char *const after[] = { "dernier", "prochain", "passe", NULL };
  int month = month_at (self, i), year = year_at (self, i + 1);

  if (month == 0)
    return i;
  if (year == 0 && !leads_to_month (self, i)
      && !g_strv_contains (after, PALIER_TOKEN (self, i + 1)->fold))
    return i;
  if (month == 1 && year == 0 && palier_tokens_is (self->tokens, i - 1, "depuis"))
    return i + 1; /* since the year began */
  if (year > 0 || palier_tokens_is (self->tokens, i - 1, "depuis")
      || palier_tokens_is (self->tokens, i - 2, "depuis") || !lies_ahead (self, month))
    palier_claim_add_date (self, i, year > 0 ? i + 2 : i + 1, 0, month, year, 0);
  return year > 0 ? i + 2 : i + 1;
}

static guint
read_year (PalierClaimReader *self, guint i)
{
  guint next;

  if (year_at (self, i) == 0 || palier_claim_unit (self->tokens, i + 1, &next) != NULL
      || (i > 0 && !PALIER_TOKEN (self, i)->spaced
          && PALIER_TOKEN (self, i - 1)->kind != PALIER_TOKEN_MARK))
    return i;
  palier_claim_add_date (self, i, i + 1, 0, 0, year_at (self, i), 0)->everyday = TRUE;
  return i + 1;
}

/* "les années 70". */
static guint
read_decade (PalierClaimReader *self, guint i)
{
  PalierWrittenNumber number;

  if (!palier_tokens_is (self->tokens, i, "annees")
      || !palier_written_number (self->tokens, i + 1, &number) || (int) number.value % 10 != 0
      || !(number.value < 100 || (number.value >= 1900 && number.value < 2100)))
    return i;
  palier_claim_add_date (self, i, number.next, 0, 0,
                         (int) number.value + (number.value < 100 ? 1900 : 0), 0)
      ->value = 9;
  return number.next;
}

guint
palier_claim_read_date (PalierClaimReader *self, guint i)
{
  static const PalierClaimRead kinds[] = { read_iso, read_day, read_month, read_decade, read_year };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
  {
    guint next = kinds[k](self, i);
    if (next > i)
      return next;
  }
  return i;
}
