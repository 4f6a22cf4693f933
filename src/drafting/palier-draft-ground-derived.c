/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that no fact has, and that follow from facts by simple arithmetic: "six mille sous votre
 * budget", "soit 234 € pour six", "plus de la moitié de vos annonces". What a text itself says is
 * an operand, too: it is checked by itself. */
#include <math.h>
#include <string.h>

#include "palier-draft-claim-words.h"
#include "palier-draft-ground-sum.h"

#define HALF_POINT 0.5 /* shares are said in whole points */
#define AREA_SLACK 0.005
#define COUNT_MIN 100 /* from here on a number is hardly a quotient by chance */
#define MONTHS 12
#define MONEY_MIN 1000 /* from here on two sums differ by a given one hardly by chance */

gboolean
palier_draft_sum_is_exact (const PalierClaim *said)
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
is_trusted (const PalierDraftSum *self)
{
  return palier_draft_sum_is_exact (self->said) || self->said->rest
         || self->said->kind == PALIER_CLAIM_NUMBER;
}

/* "au lieu de 36 875": the unit is left out. */
static gboolean
is_sum (const PalierClaim *claim)
{
  return claim->kind == PALIER_CLAIM_EURO
         || (claim->kind == PALIER_CLAIM_NUMBER && claim->noun == NULL
             && claim->value >= MONEY_MIN);
}

/* A total, or what is between two sums. */
static gboolean
is_money_apart (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b, guint told)
{
  gboolean money =
      (a->kind == PALIER_CLAIM_EURO && is_sum (b)) || (b->kind == PALIER_CLAIM_EURO && is_sum (a));
  gboolean trusted =
      told > 0 || self->said->rest
      || (palier_draft_sum_is_exact (self->said)
          && (self->said->kind == PALIER_CLAIM_EURO || self->said->value >= MONEY_MIN));

  return trusted && is_money (self->said) && money
         && (palier_claim_is_within (self->said, fabs (a->value - b->value))
             || palier_claim_is_within (self->said, a->value + b->value));
}

static gboolean
is_of_text (const PalierDraftSum *self, const PalierClaim *claim)
{
  const PalierClaim *first = &g_array_index (self->text, PalierClaim, 0);

  return claim >= first && claim < first + self->text->len;
}

/* So many of what can be multiplied by: persons, square metres, months; 0: none. */
double
palier_claim_count (const PalierClaim *claim)
{
  switch (claim->kind)
  {
  case PALIER_CLAIM_NUMBER:
  case PALIER_CLAIM_AREA:
    return claim->value;
  case PALIER_CLAIM_DURATION:
    return claim->value / claim->unit;
  default:
    return 0;
  }
}

/* Prices of a square metre are said in whole euros; rounder, where both figures stand beside. */
static double
area_slack (const PalierClaim *said, guint told)
{
  return told == 2 ? MAX (0.5, AREA_SLACK * said->value) : 0.5;
}

/* A price by so many, or shared by so many. */
static gboolean
is_price_of_many (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b,
                  guint told)
{
  double n = palier_claim_count (b);

  if (b->kind == PALIER_CLAIM_DURATION && !is_of_text (self, b))
    return FALSE; /* facts have many */
  return told > 0 && (is_trusted (self) || told == 2) && is_money (self->said)
         && a->kind == PALIER_CLAIM_EURO && n > 0 && n != 1
         && (palier_claim_is_within (self->said, a->value * n)
             || palier_claim_is_within (self->said, a->value / n)
             || (b->kind == PALIER_CLAIM_AREA
                 && fabs (a->value / n - self->said->value) <= area_slack (self->said, told)));
}

/* So many for each: rounded, where the text names what it is the mean of. */
static gboolean
is_mean (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b, guint told)
{
  double n = palier_claim_count (b);

  if (!self->said->each || n <= 1 || (b->kind == PALIER_CLAIM_DURATION && !is_of_text (self, b))
      || a->kind != self->said->kind
      || (a->kind != PALIER_CLAIM_NUMBER && a->kind != PALIER_CLAIM_EURO))
    return FALSE;
  return palier_claim_is_within (self->said, a->value / n)
         || (told > 0 && palier_claim_is_within (self->said, round (a->value / n)));
}

