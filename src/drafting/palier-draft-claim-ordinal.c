/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rooms of a flat ("T4"), floors and districts ("4e étage", "VIIIe"). */
#include <string.h>

#include "palier-draft-claim-words.h"

/* "T4": so many rooms. */
static guint
read_rooms (PalierClaimReader *self, guint i)
{
  const PalierToken *letter = PALIER_TOKEN (self, i), *digit = PALIER_TOKEN (self, i + 1);

  if (PALIER_TOKEN (self, i + 2)->kind == PALIER_TOKEN_DIGITS
      && strlen (PALIER_TOKEN (self, i + 2)->fold) == 4)
    return i; /* a quarter of a year */
  if (!letter->large || strlen (letter->fold) != 1 || strchr ("tf", *letter->fold) == NULL
      || digit->spaced || digit->kind != PALIER_TOKEN_DIGITS || strlen (digit->fold) != 1)
    return i;
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_ROOMS, i, i + 2);
  claim->value = claim->from = claim->to = g_ascii_digit_value (*digit->fold);
  claim->unit = 1;
  return i + 2;
}

/* "VIII" of "VIIIe"; 0: no Roman number. */
static int
roman (const PalierToken *token)
{
  int value = 0, last = 0;
  gsize length = strlen (token->fold);

  if (!token->large || length < 2 || token->fold[length - 1] != 'e')
    return 0;
  for (gsize k = length - 1; k > 0; k--)
  {
    char letter = token->fold[k - 1];
    int one = letter == 'i' ? 1 : letter == 'v' ? 5 : letter == 'x' ? 10 : 0;
    if (one == 0)
      return 0;
    value += one < last ? -one : one;
    last = MAX (one, last);
  }
  return value;
}

static int
ordinal_word (const char *word)
{
  static const char *const ordinals[] = { "premier",   "deuxieme",    "troisieme", "quatrieme",
                                          "cinquieme", "sixieme",     "septieme",  "huitieme",
                                          "neuvieme",  "dixieme",     "onzieme",   "douzieme",
                                          "treizieme", "quatorzieme", "quinzieme", "seizieme",
                                          NULL };

  for (int k = 0; ordinals[k] != NULL; k++)
    if (strcmp (ordinals[k], word) == 0)
      return k + 1;
  return 0;
}

/* "la 3e relance": what is counted is told by the noun, and is everyday speech. */
static gboolean
counts_on (const PalierClaimReader *self, guint i)
{
  static const char *const verbs[] = { "a",  "ont", "est", "et", "de", "sont",
                                       "ne", "se",  "ou",  "en", "y",  NULL };
  const PalierToken *token = PALIER_TOKEN (self, i);

  return token->kind == PALIER_TOKEN_WORD && !token->line && !g_strv_contains (verbs, token->fold);
}

static PalierClaim *
add_ordinal (PalierClaimReader *self, guint i, guint end, int value)
{
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_ORDINAL, i, end);

  claim->value = claim->from = claim->to = value;
  return claim;
}

/* Whether a part of a year stands at @i: "trimestre". */
static gboolean
is_part (const PalierClaimReader *self, guint i)
{
  static const char *const parts[] = { "trimestre", "semestre", NULL };

  return g_strv_contains (parts, PALIER_TOKEN (self, i)->fold);
}

/* "8e", "VIIIe", "quatrième étage", "2e trimestre". */
static guint
read_ordinal (PalierClaimReader *self, guint i)
{
  static const char *const endings[] = { "e", "er", "ere", "eme", "ieme", "nd", "nde", NULL };
  const PalierToken *token = PALIER_TOKEN (self, i), *ending = PALIER_TOKEN (self, i + 1);
  guint end = i + 1;
  int value = roman (token);

  if (token->kind == PALIER_TOKEN_DIGITS && strlen (token->fold) <= 2 && !ending->spaced
      && !ending->large && g_strv_contains (endings, ending->fold))
  {
    value = (int) g_ascii_strtoull (token->fold, NULL, 10);
    end = i + 2;
  }
  if (is_part (self, end))
  {
    value = value > 0 ? value : ordinal_word (token->fold);
    if (value > 0)
      add_ordinal (self, i, end + 1, value)->noun = PALIER_TOKEN (self, end)->fold;
    return value > 0 ? end + 1 : i;
  }
  gboolean named = palier_claim_is_word (PALIER_WORDS_ORDINAL_OF, PALIER_TOKEN (self, end)->fold);
  if (value == 0 && named)
    value = ordinal_word (token->fold);
  if (value == 0)
    return i;
  if (named || (value > 2 && !counts_on (self, end)))
    add_ordinal (self, i, end, value);
  return end;
}

guint
palier_claim_read_ordinal (PalierClaimReader *self, guint i)
{
  guint next = read_rooms (self, i);

  return next > i ? next : read_ordinal (self, i);
}
