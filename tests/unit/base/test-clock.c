/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Stamps grow whatever the wall does. 2. A received stamp is passed. 3. The counter carries. */
#include "palier-clock.h"

static void
test_grows (void)
{
  PalierHlc hlc = { 0 };
  PalierStamp last = 0;
  static const gint64 walls[] = { 1000, 1000, 900, 2000, 1, 2000, 2001, -5 };

  for (gsize i = 0; i < G_N_ELEMENTS (walls); i++)
  {
    PalierStamp now = palier_hlc_tick (&hlc, walls[i]);
    g_assert_cmpuint (now, >, last);
    last = now;
  }
}

static void
test_receive (void)
{
  PalierHlc hlc = { 0 };
  PalierStamp other = (PalierStamp) 5000 << 16 | 7;

  g_assert_cmpuint (palier_hlc_receive (&hlc, other, 1000), >, other);
  g_assert_cmpint (PALIER_STAMP_MS (palier_hlc_tick (&hlc, 6000)), ==, 6000);
}

static void
test_carry (void)
{
  PalierHlc hlc = { (PalierStamp) 1000 << 16 | 0xffff };

  g_assert_cmpint (PALIER_STAMP_MS (palier_hlc_tick (&hlc, 1000)), ==, 1001);
}

static void
test_fake (void)
{
  g_autoptr (PalierClock) clock = palier_clock_new_fake (100);

  palier_clock_advance (clock, 5);
  palier_clock_set (clock, 50);
  g_assert_cmpint (palier_clock_now_ms (clock), ==, 50);
  g_assert_cmpint (palier_clock_monotonic_ms (clock), ==, 5);
}

static void
test_time_left (void)
{
  g_assert_cmpint (palier_clock_time_left (0, 0), ==, -1);
  g_assert_cmpint (palier_clock_time_left (100000, 0.5), ==, -1);
  g_assert_cmpint (palier_clock_time_left (2 * G_USEC_PER_SEC, 0.25), ==, 6);
  g_assert_cmpint (palier_clock_time_left (2 * G_USEC_PER_SEC, 1), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hlc/grows", test_grows);
  g_test_add_func ("/hlc/receive", test_receive);
  g_test_add_func ("/hlc/carry", test_carry);
  g_test_add_func ("/clock/fake", test_fake);
  g_test_add_func ("/clock/time-left", test_time_left);
  return g_test_run ();
}