/* So many per cent of a sum or a number, and what is left of it. */
static gboolean
is_part_of_sum (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b, guint told)
{
  double part = a->value * fabs (b->value) / 100;

  return told > 0 && is_trusted (self) && b->kind == PALIER_CLAIM_PERCENT && b->of == 0
         && (is_money (self->said) || self->said->kind == PALIER_CLAIM_NUMBER)
         && (a->kind == PALIER_CLAIM_EURO || a->kind == PALIER_CLAIM_NUMBER)
         && (palier_claim_is_within (self->said, part)
             || palier_claim_is_within (self->said, a->value - part)
             || palier_claim_is_within (self->said, a->value + part)
             || (told == 2
                 && palier_claim_is_within (self->said, 100 * a->value / fabs (b->value))));
}

/* So many of each of so many: both stand in the text; or the number of each, to the unit. */
static gboolean
is_product (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b, guint told)
{
  if (told == 0 || self->said->kind != PALIER_CLAIM_NUMBER || a->kind != PALIER_CLAIM_NUMBER
      || b->kind != PALIER_CLAIM_NUMBER || a->value <= 1 || b->value <= 1)
    return FALSE;
  return (told == 2 && palier_claim_is_within (self->said, a->value * b->value))
         || (self->said->value >= COUNT_MIN && palier_draft_sum_is_exact (self->said)
             && palier_claim_is_within (self->said, a->value / b->value));
}

/* What is left of a count, or two of them together. */
static gboolean
is_count_apart (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b, guint told)
{
  const PalierClaim *said = self->said;
  gboolean like = palier_claim_counts_same (a, b);
  gboolean trusted = told == 2 || (told == 1 && said->rest)
                     || (like && (said->rest || palier_claim_counts_same (said, a)));

  return said->kind == PALIER_CLAIM_NUMBER && a->kind == PALIER_CLAIM_NUMBER
         && b->kind == PALIER_CLAIM_NUMBER
         && ((trusted && palier_claim_is_within (said, a->value - b->value))
             || (told == 2 && palier_claim_is_within (said, a->value + b->value)));
}

