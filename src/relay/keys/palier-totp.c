/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-totp.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#define STEP_MS 30000
#define LIMIT 1000000 /* ten to the number of digits */
#define HMAC_SIZE 20
#define ISSUER "Palier"

/* The code of a step, which is the number of half minutes since 1970 (RFC 4226 § 5.3). */
guint32
palier_totp_code (const PalierTotpSecret *secret, gint64 step)
{
  gint64 counter = GINT64_TO_BE (step);
  guint8 hash[HMAC_SIZE];
  guint32 word;

  HMAC (EVP_sha1 (), secret->bytes, sizeof secret->bytes, (const guint8 *) &counter, sizeof counter,
        hash, NULL);
  memcpy (&word, hash + (hash[HMAC_SIZE - 1] & 0xf), sizeof word);
  return (GUINT32_FROM_BE (word) & 0x7fffffff) % LIMIT;
}

static gboolean
is_code (const PalierTotpSecret *secret, const char *code, gint64 step)
{
  char wanted[PALIER_TOTP_DIGITS + 1];

  g_snprintf (wanted, sizeof wanted, "%06u", palier_totp_code (secret, step));
  return CRYPTO_memcmp (wanted, code, PALIER_TOTP_DIGITS) == 0;
}

/**
 * palier_totp_match:
 *
 * Clocks may differ by one step either way. A code is good once: the caller keeps the step and
 * refuses one that is not above it.
 *
 * Returns: the step of which @code is the code, or -1
 */
gint64
palier_totp_match (const PalierTotpSecret *secret, const char *code, gint64 now_ms)
{
  gint64 now = now_ms / STEP_MS;
  gint64 found = -1;

  if (strlen (code) != PALIER_TOTP_DIGITS)
    return -1;
  for (gint64 step = now - 1; step <= now + 1; step++)
    if (is_code (secret, code, step))
      found = step;
  return found;
}

/* Returns: (transfer full): base32 (RFC 4648), for those who type it */
char *
palier_totp_dup_text (const PalierTotpSecret *secret)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  GString *text = g_string_new (NULL);
  guint32 bits = 0;
  guint have = 0;

  for (gsize i = 0; i < sizeof secret->bytes; i++)
  {
    bits = bits << 8 | secret->bytes[i];
    for (have += 8; have >= 5; have -= 5)
      g_string_append_c (text, alphabet[bits >> (have - 5) & 31]);
  }
  return g_string_free_and_steal (text);
}

/* Returns: (transfer full): what the picture says that an authenticator program reads */
char *
palier_totp_dup_uri (const PalierTotpSecret *secret, const char *account)
{
  g_autofree char *text = palier_totp_dup_text (secret);
  g_autofree char *name = g_uri_escape_string (account, "@", FALSE);

  return g_strdup_printf ("otpauth://totp/" ISSUER ":%s?secret=%s&issuer=" ISSUER
                          "&algorithm=SHA1&digits=6&period=30",
                          name, text);
}
