/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The value, computed apart. 2. Key, kind and address all count. 3. A key is a setting under a
 * name of its own, and no other value stands for it. 4. Of a set of addresses each counts. */
#include "palier-suppression.h"

#include <string.h>

static char *
hash (guint8 first, PalierAddressKind kind, const char *address)
{
  guint8 key[PALIER_SUPPRESSION_KEY_SIZE] = { first };

  return palier_suppression_dup_hash (key, kind, address);
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

static void
test_setting (void)
{
  guint8 key[PALIER_SUPPRESSION_KEY_SIZE] = { 1, 2, 3 }, read[PALIER_SUPPRESSION_KEY_SIZE];
  g_autofree char *name = palier_suppression_dup_setting (key);
  g_autofree char *value = palier_suppression_dup_hex (key);
  g_autofree char *other = g_strdup (value);

  other[63] = '1';
  g_assert_true (palier_suppression_read_setting (name, value, read));
  g_assert_cmpmem (read, sizeof read, key, sizeof key);
  g_assert_false (palier_suppression_read_setting (name, other, read));
  g_assert_false (palier_suppression_read_setting (name, value + 2, read));
  g_assert_false (palier_suppression_read_setting (name, NULL, read));
  g_assert_false (palier_suppression_read_setting (NULL, value, read));
  g_assert_false (palier_suppression_read_setting ("profile", value, read));
  other[0] = 'x';
  g_assert_false (palier_suppression_read_setting (name, other, read));
  g_assert_null (strstr (name, "010203"));
}

static void
test_list (void)
{
  g_autoptr (GArray) list = palier_address_list_new ();

  palier_address_list_add (list, PALIER_ADDRESS_EMAIL, NULL);
  palier_address_list_add (list, PALIER_ADDRESS_EMAIL, "a@example.org");
  palier_address_list_add (list, PALIER_ADDRESS_PHONE, "+33140000000\n\n+33140000001");
  g_assert_cmpuint (list->len, ==, 3);
  g_assert_cmpstr (g_array_index (list, PalierAddress, 2).text, ==, "+33140000001");
  g_assert_cmpint (g_array_index (list, PalierAddress, 2).kind, ==, PALIER_ADDRESS_PHONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/suppression/value", test_value);
  g_test_add_func ("/suppression/all-count", test_all_count);
  g_test_add_func ("/suppression/setting", test_setting);
  g_test_add_func ("/suppression/list", test_list);
  return g_test_run ();
}