/* Whether @share is what @said was rounded from; a share in words is as wide as it was said. */
gboolean
palier_draft_sum_is_share (const PalierClaim *said, double share)
{
  gboolean whole = said->value == round (said->value);
  double slack = said->of > 0 || !palier_draft_sum_is_exact (said) ? 0
                 : whole                                           ? HALF_POINT
                                                                   : HALF_POINT / 10;
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
is_share_of_count (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b,
                   guint told)
{
  return self->said->kind == PALIER_CLAIM_PERCENT && a->kind == PALIER_CLAIM_NUMBER
         && b->kind == PALIER_CLAIM_NUMBER && a->value < b->value && palier_claim_counts_same (a, b)
         && (self->said->noun == NULL || is_everything (self->said->noun)
             || palier_claim_counts_same (self->said, b))
         && (palier_draft_sum_is_share (self->said, 100 * a->value / b->value)
             || palier_draft_sum_is_share (self->said, 100 - 100 * a->value / b->value));
}

/* How far a sum lies from the other, in per cent. */
static gboolean
is_change (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b, guint told)
{
  return told > 0 && self->said->kind == PALIER_CLAIM_PERCENT && a->kind == PALIER_CLAIM_EURO
         && b->kind == PALIER_CLAIM_EURO && b->value > 0
         && palier_draft_sum_is_share (self->said, 100 * fabs (a->value - b->value) / b->value);
}

static gboolean
is_points (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b, guint told)
{
  return self->said->kind == PALIER_CLAIM_POINTS && a->kind == PALIER_CLAIM_PERCENT
         && b->kind == PALIER_CLAIM_PERCENT
         && palier_claim_is_within (self->said, fabs (a->value - b->value));
}

/* Whether the text has @fact's figure. */
static gboolean
is_told (const PalierDraftSum *self, const PalierClaim *fact)
{
  for (guint i = 0; i < self->text->len; i++)
  {
    const PalierClaim *told = &g_array_index (self->text, PalierClaim, i);
    if (told != self->said && told->kind <= PALIER_CLAIM_DURATION
        && (told->kind == fact->kind || told->kind == PALIER_CLAIM_NUMBER)
        && palier_claim_is_within (told, fabs (fact->value)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
any_rule (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b, guint told)
{
  static const PalierDraftSumRule rules[] = {
    is_money_apart,
    is_price_of_many,
    is_mean,
    is_part_of_sum,
    is_product,
    is_count_apart,
    is_share_of_count,
    is_change,
    is_points,
    palier_draft_sum_is_ratio,
    palier_draft_sum_is_share_of_like,
    palier_draft_sum_is_time_apart,
    palier_draft_sum_is_span,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i](self, a, b, told))
      return TRUE;
  return FALSE;
}

/* The figures of the facts, then those of the text. */
static const PalierClaim *
operand (const PalierDraftSum *self, guint i)
{
  const GArray *facts = self->ground->claims;
  const PalierClaim *claim = i < facts->len
                                 ? &g_array_index (facts, PalierClaim, i)
                                 : &g_array_index (self->text, PalierClaim, i - facts->len);

  return claim->kind <= PALIER_CLAIM_DURATION && claim != self->said ? claim : NULL;
}

/* "4,6 sur 5" */
static gboolean
is_rating (const PalierClaim *claim)
{
  return claim->of > 0 && claim->value != round (claim->value);
}

/* The rest of a share that a fact has: 86 % accepted of 14 % refused. */
static gboolean
is_complement (const PalierDraftSum *self, const PalierClaim *fact)
{
  const PalierClaim *said = self->said;
  gboolean loose = said->of > 0 || !palier_draft_sum_is_exact (said);

  return said->kind == PALIER_CLAIM_PERCENT && fact->kind == PALIER_CLAIM_PERCENT && fact->sign == 0
         && !is_rating (said) && !is_rating (fact)
         && (!loose || said->noun == NULL || is_everything (said->noun)
             || palier_claim_counts_same (said, fact))
         && palier_draft_sum_is_share (
             said, 100 - (fact->of > 0 ? 100 * fact->value / fact->of : fact->value));
}

/* Twelve times what the text says of a month, or a twelfth of what it says of a year. */
static gboolean
is_year_of (const PalierDraftSum *self, const PalierClaim *a)
{
  return self->said->kind == PALIER_CLAIM_EURO && a->kind == PALIER_CLAIM_EURO
         && is_of_text (self, a)
         && (palier_claim_is_within (self->said, a->value * MONTHS)
             || (self->said->monthly && palier_claim_is_within (self->said, a->value / MONTHS)));
}

static gboolean
pairs_with_any (const PalierDraftSum *self, const PalierClaim *a)
{
  guint facts = self->ground->claims->len;
  guint told = is_of_text (self, a) || is_told (self, a);

  for (guint i = 0; i < facts + self->text->len; i++)
  {
    const PalierClaim *b = operand (self, i);
    if (b != NULL && b != a && any_rule (self, a, b, told + (i >= facts || is_told (self, b))))
      return TRUE;
  }
  return FALSE;
}

/* "61 maisons, 35 appartements et 12 terrains, soit 108 biens": the figures of the text, one after
 * the other. */
static gboolean
is_run (const PalierDraftSum *self, guint first)
{
  double sum = 0;
  guint n = 0;

  for (guint i = first; i < self->text->len; i++)
  {
    const PalierClaim *claim = &g_array_index (self->text, PalierClaim, i);
    if (claim == self->said || claim->kind != self->said->kind)
      continue;
    sum += claim->value;
    n++;
    if (n > 2 && palier_claim_is_within (self->said, sum))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_total (const PalierDraftSum *self)
{
  for (guint i = 0; i < self->text->len; i++)
    if (self->said->kind != PALIER_CLAIM_PERCENT && is_run (self, i))
      return TRUE;
  return FALSE;
}

/* Whether @said, which no fact says, follows from two of the facts' and the text's figures. */
gboolean
palier_draft_ground_derives (const PalierDraftGround *self, const GArray *claims,
                             const PalierClaim *said)
{
  const PalierDraftSum sum = { self, claims, said };

  if (said->kind != PALIER_CLAIM_NUMBER && said->kind != PALIER_CLAIM_EURO
      && said->kind != PALIER_CLAIM_PERCENT && said->kind != PALIER_CLAIM_POINTS
      && said->kind != PALIER_CLAIM_RELATION && said->kind != PALIER_CLAIM_DURATION)
    return FALSE;
  for (guint i = 0; i < self->claims->len + claims->len; i++)
  {
    const PalierClaim *a = operand (&sum, i);
    if (a != NULL && (pairs_with_any (&sum, a) || is_complement (&sum, a) || is_year_of (&sum, a)))
      return TRUE;
  }
  return is_total (&sum) || palier_draft_ground_reaches (self, claims, said);
}
