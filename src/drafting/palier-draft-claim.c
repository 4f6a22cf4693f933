/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goes through a text and reads its claims: the table of readers says in which order. */
#include "palier-draft-claim.h"

#include "palier-draft-claim-words.h"

/* The first that reads something has it: a telephone number is none of its numbers. */
static const PalierClaimRead readers[] = {
  palier_claim_read_contact, palier_claim_read_law,    palier_claim_read_relative,
  palier_claim_read_date,    palier_claim_read_share,  palier_claim_read_ordinal,
  palier_claim_read_clock,   palier_claim_read_amount, palier_claim_read_name,
};

/* A claim in the words from token @from to before @to, to be filled in. */
PalierClaim *
palier_claim_add (PalierClaimReader *self, PalierClaimKind kind, guint from, guint to)
{
  PalierClaim claim = { .kind = kind,
                        .start = PALIER_TOKEN (self, from)->start,
                        .end = PALIER_TOKEN (self, to - 1)->end };

  g_array_append_val (self->claims, claim);
  return &g_array_index (self->claims, PalierClaim, self->claims->len - 1);
}

/* Of a word that no list has: it may be a name, a site, "VIIIe". Small ones are most of a text. */
static guint
read_unlisted (PalierClaimReader *self, guint i)
{
  static const PalierClaimRead kinds[] = { palier_claim_read_contact, palier_claim_read_ordinal,
                                           palier_claim_read_name };
  const PalierToken *token = PALIER_TOKEN (self, i);

  if (!token->large && PALIER_TOKEN (self, i + 1)->spaced)
    return i + 1;
  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
  {
    guint next = kinds[k](self, i);
    if (next > i)
      return next;
  }
  return i + 1;
}

static guint
read_one (PalierClaimReader *self, guint i)
{
  const PalierToken *token = PALIER_TOKEN (self, i);

  if (token->kind != PALIER_TOKEN_DIGITS && !palier_claim_may_begin (token->fold))
    return token->kind == PALIER_TOKEN_WORD ? read_unlisted (self, i) : i + 1;
  guint idiom = self->of_fact ? 0 : palier_claim_phrase (PALIER_WORDS_IDIOMS, self->tokens, i);

  if (idiom > 0)
    return i + idiom;
  for (gsize k = 0; k < G_N_ELEMENTS (readers); k++)
  {
    guint next = readers[k](self, i);
    if (next > i)
      return next;
  }
  return i + 1;
}

/* Whether the sentence with token @i asks: what is proposed in it is no claim. */
gboolean
palier_claim_is_asked (const PalierClaimReader *self, guint i)
{
  for (; PALIER_TOKEN (self, i)->kind != PALIER_TOKEN_END; i++)
  {
    if (palier_tokens_is (self->tokens, i, "?"))
      return TRUE;
    if (PALIER_TOKEN (self, i)->opens && PALIER_TOKEN (self, i)->kind == PALIER_TOKEN_WORD)
      return FALSE;
  }
  return FALSE;
}

/**
 * palier_claims_read:
 * @of_fact: what is read is a fact: all that it says counts
 * @words: holds what the claims' texts are made of
 *
 * Returns: (transfer full) (element-type PalierClaim): in the order of the text; they are good as
 *   long as @tokens and @words
 */
GArray *
palier_claims_read (const PalierTokens *tokens, const GDate *today, gboolean of_fact,
                    GStringChunk *words)
{
  PalierClaimReader self = { .tokens = tokens,
                             .claims = g_array_new (FALSE, FALSE, sizeof (PalierClaim)),
                             .words = words,
                             .today = today,
                             .of_fact = of_fact };

  for (guint i = 0; i < tokens->items->len;)
    i = read_one (&self, i);
  return self.claims;
}
