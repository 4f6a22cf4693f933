/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers with what they count: prices, percentages, areas, durations. */
#include <math.h>
#include <string.h>

#include "palier-draft-claim-words.h"

#define EVERYDAY_MAX 12 /* in words: "trois questions" says nothing that a fact could bear out */
#define LATELY_S (21 * 86400)
#define PROMISE_MAX_S (72 * 3600) /* "sous 48 h" */
#define MOMENT_MAX 5              /* "deux minutes" is no measure */
#define KEYCAP "\u20e3"           /* after a digit, as pictures of numbers have it */
#define EMOJI "\ufe0f"
#define DIGITS_EVERYDAY_MAX 4 /* "3 photos" */
#define ROUND_IN_WORDS 0.025  /* "les six cents ventes" of 611 */
#define POINTS_MAX 5          /* of a talk: more are between percentages */
#define LAST_ROUND 1000       /* "1 850 k€" stands for what lies within half a thousand of it */

/* (nullable): "entre 247 000 et 371 000 euros environ": of both */
static const PalierRounding *
rounding_of_range (const PalierClaimReader *self, guint i)
{
  PalierWrittenNumber other;
  guint next;

  if (!(palier_tokens_is (self->tokens, i, "et") || palier_tokens_is (self->tokens, i, "a"))
      || !palier_written_number (self->tokens, i + 1, &other)
      || palier_claim_unit (self->tokens, other.next, &next) == NULL)
    return NULL;
  return palier_claim_rounding_after (self->tokens, next);
}

/* What is allowed for by words of rounding on either side, and by the number's own making. */
static void
set_bounds (PalierClaimReader *self, PalierClaim *claim, guint i, guint end,
            const PalierWrittenNumber *number, double factor)
{
  const PalierRounding *rounding = palier_claim_rounding_before (self->tokens, i);
  double value = fabs (number->value) * factor, step = number->step * factor;

  if (rounding == NULL)
    rounding = palier_claim_rounding_after (self->tokens, end);
  if (rounding == NULL)
    rounding = rounding_of_range (self, end);
  claim->from = claim->to = value;
  if (number->about)
  {
    claim->from = 0.85 * value;
    claim->to = 1.2 * value;
  }
  else if (number->words && number->step >= 100 && claim->kind == PALIER_CLAIM_NUMBER)
  {
    claim->from = value * (1 - ROUND_IN_WORDS);
    claim->to = value * (1 + ROUND_IN_WORDS);
  }
  else if (factor >= LAST_ROUND && claim->kind == PALIER_CLAIM_EURO)
  {
    claim->from = value - step / 2;
    claim->to = value + step / 2;
  }
  if (rounding == NULL)
    return;
  claim->from = MIN (claim->from, value * rounding->from);
  claim->to = MAX (claim->to, value * rounding->to);
  if (rounding->open > 0)
  {
    claim->from = number->about ? 0.95 * value : value;
    claim->to = MAX (claim->to, value + step);
  }
  else if (rounding->open < 0)
    claim->from = MIN (claim->from, value - step);
  else if (rounding->from < 1 && rounding->to > 1.05)
  {
    claim->from = MIN (claim->from, value - step / 2);
    claim->to = MAX (claim->to, value + step / 2);
  }
}

/* The unit of the number at @i's end; or that of the one after, of "215 à 232 k€". */
static const PalierUnit *
unit_at (const PalierClaimReader *self, const PalierWrittenNumber *number, guint *next)
{
  static const char *const and[] = { "a", "et", "-", "ou", NULL };
  guint i = number->next, after;
  const PalierUnit *unit = palier_claim_unit (self->tokens, i, next);
  gboolean round = number->about || number->value >= 1e6;
  PalierWrittenNumber other;

  if (unit == NULL && round && palier_tokens_is (self->tokens, i, "de"))
    unit = palier_claim_unit (self->tokens, i + 1, next);
  if (unit == NULL && palier_tokens_is (self->tokens, i, "d"))
    unit = palier_claim_unit (self->tokens, i + 2, next);
  if (unit != NULL)
    return unit;
  *next = i;
  if (!g_strv_contains (and, PALIER_TOKEN (self, i)->fold)
      || !palier_written_number (self->tokens, i + 1, &other))
    return NULL;
  return palier_claim_unit (self->tokens, other.next, &after);
}

/* "entre 9 et 11 h": the unit is the next number's. */
static gboolean
is_inherited (const PalierClaimReader *self, guint i)
{
  guint next;

  return palier_claim_unit (self->tokens, i, &next) == NULL;
}

static gboolean
is_half (const PalierClaimReader *self, guint i)
{
  return palier_tokens_is (self->tokens, i, "et")
         && g_str_has_prefix (PALIER_TOKEN (self, i + 1)->fold, "demi");
}

