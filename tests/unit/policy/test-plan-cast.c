/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Pools by the domain of an address. 2. A number for each firm. 3. What a question is filled
 * with. */
#include "palier-mail-pool.h"
#include "palier-plan-cast.h"

static void
test_pools (void)
{
  PalierPool pools[PALIER_POOLS_MAX];
  gsize n_pools = palier_mail_pools (pools);

  g_assert_cmpuint (palier_mail_pool_find ("a@orange.fr"), ==,
                    palier_mail_pool_find ("b@wanadoo.fr"));
  g_assert_cmpuint (palier_mail_pool_find ("a@orange.fr"), !=, palier_mail_pool_find ("a@free.fr"));
  g_assert_cmpuint (palier_mail_pool_find ("a@gmail.com"), <=, n_pools);
  g_assert_cmpuint (palier_mail_pool_find ("a@mygmail.com"), ==, 0);
  g_assert_cmpuint (palier_mail_pool_find ("a@agence.example"), ==, 0);
  g_assert_cmpuint (palier_mail_pool_find ("nothing"), ==, 0);
  g_assert_cmpuint (palier_mail_pool_find (NULL), ==, 0);
}

static void
test_firms (void)
{
  g_autoptr (PalierPlanCast) cast = palier_plan_cast_new ();
  guint one = palier_plan_cast_firm (cast, "999000001");
  guint other = palier_plan_cast_firm (cast, "999000002");

  g_assert_cmpuint (one, >, 0);
  g_assert_cmpuint (other, !=, one);
  g_assert_cmpuint (palier_plan_cast_firm (cast, "999000001"), ==, one);
  palier_plan_cast_wrote (cast, one, 20);
  palier_plan_cast_wrote (cast, one, 10);

  PalierPlanQuestion question = { .now_ms = 30 };
  palier_plan_cast_fill (cast, &question);
  g_assert_cmpuint (question.n_firms, ==, 2);
  g_assert_cmpint (question.firms_last_ms[one], ==, 20);
  g_assert_cmpint (question.firms_last_ms[other], ==, 0);
  g_assert_cmpint (question.firm_gap_ms, >, 0);
  g_assert_cmpint (question.now_ms, ==, 30);
}

static void
test_lanes (void)
{
  g_autoptr (PalierPlanCast) cast = palier_plan_cast_new ();
  PalierPlanQuestion question = { 0 };
  guint8 more = palier_plan_cast_add_lane (cast, &(PalierLane) { .pace.gap_ms = 5 });

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
    g_assert_true (palier_plan_cast_lane (cast, (PalierChannel) i)->metered
                   == (i == PALIER_CHANNEL_EMAIL));
  palier_plan_cast_fill (cast, &question);
  g_assert_cmpuint (question.n_lanes, ==, PALIER_N_CHANNELS + 1);
  g_assert_cmpint (question.lanes[more].pace.gap_ms, ==, 5);
  g_assert_cmpuint (palier_plan_mail_pace (0).most_a_day, >, 0);
  g_assert_cmpuint (palier_plan_mail_pace (7).most_a_day, ==, 7);
  /* Who has more senders than there are lanes shares the last one. */
  for (guint i = 0; i < 2 * PALIER_LANES_MAX; i++)
    more = palier_plan_cast_add_lane (cast, &(PalierLane) { .pace.gap_ms = 5 });
  g_assert_cmpuint (more, ==, PALIER_LANES_MAX - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan-cast/pools", test_pools);
  g_test_add_func ("/plan-cast/firms", test_firms);
  g_test_add_func ("/plan-cast/lanes", test_lanes);
  return g_test_run ();
}
