/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. RFC 8032 § 7.1, test 2   2. another key, text or signature is refused */
#include "palier-signer.h"

static void
test_vector (void)
{
  static const char signature_hex[] =
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
  PalierSealKey seed;
  guint8 signature[PALIER_SIGNATURE_SIZE];
  g_autoptr (GString) hex = g_string_new (NULL);

  g_assert_true (palier_seal_key_parse (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", &seed, NULL));
  g_autoptr (PalierSigner) signer = palier_signer_new (&seed, NULL);
  g_assert_true (palier_signer_sign (signer, "\x72", 1, signature, NULL));
  for (gsize i = 0; i < sizeof signature; i++)
    g_string_append_printf (hex, "%02x", signature[i]);
  g_assert_cmpstr (hex->str, ==, signature_hex);
}

static void
test_refused (void)
{
  PalierSealKey seed = { { 1 } };
  PalierSealKey other_seed = { { 2 } };
  g_autoptr (PalierSigner) signer = palier_signer_new (&seed, NULL);
  g_autoptr (PalierSigner) other = palier_signer_new (&other_seed, NULL);
  guint8 signature[PALIER_SIGNATURE_SIZE];

  g_assert_true (palier_signer_sign (signer, "text", 4, signature, NULL));
  g_assert_true (palier_signer_verify (signer, "text", 4, signature, sizeof signature));
  g_assert_false (palier_signer_verify (other, "text", 4, signature, sizeof signature));
  g_assert_false (palier_signer_verify (signer, "texT", 4, signature, sizeof signature));
  g_assert_false (palier_signer_verify (signer, "text", 4, signature, sizeof signature - 1));
  signature[3] ^= 4;
  g_assert_false (palier_signer_verify (signer, "text", 4, signature, sizeof signature));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/signer/vector", test_vector);
  g_test_add_func ("/relay/signer/refused", test_refused);
  return g_test_run ();
}
