/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which variant is the better one. 1. Beside what can be computed by hand: with few tries the
 * posteriors are polynomials. 2. Beside integrals of 30 digits. 3. Verdicts. 4. Laws: chances sum
 * to one, the order of the variants does not matter, the likeliest rate loses least. */
#include "palier-ab-test.h"

#include <math.h>

static void
assert_near (double value, double expected)
{
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-6);
}

static void
test_values (void)
{
  static const struct
  {
    guint n;
    PalierAbCount counts[PALIER_AB_VARIANTS_MAX];
    double to_be_best[PALIER_AB_VARIANTS_MAX], loss[PALIER_AB_VARIANTS_MAX];
  } cases[] = {
    /* Flat ones: the best of n has the mean n / (n + 1). */
    { 2, { { 0, 0 }, { 0, 0 } }, { 1 / 2., 1 / 2. }, { 1 / 6., 1 / 6. } },
    { 3, { { 0, 0 } }, { 1 / 3., 1 / 3., 1 / 3. }, { 1 / 4., 1 / 4., 1 / 4. } },
    { 4, { { 0, 0 } }, { 1 / 4., 1 / 4., 1 / 4., 1 / 4. }, { .3, .3, .3, .3 } },
    /* ∫ 2x · x = 2/3; ∫ (1 − x³) = 3/4, of which 2/3 and 1/2 are had */
    { 2, { { 1, 1 }, { 0, 0 } }, { 2 / 3., 1 / 3. }, { 1 / 12., 1 / 4. } },
    /* ∫ 2x (2x − x²) = 5/6; ∫ (1 − 2x³ + x⁴) = 7/10, of which 2/3 and 1/3 are had */
    { 2, { { 1, 1 }, { 1, 0 } }, { 5 / 6., 1 / 6. }, { 1 / 30., 11 / 30. } },
    { 2,
      { { 100, 5 }, { 100, 10 } },
      { .09573178814, .9042682119 },
      { .05076060351, .001740995666 } },
    { 2,
      { { 1000, 50 }, { 1000, 80 } },
      { .003253573452, .9967464265 },
      { .02995112677, 1.100701395e-5 } },
    { 3,
      { { 40, 2 }, { 60, 1 }, { 50, 6 } },
      { .1405383584, .01064357106, .8488180706 },
      { .06815661346, .1073271204, .004969800276 } },
    { 4,
      { { 500, 20 }, { 500, 21 }, { 500, 19 }, { 500, 20 } },
      { .2458949587, .3291791412, .1790309415, .2458949587 },
      { .009635667007, .007643635134, .01162769888, .009635667007 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierAbResult result;
    palier_ab_test (cases[i].counts, cases[i].n, PALIER_AB_CARE, &result);
    g_test_message ("%zu", i);
    for (guint k = 0; k < cases[i].n; k++)
    {
      assert_near (result.to_be_best[k], cases[i].to_be_best[k]);
      assert_near (result.loss[k], cases[i].loss[k]);
    }
  }
}

static void
test_verdict (void)
{
  static const struct
  {
    PalierAbCount a, b;
    PalierAbVerdict verdict;
    guint best;
  } cases[] = {
    { { 0, 0 }, { 0, 0 }, PALIER_AB_TOO_EARLY, 0 },
    { { 3, 0 }, { 3, 3 }, PALIER_AB_TOO_EARLY, 1 },
    { { 20, 1 }, { 20, 2 }, PALIER_AB_TOO_EARLY, 1 },
    { { 50, 30 }, { 50, 5 }, PALIER_AB_WINNER, 0 },
    { { 100, 5 }, { 100, 10 }, PALIER_AB_WINNER, 1 },
    { { 5000, 250 }, { 5000, 251 }, PALIER_AB_NO_DIFFERENCE, 1 },
    { { 1000000, 50000 }, { 1000000, 50100 }, PALIER_AB_NO_DIFFERENCE, 1 },
    { { 1000000, 50000 }, { 1000000, 60000 }, PALIER_AB_WINNER, 1 },
    { { 1000000, 0 }, { 100, 100 }, PALIER_AB_WINNER, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierAbCount counts[] = { cases[i].a, cases[i].b };
    PalierAbResult result;
    palier_ab_test (counts, 2, PALIER_AB_CARE, &result);
    g_test_message ("%zu: %g %g", i, result.loss[0], result.loss[1]);
    g_assert_cmpint (result.verdict, ==, cases[i].verdict);
    g_assert_cmpuint (result.best, ==, cases[i].best);
  }
}

static void
check_laws (const PalierAbCount *counts, guint n)
{
  PalierAbCount turned[PALIER_AB_VARIANTS_MAX];
  PalierAbResult result, again;
  double sum = 0;

  for (guint i = 0; i < n; i++)
    turned[i] = counts[n - 1 - i];
  palier_ab_test (counts, n, PALIER_AB_CARE, &result);
  palier_ab_test (turned, n, PALIER_AB_CARE, &again);
  for (guint i = 0; i < n; i++)
  {
    sum += result.to_be_best[i];
    g_assert_cmpfloat (result.rate[i], <=, result.rate[result.best]);
    assert_near (result.to_be_best[i], again.to_be_best[n - 1 - i]);
    assert_near (result.loss[i], again.loss[n - 1 - i]);
  }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
}

static void
test_laws (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261201);

  for (guint round = 0; round < 40; round++)
  {
    PalierAbCount counts[PALIER_AB_VARIANTS_MAX];
    guint n = 2 + round % (PALIER_AB_VARIANTS_MAX - 1);
    guint most = 1u << (round / 2);
    for (guint i = 0; i < n; i++)
    {
      counts[i].tried = (guint) g_rand_int_range (rand, 0, (gint32) most + 1);
      counts[i].succeeded = (guint) (counts[i].tried * g_rand_double (rand) * 0.2);
    }
    check_laws (counts, n);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ab/values", test_values);
  g_test_add_func ("/ab/verdict", test_verdict);
  g_test_add_func ("/ab/laws", test_laws);
  return g_test_run ();
}
