/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-authority.h"

#include <openssl/crypto.h>
#include <string.h>

#include "palier-account-store.h"

#define BEARER_MAX 4096

struct _PalierAuthority
{
  PalierStore *store;
  gboolean local;
  guint8 token[PALIER_DIGEST_SIZE]; /* digest of the local token */
  char *kid;
  PalierSigner *signer;
};

PalierAuthority *
palier_authority_new_local (PalierStore *store, const char *token)
{
  PalierAuthority *self = g_new0 (PalierAuthority, 1);

  self->store = store;
  self->local = TRUE;
  palier_digest (token, strlen (token), self->token);
  return self;
}

static gboolean
load_key (PalierTx *tx, gpointer data, GError **error)
{
  PalierAuthority *self = data;
  PalierSealKey seed;

  self->kid = palier_signing_key_store_get (tx, &seed, error);
  if (self->kid != NULL)
    self->signer = palier_signer_new (&seed, error);
  palier_seal_key_clear (&seed);
  return self->signer != NULL;
}

PalierAuthority *
palier_authority_new (PalierStore *store, GError **error)
{
  g_autoptr (PalierAuthority) self = g_new0 (PalierAuthority, 1);

  self->store = store;
  return palier_store_write (store, load_key, self, error) ? g_steal_pointer (&self) : NULL;
}

void
palier_authority_free (PalierAuthority *self)
{
  g_clear_pointer (&self->signer, palier_signer_free);
  g_free (self->kid);
  g_free (self);
}

gboolean
palier_authority_has_accounts (PalierAuthority *self)
{
  return !self->local;
}

/* Returns: (transfer full) (nullable): a JWT for ten minutes */
char *
palier_authority_make_access (PalierAuthority *self, const PalierAccess *access, GError **error)
{
  return palier_jwt_make (self->signer, self->kid, access, error);
}

static gboolean
check_local (PalierAuthority *self, const char *bearer)
{
  guint8 digest[PALIER_DIGEST_SIZE];

  palier_digest (bearer, strlen (bearer), digest);
  return CRYPTO_memcmp (digest, self->token, sizeof digest) == 0;
}

typedef struct
{
  PalierAccess access;
  gboolean local;
  PalierTenant *tenant;
  gboolean live;
} Admission;

/* A revoked session ends with the next request, not with its token. */
static gboolean
find_tenant (PalierTx *tx, gpointer data, GError **error)
{
  Admission *self = data;
  g_autoptr (GError) unknown = NULL;

  self->tenant = palier_store_get_tenant (tx, self->access.tenant, &unknown);
  if (self->tenant == NULL
      && !g_error_matches (unknown, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN))
  {
    g_propagate_error (error, g_steal_pointer (&unknown));
    return FALSE;
  }
  self->live =
      self->tenant != NULL
      && (self->local || palier_session_store_is_live (tx, self->tenant, &self->access.session));
  return TRUE;
}

/**
 * palier_authority_admit:
 * @bearer: (nullable): what the request shows
 *
 * Returns: (nullable): the tenant in whose name it comes; NULL without an error when it proves
 *   nothing, NULL with PALIER_STORE_ERROR when that could not be found out
 */
PalierTenant *
palier_authority_admit (PalierAuthority *self, const char *bearer, GError **error)
{
  Admission admission = { .local = self->local, .access.tenant = PALIER_LOCAL_TENANT };
  gint64 now_ms = palier_clock_now_ms (palier_store_get_clock (self->store));

  if (bearer == NULL || *bearer == '\0' || strnlen (bearer, BEARER_MAX) == BEARER_MAX)
    return NULL;
  if (self->local ? !check_local (self, bearer)
                  : !palier_jwt_check (self->signer, self->kid, bearer, now_ms, &admission.access))
    return NULL;
  if (!palier_store_read (self->store, find_tenant, &admission, error))
    return NULL;
  return admission.live ? admission.tenant : NULL;
}
