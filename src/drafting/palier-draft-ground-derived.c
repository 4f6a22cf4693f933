/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that no fact has, and that follow from facts by simple arithmetic: "six mille sous votre
 * budget", "soit 234 € pour six", "plus de la moitié de vos annonces". What a text itself says is
 * an operand, too: it is checked by itself. */
#include <math.h>
#include <string.h>

#include "palier-draft-claim-words.h"
#include "palier-draft-ground-private.h"

#define HALF_POINT 0.5 /* shares are said in whole points */
#define MONEY_MIN 1000 /* from here on two sums differ by a given one hardly by chance */

/* What @said is computed from. */
typedef struct
{
  const PalierDraftGround *ground;
  const GArray *text;
  const PalierClaim *said;
} Sum;

/* Whether @said comes of @a and @b; @told: the text names one of them at least. */
typedef gboolean (*Rule) (const Sum *self, const PalierClaim *a, const PalierClaim *b,
                          gboolean told);

static gboolean
is_exact (const PalierClaim *said)
{
  return said->to - said->from <= 1e-6 * fabs (said->value);
}

static gboolean
is_money (const PalierClaim *claim)
{
  return claim->kind == PALIER_CLAIM_EURO
         || (claim->kind == PALIER_CLAIM_NUMBER && claim->noun == NULL);
}

/* What is rounded comes near a product by chance: unless a word says that it is computed. */
static gboolean
is_trusted (const Sum *self)
{
  return is_exact (self->said) || self->said->rest || self->said->kind == PALIER_CLAIM_NUMBER;
}

/* A total, or what is between two sums. */
static gboolean
is_money_apart (const Sum *self, const PalierClaim *a, const PalierClaim *b, gboolean told)
{
  gboolean trusted =
      told || self->said->rest
      || (is_exact (self->said)
          && (self->said->kind == PALIER_CLAIM_EURO || self->said->value >= MONEY_MIN));

  return trusted && is_money (self->said) && a->kind == PALIER_CLAIM_EURO
         && b->kind == PALIER_CLAIM_EURO
         && (palier_claim_is_within (self->said, fabs (a->value - b->value))
             || palier_claim_is_within (self->said, a->value + b->value));
}

/* A price by so many, or shared by so many. */
static gboolean
is_price_of_many (const Sum *self, const PalierClaim *a, const PalierClaim *b, gboolean told)
{
  return told && is_trusted (self) && is_money (self->said) && a->kind == PALIER_CLAIM_EURO
         && (b->kind == PALIER_CLAIM_NUMBER || b->kind == PALIER_CLAIM_AREA) && b->value > 1
         && (palier_claim_is_within (self->said, a->value * b->value)
             || palier_claim_is_within (self->said, a->value / b->value)
             || (b->kind == PALIER_CLAIM_AREA
                 && palier_claim_is_within (self->said, round (a->value / b->value))));
}

/* So many per cent of a sum or a number, and what is left of it. */
static gboolean
is_part_of_sum (const Sum *self, const PalierClaim *a, const PalierClaim *b, gboolean told)
{
  double part = a->value * fabs (b->value) / 100;

  return told && is_trusted (self) && b->kind == PALIER_CLAIM_PERCENT && b->of == 0
         && (is_money (self->said) || self->said->kind == PALIER_CLAIM_NUMBER)
         && (a->kind == PALIER_CLAIM_EURO || a->kind == PALIER_CLAIM_NUMBER)
         && (palier_claim_is_within (self->said, part)
             || palier_claim_is_within (self->said, a->value - part)
             || palier_claim_is_within (self->said, a->value + part));
}

/* What is left of a count. */
static gboolean
is_count_apart (const Sum *self, const PalierClaim *a, const PalierClaim *b, gboolean told)
{
  return (told || self->said->rest) && self->said->kind == PALIER_CLAIM_NUMBER
         && a->kind == PALIER_CLAIM_NUMBER && b->kind == PALIER_CLAIM_NUMBER
         && palier_claim_is_within (self->said, a->value - b->value);
}

/* Whether @share is what @said was rounded from; a share in words is as wide as it was said. */
static gboolean
is_share (const PalierClaim *said, double share)
{
  gboolean whole = said->value == round (said->value);
  double slack = said->of > 0 || !is_exact (said) ? 0 : whole ? HALF_POINT : HALF_POINT / 10;
  PalierClaim wide = *said;

  wide.from -= slack;
  wide.to += slack;
  return share > 0 && share < 100 && palier_claim_is_within (&wide, share);
}

/* "neuf fois sur dix" */
static gboolean
is_everything (const char *noun)
{
  return strcmp (noun, "fois") == 0;
}

