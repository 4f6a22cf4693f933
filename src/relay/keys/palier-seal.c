/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies in the relay's store is sealed with AES-256-GCM: one byte of version, a random nonce of
 * 12, the cipher text, a tag of 16. The place (tenant, table, row) goes in as associated data, so
 * that a value copied to another tenant's row does not open. A nonce is random, hence a key must
 * not seal more than 2^32 values: each tenant has its own. */
#include "palier-seal.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#define VERSION 1
#define NONCE_SIZE 12
#define TAG_SIZE 16
#define OVERHEAD (1 + NONCE_SIZE + TAG_SIZE)
#define KEY_FILE_MAX 1024

G_DEFINE_QUARK (palier-keys-error-quark, palier_keys_error)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

/**
 * palier_seal_key_parse:
 * @hex: 64 hexadecimal digits, white space around them allowed
 *
 * Returns: FALSE with PALIER_KEYS_ERROR_BAD_KEY
 */
gboolean
palier_seal_key_parse (const char *hex, PalierSealKey *out, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (hex));
  gboolean good = strlen (text) == 2 * PALIER_SEAL_KEY_SIZE;

  for (gsize i = 0; good && i < PALIER_SEAL_KEY_SIZE; i++)
  {
    int high = g_ascii_xdigit_value (text[2 * i]);
    int low = g_ascii_xdigit_value (text[2 * i + 1]);
    good = high >= 0 && low >= 0;
    out->bytes[i] = good ? (guint8) (high * 16 + low) : 0;
  }
  OPENSSL_cleanse (text, strlen (text));
  if (!good)
    g_set_error_literal (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_BAD_KEY,
                         "the key is not 64 hexadecimal digits");
  return good;
}

/* Reads the key of a file that holds 64 hexadecimal digits. */
gboolean
palier_seal_key_load (const char *path, PalierSealKey *out, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) why = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, &why) || length > KEY_FILE_MAX)
  {
    g_set_error (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_BAD_KEY, "%s: %s", path,
                 why != NULL ? why->message : "too long for a key");
    return FALSE;
  }
  gboolean good = palier_seal_key_parse (text, out, error);
  OPENSSL_cleanse (text, length);
  return good;
}

void
palier_seal_key_random (PalierRandom *random, PalierSealKey *out)
{
  palier_random_bytes (random, out->bytes, sizeof out->bytes);
}

/* One key for one purpose: HMAC-SHA256 of the label. */
void
palier_seal_key_derive (const PalierSealKey *key, const char *label, PalierSealKey *out)
{
  palier_keyed_digest (key, label, strlen (label), out->bytes);
}

void
palier_seal_key_clear (PalierSealKey *key)
{
  OPENSSL_cleanse (key, sizeof *key);
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_INTERNAL,
                       "the cipher could not be run");
  return FALSE;
}

static gboolean
feed_place (EVP_CIPHER_CTX *context, const PalierSealPlace *place)
{
  gint64 tenant = GINT64_TO_BE (place->tenant);
  const struct
  {
    const void *bytes;
    gsize length;
  } parts[] = { { &tenant, sizeof tenant },
                { place->table, strlen (place->table) + 1 },
                { place->row, place->row_length } };
  int unused;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].length > 0
        && EVP_CipherUpdate (context, NULL, &unused, parts[i].bytes, (int) parts[i].length) != 1)
      return FALSE;
  return TRUE;
}

/* Fetched once: OpenSSL's own shorthand looks for it at each use. */
static EVP_CIPHER *
get_cipher (void)
{
  static EVP_CIPHER *cipher;

  if (g_once_init_enter_pointer (&cipher))
    g_once_init_leave_pointer (&cipher, EVP_CIPHER_fetch (NULL, "AES-256-GCM", NULL));
  return cipher;
}

static EVP_CIPHER_CTX *
start (const PalierSealKey *key, gboolean seal, const guint8 *nonce, const PalierSealPlace *place)
{
  g_autoptr (EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new ();

  if (context == NULL
      || EVP_CipherInit_ex2 (context, get_cipher (), key->bytes, nonce, seal, NULL) != 1
      || !feed_place (context, place))
    return NULL;
  return g_steal_pointer (&context);
}

/**
 * palier_seal:
 * @place: where the result will lie
 * @plain: (array length=length): less than 2^31 bytes
 *
 * Returns: (transfer full) (nullable): NULL with PALIER_KEYS_ERROR_INTERNAL
 */
GBytes *
palier_seal (const PalierSealKey *key, const PalierSealPlace *place, PalierRandom *random,
             const void *plain, gsize length, GError **error)
{
  g_autofree guint8 *out = g_malloc (length + OVERHEAD);
  guint8 *cipher = out + 1 + NONCE_SIZE;
  int written = 0;
  int last = 0;

  out[0] = VERSION;
  palier_random_bytes (random, out + 1, NONCE_SIZE);
  g_autoptr (EVP_CIPHER_CTX) context = start (key, TRUE, out + 1, place);
  if (context == NULL || EVP_CipherUpdate (context, cipher, &written, plain, (int) length) != 1
      || EVP_CipherFinal_ex (context, cipher + written, &last) != 1
      || EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_GCM_GET_TAG, TAG_SIZE, cipher + length) != 1)
    return fail (error), NULL;
  return g_bytes_new_take (g_steal_pointer (&out), length + OVERHEAD);
}

/**
 * palier_unseal:
 *
 * Returns: (transfer full) (nullable): the plain bytes, followed by a NUL that is not counted; NULL
 *   with PALIER_KEYS_ERROR_TAMPERED when key, place or bytes are not those of palier_seal()
 */
GBytes *
palier_unseal (const PalierSealKey *key, const PalierSealPlace *place, const void *sealed,
               gsize length, GError **error)
{
  const guint8 *in = sealed;
  int written = 0;
  int last = 0;

  if (length < OVERHEAD || in[0] != VERSION)
  {
    g_set_error_literal (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_TAMPERED,
                         "not a sealed value");
    return NULL;
  }
  gsize plain_length = length - OVERHEAD;
  g_autofree guint8 *plain = g_malloc0 (plain_length + 1);
  g_autoptr (EVP_CIPHER_CTX) context = start (key, FALSE, in + 1, place);
  guint8 tag[TAG_SIZE];
  memcpy (tag, in + length - TAG_SIZE, TAG_SIZE);
  if (context == NULL
      || EVP_CipherUpdate (context, plain, &written, in + 1 + NONCE_SIZE, (int) plain_length) != 1
      || EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_GCM_SET_TAG, TAG_SIZE, tag) != 1
      || EVP_CipherFinal_ex (context, plain + written, &last) != 1)
  {
    g_set_error_literal (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_TAMPERED,
                         "a sealed value does not open with this key in this place");
    return NULL;
  }
  return g_bytes_new_take (g_steal_pointer (&plain), plain_length);
}

/* HMAC-SHA256. */
void
palier_keyed_digest (const PalierSealKey *key, const void *data, gsize length,
                     guint8 out[PALIER_DIGEST_SIZE])
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key->bytes, sizeof key->bytes);
  gsize size = PALIER_DIGEST_SIZE;

  g_hmac_update (hmac, data, (gssize) length);
  g_hmac_get_digest (hmac, out, &size);
}

/* SHA-256: for tokens of 128 random bits and more, which need no key. */
void
palier_digest (const void *data, gsize length, guint8 out[PALIER_DIGEST_SIZE])
{
  EVP_Digest (data, length, out, NULL, EVP_sha256 (), NULL);
}
