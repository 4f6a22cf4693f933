/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-http-tls.h"

#include <gnutls/abstract.h>

#define CHAIN_MAX 8

/* One certificate with its chain and key. GnuTLS keeps pointers into it as long as a handshake
 * goes, so it lives until the end: a few kilobytes a renewal. */
typedef struct
{
  gnutls_pcert_st chain[CHAIN_MAX];
  guint length;
  gnutls_privkey_t key;
} Identity;

struct _PalierTls
{
  char *certificate;
  char *key;
  GMutex lock;
  GPtrArray *identities; /* of Identity; the last is served */
};

/* GnuTLS' callback takes no data of ours. */
static PalierTls *served;

static void
identity_free (gpointer data)
{
  Identity *self = data;

  for (guint i = 0; i < self->length; i++)
    gnutls_pcert_deinit (&self->chain[i]);
  if (self->key != NULL)
    gnutls_privkey_deinit (self->key);
  g_free (self);
}

/* Whether the key belongs to the certificate. */
static gboolean
fits (const Identity *self)
{
  guint8 ids[2][64];
  gsize lengths[2] = { sizeof ids[0], sizeof ids[1] };
  gnutls_pubkey_t public = NULL;
  gboolean same = FALSE;

  if (gnutls_pubkey_init (&public) == 0
      && gnutls_pubkey_import_privkey (public, self->key, 0, 0) == 0
      && gnutls_pubkey_get_key_id (public, 0, ids[0], &lengths[0]) == 0
      && gnutls_pubkey_get_key_id (self->chain[0].pubkey, 0, ids[1], &lengths[1]) == 0)
    same = lengths[0] == lengths[1] && memcmp (ids[0], ids[1], lengths[0]) == 0;
  gnutls_pubkey_deinit (public);
  return same;
}

static gboolean
read_file (const char *path, gnutls_datum_t *out, GError **error)
{
  char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  *out = (gnutls_datum_t) { (guint8 *) text, (guint) length };
  return TRUE;
}

static void
wipe (gnutls_datum_t *datum)
{
  if (datum->data != NULL)
    explicit_bzero (datum->data, datum->size);
  g_free (datum->data);
}

static gboolean
refuse (GError **error, const char *path, const char *why)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: %s", path, why);
  return FALSE;
}

static gboolean
parse (PalierTls *self, Identity *identity, const gnutls_datum_t *certificate,
       const gnutls_datum_t *key, GError **error)
{
  guint length = CHAIN_MAX;
  int status = gnutls_pcert_list_import_x509_raw (identity->chain, &length, certificate,
                                                  GNUTLS_X509_FMT_PEM, 0);

  if (status < 0)
    return refuse (error, self->certificate, gnutls_strerror (status));
  identity->length = length;
  status = gnutls_privkey_init (&identity->key);
  if (status >= 0)
    status = gnutls_privkey_import_x509_raw (identity->key, key, GNUTLS_X509_FMT_PEM, NULL, 0);
  if (status < 0)
    return refuse (error, self->key, gnutls_strerror (status));
  return fits (identity) || refuse (error, self->key, "not the key of the certificate");
}

/* Reads the files again. FALSE with G_FILE_ERROR or G_IO_ERROR_INVALID_DATA: what was served goes
 * on being served. */
gboolean
palier_tls_reload (PalierTls *self, GError **error)
{
  Identity *identity = g_new0 (Identity, 1);
  gnutls_datum_t certificate = { 0 };
  gnutls_datum_t key = { 0 };
  gboolean good = read_file (self->certificate, &certificate, error)
                  && read_file (self->key, &key, error)
                  && parse (self, identity, &certificate, &key, error);

  wipe (&certificate);
  wipe (&key);
  if (!good)
  {
    identity_free (identity);
    return FALSE;
  }
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->identities, identity);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/**
 * palier_tls_new:
 * @certificate: a PEM file, the chain behind the certificate
 * @key: a PEM file
 *
 * One at a time in a process.
 *
 * Returns: (transfer full) (nullable): NULL with an error of palier_tls_reload()
 */
PalierTls *
palier_tls_new (const char *certificate, const char *key, GError **error)
{
  PalierTls *self = g_new0 (PalierTls, 1);

  g_assert (served == NULL);
  self->certificate = g_strdup (certificate);
  self->key = g_strdup (key);
  g_mutex_init (&self->lock);
  self->identities = g_ptr_array_new_with_free_func (identity_free);
  served = self;
  if (!palier_tls_reload (self, error))
    g_clear_pointer (&self, palier_tls_free);
  return self;
}

void
palier_tls_free (PalierTls *self)
{
  served = NULL;
  g_ptr_array_unref (self->identities);
  g_mutex_clear (&self->lock);
  g_free (self->certificate);
  g_free (self->key);
  g_free (self);
}

static int
retrieve_cb (gnutls_session_t session, const gnutls_datum_t *authorities, int n_authorities,
             const gnutls_pk_algorithm_t *algorithms, int n_algorithms, gnutls_pcert_st **chain,
             unsigned int *length, gnutls_privkey_t *key)
{
  g_mutex_lock (&served->lock);
  Identity *identity = g_ptr_array_index (served->identities, served->identities->len - 1);
  g_mutex_unlock (&served->lock);
  *chain = identity->chain;
  *length = identity->length;
  *key = identity->key;
  return 0;
}

/* Returns: what MHD_OPTION_HTTPS_CERT_CALLBACK takes */
gpointer
palier_tls_get_callback (PalierTls *self)
{
  return (gpointer) retrieve_cb;
}
