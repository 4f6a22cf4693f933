/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-claim.h"

G_BEGIN_DECLS

/* The words claims are made of, from resources/drafting/claims.json, read once. All are folded, and
 * phrases are as their tokens, one space between two. */

typedef struct
{
  double value;
  gboolean about; /* "dizaine" */
} PalierNumeral;

typedef struct
{
  PalierClaimKind kind;
  double factor;
} PalierUnit;

/* What a word does to a number: it then is borne out by from × value to to × value. */
typedef struct
{
  double from, to;
  int open; /* 1: to one step more at least, -1: from one less */
} PalierRounding;

typedef enum
{
  PALIER_WORDS_IDIOMS,
  PALIER_WORDS_COMPARED,
  PALIER_WORDS_WAYS,
  PALIER_WORDS_ORDINAL_OF,
  PALIER_WORDS_CLASS_OF,
  PALIER_WORDS_OPENERS,
  PALIER_WORDS_NAMES,
  PALIER_WORDS_SITES,
  PALIER_WORDS_SUFFIXES,
  PALIER_WORDS_LAW_WORDS,
  PALIER_WORDS_LAWS,
  PALIER_WORDS_LAW_DELAYS,
  PALIER_WORDS_AMBIGUOUS_TOWNS,
  PALIER_WORDS_DISTRICTED,
  PALIER_WORDS_NUMBERED,
  PALIER_WORDS_TITLES,
  PALIER_WORDS_BOXES,
  PALIER_WORDS_FIRMS,
  PALIER_WORDS_LAST_YEAR,
  PALIER_WORDS_LAST_MONTH,
  PALIER_WORDS_N
} PalierClaimWords;

const PalierNumeral *palier_claim_numeral (const char *word);
const PalierUnit *palier_claim_unit (const PalierTokens *tokens, guint i, guint *next);
const PalierRounding *palier_claim_rounding_before (const PalierTokens *tokens, guint i);
const PalierRounding *palier_claim_rounding_after (const PalierTokens *tokens, guint i);
double palier_claim_fraction (const char *word);
double palier_claim_relation (const char *word);
int palier_claim_month (const char *word);
int palier_claim_weekday (const char *word);
const char *palier_claim_province (const char *department);
const char *palier_claim_town_of (const char *adjective);
int palier_claim_counted_alike (const char *noun);
gboolean palier_claim_is_word (PalierClaimWords list, const char *word);
guint palier_claim_phrase (PalierClaimWords list, const PalierTokens *tokens, guint i);
gboolean palier_claim_may_begin (const char *word);
gboolean palier_claim_speaks_of_law (const char *word);

G_END_DECLS
