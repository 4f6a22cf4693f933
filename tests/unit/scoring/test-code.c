/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. What is encoded comes back, in at most 64 bytes. 2. Nonsense is refused, whatever it is. */
#include <string.h>

#include "palier-random.h"
#include "test-helper.h"

static void
test_there_and_back (void)
{
  static const char *const kinds[] = { "agency", "person" };

  for (int i = 0; i < 2; i++)
  {
    g_autoptr (PalierProspect) p =
        prospect_of (kinds[i], "email", "a@example.fr", "portals", "a\nb", "staff", "4", "project",
                     "let", "last_sign_at", "1780000000000", NULL);
    PalierScoringHistory h = { .clicks_72h = 1 };
    h.consent[PALIER_CHANNEL_EMAIL] = PALIER_SIGNAL_YES;
    PalierScoring s = score_of (p, NULL, &h), back;
    guint8 code[PALIER_SCORING_CODE_MAX];
    gsize length = palier_scoring_encode (&s, code);

    g_assert_cmpuint (length, <=, 64);
    g_assert_true (palier_scoring_decode (code, length, &back));
    g_assert_cmpint (back.kind, ==, s.kind);
    g_assert_cmpfloat (back.total, ==, s.total);
    g_assert_cmpfloat_with_epsilon (back.confidence, s.confidence, 1e-4);
    g_assert_cmpint (back.band, ==, s.band);
    g_assert_cmpint (back.to_complete, ==, s.to_complete);
    g_assert_cmpint (back.missing, ==, s.missing);
    g_assert_cmpstr (back.action, ==, "call");
    g_assert_cmpint (back.action_due_ms, ==, NOW);
    for (int c = 0; c < PALIER_N_CRITERIA; c++)
    {
      g_assert_true (isnan (back.points[c]) == isnan (s.points[c]));
      if (!isnan (s.points[c]))
        g_assert_cmpfloat_with_epsilon (back.points[c], s.points[c], 0.005);
    }
    for (int part = 0; part < PALIER_N_SUBSCORES; part++)
      g_assert_cmpfloat_with_epsilon (back.parts[part], s.parts[part], 0.005);
  }
}

static void
test_nonsense (void)
{
  g_autoptr (PalierRandom) random = palier_random_new_seeded (5);
  g_autoptr (PalierProspect) p = prospect_of ("agency", NULL);
  PalierScoring s = score_of (p, NULL, NULL), back;
  guint8 code[PALIER_SCORING_CODE_MAX];
  gsize length = palier_scoring_encode (&s, code);

  for (gsize cut = 0; cut < length; cut++)
    g_assert_false (palier_scoring_decode (code, cut, &back));
  for (int i = 0; i < 20000; i++)
  {
    guint8 noise[PALIER_SCORING_CODE_MAX];
    palier_random_bytes (random, noise, sizeof noise);
    noise[0] = (guint8) (i & 1);
    if (palier_scoring_decode (noise, palier_random_below (random, sizeof noise + 1), &back))
      g_assert_nonnull (back.action);
  }
  code[0]++;
  g_assert_false (palier_scoring_decode (code, length, &back));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scoring/code/there-and-back", test_there_and_back);
  g_test_add_func ("/scoring/code/nonsense", test_nonsense);
  return g_test_run ();
}
