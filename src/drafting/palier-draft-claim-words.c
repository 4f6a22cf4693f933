/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-claim-words-private.h"

#include <string.h>

#define PHRASE_MAX 6 /* tokens */

/* (nullable): what a folded word counts */
const PalierNumeral *
palier_claim_numeral (const char *word)
{
  return g_hash_table_lookup (palier_claim_word_lists ()->numerals, word);
}

/* (nullable): the unit at token @i; @next is the token after it */
const PalierUnit *
palier_claim_unit (const PalierTokens *tokens, guint i, guint *next)
{
  char phrase[64];

  for (guint n = 3; n > 0; n--)
  {
    gsize length = palier_claim_join (tokens, i, n, phrase, sizeof phrase);
    const PalierUnit *unit =
        length > 0 ? g_hash_table_lookup (palier_claim_word_lists ()->units, phrase) : NULL;
    /* "k€" and "m²" are two tokens without a space. */
    if (unit == NULL && n == 2 && length > 0 && !palier_tokens_get (tokens, i + 1)->spaced)
    {
      char *space = strchr (phrase, ' ');
      if (space != NULL)
        memmove (space, space + 1, strlen (space));
      unit = g_hash_table_lookup (palier_claim_word_lists ()->units, phrase);
    }
    *next = i + n;
    if (unit != NULL)
      return unit;
  }
  return NULL;
}

static const PalierRounding *
find_before (const PalierTokens *tokens, guint end)
{
  char phrase[128];

  for (guint n = MIN (PHRASE_MAX, end); n > 0; n--)
    if (palier_claim_join (tokens, end - n, n, phrase, sizeof phrase) > 0)
    {
      const PalierRounding *rounding =
          g_hash_table_lookup (palier_claim_word_lists ()->before, phrase);
      if (rounding != NULL)
        return rounding;
    }
  return NULL;
}

/* (nullable): what the words before the number at @i do to it, one word between at most */
const PalierRounding *
palier_claim_rounding_before (const PalierTokens *tokens, guint i)
{
  const PalierRounding *rounding = find_before (tokens, i);

  if (rounding == NULL && i > 1 && palier_tokens_get (tokens, i - 1)->kind == PALIER_TOKEN_WORD)
    rounding = find_before (tokens, i - 1);
  return rounding;
}

static const PalierRounding *
find_after (const PalierTokens *tokens, guint i)
{
  char phrase[128];

  for (guint n = 3; n > 0; n--)
    if (palier_claim_join (tokens, i, n, phrase, sizeof phrase) > 0)
    {
      const PalierRounding *rounding =
          g_hash_table_lookup (palier_claim_word_lists ()->after, phrase);
      if (rounding != NULL)
        return rounding;
    }
  return NULL;
}

/* (nullable): what the words from @i on do to the number before them, one word between at most */
const PalierRounding *
palier_claim_rounding_after (const PalierTokens *tokens, guint i)
{
  const PalierRounding *rounding = find_after (tokens, i);

  if (rounding == NULL && palier_tokens_get (tokens, i)->kind == PALIER_TOKEN_WORD)
    rounding = find_after (tokens, i + 1);
  return rounding;
}

static double
value_of (GHashTable *values, const char *word)
{
  const double *value = g_hash_table_lookup (values, word);

  return value != NULL ? *value : 0;
}

/* Per cent of the whole; 0: no fraction. */
double
palier_claim_fraction (const char *word)
{
  return value_of (palier_claim_word_lists ()->fractions, word);
}

/* How many times as much; 0: no such word. */
double
palier_claim_relation (const char *word)
{
  return value_of (palier_claim_word_lists ()->relations, word);
}

/* 1 to 12; 0: no month. */
int
palier_claim_month (const char *word)
{
  return (int) value_of (palier_claim_word_lists ()->months, word);
}

/* 1 (Monday) to 7; 0: no day of the week. */
int
palier_claim_weekday (const char *word)
{
  return (int) value_of (palier_claim_word_lists ()->weekdays, word);
}

/* (nullable): what people call the country around: "Alsace", "Pays basque" */
const char *
palier_claim_province (const char *department)
{
  return g_hash_table_lookup (palier_claim_word_lists ()->provinces, department);
}

/* (nullable): the town of "orléanaises"; its first word where it has several */
const char *
palier_claim_town_of (const char *adjective)
{
  gsize length = strlen (adjective);
  char stem[32];

  if (length < 5 || length >= sizeof stem)
    return NULL;
  for (gsize i = 0; palier_claim_adjective_endings[i] != NULL; i++)
  {
    const char *ending = palier_claim_adjective_endings[i];
    gsize cut = strlen (ending);
    if (!g_str_has_suffix (adjective, ending))
      continue;
    memcpy (stem, adjective, length - cut);
    stem[length - cut] = '\0';
    const char *town = g_hash_table_lookup (palier_claim_word_lists ()->adjectives, stem);
    if (town != NULL)
      return town;
  }
  return NULL;
}

/* Nouns of one number are counted alike; 0: it is of no group. */
int
palier_claim_counted_alike (const char *noun)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (palier_claim_word_lists ()->alike, noun));
}

gboolean
palier_claim_is_word (PalierClaimWords list, const char *word)
{
  return g_hash_table_contains (palier_claim_word_lists ()->lists[list], word);
}

/* How many tokens from @i on are a phrase of @list: of the longest one; 0: none. */
guint
palier_claim_phrase (PalierClaimWords list, const PalierTokens *tokens, guint i)
{
  const PalierClaimWordLists *lists = palier_claim_word_lists ();
  char phrase[128];

  /* Most words begin none. */
  if (palier_claim_join (tokens, i, 1, phrase, sizeof phrase) == 0)
    return 0;
  phrase[strcspn (phrase, " ")] = '\0';
  if (!g_hash_table_contains (lists->firsts[list], phrase))
    return 0;
  for (guint n = PHRASE_MAX; n > 0; n--)
    if (palier_claim_join (tokens, i, n, phrase, sizeof phrase) > 0
        && g_hash_table_contains (lists->lists[list], phrase))
      return n;
  return 0;
}

/* Whether a claim other than a name or a site may begin with a word, or a mark. */
gboolean
palier_claim_may_begin (const char *word)
{
  return g_hash_table_contains (palier_claim_word_lists ()->beginnings, word)
         || g_str_has_prefix (word, "multipli") || g_str_has_prefix (word, "divis");
}

/* Whether a sentence with this word may set a delay that a law sets. */
gboolean
palier_claim_speaks_of_law (const char *word)
{
  for (guint i = 0; i < palier_claim_word_lists ()->law_context->len; i++)
    if (g_str_has_prefix (word, palier_claim_word_lists ()->law_context->pdata[i]))
      return TRUE;
  return FALSE;
}
