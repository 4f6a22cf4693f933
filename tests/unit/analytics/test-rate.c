/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Quantiles of Beta against tables. 2. Rates and their intervals. 3. The interval is where it
 * should be: it holds the share, narrows as n grows and covers 95 % of what it was made for. */
#include "palier-rate.h"

#include <math.h>

#include "palier-random.h"

static void
test_quantiles (void)
{
  static const struct
  {
    double p, a, b, x;
  } cases[] = {
    { 0.5, 1, 1, 0.5 },
    { 0.025, 1, 1, 0.025 },
    { 0.5, 2, 2, 0.5 },
    /* of Beta (1, b): 1 - (1 - p)^(1/b) */
    { 0.975, 1, 20, 0.16843347 },
    { 0.025, 20, 1, 0.83156653 },
    /* of the arcsine distribution: sin² (πp/2) */
    { 0.25, 0.5, 0.5, 0.14644661 },
    { 0.975, 0.5, 0.5, 0.99845865 },
    /* of Beta (2, 1): √p */
    { 0.3, 2, 1, 0.54772256 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (palier_beta_quantile (cases[i].p, cases[i].a, cases[i].b),
                                    cases[i].x, 1e-7);
}

static void
test_rates (void)
{
  static const struct
  {
    guint64 k, n;
    double value, low, high;
  } cases[] = {
    { 0, 0, 0, 0, 1 },
    { 0, 10, 0, 0, 0.2172 }, /* Brown, Cai and DasGupta: 0 to 0.217 */
    { 10, 10, 1, 0.7828, 1 },
    { 1, 10, 0.1, 0.0110, 0.3813 },
    { 5, 10, 0.5, 0.2235, 0.7765 },
    { 20, 100, 0.2, 0.1305, 0.2859 },
    { 7, 5, 1, 0.6206, 1 }, /* more than all is all */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierRate rate = palier_rate (cases[i].k, cases[i].n);
    g_assert_cmpfloat_with_epsilon (rate.value, cases[i].value, 1e-9);
    g_assert_cmpfloat_with_epsilon (rate.low, cases[i].low, 2e-3);
    g_assert_cmpfloat_with_epsilon (rate.high, cases[i].high, 2e-3);
    g_assert_cmpuint (rate.n, ==, cases[i].n);
  }
}

static void
test_shape (void)
{
  double width = 1;

  for (guint64 n = 4; n <= 4000000; n *= 10)
  {
    PalierRate rate = palier_rate (n / 4, n);
    g_assert_cmpfloat (rate.low, <, rate.value);
    g_assert_cmpfloat (rate.high, >, rate.value);
    g_assert_cmpfloat (rate.high - rate.low, <, width);
    width = rate.high - rate.low;
  }
}

static void
test_coverage (void)
{
  g_autoptr (PalierRandom) random = palier_random_new_seeded (11);
  guint held = 0, runs = 4000;

  for (guint i = 0; i < runs; i++)
  {
    guint64 share = 5 + palier_random_below (random, 90), k = 0;
    for (int j = 0; j < 40; j++)
      k += palier_random_below (random, 100) < share;
    PalierRate rate = palier_rate (k, 40);
    held += rate.low <= share / 100.0 && share / 100.0 <= rate.high;
  }
  g_assert_cmpfloat_with_epsilon ((double) held / runs, 0.95, 0.015);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/rate/quantiles", test_quantiles);
  g_test_add_func ("/analytics/rate/rates", test_rates);
  g_test_add_func ("/analytics/rate/shape", test_shape);
  g_test_add_func ("/analytics/rate/coverage", test_coverage);
  return g_test_run ();
}
