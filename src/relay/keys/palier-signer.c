/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-signer.h"

#include <openssl/evp.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)

struct _PalierSigner
{
  EVP_PKEY *key;
};

/* Returns: (transfer full) (nullable): NULL with PALIER_KEYS_ERROR_INTERNAL */
PalierSigner *
palier_signer_new (const PalierSealKey *seed, GError **error)
{
  EVP_PKEY *key =
      EVP_PKEY_new_raw_private_key (EVP_PKEY_ED25519, NULL, seed->bytes, sizeof seed->bytes);
  if (key == NULL)
  {
    g_set_error_literal (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_INTERNAL,
                         "no Ed25519 key could be made");
    return NULL;
  }
  PalierSigner *self = g_new0 (PalierSigner, 1);
  self->key = key;
  return self;
}

void
palier_signer_free (PalierSigner *self)
{
  EVP_PKEY_free (self->key);
  g_free (self);
}

gboolean
palier_signer_sign (PalierSigner *self, const void *data, gsize length,
                    guint8 out[PALIER_SIGNATURE_SIZE], GError **error)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  gsize size = PALIER_SIGNATURE_SIZE;

  if (EVP_DigestSignInit (context, NULL, NULL, NULL, self->key) == 1
      && EVP_DigestSign (context, out, &size, data, length) == 1)
    return TRUE;
  g_set_error_literal (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_INTERNAL, "signing failed");
  return FALSE;
}

gboolean
palier_signer_verify (PalierSigner *self, const void *data, gsize length, const guint8 *signature,
                      gsize signature_length)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();

  return signature_length == PALIER_SIGNATURE_SIZE
         && EVP_DigestVerifyInit (context, NULL, NULL, NULL, self->key) == 1
         && EVP_DigestVerify (context, signature, signature_length, data, length) == 1;
}
