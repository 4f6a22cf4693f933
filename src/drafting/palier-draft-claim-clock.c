/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours of a clock. Alone they are anybody's to propose; with a day before them they are a fact's.
 */
#include <string.h>

#include "palier-draft-claim-words.h"

#define DATED_BYTES 6 /* between a day and its hour: " à " */

static int
digits_at (const PalierClaimReader *self, guint i, gsize most)
{
  const PalierToken *token = PALIER_TOKEN (self, i);

  return token->kind == PALIER_TOKEN_DIGITS && strlen (token->fold) <= most
             ? (int) g_ascii_strtoull (token->fold, NULL, 10)
             : -1;
}

static gboolean
leads_to_hour (const PalierClaimReader *self, guint i)
{
  static const char *const before[] = {
    "a", "vers", "des", "de", "entre", "et", ",", "jusque", NULL
  };

  static const char *const lasting[] = { "en", "sous", "dans", "par", "pendant", "de", "d'", NULL };

  if (palier_tokens_is (self->tokens, i + 1, "h") && i > 0
      && !g_strv_contains (lasting, PALIER_TOKEN (self, i - 1)->fold)
      && !palier_tokens_is (self->tokens, i, "24"))
    return TRUE;
  return i > 0
         && (g_strv_contains (before, PALIER_TOKEN (self, i - 1)->fold)
             || palier_claim_weekday (PALIER_TOKEN (self, i - 1)->fold) > 0);
}

/* Whether a day stands before it, "à" at most between. */
static gboolean
is_dated (const PalierClaimReader *self, guint i)
{
  const PalierClaim *last = self->claims->len > 0
                                ? &g_array_index (self->claims, PalierClaim, self->claims->len - 1)
                                : NULL;

  return last != NULL && last->kind == PALIER_CLAIM_DATE && last->day > 0 && !last->dated
         && PALIER_TOKEN (self, i)->start - last->end <= DATED_BYTES;
}

/* "18 h 30", "8h30", "9:45", "à 18 heures". */
guint
palier_claim_read_clock (PalierClaimReader *self, guint i)
{
  static const char *const marks[] = { "h", ":", "heure", "heures", NULL };
  int hour = digits_at (self, i, 2), minute = digits_at (self, i + 2, 2);
  gboolean split = minute >= 0 && strlen (PALIER_TOKEN (self, i + 2)->fold) == 2
                   && PALIER_TOKEN (self, i + 2)->start - PALIER_TOKEN (self, i + 1)->end <= 3;
  guint end = split ? i + 3 : i + 2;

  if (hour < 0 || hour > 24 || !g_strv_contains (marks, PALIER_TOKEN (self, i + 1)->fold)
      || (i > 0 && PALIER_TOKEN (self, i - 1)->kind == PALIER_TOKEN_DIGITS)
      || !(split || (leads_to_hour (self, i) && !palier_tokens_is (self->tokens, i + 1, ":"))))
    return i;
  gboolean dated = is_dated (self, i);
  PalierClaim *claim = palier_claim_add (self, PALIER_CLAIM_CLOCK, i, end);
  claim->dated = dated;
  claim->value = claim->from = claim->to = hour * 60 + (split ? minute : 0);
  return end;
}
