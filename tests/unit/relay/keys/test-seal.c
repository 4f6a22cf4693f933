/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. what is sealed opens, whatever its length   3. keys are read from 64 digits and nothing else
 * 2. another key, place or byte does not open it  4. derived keys and digests (known answers) */
#include "palier-seal.h"

#include <string.h>

static PalierRandom *
make_random (void)
{
  return palier_random_new_seeded (7);
}

static GBytes *
seal (const PalierSealKey *key, const PalierSealPlace *place, const char *plain, gsize length)
{
  g_autoptr (PalierRandom) random = make_random ();
  g_autoptr (GError) error = NULL;
  GBytes *sealed = palier_seal (key, place, random, plain, length, &error);

  g_assert_no_error (error);
  return sealed;
}

static void
test_round_trip (void)
{
  static const gsize lengths[] = { 0, 1, 15, 16, 17, 1000, 300000 };
  PalierSealKey key = { { 1, 2, 3 } };
  PalierSealPlace place = { 5, "record", (const guint8 *) "row", 3 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
  {
    g_autofree char *plain = g_malloc0 (lengths[i] + 1);
    memset (plain, 'x', lengths[i]);
    g_autoptr (GBytes) sealed = seal (&key, &place, plain, lengths[i]);
    g_autoptr (GBytes) opened = palier_unseal (&key, &place, g_bytes_get_data (sealed, NULL),
                                               g_bytes_get_size (sealed), NULL);
    g_assert_nonnull (opened);
    g_assert_cmpmem (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened), plain, lengths[i]);
  }
}

static gboolean
opens (const PalierSealKey *key, const PalierSealPlace *place, const void *sealed, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = palier_unseal (key, place, sealed, length, &error);

  if (plain == NULL)
    g_assert_error (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_TAMPERED);
  return plain != NULL;
}

static void
test_tampering (void)
{
  PalierSealKey key = { { 1 } };
  PalierSealKey other = { { 2 } };
  PalierSealPlace place = { 5, "record", (const guint8 *) "row", 3 };
  const PalierSealPlace places[] = { { 6, "record", (const guint8 *) "row", 3 },
                                     { 5, "recor", (const guint8 *) "row", 3 },
                                     { 5, "record", (const guint8 *) "ro", 2 },
                                     { 5, "record", (const guint8 *) "rox", 3 },
                                     { 5, "record", NULL, 0 } };
  g_autoptr (GBytes) sealed = seal (&key, &place, "secret", 6);
  gsize length = g_bytes_get_size (sealed);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (sealed, NULL), length);

  g_assert_true (opens (&key, &place, bytes, length));
  g_assert_false (opens (&other, &place, bytes, length));
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    g_assert_false (opens (&key, &places[i], bytes, length));
  for (gsize i = 0; i < length; i++)
  {
    bytes[i] ^= 1;
    g_assert_false (opens (&key, &place, bytes, length));
    g_assert_false (opens (&key, &place, bytes, i));
    bytes[i] ^= 1;
  }
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
  } cases[] = {
    { "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", TRUE },
    { "  000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F\n", TRUE },
    { "", FALSE },
    { "00", FALSE },
    { "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1", FALSE },
    { "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00", FALSE },
    { "g00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierSealKey key;
    g_autoptr (GError) error = NULL;
    gboolean good = palier_seal_key_parse (cases[i].text, &key, &error);
    g_assert_cmpint (good, ==, cases[i].good);
    if (good)
      g_assert_cmpint (key.bytes[31], ==, 31);
    else
      g_assert_error (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_BAD_KEY);
  }
}

static void
test_digests (void)
{
  static const guint8 of_abc[] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
                                   0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
                                   0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
  PalierSealKey key = { { 9 } };
  PalierSealKey one, two;
  guint8 digest[PALIER_DIGEST_SIZE];

  palier_digest ("abc", 3, digest);
  g_assert_cmpmem (digest, sizeof digest, of_abc, sizeof of_abc);
  palier_seal_key_derive (&key, "one", &one);
  palier_seal_key_derive (&key, "two", &two);
  g_assert_true (memcmp (one.bytes, two.bytes, sizeof one.bytes) != 0);
  palier_seal_key_derive (&key, "one", &two);
  g_assert_cmpmem (one.bytes, sizeof one.bytes, two.bytes, sizeof two.bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/seal/round-trip", test_round_trip);
  g_test_add_func ("/relay/seal/tampering", test_tampering);
  g_test_add_func ("/relay/seal/parse", test_parse);
  g_test_add_func ("/relay/seal/digests", test_digests);
  return g_test_run ();
}
