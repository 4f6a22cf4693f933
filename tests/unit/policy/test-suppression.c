/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The value, computed apart. 2. Key, kind and address all count. */
#include "palier-suppression.h"

static char *
hash (guint8 first, PalierAddressKind kind, const char *address)
{
  guint8 key[PALIER_SUPPRESSION_KEY_SIZE] = { first };
  guint8 out[PALIER_SUPPRESSION_HASH_SIZE];

  palier_suppression_hash (key, kind, address, out);
  return palier_suppression_dup_hex (out);
}

static void
test_value (void)
{
  g_autofree char *mine = hash (0, PALIER_ADDRESS_EMAIL, "jean@example.com");

  /* Computed with another program: hashes that are stored must never change. */
  g_assert_cmpstr (mine, ==, "45560d530a859c615d32b0774f182ef938258fa341ccf347c389106f17c1e4ce");
}

static void
test_all_count (void)
{
  g_autofree char *a = hash (0, PALIER_ADDRESS_EMAIL, "x");
  g_autofree char *b = hash (1, PALIER_ADDRESS_EMAIL, "x");
  g_autofree char *c = hash (0, PALIER_ADDRESS_PHONE, "x");
  g_autofree char *d = hash (0, PALIER_ADDRESS_EMAIL, "y");

  g_assert_cmpstr (a, !=, b);
  g_assert_cmpstr (a, !=, c);
  g_assert_cmpstr (a, !=, d);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/suppression/value", test_value);
  g_test_add_func ("/suppression/all-count", test_all_count);
  return g_test_run ();
}
