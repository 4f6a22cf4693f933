/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. a burst, then the steady rate   2. names do not share   3. a clock that goes back gives
 * nothing                            4. what was given back is there again, no more of it */
#include "palier-limiter.h"

static void
test_burst (void)
{
  g_autoptr (PalierLimiter) limiter = palier_limiter_new (5, 1000);

  for (int i = 0; i < 5; i++)
    g_assert_cmpuint (palier_limiter_take (limiter, "a", 10000), ==, 0);
  g_assert_cmpuint (palier_limiter_take (limiter, "a", 10000), ==, 1);
  g_assert_cmpuint (palier_limiter_take (limiter, "a", 10999), ==, 1);
  g_assert_cmpuint (palier_limiter_take (limiter, "a", 11000), ==, 0);
  g_assert_cmpuint (palier_limiter_take (limiter, "a", 11000), ==, 1);
  g_assert_cmpuint (palier_limiter_take (limiter, "b", 11000), ==, 0);
  for (int i = 0; i < 5; i++)
    g_assert_cmpuint (palier_limiter_take (limiter, "a", 1000000), ==, 0);
  g_assert_cmpuint (palier_limiter_take (limiter, "a", 1000000), ==, 1);
}

static void
test_back (void)
{
  g_autoptr (PalierLimiter) limiter = palier_limiter_new (1, 60000);

  g_assert_cmpuint (palier_limiter_take (limiter, "a", 1000000), ==, 0);
  g_assert_cmpuint (palier_limiter_take (limiter, "a", 1000), >, 0);
  g_assert_cmpuint (palier_limiter_take (limiter, "a", 2000), >, 0);
}

static void
test_give_back (void)
{
  g_autoptr (PalierLimiter) limiter = palier_limiter_new (2, 60000);

  palier_limiter_give_back (limiter, "unknown");
  for (int i = 0; i < 20; i++)
  {
    g_assert_cmpuint (palier_limiter_take (limiter, "a", 1000), ==, 0);
    palier_limiter_give_back (limiter, "a");
  }
  palier_limiter_give_back (limiter, "a");
  g_assert_cmpuint (palier_limiter_take (limiter, "a", 1000), ==, 0);
  g_assert_cmpuint (palier_limiter_take (limiter, "a", 1000), ==, 0);
  g_assert_cmpuint (palier_limiter_take (limiter, "a", 1000), >, 0);
}

static void
test_flood (void)
{
  g_autoptr (PalierLimiter) limiter = palier_limiter_new (1, 1000);

  for (int i = 0; i < 30000; i++)
  {
    g_autofree char *name = g_strdup_printf ("n%d", i);
    palier_limiter_take (limiter, name, 0);
  }
  g_assert_cmpuint (palier_limiter_take (limiter, "late", 0), >, 0);
  /* Once the buckets are full again they are forgotten. */
  g_assert_cmpuint (palier_limiter_take (limiter, "later", 5000), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/limiter/burst", test_burst);
  g_test_add_func ("/relay/limiter/back", test_back);
  g_test_add_func ("/relay/limiter/give-back", test_give_back);
  g_test_add_func ("/relay/limiter/flood", test_flood);
  return g_test_run ();
}
