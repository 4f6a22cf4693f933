/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Articles and laws: "art. 14 RGPD", "loi n° 2025-594", "décret du 20 juillet 1972". */
#include <string.h>

#include "palier-draft-claim-words.h"

static gboolean
is_between (const PalierClaimReader *self, guint i)
{
  static const char *const between[] = { ".",  "n", "no", "°", "(",  ")", "ue",
                                         "ce", "l", "r",  "d", "du", "*", NULL };

  return g_strv_contains (between, PALIER_TOKEN (self, i)->fold);
}

/* "2016/679": digits with what joins them. An article is one of the code or law beside it: its
 * number alone claims nothing. */
static guint
read_number (PalierClaimReader *self, guint i, gboolean article)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint end = i + 1;

  g_string_append (text, PALIER_TOKEN (self, i)->fold);
  while ((palier_tokens_joined (self->tokens, end, "-")
          || palier_tokens_joined (self->tokens, end, "/"))
         && PALIER_TOKEN (self, end + 1)->kind == PALIER_TOKEN_DIGITS)
  {
    g_string_append (text, PALIER_TOKEN (self, end)->fold);
    g_string_append (text, PALIER_TOKEN (self, end + 1)->fold);
    end += 2;
  }
  if (!article)
    palier_claim_add (self, PALIER_CLAIM_LAW, i, end)->text =
        g_string_chunk_insert (self->words, text->str);
  return end;
}

/* Paragraphs, and further articles: ".1.f", "à 22", "et 15". */
static guint
skip_more (PalierClaimReader *self, guint i, gboolean article)
{
  static const char *const and[] = { "a", "et", "ou", ",", ".", "-", NULL };

  while (g_strv_contains (and, PALIER_TOKEN (self, i)->fold))
  {
    const PalierToken *next = PALIER_TOKEN (self, i + 1);
    if (next->kind == PALIER_TOKEN_DIGITS)
      i = next->spaced ? read_number (self, i + 1, article) : i + 2;
    else if (!next->spaced && next->kind == PALIER_TOKEN_WORD && strlen (next->fold) == 1)
      i += 2;
    else
      break;
  }
  return i;
}

/* The day of a law that its number has named. */
static guint
skip_date (const PalierClaimReader *self, guint i)
{
  return palier_tokens_is (self->tokens, i, "du")
                 && PALIER_TOKEN (self, i + 1)->kind == PALIER_TOKEN_DIGITS
                 && palier_claim_month (PALIER_TOKEN (self, i + 2)->fold) > 0
             ? i + 4
             : i;
}

guint
palier_claim_read_law (PalierClaimReader *self, guint i)
{
  gboolean article = g_str_has_prefix (PALIER_TOKEN (self, i)->fold, "art");
  guint at = i + 1;

  if (!palier_claim_is_word (PALIER_WORDS_LAW_WORDS, PALIER_TOKEN (self, i)->fold))
    return i;
  while (at < i + 7 && is_between (self, at))
    at++;
  if (PALIER_TOKEN (self, at)->kind != PALIER_TOKEN_DIGITS)
    return i;
  guint known = palier_claim_phrase (PALIER_WORDS_LAWS, self->tokens, at);
  if (known > 1)
    return skip_date (self, at + known);
  if (palier_claim_month (PALIER_TOKEN (self, at + 1)->fold) > 0)
    return i;
  return skip_date (self, skip_more (self, read_number (self, at, article), article));
}
