/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-claim-words.h"

G_BEGIN_DECLS

typedef struct
{
  GHashTable *lists[PALIER_WORDS_N];  /* sets of phrases */
  GHashTable *firsts[PALIER_WORDS_N]; /* sets of the words that these begin with */
  GHashTable *numerals, *units, *before, *after;
  GHashTable *fractions, *relations, *months, *weekdays; /* word → a double */
  GHashTable *alike;                                     /* noun → number of its group, from 1 */
  GHashTable *adjectives;                                /* of towns: masculine → town */
  GHashTable *provinces;  /* department → what its province is called */
  GHashTable *beginnings; /* words, and marks, that a claim other than a name may begin with */
  GPtrArray *law_context;
} PalierClaimWordLists;

extern const char *const palier_claim_adjective_endings[];

const PalierClaimWordLists *palier_claim_word_lists (void);
gsize palier_claim_join (const PalierTokens *tokens, guint i, guint n, char *out, gsize size);

G_END_DECLS
