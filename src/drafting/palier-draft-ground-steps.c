/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of money got in one step that the text does not show, or in two: a pack for two less its
 * discount, a year's rent after it rose, a yearly fee by the person. Two steps reach many sums by
 * chance: the fewer of the figures stand in the text, the more digits the result must have, or the
 * clearer it must be said to be one. */
#include <math.h>

#include "palier-draft-ground-private.h"

#define SURE_DIGITS 1000 /* as a number: four that are not noughts at the end */
#define SOME_DIGITS 100
#define RESULTS_MAX 3

typedef struct
{
  const PalierDraftGround *ground;
  const GArray *text;
  const PalierClaim *said;
} Steps;

/* "246,50" → 2465: what of a number is no nought at its end. */
static double
digits_of (double value)
{
  double digits = round (value * 100);

  while (digits >= 10 && fmod (digits, 10) == 0)
    digits /= 10;
  return digits;
}

/* @told: how many of three figures the text names */
static gboolean
is_evident (const PalierClaim *said, guint told)
{
  gboolean result = said->rest || said->each;
  double digits = digits_of (said->value);

  return told >= 2   ? digits >= SOME_DIGITS
         : told == 1 ? digits >= (result ? SOME_DIGITS : SURE_DIGITS)
                     : result && (digits >= SURE_DIGITS || said->value != round (said->value));
}

/* What @amount becomes by @by: a percentage, so many, another sum. Returns how many @results. */
static guint
step (double amount, const PalierClaim *by, double results[RESULTS_MAX])
{
  double part = amount * fabs (by->value) / 100, n = palier_claim_count (by);
  guint found = 0;

  if (by->kind == PALIER_CLAIM_PERCENT && by->of == 0)
  {
    results[found++] = amount - part;
    results[found++] = amount + part;
    results[found++] = part;
  }
  else if (by->kind == PALIER_CLAIM_EURO)
  {
    results[found++] = amount - by->value;
    results[found++] = amount + by->value;
  }
  else if (n > 1)
  {
    results[found++] = amount * n;
    results[found++] = amount / n;
  }
  return found;
}

/* The figures of the facts, then those of the text. */
static const PalierClaim *
operand (const Steps *self, guint i)
{
  const GArray *facts = self->ground->claims;
  const PalierClaim *claim = i < facts->len
                                 ? &g_array_index (facts, PalierClaim, i)
                                 : &g_array_index (self->text, PalierClaim, i - facts->len);
  gboolean counts =
      claim->kind <= PALIER_CLAIM_AREA || (claim->kind == PALIER_CLAIM_DURATION && i >= facts->len);

  return counts && claim != self->said ? claim : NULL;
}

/* Whether one more step leads from @amount to what is said. */
static gboolean
ends (const Steps *self, double amount, guint told)
{
  double results[RESULTS_MAX];

  for (guint i = 0; i < self->ground->claims->len + self->text->len; i++)
  {
    const PalierClaim *by = operand (self, i);
    guint n = by != NULL ? step (amount, by, results) : 0;
    for (guint k = 0; k < n; k++)
      if (palier_claim_is_within (self->said, results[k])
          && is_evident (self->said, told + (i >= self->ground->claims->len)))
        return TRUE;
  }
  return FALSE;
}

static gboolean
begins (const Steps *self, const PalierClaim *amount, guint told)
{
  double results[RESULTS_MAX];

  for (guint i = 0; i < self->ground->claims->len + self->text->len; i++)
  {
    const PalierClaim *by = operand (self, i);
    guint n = by != NULL && by != amount ? step (amount->value, by, results) : 0;
    for (guint k = 0; k < n; k++)
      if (ends (self, results[k], told + (i >= self->ground->claims->len)))
        return TRUE;
  }
  return FALSE;
}

/* Whether @said, a sum to the cent, follows in two steps at most from sums of the facts and the
 * text. */
gboolean
palier_draft_ground_reaches (const PalierDraftGround *self, const GArray *claims,
                             const PalierClaim *said)
{
  const Steps steps = { self, claims, said };

  if (said->kind != PALIER_CLAIM_EURO || said->from != said->to
      || digits_of (said->value) < SOME_DIGITS)
    return FALSE;
  for (guint i = 0; i < self->claims->len + claims->len; i++)
  {
    const PalierClaim *amount = operand (&steps, i);
    guint told = i >= self->claims->len;
    if (amount != NULL && amount->kind == PALIER_CLAIM_EURO
        && (ends (&steps, amount->value, told) || begins (&steps, amount, told)))
      return TRUE;
  }
  return FALSE;
}