/* In a sentence about the law, the delays that it sets need no fact. */
static gboolean
is_lawful_delay (const PalierClaimReader *self, guint i)
{
  if (palier_claim_phrase (PALIER_WORDS_LAW_DELAYS, self->tokens, i) == 0)
    return FALSE;
  for (guint k = i > 25 ? i - 25 : 0; k < i + 25; k++)
    if (palier_claim_speaks_of_law (PALIER_TOKEN (self, k)->fold))
      return TRUE;
  return FALSE;
}

/* The length of a talk: anybody's to propose. */
static gboolean
is_short (const PalierUnit *unit, double value)
{
  return unit != NULL && unit->kind == PALIER_CLAIM_DURATION && unit->factor >= 60
         && unit->factor < 86400 && value * unit->factor <= PROMISE_MAX_S;
}

/* The number of a house, or a postal code. */
static gboolean
is_address (const PalierClaimReader *self, guint i, guint next)
{
  const PalierToken *after = PALIER_TOKEN (self, next);
  const PalierToken *number = PALIER_TOKEN (self, i);

  if (number->kind != PALIER_TOKEN_DIGITS || next != i + 1)
    return FALSE;
  if (i > 0 && palier_claim_is_word (PALIER_WORDS_DISTRICTED, PALIER_TOKEN (self, i - 1)->fold))
    return strlen (number->fold) <= 2;
  if (strcmp (after->fold, ",") == 0 && !after->spaced)
    after = PALIER_TOKEN (self, next + 1);
  if (palier_claim_is_word (PALIER_WORDS_WAYS, after->fold))
    return strlen (after->fold) > 2 || after->large
           || palier_claim_is_word (PALIER_WORDS_WAYS, PALIER_TOKEN (self, next + 1)->fold);
  return strlen (number->fold) == 5 && after->large;
}

static void
add_measure (PalierClaimReader *self, guint i, guint end, const PalierWrittenNumber *number,
             const PalierUnit *unit)
{
  PalierClaim *claim =
      palier_claim_add (self, unit != NULL ? unit->kind : PALIER_CLAIM_NUMBER, i, number->next);

  claim->unit = unit != NULL ? unit->factor : 1;
  claim->value = number->value * claim->unit;
  set_bounds (self, claim, i, end, number, claim->unit);
  palier_claim_add_words (self, claim, i, end, number);
  claim->everyday = is_short (unit, number->value)
                    || ((claim->kind == PALIER_CLAIM_NUMBER || claim->kind == PALIER_CLAIM_ROOMS)
                        && !number->about && !number->decimal
                        && number->value <= (number->words ? EVERYDAY_MAX : DIGITS_EVERYDAY_MAX));
}

/* "il y a dix jours": since the last letter, mostly. */
static gboolean
is_lately (const PalierClaimReader *self, guint i, const PalierUnit *unit,
           const PalierWrittenNumber *number)
{
  return unit->kind == PALIER_CLAIM_DURATION && number->value * unit->factor <= LATELY_S && i >= 3
         && palier_tokens_is (self->tokens, i - 1, "a")
         && palier_tokens_is (self->tokens, i - 2, "y");
}

/* "Windows 11". */
static gboolean
is_brand (const PalierToken *token)
{
  return token->large && palier_claim_is_word (PALIER_WORDS_NAMES, token->fold);
}

/* "2." before an item, "étape 3", "Windows 11", "STOP au 36111". */
static gboolean
is_numbering (const PalierClaimReader *self, guint i, const PalierToken *after)
{
  const PalierToken *number = PALIER_TOKEN (self, i);

  if (number->kind != PALIER_TOKEN_DIGITS)
    return FALSE;
  if (number->line && after->kind == PALIER_TOKEN_MARK && strchr (".)/-:", *after->fold) != NULL
      && strlen (number->fold) <= 2 && PALIER_TOKEN (self, i + 2)->spaced)
    return TRUE;
  if (strcmp (after->fold, KEYCAP) == 0 || strcmp (after->fold, EMOJI) == 0)
    return TRUE;
  if (strlen (number->fold) == 5 && g_str_has_prefix (number->fold, "3")
      && (palier_tokens_is (self->tokens, i - 1, "stop")
          || palier_tokens_is (self->tokens, i - 2, "stop")))
    return TRUE;
  return i > 0
         && (palier_claim_is_word (PALIER_WORDS_NUMBERED, PALIER_TOKEN (self, i - 1)->fold)
             || is_brand (PALIER_TOKEN (self, i - 1)));
}

/* "deux ou trois ans": nobody means it so exactly. */
static gboolean
is_vague (const PalierClaimReader *self, guint i, const PalierWrittenNumber *number)
{
  PalierWrittenNumber other;
  guint next = number->next;

  if (number->value > EVERYDAY_MAX || number->decimal)
    return FALSE;
  if (palier_tokens_is (self->tokens, next, "ou")
      && palier_written_number (self->tokens, next + 1, &other) && other.value == number->value + 1)
    return TRUE;
  return i > 1 && palier_tokens_is (self->tokens, i - 1, "ou")
         && palier_written_number (self->tokens, i - 2, &other) && other.next == i - 1
         && other.value == number->value - 1;
}

