/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. the vectors of RFC 6238, six digits   3. the address that an authenticator reads
 * 2. one step early or late, no further    4. typed codes: spaces, dashes, letters that look alike
 */
#include "palier-code.h"
#include "palier-totp.h"

#include <string.h>

static const PalierTotpSecret secret = { "12345678901234567890" };

static void
test_vectors (void)
{
  static const struct
  {
    gint64 time_s;
    guint32 code;
  } cases[] = {
    { 59, 287082 },       { 1111111109, 81804 },  { 1111111111, 50471 },
    { 1234567890, 5924 }, { 2000000000, 279037 }, { G_GINT64_CONSTANT (20000000000), 353130 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (palier_totp_code (&secret, cases[i].time_s / 30), ==, cases[i].code);
}

static void
test_window (void)
{
  const gint64 step = 1111111109 / 30;

  for (gint64 off = -3; off <= 3; off++)
    g_assert_cmpint (palier_totp_match (&secret, "081804", (step + off) * 30000), ==,
                     ABS (off) <= 1 ? step : -1);
  for (const char *const *bad = (const char *const[]) { "", "81804", "0818040", "08180x", NULL };
       *bad != NULL; bad++)
    g_assert_cmpint (palier_totp_match (&secret, *bad, step * 30000), ==, -1);
}

static void
test_uri (void)
{
  g_autofree char *text = palier_totp_dup_text (&secret);
  g_autofree char *uri = palier_totp_dup_uri (&secret, "anne b@agence.fr");

  g_assert_cmpstr (text, ==, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  g_assert_cmpstr (uri, ==,
                   "otpauth://totp/Palier:anne%20b@agence.fr"
                   "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Palier"
                   "&algorithm=SHA1&digits=6&period=30");
}

static void
test_code (void)
{
  g_autoptr (PalierRandom) random = palier_random_new_seeded (3);
  static const char *const bad[] = { "", "7Q2M-K0PD-X9T", "7Q2M-K0PD-X9TAA", "7Q2M-K0PD-X9T!",
                                     "7Q2M-K0PD-X9TU" };

  for (int i = 0; i < 100; i++)
  {
    g_autofree char *code = palier_code_new (random);
    g_autofree char *letters = palier_code_normalize (code);
    g_assert_cmpuint (strlen (code), ==, PALIER_CODE_TEXT_SIZE - 1);
    g_assert_cmpuint (strlen (letters), ==, PALIER_CODE_LENGTH);
  }
  g_autofree char *typed = palier_code_normalize (" 7q2m koPD xiLa ");
  g_assert_cmpstr (typed, ==, "7Q2MK0PDX11A");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (palier_code_normalize (bad[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/totp/vectors", test_vectors);
  g_test_add_func ("/relay/totp/window", test_window);
  g_test_add_func ("/relay/totp/uri", test_uri);
  g_test_add_func ("/relay/totp/code", test_code);
  return g_test_run ();
}
