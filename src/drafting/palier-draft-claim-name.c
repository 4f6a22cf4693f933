/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of persons, firms, streets and places: words with a large letter where grammar asks for
 * none; at the beginning of a sentence, what is a town or stands beside another name. */
#include <string.h>

#include "palier-draft-claim-words.h"
#include "palier-gazetteer.h"
#include "palier-name.h"

#define ACRONYM_MAX 5 /* letters */
#define TOWN_MIN 2000 /* inhabitants: smaller ones' names are words as well */

static gboolean
is_class_letter (const PalierClaimReader *self, guint i)
{
  const PalierToken *token = PALIER_TOKEN (self, i);

  return token->large && strlen (token->fold) == 1 && *token->fold >= 'a' && *token->fold <= 'g'
         && ((i > 0
              && palier_claim_is_word (PALIER_WORDS_CLASS_OF, PALIER_TOKEN (self, i - 1)->fold))
             || palier_tokens_is (self->tokens, i + 2, "dpe"));
}

/* "à", "de", "chez" before it make it a place or a firm: a claim, not a slip. */
static gboolean
follows_preposition (const PalierClaimReader *self, guint i)
{
  static const char *const before[] = { "a",  "de", "d",   "sur", "chez", "du",
                                        "au", "en", "aux", "des", "l",    NULL };
  guint k = i;

  while (k > 0 && PALIER_TOKEN (self, k - 1)->kind == PALIER_TOKEN_MARK)
    k--;
  return k > 0 && g_strv_contains (before, PALIER_TOKEN (self, k - 1)->fold);
}

/* "les Manceaux": those who live there. */
static gboolean
follows_plural (const PalierClaimReader *self, guint i)
{
  return i > 0 && !PALIER_TOKEN (self, i)->upper
         && (palier_tokens_is (self->tokens, i - 1, "les")
             || palier_tokens_is (self->tokens, i - 1, "aux")
             || palier_tokens_is (self->tokens, i - 1, "des"));
}

/* A word in capitals is a name where a title stands before it; else it may be any. */
static gboolean
is_titled (const PalierClaimReader *self, guint i)
{
  for (guint k = i; k > 0 && k + 3 > i; k--)
    if (palier_claim_is_word (PALIER_WORDS_TITLES, PALIER_TOKEN (self, k - 1)->fold))
      return TRUE;
  return strlen (PALIER_TOKEN (self, i)->fold) > ACRONYM_MAX && follows_preposition (self, i);
}

static gboolean
is_town (const PalierToken *token)
{
  PalierCommune towns[PALIER_COMMUNES_MAX];

  return strlen (token->fold) > 3
         && !palier_claim_is_word (PALIER_WORDS_AMBIGUOUS_TOWNS, token->fold)
         && palier_gazetteer_by_name (token->fold, NULL, towns, PALIER_COMMUNES_MAX) > 0
         && towns[0].population >= TOWN_MIN;
}

/* "Votre Maison": a large letter out of respect. */
static gboolean
is_owned (const PalierClaimReader *self, guint i)
{
  static const char *const before[] = { "votre", "vos", "notre", "nos", "mon", "ma", "mes", NULL };

  return i > 0 && g_strv_contains (before, PALIER_TOKEN (self, i - 1)->fold)
         && !PALIER_TOKEN (self, i + 1)->large
         && !palier_name_is_first_name (PALIER_TOKEN (self, i)->fold)
         && !is_town (PALIER_TOKEN (self, i));
}

/* Whether a first name that opens a sentence is one: alone in its line, as a signature, or followed
 * by a surname, by who it is, or by what he does. */
static gboolean
is_person (const PalierClaimReader *self, guint i)
{
  static const char *const after[] = { "vous",  "nous",  "me",   "m",   "mon", "ma",
                                       "notre", "votre", "sera", "est", "a",   "et",
                                       "qui",   "l",     "s",    "se",  NULL };
  const PalierToken *next = PALIER_TOKEN (self, i + 1);

  if (PALIER_TOKEN (self, i)->line && next->line)
    return TRUE;
  if (next->kind == PALIER_TOKEN_WORD && next->large && !next->opens)
    return TRUE;
  if (strcmp (next->fold, ",") == 0)
    next = PALIER_TOKEN (self, i + 2);
  return g_strv_contains (after, next->fold) || g_str_has_suffix (next->fold, "ait")
         || g_str_has_suffix (next->fold, "era");
}

/* Whether the word that opens a sentence is a name: what firms are called stands beside it, or it
 * is a town. */
static gboolean
opens_as_name (const PalierClaimReader *self, guint i)
{
  const PalierToken *token = PALIER_TOKEN (self, i);
  guint next = palier_tokens_joined (self->tokens, i + 1, "-") ? i + 2 : i + 1;

  if (palier_claim_is_word (PALIER_WORDS_OPENERS, token->fold)
      || g_str_has_suffix (token->fold, "ez") || g_str_has_suffix (token->fold, "ons")
      || g_str_has_suffix (token->fold, "ant"))
    return FALSE;
  if (palier_name_is_first_name (token->fold) && is_person (self, i))
    return TRUE;
  return (palier_claim_is_word (PALIER_WORDS_FIRMS, PALIER_TOKEN (self, next)->fold)
          && PALIER_TOKEN (self, next)->large && !PALIER_TOKEN (self, next)->opens)
         || is_town (token);
}

guint
palier_claim_read_name (PalierClaimReader *self, guint i)
{
  const PalierToken *token = PALIER_TOKEN (self, i);
  guint known = palier_claim_phrase (PALIER_WORDS_NAMES, self->tokens, i);

  if (is_class_letter (self, i))
  {
    palier_claim_add (self, PALIER_CLAIM_CLASS, i, i + 1)->text = token->fold;
    return i + 1;
  }
  if (token->kind != PALIER_TOKEN_WORD)
    return i;
  if ((!token->large || follows_plural (self, i)) && palier_claim_town_of (token->fold) != NULL)
  {
    palier_claim_add (self, PALIER_CLAIM_LOCAL, i, i + 1)->text = token->fold;
    return i + 1;
  }
  if (!token->large)
    return i;
  if (known > 0)
    return i + known;
  if (palier_claim_month (token->fold) > 0 || palier_claim_weekday (token->fold) > 0)
    return i + 1;
  if (strlen (token->fold) < 2 || (token->upper && strlen (token->fold) == 2))
    return i + 1;
  if (i > 0 && PALIER_TOKEN (self, i - 1)->kind == PALIER_TOKEN_MARK
      && palier_claim_is_word (PALIER_WORDS_OPENERS, token->fold))
    return i + 1;
  if ((token->upper && !is_titled (self, i)) || is_owned (self, i))
    return i + 1;
  if (token->opens && !opens_as_name (self, i))
    return i + 1;
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_NAME, i, i + 1);
  claim->text = token->fold;
  claim->doubtful = !follows_preposition (self, i);
  return i + 1;
}