/* One, or an hour: read over without a claim. */
static gboolean
claims_nothing (const PalierClaimReader *self, guint i, const PalierWrittenNumber *number,
                const PalierUnit *unit)
{
  const PalierToken *after = PALIER_TOKEN (self, number->next);

  if (self->of_fact)
    return unit == NULL && number->value == 1 && number->words;
  gboolean one = number->value == 1 && !number->about && !number->decimal;

  if (number->value == 0 || is_numbering (self, i, after) || is_vague (self, i, number))
    return TRUE;
  if (unit == NULL && after->large && !after->spaced && strlen (after->fold) == 1)
    return TRUE; /* "3D" */
  if (unit == NULL)
    return one;
  if (unit->kind == PALIER_CLAIM_PERCENT || unit->kind == PALIER_CLAIM_EURO)
    return FALSE;
  return one || number->value == 1 || is_lawful_delay (self, i) || is_lately (self, i, unit, number)
         || (is_short (unit, number->value)
             && (number->about
                 || (number->words && number->value <= MOMENT_MAX && unit->factor < 3600)
                 || palier_claim_is_asked (self, i) || is_inherited (self, number->next)));
}

/* "entre cent quatre-vingt-cinq et deux cent mille", "de 1,2 à 6,8 millions": the thousand, or the
 * million, is the next number's, too. */
static void
scale_range (const PalierClaimReader *self, PalierWrittenNumber *number)
{
  PalierWrittenNumber other;

  if (!(palier_tokens_is (self->tokens, number->next, "et")
        || palier_tokens_is (self->tokens, number->next, "a"))
      || number->value >= 1000 || !palier_written_number (self->tokens, number->next + 1, &other))
    return;
  const PalierNumeral *word = palier_claim_numeral (PALIER_TOKEN (self, other.next - 1)->fold);
  gboolean millions = word != NULL && word->value >= 1e6;
  double scale = millions ? word->value : 1000;
  if (number->value * scale >= other.value || (!millions && number->value * 2000 <= other.value))
    return;
  number->value *= scale;
  number->step *= scale;
}

/* "2 ans et 3 mois", "1 min 30 s": the smaller unit's number is added. Returns the token after it.
 */
static guint
add_smaller (const PalierClaimReader *self, guint end, const PalierUnit *unit,
             PalierWrittenNumber *number)
{
  guint at = palier_tokens_is (self->tokens, end, "et") ? end + 1 : end, next;
  PalierWrittenNumber more;

  if (unit->kind != PALIER_CLAIM_DURATION || !palier_written_number (self->tokens, at, &more)
      || (number->value == 1 && more.value == 1))
    return end;
  const PalierUnit *smaller = palier_claim_unit (self->tokens, more.next, &next);
  if (smaller == NULL && unit->factor == 3600 && at == end && more.value < 60)
  {
    number->value += more.value / 60; /* "dix-huit heures trente" */
    return number->next = more.next;
  }
  if (smaller == NULL || smaller->kind != PALIER_CLAIM_DURATION || smaller->factor >= unit->factor)
    return end;
  number->value += more.value * smaller->factor / unit->factor;
  number->step = more.step * smaller->factor / unit->factor;
  number->next = more.next;
  return next;
}

static guint
read_number (PalierClaimReader *self, guint i)
{
  PalierWrittenNumber number;
  guint end;

  if (!palier_written_number (self->tokens, i, &number))
    return i;
  const PalierUnit *unit = unit_at (self, &number, &end);
  if (unit != NULL && unit->kind == PALIER_CLAIM_POINTS && number.value <= POINTS_MAX
      && palier_claim_sign_before (self, i) == 0 && !palier_claim_is_rest (self, i, end))
  {
    unit = NULL; /* points of a talk */
    end = number.next;
  }
  scale_range (self, &number);
  if (is_address (self, i, number.next))
  {
    PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_ADDRESS, i, number.next);
    claim->value = claim->from = claim->to = number.value;
    return number.next;
  }
  if (unit != NULL && is_half (self, end))
  {
    number.value += 0.5;
    end += 2;
  }
  if (unit != NULL && end > number.next)
    end = add_smaller (self, end, unit, &number);
  if (!claims_nothing (self, i, &number, unit))
    add_measure (self, i, end, &number, unit);
  return end;
}

/* "€1,200", as the English write it. */
static guint
read_euros_before (PalierClaimReader *self, guint i)
{
  static const PalierUnit euro = { PALIER_CLAIM_EURO, 1 };
  PalierWrittenNumber number;

  if (!palier_tokens_is (self->tokens, i, "€") || PALIER_TOKEN (self, i + 1)->spaced
      || !palier_written_number (self->tokens, i + 1, &number))
    return i;
  add_measure (self, i + 1, number.next, &number, &euro);
  return number.next;
}

guint
palier_claim_read_amount (PalierClaimReader *self, guint i)
{
  guint next = read_euros_before (self, i);

  return next > i ? next : read_number (self, i);
}
