/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two figures of one kind are to each other: "trois fois plus", "plus de la moitié du délai",
 * "trente-huit jours de gagnés", "cinq mois de loyer". */
#include <math.h>

#include "palier-draft-ground-sum.h"

#define DAY_S 86400.0
#define HOUR_S 3600.0
#define RATIO_SLACK 0.1 /* "quatre fois moins" of 17 and 4 */

/* Two figures that can be held against each other. */
static gboolean
is_like (const PalierClaim *a, const PalierClaim *b)
{
  if (a->kind != b->kind || a->value <= 0 || b->value <= 0)
    return FALSE;
  switch (a->kind)
  {
  case PALIER_CLAIM_NUMBER:
    return a->noun == NULL || b->noun == NULL || palier_claim_counts_same (a, b);
  case PALIER_CLAIM_DURATION:
    return a->unit == b->unit;
  case PALIER_CLAIM_PERCENT:
  case PALIER_CLAIM_EURO:
  case PALIER_CLAIM_AREA:
    return TRUE;
  default:
    return FALSE;
  }
}

/* "de 18 à 41 %": two figures of one fact. */
static gboolean
is_beside (const PalierClaim *a, const PalierClaim *b)
{
  return a == b + 1 || b == a + 1;
}

/* So many times more, or less: of two figures that the text names, or that a fact puts side by
 * side.
 */
gboolean
palier_draft_sum_is_ratio (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b,
                           guint told)
{
  PalierClaim wide = *self->said;

  if (wide.kind != PALIER_CLAIM_RELATION || (told < 2 && !is_beside (a, b)) || !is_like (a, b))
    return FALSE;
  wide.from *= 1 - RATIO_SLACK;
  wide.to *= 1 + RATIO_SLACK;
  return palier_claim_is_within (&wide, a->value / b->value);
}

/* A sum, or a time, in per cent of another that the text names as well. */
gboolean
palier_draft_sum_is_share_of_like (const PalierDraftSum *self, const PalierClaim *a,
                                   const PalierClaim *b, guint told)
{
  return self->said->kind == PALIER_CLAIM_PERCENT && told == 2 && is_like (a, b)
         && (a->kind == PALIER_CLAIM_EURO || a->kind == PALIER_CLAIM_DURATION)
         && palier_draft_sum_is_share (self->said, 100 * a->value / b->value);
}

/* The time that is gained or lost between two, in their own unit. */
gboolean
palier_draft_sum_is_time_apart (const PalierDraftSum *self, const PalierClaim *a,
                                const PalierClaim *b, guint told)
{
  const PalierClaim *said = self->said;

  return said->kind == PALIER_CLAIM_DURATION && said->rest && a->kind == PALIER_CLAIM_DURATION
         && is_like (a, b) && a->unit == said->unit
         && palier_claim_is_within (said, fabs (a->value - b->value));
}

/* "cinq mois de loyer": how often one sum goes into another; "quatorze heures par an": a time
 * shared by the units of another; "dix ans" that lead from one sum to the other; "deux journées" of
 * fourteen hours where a day has seven. */
gboolean
palier_draft_sum_is_span (const PalierDraftSum *self, const PalierClaim *a, const PalierClaim *b,
                          guint told)
{
  const PalierClaim *said = self->said;

  if (said->kind != PALIER_CLAIM_DURATION || told == 0 || b->value <= 0)
    return FALSE;
  if (a->kind == PALIER_CLAIM_EURO && b->kind == PALIER_CLAIM_EURO && a->value > b->value)
    return palier_claim_is_within (said, said->unit * a->value / b->value);
  if (said->rest && said->unit == DAY_S && is_like (a, b) && a->unit == HOUR_S)
    return palier_claim_is_within (said, DAY_S * a->value / b->value);
  return said->each && told == 2 && a->kind == PALIER_CLAIM_DURATION
         && b->kind == PALIER_CLAIM_DURATION && a->unit == said->unit && b->unit != said->unit
         && palier_claim_is_within (said, a->value * b->unit / b->value);
}
