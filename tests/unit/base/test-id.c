/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Text and bytes go both ways. 2. What is no UUID is refused. 3. Ids sort by their time. */
#include "palier-id.h"

static void
test_round_trip (void)
{
  g_autoptr (PalierClock) clock = palier_clock_new_fake (1700000000000);
  g_autoptr (PalierRandom) random = palier_random_new_seeded (1);

  for (int i = 0; i < 1000; i++)
  {
    PalierId id = palier_id_new (clock, random);
    PalierId back;
    g_autofree char *text = palier_id_dup_string (&id);
    g_assert_cmpuint (strlen (text), ==, 36);
    g_assert_cmpint (text[14], ==, '7');
    g_assert_nonnull (strchr ("89ab", text[19]));
    g_assert_true (palier_id_parse (text, &back));
    g_assert_true (palier_id_equal (&id, &back));
  }
}

static void
test_refused (void)
{
  static const char *const bad[] = {
    "",
    "0",
    "018bcfe5-6800-7000-8000-00000000000",
    "018bcfe5-6800-7000-8000-0000000000000",
    "018bcfe5x6800-7000-8000-000000000000",
    "018bcfe5-6800-7000-8000-00000000000g",
  };
  PalierId id;

  g_assert_false (palier_id_parse (NULL, &id));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (palier_id_parse (bad[i], &id));
  g_assert_true (palier_id_parse ("018BCFE5-6800-7000-8000-000000000000", &id));
}

static void
test_order (void)
{
  g_autoptr (PalierClock) clock = palier_clock_new_fake (1700000000000);
  g_autoptr (PalierRandom) random = palier_random_new_system ();
  PalierId before = palier_id_new (clock, random);

  palier_clock_advance (clock, 1);
  PalierId after = palier_id_new (clock, random);
  g_assert_cmpint (palier_id_compare (&before, &after), <, 0);
  g_assert_false (palier_id_is_nil (&before));
}

static void
test_derived (void)
{
  static const guint8 more[] = "étape 2", less[] = "étape 1";
  char text[PALIER_ID_TEXT_SIZE];
  PalierId of;

  g_assert_true (palier_id_parse ("018bcfe5-6800-7000-8000-000000000001", &of));
  PalierId id = palier_id_derive (&of, more, sizeof more);
  PalierId again = palier_id_derive (&of, more, sizeof more);
  PalierId other = palier_id_derive (&of, less, sizeof less);
  PalierId after = palier_id_derive (&id, less, sizeof less);
  g_assert_true (palier_id_equal (&id, &again));
  g_assert_false (palier_id_equal (&id, &other));
  g_assert_false (palier_id_equal (&after, &other));
  g_assert_true (g_str_has_prefix (palier_id_format (&id, text), "018bcfe5-6800-8"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/round-trip", test_round_trip);
  g_test_add_func ("/id/refused", test_refused);
  g_test_add_func ("/id/order", test_order);
  g_test_add_func ("/id/derived", test_derived);
  return g_test_run ();
}
