/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Criteria → sub-scores → total. What is not known takes no part: a sub-score is the weighted mean
 * over what is known, the total the mean over the sub-scores of which anything is known, and each
 * says how much that was. Only an agency's digital maturity is a sum of points with a cap. */
#include "palier-scoring.h"

#include <math.h>

#include "palier-scoring-measure-private.h"

#define FULL 100.0

/* What one sub-score is made of. */
typedef struct
{
  double won;
  double known; /* weight of the known criteria; of a sum of points their number */
  double all;
} Sum;

static gboolean
is_points (PalierScoredKind kind, PalierSubscore part)
{
  return kind == PALIER_SCORED_AGENCY && part == PALIER_SUBSCORE_DIGITAL;
}

static double
part_of (PalierScoredKind kind, PalierSubscore part, double won, double known)
{
  if (known <= 0)
    return 0;
  return is_points (kind, part) ? fmin (FULL, won) : FULL * won / known;
}

/* How much of a criterion is known: all or nothing, but for the checks of a site. */
static double
share_known (const PalierCase *subject, const PalierScoring *self, PalierCriterion criterion)
{
  if (isnan (self->points[criterion]))
    return 0;
  if (criterion == PALIER_CRITERION_SITE_QUALITY)
    return (double) subject->site_known / PALIER_SCORING_SITE_CHECKS;
  return 1;
}

static void
measure (const PalierCase *subject, PalierScoring *self, Sum sums[PALIER_N_SUBSCORES])
{
  const PalierKindParameters *kind = &subject->parameters->kinds[self->kind];

  for (int i = 0; i < PALIER_N_CRITERIA; i++)
  {
    self->possible[i] = 0;
    self->points[i] = NAN;
  }
  for (gsize i = 0; i < kind->n_asked; i++)
  {
    const PalierAsked *one = &kind->asked[i];
    if (one->weight <= 0)
      continue;
    double points = palier_case_measure (subject, one->criterion) * one->weight;
    double weight = is_points (self->kind, one->part) ? 1 : one->weight;
    Sum *sum = &sums[one->part];
    self->possible[one->criterion] = one->weight;
    self->points[one->criterion] = points;
    sum->all += weight;
    sum->known += weight * share_known (subject, self, one->criterion);
    sum->won += isnan (points) ? 0 : points;
  }
}

static double
total_of (const PalierKindParameters *kind, const double parts[PALIER_N_SUBSCORES],
          const Sum sums[PALIER_N_SUBSCORES])
{
  double won = 0, weight = 0;

  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
    if (sums[i].known > 0)
    {
      won += kind->parts[i] * parts[i];
      weight += kind->parts[i];
    }
  return weight > 0 ? won / weight : 0;
}

/* What the total is made of beside one part, once that part counts. */
typedef struct
{
  double won;
  double weight;
} Rest;

static Rest
rest_of (const PalierScoring *self, const PalierKindParameters *kind,
         const Sum sums[PALIER_N_SUBSCORES], PalierSubscore part)
{
  Rest rest = { 0, kind->parts[part] };

  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
    if (i != (int) part && sums[i].known > 0)
    {
      rest.won += kind->parts[i] * self->parts[i];
      rest.weight += kind->parts[i];
    }
  return rest;
}

/* How far the total could go if the criterion became known, at its worst or at its best. */
static double
reach_of (const PalierScoring *self, const PalierKindParameters *kind, const Sum *sum,
          const Rest *rest, const PalierAsked *asked, double total)
{
  PalierSubscore part = asked->part;
  double weight = asked->weight;
  double known = sum->known + (is_points (self->kind, part) ? 1 : weight);
  double worst = part_of (self->kind, part, sum->won, known);
  double best = part_of (self->kind, part, sum->won + weight, known);
  double scale = rest->weight > 0 ? 1 / rest->weight : 0;

  return fmax (fabs ((rest->won + kind->parts[part] * worst) * scale - total),
               fabs ((rest->won + kind->parts[part] * best) * scale - total));
}

/* The field whose value would make the criterion known, or PALIER_FIELD_NONE: a site cannot be
 * judged before it is known that there is one, nor a price without those of its commune. */
