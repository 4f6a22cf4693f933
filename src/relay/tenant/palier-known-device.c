/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sixteen random bytes and a keyed digest of them and of the account's address, in hexadecimal:
 * nothing is stored for it. */
#include "palier-known-device.h"

#include <openssl/crypto.h>
#include <string.h>

#define NONCE_SIZE 16
#define NONCE_LETTERS (2 * NONCE_SIZE)
#define LETTERS (NONCE_LETTERS + 2 * PALIER_DIGEST_SIZE)

static void
append_hex (GString *out, const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (out, "%02x", bytes[i]);
}

/* @nonce: in hexadecimal */
static char *
make (PalierStore *store, const guint8 address[PALIER_DIGEST_SIZE], const char *nonce)
{
  guint8 input[PALIER_DIGEST_SIZE + NONCE_LETTERS];
  guint8 digest[PALIER_DIGEST_SIZE];
  PalierSealKey key;
  GString *text = g_string_new_len (nonce, NONCE_LETTERS);

  memcpy (input, address, PALIER_DIGEST_SIZE);
  memcpy (input + PALIER_DIGEST_SIZE, nonce, NONCE_LETTERS);
  palier_seal_key_derive (palier_store_get_directory_key (store), "known device", &key);
  palier_keyed_digest (&key, input, sizeof input, digest);
  palier_seal_key_clear (&key);
  append_hex (text, digest, sizeof digest);
  return g_string_free_and_steal (text);
}

/* @address: keyed digest of the account's address. Returns: (transfer full) */
char *
palier_known_device_new (PalierStore *store, const guint8 address[PALIER_DIGEST_SIZE])
{
  guint8 bytes[NONCE_SIZE];
  g_autoptr (GString) nonce = g_string_new (NULL);

  palier_random_bytes (palier_store_get_random (store), bytes, sizeof bytes);
  append_hex (nonce, bytes, sizeof bytes);
  return make (store, address, nonce->str);
}

/* @text: anything */
gboolean
palier_known_device_check (PalierStore *store, const guint8 address[PALIER_DIGEST_SIZE],
                           const char *text)
{
  if (strlen (text) != LETTERS)
    return FALSE;
  g_autofree char *wanted = make (store, address, text);
  return CRYPTO_memcmp (wanted, text, LETTERS) == 0;
}
