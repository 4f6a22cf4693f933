/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in digits ("1 240", "2,5", English "1,200") and in French words ("quatre-vingt-sept",
 * "deux cent mille", "une quarantaine"). */
#include <string.h>

#include "palier-draft-claim.h"
#include "palier-draft-claim-words.h"

static double
step_of (double value)
{
  double step = 1;

  while (value >= step * 10 && (gint64) value % (gint64) (step * 10) == 0)
    step *= 10;
  return step;
}

/* Digits in groups of three: by a space, or by a mark that three digits follow. */
static gboolean
goes_on (const PalierTokens *tokens, guint i, gboolean *spaced)
{
  const PalierToken *token = palier_tokens_get (tokens, i);
  const PalierToken *last = palier_tokens_get (tokens, i - 1);

  if (strlen (last->fold) > 3)
    return FALSE;
  *spaced = token->kind == PALIER_TOKEN_DIGITS;
  if (*spaced)
    return token->spaced && token->start - last->end <= 3 && strlen (token->fold) == 3;
  return (palier_tokens_joined (tokens, i, ".") || palier_tokens_joined (tokens, i, ","))
         && palier_tokens_get (tokens, i + 1)->kind == PALIER_TOKEN_DIGITS
         && strlen (palier_tokens_get (tokens, i + 1)->fold) == 3;
}

static void
read_decimals (const PalierTokens *tokens, PalierWrittenNumber *out)
{
  const PalierToken *digits = palier_tokens_get (tokens, out->next + 1);
  double unit = 1;

  if (!(palier_tokens_joined (tokens, out->next, ",")
        || palier_tokens_joined (tokens, out->next, "."))
      || digits->kind != PALIER_TOKEN_DIGITS || strlen (digits->fold) > 4)
    return;
  for (gsize n = strlen (digits->fold); n > 0; n--)
    unit /= 10;
  out->value += g_ascii_strtod (digits->fold, NULL) * unit;
  out->step = unit;
  out->decimal = TRUE;
  out->next += 2;
}

/* "1,2 million", "300 mille". */
static void
read_multiple (const PalierTokens *tokens, PalierWrittenNumber *out)
{
  const PalierNumeral *word = palier_claim_numeral (palier_tokens_get (tokens, out->next)->fold);

  if (word == NULL || word->value < 1000)
    return;
  out->value *= word->value;
  out->step *= word->value;
  out->decimal = FALSE;
  out->next++;
}

static gboolean
read_digits (const PalierTokens *tokens, guint i, PalierWrittenNumber *out)
{
  const PalierToken *token = palier_tokens_get (tokens, i);
  gboolean spaced;

  if (token->kind != PALIER_TOKEN_DIGITS || strlen (token->fold) > 15)
    return FALSE;
  if (i > 0 && !token->spaced && palier_tokens_get (tokens, i - 1)->kind == PALIER_TOKEN_WORD)
    return FALSE;
  *out = (PalierWrittenNumber) { .value = g_ascii_strtod (token->fold, NULL), .next = i + 1 };
  while (out->value < 1e12 && goes_on (tokens, out->next, &spaced))
  {
    out->next += spaced ? 0 : 1;
    out->value =
        out->value * 1000 + g_ascii_strtod (palier_tokens_get (tokens, out->next)->fold, NULL);
    out->next++;
  }
  out->step = step_of (out->value);
  read_decimals (tokens, out);
  read_multiple (tokens, out);
  return TRUE;
}

/* The next word of a number: after a hyphen, or an "et" that a number follows. */
static guint
next_word (const PalierTokens *tokens, guint i)
{
  if (palier_tokens_joined (tokens, i, "-"))
    return i + 1;
  if (palier_tokens_is (tokens, i, "et") || palier_tokens_is (tokens, i, "-"))
    i++;
  if (palier_tokens_joined (tokens, i, "-"))
    i++;
  return i;
}

/* Whether @value may follow what was read of a number in words: "vingt trois", but not "deux dix".
 */
static gboolean
may_follow (double last, double value, gboolean with_and)
{
  if (with_and)
    return value == 1 || value == 11;
  return value >= 100 || (last == 4 && value == 20) || (last >= 20 && value < 20) || last >= 100
         || (last == 60 && value < 20) || (last == 10 && value >= 7 && value <= 9);
}

/* "deux et demi". */
static void
read_half (const PalierTokens *tokens, PalierWrittenNumber *out)
{
  if (!palier_tokens_is (tokens, out->next, "et")
      || !g_str_has_prefix (palier_tokens_get (tokens, out->next + 1)->fold, "demi"))
    return;
  out->step = (out->value >= 1e6 ? 1e6 : 1) / 2;
  out->value += out->step;
  out->decimal = TRUE;
  out->next += 2;
}

static gboolean
read_words (const PalierTokens *tokens, guint i, PalierWrittenNumber *out)
{
  const PalierNumeral *word = palier_claim_numeral (palier_tokens_get (tokens, i)->fold);
  double total = 0, part = 0, last = 0;
  guint at = i;

  if (word == NULL)
    return FALSE;
  *out = (PalierWrittenNumber) { .next = i, .words = TRUE };
  while (word != NULL)
  {
    if (word->value >= 1000)
    {
      total += MAX (part, 1) * word->value;
      part = 0;
    }
    else if (word->value == 100)
      part = MAX (part, 1) * 100;
    else if (last == 4 && word->value == 20)
      part += 76;
    else if (word->about && part > 0)
      part *= word->value; /* "trois douzaines" */
    else
      part += word->value;
    last = word->value;
    out->about |= word->about;
    out->next = at + 1;
    at = next_word (tokens, out->next);
    word = palier_claim_numeral (palier_tokens_get (tokens, at)->fold);
    if (word != NULL && !word->about
        && !may_follow (last, word->value, palier_tokens_is (tokens, at - 1, "et")))
      break;
  }
  out->value = total + part;
  out->step = step_of (out->value);
  read_half (tokens, out);
  return TRUE;
}

/* Reads the number that begins at token @i. */
gboolean
palier_written_number (const PalierTokens *tokens, guint i, PalierWrittenNumber *out)
{
  return read_digits (tokens, i, out) || read_words (tokens, i, out);
}
