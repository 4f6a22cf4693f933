/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares ("trois acheteurs sur quatre", "un tiers", "34/100") and relations ("deux fois plus"). */
#include <math.h>
#include <string.h>

#include "palier-draft-claim-words.h"

#define WIDER 1.25 /* "plus de la moitié" of 60 % */
#define PART_SLACK 0.05
#define BETWEEN_MAX 3 /* words between "trois" and "sur quatre" */

/* A share is said in round numbers: how far the true one may lie from it, in points. */
static void
set_share (PalierClaimReader *self, PalierClaim *claim, guint i, guint end, double percent,
           double slack)
{
  const PalierRounding *rounding = palier_claim_rounding_before (self->tokens, i);

  if (rounding == NULL)
    rounding = palier_claim_rounding_after (self->tokens, end);
  claim->unit = 1;
  claim->from = percent - slack;
  claim->to = percent + slack;
  if (rounding == NULL)
    return;
  if (rounding->open > 0)
  {
    claim->from = percent;
    claim->to = percent * WIDER;
  }
  else if (rounding->open < 0)
  {
    claim->from = percent / WIDER;
    claim->to = percent;
  }
  else
    claim->from = percent - slack - 2;
}

/* Where "sur" or a slash stands after the number that ends at @i; 0: nowhere. */
static guint
find_over (const PalierClaimReader *self, guint i)
{
  if (palier_tokens_joined (self->tokens, i, "/"))
    return i;
  for (guint k = i; k <= i + BETWEEN_MAX; k++)
  {
    if (palier_tokens_is (self->tokens, k, "sur"))
      return k;
    if (PALIER_TOKEN (self, k)->kind != PALIER_TOKEN_WORD || PALIER_TOKEN (self, k)->line)
      return 0;
  }
  return 0;
}

static double
slack_of (double of)
{
  return of > 10 ? 0.5 : of > 5 ? 4 : of > 3 ? 6 : 4;
}

/* What a share is of: "acheteurs" of "un acheteur sur trois". */
static const char *
plural_of (PalierClaimReader *self, guint i)
{
  const char *word = PALIER_TOKEN (self, i)->fold;

  if (g_str_has_suffix (word, "s") || g_str_has_suffix (word, "x"))
    return word;
  g_autofree char *plural = g_strconcat (word, "s", NULL);
  return g_string_chunk_insert (self->words, plural);
}

static guint
read_ratio (PalierClaimReader *self, guint i)
{
  PalierWrittenNumber number, whole;
  guint over, next;

  if (!palier_written_number (self->tokens, i, &number))
    return i;
  over = find_over (self, number.next);
  if (over == 0 || !palier_written_number (self->tokens, over + 1, &whole) || whole.value < 2
      || whole.value > 1000 || number.value > whole.value || whole.decimal
      || palier_claim_unit (self->tokens, whole.next, &next) != NULL)
    return i;
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_PERCENT, i, whole.next);
  claim->value = number.value;
  claim->of = whole.value;
  claim->noun = over > number.next ? plural_of (self, over - 1) : NULL;
  set_share (self, claim, i, whole.next, 100 * number.value / whole.value,
             number.decimal ? 0.5 : slack_of (whole.value));
  return whole.next;
}

/* "une sixième" is one more, and no part. */
static gboolean
is_feminine (const PalierClaimReader *self, guint i, guint part)
{
  return palier_tokens_is (self->tokens, i, "une")
         && g_str_has_suffix (PALIER_TOKEN (self, part)->fold, "ieme");
}

/* "un quart de million": a number. */
static guint
read_part_of_million (PalierClaimReader *self, guint i, guint part, double share)
{
  const PalierNumeral *whole = palier_claim_numeral (PALIER_TOKEN (self, part + 2)->fold);

  if (!palier_tokens_is (self->tokens, part + 1, "de") || whole == NULL || whole->value < 1e6)
    return i;
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_NUMBER, i, part + 3);
  claim->value = share / 100 * whole->value;
  claim->from = claim->value * (1 - PART_SLACK);
  claim->to = claim->value * (1 + PART_SLACK);
  return part + 3;
}

/* "un tiers", "les trois quarts", "la moitié". */
static guint
read_fraction (PalierClaimReader *self, guint i)
{
  PalierWrittenNumber number = { .value = 1, .next = i };
  gboolean counted = palier_written_number (self->tokens, i, &number);
  double part = palier_claim_fraction (PALIER_TOKEN (self, number.next)->fold);

  if (part == 0 || number.value * part > 100 || is_feminine (self, i, number.next)
      || (!counted && part < 50)
      || (part < 50 && i > 0 && palier_tokens_is (self->tokens, i - 1, "a")))
    return i; /* "à un tiers" is to somebody else */
  guint end = read_part_of_million (self, i, number.next, number.value * part);
  if (end > i)
    return end;
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_PERCENT, i, number.next + 1);
  claim->value = number.value * part;
  claim->noun = palier_claim_noun_after (self, number.next + 1);
  set_share (self, claim, i, number.next + 1, number.value * part, 3);
  return number.next + 1;
}

/* "double vitrage", but not "le double", "double de". */
static gboolean
is_adjective (const PalierClaimReader *self, guint i)
{
  return g_str_has_suffix (PALIER_TOKEN (self, i)->fold, "le")
         && !(i > 0 && palier_tokens_is (self->tokens, i - 1, "le"))
         && !palier_tokens_is (self->tokens, i + 1, "de");
}

/* "multipliés par trois", "divise par deux". */
static guint
read_multiplied (PalierClaimReader *self, guint i)
{
  const char *word = PALIER_TOKEN (self, i)->fold;
  PalierWrittenNumber number;

  if (!(g_str_has_prefix (word, "multipli") || g_str_has_prefix (word, "divis"))
      || !palier_tokens_is (self->tokens, i + 1, "par")
      || !palier_written_number (self->tokens, i + 2, &number))
    return i;
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_RELATION, i, number.next);
  claim->value = claim->from = claim->to = number.value;
  return number.next;
}

/* "deux fois plus vite", "× 3,5", "doubler". */
static guint
read_relation (PalierClaimReader *self, guint i)
{
  PalierWrittenNumber number;
  double times = palier_claim_relation (PALIER_TOKEN (self, i)->fold);
  guint end = i + 1;

  if (palier_tokens_is (self->tokens, i, "×") && !palier_tokens_joined (self->tokens, i, "×")
      && palier_written_number (self->tokens, i + 1, &number)
      && palier_claim_unit (self->tokens, number.next, &end) == NULL)
  {
    times = number.value;
    end = number.next;
  }
  if (times == 0 && palier_written_number (self->tokens, i, &number)
      && palier_tokens_is (self->tokens, number.next, "fois")
      && palier_claim_is_word (PALIER_WORDS_COMPARED, PALIER_TOKEN (self, number.next + 1)->fold))
  {
    times = number.value;
    end = number.next + 2;
  }
  if (times == 0 || (is_adjective (self, i) && end == i + 1))
    return i;
  const PalierRounding *rounding = palier_claim_rounding_before (self->tokens, i);
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_RELATION, i, end);
  claim->value = claim->from = claim->to = times;
  if (rounding != NULL && rounding->open > 0)
    claim->to = times + 1;
  return end;
}

guint
palier_claim_read_share (PalierClaimReader *self, guint i)
{
  guint next = read_ratio (self, i);

  if (next == i)
    next = read_fraction (self, i);
  if (next == i)
    next = read_multiplied (self, i);
  return next > i ? next : read_relation (self, i);
}