/* Of one thing so many are such: a share of it. */
static gboolean
is_share_of_count (const Sum *self, const PalierClaim *a, const PalierClaim *b, gboolean told)
{
  return self->said->kind == PALIER_CLAIM_PERCENT && a->kind == PALIER_CLAIM_NUMBER
         && b->kind == PALIER_CLAIM_NUMBER && a->value < b->value && palier_claim_counts_same (a, b)
         && (self->said->noun == NULL || is_everything (self->said->noun)
             || palier_claim_counts_same (self->said, b))
         && (is_share (self->said, 100 * a->value / b->value)
             || is_share (self->said, 100 - 100 * a->value / b->value));
}

/* How far a sum lies from the other, in per cent. */
static gboolean
is_change (const Sum *self, const PalierClaim *a, const PalierClaim *b, gboolean told)
{
  return told && self->said->kind == PALIER_CLAIM_PERCENT && a->kind == PALIER_CLAIM_EURO
         && b->kind == PALIER_CLAIM_EURO && b->value > 0
         && is_share (self->said, 100 * fabs (a->value - b->value) / b->value);
}

static gboolean
is_points (const Sum *self, const PalierClaim *a, const PalierClaim *b, gboolean told)
{
  return self->said->kind == PALIER_CLAIM_POINTS && a->kind == PALIER_CLAIM_PERCENT
         && b->kind == PALIER_CLAIM_PERCENT
         && palier_claim_is_within (self->said, fabs (a->value - b->value));
}

/* Whether the text has @fact's figure. */
static gboolean
is_told (const Sum *self, const PalierClaim *fact)
{
  for (guint i = 0; i < self->text->len; i++)
  {
    const PalierClaim *told = &g_array_index (self->text, PalierClaim, i);
    if (told != self->said && told->kind <= PALIER_CLAIM_AREA
        && (told->kind == fact->kind || told->kind == PALIER_CLAIM_NUMBER)
        && palier_claim_is_within (told, fabs (fact->value)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
any_rule (const Sum *self, const PalierClaim *a, const PalierClaim *b, gboolean told)
{
  static const Rule rules[] = { is_money_apart,    is_price_of_many, is_part_of_sum, is_count_apart,
                                is_share_of_count, is_change,        is_points };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i](self, a, b, told))
      return TRUE;
  return FALSE;
}

/* The figures of the facts, then those of the text. */
static const PalierClaim *
operand (const Sum *self, guint i)
{
  const GArray *facts = self->ground->claims;
  const PalierClaim *claim = i < facts->len
                                 ? &g_array_index (facts, PalierClaim, i)
                                 : &g_array_index (self->text, PalierClaim, i - facts->len);

  return claim->kind <= PALIER_CLAIM_AREA && claim != self->said ? claim : NULL;
}

/* "4,6 sur 5" */
static gboolean
is_rating (const PalierClaim *claim)
{
  return claim->of > 0 && claim->value != round (claim->value);
}

/* The rest of a share that a fact has: 86 % accepted of 14 % refused. */
static gboolean
is_complement (const Sum *self, const PalierClaim *fact)
{
  const PalierClaim *said = self->said;
  gboolean loose = said->of > 0 || !is_exact (said);

  return said->kind == PALIER_CLAIM_PERCENT && fact->kind == PALIER_CLAIM_PERCENT && fact->sign == 0
         && !is_rating (said) && !is_rating (fact)
         && (!loose || said->noun == NULL || is_everything (said->noun)
             || palier_claim_counts_same (said, fact))
         && is_share (said, 100 - (fact->of > 0 ? 100 * fact->value / fact->of : fact->value));
}

static gboolean
pairs_with_any (const Sum *self, const PalierClaim *a)
{
  guint facts = self->ground->claims->len;
  gboolean told = is_told (self, a);

  for (guint i = 0; i < facts + self->text->len; i++)
  {
    const PalierClaim *b = operand (self, i);
    if (b != NULL && b != a && any_rule (self, a, b, told || i >= facts || is_told (self, b)))
      return TRUE;
  }
  return FALSE;
}

/* Whether @said, which no fact says, follows from two of the facts' and the text's figures. */
gboolean
palier_draft_ground_derives (const PalierDraftGround *self, const GArray *claims,
                             const PalierClaim *said)
{
  const Sum sum = { self, claims, said };

  if (said->kind != PALIER_CLAIM_NUMBER && said->kind != PALIER_CLAIM_EURO
      && said->kind != PALIER_CLAIM_PERCENT && said->kind != PALIER_CLAIM_POINTS)
    return FALSE;
  for (guint i = 0; i < self->claims->len + claims->len; i++)
  {
    const PalierClaim *a = operand (&sum, i);
    if (a != NULL && (pairs_with_any (&sum, a) || is_complement (&sum, a)))
      return TRUE;
  }
  return FALSE;
}
