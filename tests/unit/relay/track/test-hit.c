/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of a hit, on its way to the store. */
#include "palier-hit.h"

#include <string.h>

#define FIREFOX "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
#define LATER 3600000

static void
test_read (void)
{
  static const char *const bad[] = { NULL, "", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                     "../etc/passwd" };
  PalierHit hit;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (palier_hit_read (&hit, PALIER_LINK_CLICK, bad[i], NULL, FALSE, 0));
}

/* What is packed comes back, an agent of any length as far as it is kept; nothing else is one. */
static void
test_pack (void)
{
  g_autoptr (PalierRandom) random = palier_random_new_seeded (1);
  PalierToken token = palier_token_new ((const guint8 *) "\0\0\0\0\0\0\0\7", random);
  char text[PALIER_TOKEN_TEXT_SIZE];
  g_autofree char *longest = g_strnfill (400, 'a');
  const char *const agents[] = { NULL, FIREFOX, longest, "\xff\xfe" };
  guint8 packed[PALIER_HIT_PACKED_MAX + 1] = { 0 };

  palier_token_format (&token, text);
  for (gsize i = 0; i < G_N_ELEMENTS (agents); i++)
  {
    PalierHit hit, back;
    g_assert_true (palier_hit_read (&hit, PALIER_LINK_OPEN, text, agents[i], i % 2 == 0, LATER));
    hit.prefetch = i < 2;
    hit.network = i % 2 == 0 ? PALIER_NETWORK_ANY : PALIER_NETWORK_SCANNER;
    gsize length = palier_hit_pack (&hit, packed);
    g_assert_true (palier_hit_unpack (&back, packed, length));
    g_assert_cmpmem (&back.token, sizeof back.token, &token, sizeof token);
    g_assert_cmpint (back.wanted, ==, PALIER_LINK_OPEN);
    g_assert_cmpint (back.by_head, ==, i % 2 == 0);
    g_assert_cmpint (back.prefetch, ==, hit.prefetch);
    g_assert_cmpint (back.network, ==, hit.network);
    g_assert_cmpint (back.at_ms, ==, LATER);
    g_assert_cmpstr (back.user_agent, ==, hit.user_agent);
    g_assert_cmpuint (strlen (back.user_agent), <=, PALIER_HIT_AGENT_MAX);
  }
  PalierHit hit;
  g_assert_false (palier_hit_unpack (&hit, packed, 10));
  g_assert_false (palier_hit_unpack (&hit, packed, sizeof packed));
  packed[1] = 0xf0;
  g_assert_false (palier_hit_unpack (&hit, packed, 60));
  packed[1] = 0;
  packed[0] = 200;
  g_assert_false (palier_hit_unpack (&hit, packed, 60));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/hit/read", test_read);
  g_test_add_func ("/relay/hit/pack", test_pack);
  return g_test_run ();
}
