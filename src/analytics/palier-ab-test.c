/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of some variants is the better one, after Bayes: each rate has a beta posterior from a flat
 * prior. With densities f and distributions F, a variant is the best with the probability
 * ∫ f_i ∏ F_j (j ≠ i), and the best of all has the expected rate ∫ (1 − ∏ F_j). Both are summed
 * over a grid: nothing is drawn by chance, so the same counts give the same answer. */
#include "palier-ab-test.h"

#include <math.h>

#define POINTS 8192
#define DEVIATIONS 9 /* on either side of each mean: what lies beyond is below 10⁻¹⁵ */

typedef struct
{
  double a, b;       /* of the beta distribution */
  double at[POINTS]; /* F at each point */
  double f[POINTS];
} Posterior;

static double
get_mean (const Posterior *self)
{
  return self->a / (self->a + self->b);
}

static double
get_deviation (const Posterior *self)
{
  double sum = self->a + self->b;
  return sqrt (self->a * self->b / (sum * sum * (sum + 1)));
}

/* Points stand in the middle of their steps, where a density is finite. */
static void
tabulate (Posterior *self, double from, double step)
{
  double scale = lgamma (self->a + self->b) - lgamma (self->a) - lgamma (self->b);
  double below = 0;

  for (guint k = 0; k < POINTS; k++)
  {
    double x = from + (k + 0.5) * step;
    self->f[k] = exp (scale + (self->a - 1) * log (x) + (self->b - 1) * log1p (-x));
    self->at[k] = below + self->f[k] * step / 2;
    below += self->f[k] * step;
  }
  /* What is narrower than a step still sums to one. */
  for (guint k = 0; k < POINTS; k++)
  {
    self->at[k] /= below;
    self->f[k] /= below;
  }
}

/* ∏ F_j at a point, but for the variant @but; @but = @n: of all. */
static double
multiply (const Posterior *all, guint n, guint but, guint k)
{
  double product = 1;

  for (guint j = 0; j < n; j++)
    if (j != but)
      product *= all[j].at[k];
  return product;
}

static void
find_range (const Posterior *all, guint n, double *from, double *to)
{
  *from = 1;
  *to = 0;
  for (guint i = 0; i < n; i++)
  {
    double around = DEVIATIONS * get_deviation (&all[i]);
    *from = MIN (*from, MAX (get_mean (&all[i]) - around, 0));
    *to = MAX (*to, MIN (get_mean (&all[i]) + around, 1));
  }
}

static PalierAbVerdict
judge (const PalierAbCount *counts, const PalierAbResult *result, guint n, double care)
{
  double most = 0;

  for (guint i = 0; i < n; i++)
  {
    if (counts[i].tried < PALIER_AB_LEAST)
      return PALIER_AB_TOO_EARLY;
    most = MAX (most, result->loss[i]);
  }
  if (most <= care)
    return PALIER_AB_NO_DIFFERENCE;
  return result->loss[result->best] <= care ? PALIER_AB_WINNER : PALIER_AB_TOO_EARLY;
}

/**
 * palier_ab_test:
 * @counts: (array length=n): none with more successes than tries
 * @n: 2 to PALIER_AB_VARIANTS_MAX
 * @care: the loss of rate below which one stops, as PALIER_AB_CARE
 * @out: (out caller-allocates): of the arrays the first @n
 *
 * May be asked after each message: an expected loss is as true at the tenth look as at the first,
 * unlike a p-value. Accurate to 10⁻⁶ up to a million tries.
 */
void
palier_ab_test (const PalierAbCount *counts, guint n, double care, PalierAbResult *out)
{
  g_assert (n >= 2 && n <= PALIER_AB_VARIANTS_MAX);
  g_autofree Posterior *all = g_new (Posterior, n);
  double from, to, best_rate;

  *out = (PalierAbResult) { 0 };
  for (guint i = 0; i < n; i++)
  {
    g_assert (counts[i].succeeded <= counts[i].tried);
    all[i].a = 1.0 + counts[i].succeeded;
    all[i].b = 1.0 + counts[i].tried - counts[i].succeeded;
  }
  find_range (all, n, &from, &to);
  double step = (to - from) / POINTS;
  for (guint i = 0; i < n; i++)
    tabulate (&all[i], from, step);
  best_rate = from;
  for (guint k = 0; k < POINTS; k++)
  {
    best_rate += (1 - multiply (all, n, n, k)) * step;
    for (guint i = 0; i < n; i++)
      out->to_be_best[i] += all[i].f[k] * multiply (all, n, i, k) * step;
  }
  for (guint i = 0; i < n; i++)
  {
    out->rate[i] = get_mean (&all[i]);
    out->loss[i] = MAX (best_rate - out->rate[i], 0);
    if (out->loss[i] < out->loss[out->best])
      out->best = i;
  }
  out->verdict = judge (counts, out, n, care);
}