static PalierField
field_to_ask (const PalierCase *subject, const PalierScoring *self, const PalierAsked *asked)
{
  PalierField field = asked->field;

  if (asked->weight <= 0 || !isnan (self->points[asked->criterion]))
    return PALIER_FIELD_NONE;
  if (asked->criterion == PALIER_CRITERION_SITE_QUALITY
      && !(self->points[PALIER_CRITERION_WEBSITE] > 0))
    return PALIER_FIELD_NONE;
  if (asked->criterion == PALIER_CRITERION_PROPERTY_VALUE && !(subject->market->price_m2_cents > 0))
    return PALIER_FIELD_NONE;
  /* Those of which one field is known lack the other. */
  if (field != PALIER_FIELD_NONE && palier_prospect_get (subject->prospect, field) != NULL)
    field = asked->criterion == PALIER_CRITERION_PROPERTY_VALUE ? PALIER_FIELD_SURFACE_M2
            : asked->criterion == PALIER_CRITERION_ADDRESS      ? PALIER_FIELD_CITY
                                                                : PALIER_FIELD_NONE;
  return field;
}

static PalierField
find_missing (const PalierCase *subject, const PalierScoring *self,
              const Sum sums[PALIER_N_SUBSCORES], double total)
{
  const PalierKindParameters *kind = &subject->parameters->kinds[self->kind];
  const Rest rests[PALIER_N_SUBSCORES] = { rest_of (self, kind, sums, 0),
                                           rest_of (self, kind, sums, 1),
                                           rest_of (self, kind, sums, 2) };
  PalierField missing = PALIER_FIELD_NONE;
  double most = 0;

  for (gsize i = 0; i < kind->n_asked; i++)
  {
    const PalierAsked *one = &kind->asked[i];
    PalierField field = field_to_ask (subject, self, one);
    if (field == PALIER_FIELD_NONE)
      continue;
    double reach = reach_of (self, kind, &sums[one->part], &rests[one->part], one, total);
    if (reach > most)
    {
      most = reach;
      missing = field;
    }
  }
  return missing;
}

static PalierBand
band_of (const PalierScoringParameters *parameters, double total)
{
  if (total >= parameters->hot)
    return PALIER_BAND_HOT;
  return total >= parameters->warm ? PALIER_BAND_WARM : PALIER_BAND_COLD;
}

/**
 * palier_scoring_evaluate:
 * @market: what is known around the prospect; PALIER_SCORING_MARKET_EMPTY for nothing
 * @history: what passed between; all zero for nothing
 * @now_ms: the moment for which the score counts, UTC
 * @out: (out caller-allocates): filled whole
 *
 * Scores one prospect, pure and without allocating: for a pass over the whole base.
 */
void
palier_scoring_evaluate (const PalierScoringParameters *parameters, const PalierProspect *prospect,
                         const PalierScoringMarket *market, const PalierScoringHistory *history,
                         gint64 now_ms, PalierScoring *out)
{
  PalierCase subject = palier_case (parameters, prospect, market, history, now_ms);
  const PalierKindParameters *kind = &parameters->kinds[subject.kind];
  Sum sums[PALIER_N_SUBSCORES] = { 0 };
  double total;

  out->kind = subject.kind;
  measure (&subject, out, sums);
  out->confidence = 0;
  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
  {
    out->parts[i] = part_of (out->kind, i, sums[i].won, sums[i].known);
    out->confidences[i] = sums[i].known / sums[i].all;
    out->confidence += kind->parts[i] * out->confidences[i];
  }
  total = total_of (kind, out->parts, sums);
  out->total = round (total * 10) / 10;
  out->band = band_of (parameters, out->total);
  out->to_complete = out->confidence < parameters->to_complete_under;
  out->missing = find_missing (&subject, out, sums, total);
  palier_case_choose_action (&subject, out);
}

/* The score as pages show it: (transfer full). */
PalierScore *
palier_scoring_to_score (const PalierScoring *self)
{
  PalierScore *score = palier_score_new ();

  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
  {
    score->parts[i] = self->parts[i];
    score->confidences[i] = self->confidences[i];
  }
  score->total = self->total;
  score->confidence = self->confidence;
  score->band = self->band;
  score->to_complete = self->to_complete;
  if (self->missing != PALIER_FIELD_NONE)
    score->missing = g_strdup (palier_field_name (self->missing));
  score->action = g_strdup (self->action);
  score->action_reason = g_strdup (self->action_reason);
  score->action_due_ms = self->action_due_ms;
  return score;
}

/* palier_scoring_evaluate() for one prospect. Returns: (transfer full) */
PalierScore *
palier_scoring_score (const PalierScoringParameters *parameters, const PalierProspect *prospect,
                      const PalierScoringMarket *market, const PalierScoringHistory *history,
                      gint64 now_ms)
{
  PalierScoring scoring;

  palier_scoring_evaluate (parameters, prospect, market, history, now_ms, &scoring);
  return palier_scoring_to_score (&scoring);
}
