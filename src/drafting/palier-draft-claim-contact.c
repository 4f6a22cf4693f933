/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sites, addresses of e-mail, telephone numbers, SIRET, card numbers, references: what stands for
 * something letter by letter. */
#include <string.h>

#include "palier-draft-claim-words.h"

#define IDENTITY_MIN 9 /* digits: of a SIREN; amounts have fewer */

static gboolean
is_glued (const PalierToken *token)
{
  return token->kind != PALIER_TOKEN_END && !token->spaced
         && (token->kind != PALIER_TOKEN_MARK || strchr ("-._@/:?=&%#~+", *token->fold) != NULL);
}

/* The end of what stands at @i without a space; marks at its end belong to the sentence. */
static guint
end_of_chunk (const PalierClaimReader *self, guint i)
{
  guint end = i + 1;

  while (is_glued (PALIER_TOKEN (self, end)))
    end++;
  while (end > i + 1 && PALIER_TOKEN (self, end - 1)->kind == PALIER_TOKEN_MARK
         && !palier_tokens_is (self->tokens, end - 1, "/"))
    end--;
  return end;
}

/* Whether a host name's end, or an at sign, stands in it. */
static gboolean
is_address (const PalierClaimReader *self, guint i, guint end)
{
  for (guint k = i + 1; k + 1 < end; k++)
    if (palier_tokens_is (self->tokens, k, "@"))
      return TRUE;
    else if (palier_tokens_is (self->tokens, k, ".")
             && (k + 2 == end || palier_tokens_is (self->tokens, k + 2, "/"))
             && !PALIER_TOKEN (self, k + 1)->large
             && palier_claim_is_word (PALIER_WORDS_SUFFIXES, PALIER_TOKEN (self, k + 1)->fold))
      return TRUE;
  return FALSE;
}

static guint
read_site (PalierClaimReader *self, guint i)
{
  guint end = end_of_chunk (self, i), from = i;
  g_autoptr (GString) text = NULL;

  if (PALIER_TOKEN (self, i)->kind == PALIER_TOKEN_MARK || !is_address (self, i, end))
    return i;
  if (g_str_has_prefix (PALIER_TOKEN (self, i)->fold, "http")
      && palier_tokens_is (self->tokens, i + 1, ":"))
    from = i + 4;
  if (palier_tokens_is (self->tokens, from, "www"))
    from += 2;
  text = g_string_new (NULL);
  for (guint k = from; k < end; k++)
    g_string_append (text, PALIER_TOKEN (self, k)->fold);
  palier_claim_add (self, PALIER_CLAIM_SITE, i, end)->text =
      g_string_chunk_insert (self->words, text->str);
  return end;
}

/* Groups of digits with a space, a dot or a hyphen between. */
static guint
next_group (const PalierClaimReader *self, guint i)
{
  const PalierToken *token = PALIER_TOKEN (self, i);

  if (token->kind == PALIER_TOKEN_DIGITS)
    return token->start - PALIER_TOKEN (self, i - 1)->end <= 3 ? i : 0;
  if ((palier_tokens_joined (self->tokens, i, ".") || palier_tokens_joined (self->tokens, i, "-"))
      && PALIER_TOKEN (self, i + 1)->kind == PALIER_TOKEN_DIGITS)
    return i + 1;
  return 0;
}

static guint
read_digits (PalierClaimReader *self, guint i)
{
  gboolean abroad = palier_tokens_joined (self->tokens, i, "+");
  guint at = abroad ? i + 1 : i, end = at, after;
  g_autoptr (GString) digits = NULL;

  if (PALIER_TOKEN (self, at)->kind != PALIER_TOKEN_DIGITS)
    return i;
  digits = g_string_new (NULL);
  for (; at > 0 || end == 0; at = next_group (self, end))
  {
    g_string_append (digits, PALIER_TOKEN (self, at)->fold);
    end = at + 1;
  }
  if (digits->len < IDENTITY_MIN || palier_claim_unit (self->tokens, end, &after) != NULL)
    return i;
  if (abroad && g_str_has_prefix (digits->str, "33"))
    g_string_overwrite (g_string_erase (digits, 0, 1), 0, "0");
  palier_claim_add (self, PALIER_CLAIM_IDENTITY, i, end)->text =
      g_string_chunk_insert (self->words, digits->str);
  return end;
}

/* "VI-2087", "68.31Z". */
static guint
read_reference (PalierClaimReader *self, guint i)
{
  const PalierToken *first = PALIER_TOKEN (self, i);
  const PalierToken *second = PALIER_TOKEN (self, i + 1), *third = PALIER_TOKEN (self, i + 2);
  const PalierToken *last = PALIER_TOKEN (self, i + 3);
  guint n = 0;

  if (first->kind == PALIER_TOKEN_WORD && first->large && strlen (first->fold) <= 4
      && palier_tokens_joined (self->tokens, i + 1, "-") && third->kind == PALIER_TOKEN_DIGITS
      && strlen (third->fold) >= 3)
    n = 3;
  else if (first->kind == PALIER_TOKEN_DIGITS && palier_tokens_joined (self->tokens, i + 1, ".")
           && third->kind == PALIER_TOKEN_DIGITS && !last->spaced && last->large
           && strlen (last->fold) == 1)
    n = 4;
  else if (first->kind == PALIER_TOKEN_DIGITS && strlen (first->fold) == 4 && !second->spaced
           && second->large && strlen (second->fold) == 1)
    n = 2;
  if (n == 0)
    return i;
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint k = i; k < i + n; k++)
    if (PALIER_TOKEN (self, k)->kind != PALIER_TOKEN_MARK)
      g_string_append (text, PALIER_TOKEN (self, k)->fold);
  palier_claim_add (self, PALIER_CLAIM_IDENTITY, i, i + n)->text =
      g_string_chunk_insert (self->words, text->str);
  return i + n;
}

guint
palier_claim_read_contact (PalierClaimReader *self, guint i)
{
  guint next = i;

  if (i == 0 || PALIER_TOKEN (self, i)->spaced
      || PALIER_TOKEN (self, i - 1)->kind == PALIER_TOKEN_MARK)
    next = read_site (self, i);
  if (next == i)
    next = read_reference (self, i);
  return next > i ? next : read_digits (self, i);
}
