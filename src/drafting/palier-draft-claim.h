/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-token.h"

G_BEGIN_DECLS

/* What a text says that can be true or false. Facts give claims by the same readers. */
typedef enum
{
  PALIER_CLAIM_NUMBER,   /* without a unit, or of what is counted */
  PALIER_CLAIM_PERCENT,  /* a share, too: "trois sur quatre" */
  PALIER_CLAIM_EURO,     /* a sum of money */
  PALIER_CLAIM_AREA,     /* square metres */
  PALIER_CLAIM_DISTANCE, /* metres */
  PALIER_CLAIM_DURATION, /* seconds */
  PALIER_CLAIM_ROOMS,    /* T4 */
  PALIER_CLAIM_ORDINAL,  /* 8e; with a noun: of parts of a year */
  PALIER_CLAIM_POINTS,   /* between two percentages */
  PALIER_CLAIM_RELATION, /* so many times more, or less */
  PALIER_CLAIM_ADDRESS,  /* a number of a street, a postal code */
  PALIER_CLAIM_CLOCK,    /* minutes since midnight */
  PALIER_CLAIM_DATE,     /* a day, a month, a year, or what is said of them */
  PALIER_CLAIM_NAME,     /* a word with a large letter */
  PALIER_CLAIM_LOCAL,    /* "orléanais" */
  PALIER_CLAIM_CLASS,    /* a letter of an energy label */
  PALIER_CLAIM_SITE,     /* a web site or an e-mail address */
  PALIER_CLAIM_IDENTITY, /* digits that stand for something: a telephone number, a SIRET */
  PALIER_CLAIM_LAW,      /* an article, a law */
} PalierClaimKind;

typedef struct
{
  PalierClaimKind kind;
  gsize start, end;              /* bytes into the text: what is marked */
  double value;                  /* as it is written; of a share its numerator */
  double of;                     /* of a share: its denominator; else 0 */
  double unit;                   /* in the kind's own: 1000 of "k€" */
  double from, to;               /* what bears it out: rounding words have widened it */
  int day, month, year, weekday; /* of a date: 0 where it is not said */
  const char *text;              /* (nullable): of words, sites, digits and laws, folded */
  const char *noun;              /* (nullable): what is counted, folded */
  int sign;                      /* of a written plus or minus */
  int tax;                       /* 1: without, 2: with; 0: not said */
  gboolean dated;                /* an hour of a day that is named before it; a time since then */
  gboolean spans;                /* so dated, though it may be how long something took */
  gboolean working;              /* of days: those of work */
  gboolean monthly;              /* an amount by the month */
  gboolean daily;                /* an amount by the day */
  gboolean rest;                 /* it is said to be what is left, more or less, or in all */
  gboolean each;                 /* so many by the month, the person, each */
  gboolean named;                /* of a fact: it is part of an address, or of a name */
  gboolean stamp;                /* of a fact: when it was noted, not what it says */
  gboolean everyday; /* a numeral that speech is full of: false only where a fact counts the same */
  gboolean doubtful; /* it may be none: a warning */
} PalierClaim;

/* What a text is read with. */
typedef struct
{
  const PalierTokens *tokens;
  GArray *claims; /* (element-type PalierClaim) */
  GStringChunk *words;
  const GDate *today;
  gboolean of_fact; /* nothing in it is too small, or too common, to be said */
} PalierClaimReader;

#define PALIER_TOKEN(self, i) palier_tokens_get ((self)->tokens, i)

/* Reads what begins at token @i; returns the token after it, or @i where it reads nothing. */
typedef guint (*PalierClaimRead) (PalierClaimReader *self, guint i);

guint palier_claim_read_contact (PalierClaimReader *self, guint i);
guint palier_claim_read_law (PalierClaimReader *self, guint i);
guint palier_claim_read_relative (PalierClaimReader *self, guint i);
guint palier_claim_read_date (PalierClaimReader *self, guint i);
guint palier_claim_read_share (PalierClaimReader *self, guint i);
guint palier_claim_read_ordinal (PalierClaimReader *self, guint i);
guint palier_claim_read_clock (PalierClaimReader *self, guint i);
guint palier_claim_read_amount (PalierClaimReader *self, guint i);
guint palier_claim_read_name (PalierClaimReader *self, guint i);

PalierClaim *palier_claim_add (PalierClaimReader *self, PalierClaimKind kind, guint from, guint to);
gboolean palier_claim_is_asked (const PalierClaimReader *self, guint i);
GArray *palier_claims_read (const PalierTokens *tokens, const GDate *today, gboolean of_fact,
                            GStringChunk *words);

PalierClaim *palier_claim_add_date (PalierClaimReader *self, guint from, guint to, int day,
                                    int month, int year, int weekday);
void palier_claim_mark_proposed (PalierClaimReader *self, PalierClaim *claim, guint i,
                                 gboolean proposed);

/* A number as it is written, in digits or in words. */
typedef struct
{
  double value;
  double step;      /* of its last digit that is not nought: 2 960 → 10 */
  guint next;       /* the token after it */
  gboolean words;   /* in words */
  gboolean decimal; /* with decimals */
  gboolean about;   /* "une quarantaine" */
} PalierWrittenNumber;

const char *palier_claim_noun_after (const PalierClaimReader *self, guint i);
int palier_claim_sign_before (const PalierClaimReader *self, guint i);
gboolean palier_claim_is_rest (const PalierClaimReader *self, guint i, guint end);
void palier_claim_add_words (PalierClaimReader *self, PalierClaim *claim, guint i, guint end,
                             const PalierWrittenNumber *number);

gboolean palier_written_number (const PalierTokens *tokens, guint i, PalierWrittenNumber *out);

G_END_DECLS
