/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Full months, middles and the straight lines between. 2. No day jumps, in any year. */
#include <math.h>

#include "palier-scoring.h"

#define DAY_MS (G_GINT64_CONSTANT (86400) * 1000)

static gint64
ms_of (int year, int month, int day)
{
  g_autoptr (GDateTime) at = g_date_time_new_utc (year, month, day, 12, 0, 0);
  return g_date_time_to_unix (at) * 1000;
}

static void
test_days (void)
{
  static const struct
  {
    int year, month, day;
    double value;
  } cases[] = {
    { 2026, 1, 1, 1 },
    { 2026, 1, 31, 1 },
    { 2026, 9, 1, 1 },
    { 2026, 9, 30, 1 },
    { 2024, 9, 30, 1 },
    { 2024, 1, 1, 1 },
    { 2026, 3, 16, .80 },
    { 2026, 5, 16, .60 },
    { 2026, 8, 16, .20 },
    { 2026, 12, 16, .30 },
    { 2024, 2, 15, .75 },
    { 2024, 8, 16, .20 },
    { 2024, 12, 16, .30 },
    /* 15.5 days after the middle of February, of 29.5 to that of March */
    { 2026, 3, 2, .75 + .05 * 15.5 / 29.5 },
    /* 12 of the 16 days from the middle of December to January */
    { 2026, 12, 28, .30 + .70 * 12 / 16 },
    { 2026, 10, 1, 1 - .15 * 1 / 16 },
    { 2026, 6, 1, .60 },
  };
  const PalierScoringParameters *p = palier_scoring_parameters_get_default ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    gint64 noon = ms_of (cases[i].year, cases[i].month, cases[i].day);
    g_assert_cmpfloat_with_epsilon (palier_scoring_season (p, noon), cases[i].value, 1e-9);
    g_assert_cmpfloat (palier_scoring_season (p, noon - DAY_MS / 2), ==,
                       palier_scoring_season (p, noon + DAY_MS / 2 - 1));
  }
}

static void
test_no_jump (void)
{
  const PalierScoringParameters *p = palier_scoring_parameters_get_default ();
  double before = palier_scoring_season (p, ms_of (1967, 12, 31));

  for (gint64 at = ms_of (1968, 1, 1); at < ms_of (2033, 1, 1); at += DAY_MS)
  {
    double value = palier_scoring_season (p, at);
    g_assert_cmpfloat (fabs (value - before), <, 0.06);
    g_assert_cmpfloat (value, >=, 0.20);
    g_assert_cmpfloat (value, <=, 1);
    before = value;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scoring/season/days", test_days);
  g_test_add_func ("/scoring/season/no-jump", test_no_jump);
  return g_test_run ();
}
