/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A share k of n under Jeffreys' prior: the posterior is Beta (k + ½, n − k + ½), and the interval
 * its quantiles of 2.5 and 97.5 %, except that it reaches 0 where k is 0 and 1 where k is n
 * (Brown, Cai and DasGupta 2001, § 4.1.2). */
#include "palier-rate.h"

#include <math.h>

#define TAIL 0.025

/* The continued fraction of the incomplete beta function, by Lentz's method (Numerical Recipes,
 * § 6.4); it converges fast, and divides by
 * nothing near 0, where x < (a + 1) / (a + b + 2). */
static double
fraction (double a, double b, double x)
{
  double c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), value = d;

  for (int m = 1; m <= 500; m++)
  {
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double step;

    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= c * d;
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    step = c * d;
    value *= step;
    if (fabs (step - 1) < 1e-14)
      break;
  }
  return value;
}

/* The distribution function of Beta (a, b) at x in ]0, 1[. */
static double
beta_share (double x, double a, double b)
{
  double front = exp (lgamma (a + b) - lgamma (a) - lgamma (b) + a * log (x) + b * log1p (-x));

  if (x < (a + 1) / (a + b + 2))
    return front * fraction (a, b, x) / a;
  return 1 - front * fraction (b, a, 1 - x) / b;
}

/**
 * palier_beta_quantile:
 * @p: in ]0, 1[
 * @a: greater than 0
 * @b: greater than 0
 *
 * Returns: the x of Beta (a, b) below which p of it lies, to about 1e-12
 */
double
palier_beta_quantile (double p, double a, double b)
{
  double low = 0, high = 1;

  for (int i = 0; i < 60 && high - low > 1e-15; i++)
  {
    double middle = (low + high) / 2;
    if (beta_share (middle, a, b) < p)
      low = middle;
    else
      high = middle;
  }
  return (low + high) / 2;
}

/**
 * palier_rate:
 * @k: how often it came; more than @n counts as @n
 * @n: out of how many
 *
 * Returns: the share with its 95 % interval; for no case at all value 0 between 0 and 1
 */
PalierRate
palier_rate (guint64 k, guint64 n)
{
  PalierRate rate = { MIN (k, n), n, 0, 0, 1 };

  if (n == 0)
    return rate;
  rate.value = (double) rate.k / (double) n;
  if (rate.k > 0)
    rate.low = palier_beta_quantile (TAIL, rate.k + 0.5, n - rate.k + 0.5);
  if (rate.k < n)
    rate.high = palier_beta_quantile (1 - TAIL, rate.k + 0.5, n - rate.k + 0.5);
  return rate;
}
