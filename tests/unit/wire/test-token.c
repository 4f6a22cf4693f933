/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Text there and back, known bytes. 2. Every single change of a character gives no token or
 * another one. 3. Other texts are refused. */
#include "palier-token.h"

#include <string.h>

static void
test_text (void)
{
  PalierToken token = { { 0, 1, 2, 3, 4, 5, 6, 7 },
                        { 0xff, 0xfe, 0xfd, 0xfc, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 } };
  PalierToken again;
  char text[PALIER_TOKEN_TEXT_SIZE];

  g_assert_cmpstr (palier_token_format (&token, text), ==, "AQABAgMEBQYH__79_AgJCgsMDQ4PEBESEw");
  g_assert_true (palier_token_parse (text, &again));
  g_assert_cmpmem (&token, sizeof token, &again, sizeof again);
}

static void
test_new (void)
{
  static const guint8 tenant[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  g_autoptr (PalierRandom) random = palier_random_new_system ();
  PalierToken a = palier_token_new (tenant, random), b = palier_token_new (tenant, random);

  g_assert_cmpmem (a.tenant, 8, tenant, 8);
  g_assert_true (memcmp (a.secret, b.secret, sizeof a.secret) != 0);
}

static void
test_changes (void)
{
  PalierToken token = { { 9, 8, 7, 6, 5, 4, 3, 2 }, { 1, 2, 3 } };
  PalierToken other;
  char text[PALIER_TOKEN_TEXT_SIZE], changed[PALIER_TOKEN_TEXT_SIZE];

  palier_token_format (&token, text);
  for (int i = 0; i < PALIER_TOKEN_TEXT_SIZE - 1; i++)
    for (int c = 1; c < 256; c++)
    {
      memcpy (changed, text, sizeof text);
      if (changed[i] == (char) c)
        continue;
      changed[i] = (char) c;
      if (palier_token_parse (changed, &other))
        g_assert_true (memcmp (&token, &other, sizeof token) != 0);
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "",
    "A",
    "AQABAgMEBQYH__79_AgJCgsMDQ4PEBESE",
    "AQABAgMEBQYH__79_AgJCgsMDQ4PEBESEw=",
    "AQABAgMEBQYH__79_AgJCgsMDQ4PEBESEwA",
    "AgABAgMEBQYH__79_AgJCgsMDQ4PEBESEw", /* another version */
    "AQABAgMEBQYH__79_AgJCgsMDQ4PEBESEx", /* bits behind the end */
    "AQABAgMEBQYH//79/AgJCgsMDQ4PEBESEw", /* the other alphabet */
    "AQABAgMEBQYH__79_AgJCgsMDQ4PEBES w",
  };
  PalierToken token;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (palier_token_parse (texts[i], &token));
  g_assert_false (palier_token_parse (NULL, &token));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token/text", test_text);
  g_test_add_func ("/token/new", test_new);
  g_test_add_func ("/token/changes", test_changes);
  g_test_add_func ("/token/refused", test_refused);
  return g_test_run ();
}
