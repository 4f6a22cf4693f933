/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The best for all together, not for the first. 2. What gains nothing is never chosen. 3. More
 * rows than columns. 4. No worse than any other way, tried on small ones by chance. */
#include "palier-assign.h"

static void
test_cases (void)
{
  const double crossed[] = { 5, 4, 4, 0 };
  const double nothing[] = { -1, 0, 3, -2 };
  const double tall[] = { 2, 3, 1 };
  int chosen[3];

  palier_assign_best (crossed, 2, 2, chosen);
  g_assert_cmpint (chosen[0], ==, 1);
  g_assert_cmpint (chosen[1], ==, 0);
  palier_assign_best (nothing, 2, 2, chosen);
  g_assert_cmpint (chosen[0], ==, -1);
  g_assert_cmpint (chosen[1], ==, 0);
  palier_assign_best (tall, 3, 1, chosen);
  g_assert_cmpint (chosen[0], ==, -1);
  g_assert_cmpint (chosen[1], ==, 0);
  g_assert_cmpint (chosen[2], ==, -1);
  palier_assign_best (NULL, 2, 0, chosen);
  g_assert_cmpint (chosen[1], ==, -1);
}

#define N 4

/* The greatest sum over the rows from @row on, whose columns are free in @taken. */
static double
best_sum (const double *gains, guint row, guint taken)
{
  if (row == N)
    return 0;
  double best = best_sum (gains, row + 1, taken);
  for (guint j = 0; j < N; j++)
    if ((taken >> j & 1) == 0 && gains[row * N + j] > 0)
      best = MAX (best, gains[row * N + j] + best_sum (gains, row + 1, taken | 1U << j));
  return best;
}

static void
test_chance (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int run = 0; run < 300; run++)
  {
    double gains[N * N], sum = 0;
    guint taken = 0;
    int chosen[N];
    for (guint i = 0; i < N * N; i++)
      gains[i] = g_rand_double_range (random, -3, 6);
    palier_assign_best (gains, N, N, chosen);
    for (guint i = 0; i < N; i++)
    {
      if (chosen[i] < 0)
        continue;
      g_assert_cmpuint (taken >> chosen[i] & 1, ==, 0);
      taken |= 1U << chosen[i];
      sum += gains[i * N + (guint) chosen[i]];
    }
    g_assert_cmpfloat_with_epsilon (sum, best_sum (gains, 0, 0), 1e-9);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assign/cases", test_cases);
  g_test_add_func ("/assign/chance", test_chance);
  return g_test_run ();
}
