/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-authority.h"

#include <openssl/crypto.h>
#include <string.h>

#include "palier-api-key.h"
#include "palier-signing-key-store.h"

#define BEARER_MAX 4096
#define LOOK_MS (60 * 1000)
#define LEEWAY_MS (60 * 1000)
#define TOUCH_MS (60 * 1000)
#define KEY_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)

/* A key that signs, or whose tokens are still good. */
typedef struct
{
  char *kid;
  gint64 created_ms;
  PalierSigner *signer;
} Key;

struct _PalierAuthority
{
  PalierStore *store;
  gboolean local;
  guint8 token[PALIER_DIGEST_SIZE]; /* digest of the local token */

  GMutex lock;
  GPtrArray *keys;  /* of Key, the newest first; replaced as a whole */
  gint64 looked_ms; /* when they were read */
};

static void
key_free (gpointer data)
{
  Key *key = data;

  g_clear_pointer (&key->signer, palier_signer_free);
  g_free (key->kid);
  g_free (key);
}

PalierAuthority *
palier_authority_new_local (PalierStore *store, const char *token)
{
  PalierAuthority *self = g_new0 (PalierAuthority, 1);

  g_mutex_init (&self->lock);
  self->store = store;
  self->local = TRUE;
  palier_digest (token, strlen (token), self->token);
  return self;
}

static gboolean
add_key (GPtrArray *keys, const PalierSigningKey *stored, GError **error)
{
  Key *key = g_new0 (Key, 1);

  g_ptr_array_add (keys, key);
  key->kid = g_strdup (stored->kid);
  key->created_ms = stored->created_ms;
  key->signer = palier_signer_new (&stored->seed, error);
  return key->signer != NULL;
}

/* @data: (out) (transfer full): GPtrArray of Key */
static gboolean
read_keys (PalierTx *tx, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) stored = palier_signing_key_store_list (tx, error);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (key_free);
  gint64 superseded_ms = G_MAXINT64;

  for (guint i = 0; stored != NULL && i < stored->len; i++)
  {
    const PalierSigningKey *key = g_ptr_array_index (stored, i);
    /* What it signed last has ended. */
    if (superseded_ms < tx->now_ms - PALIER_ACCESS_MS - LOOK_MS - LEEWAY_MS)
      break;
    if (!add_key (keys, key, error))
      return FALSE;
    superseded_ms = key->created_ms;
  }
  *(GPtrArray **) data = stored != NULL ? g_steal_pointer (&keys) : NULL;
  return stored != NULL;
}

static gboolean
add_signing_key (PalierTx *tx, gpointer unused, GError **error)
{
  return palier_signing_key_store_add (tx, error);
}

/* Another key signs from now on; processes that run find it within a minute, and tokens of the one
 * before stay good until they end. */
gboolean
palier_authority_rotate (PalierStore *store, GError **error)
{
  return palier_store_write (store, add_signing_key, NULL, error);
}

static gboolean
load_keys (PalierAuthority *self, GError **error)
{
  gint64 now_ms = palier_clock_now_ms (palier_store_get_clock (self->store));
  GPtrArray *keys = NULL;

  if (!palier_store_read (self->store, read_keys, &keys, error))
    return FALSE;
  if (keys->len == 0 || ((Key *) keys->pdata[0])->created_ms < now_ms - KEY_MS)
  {
    g_clear_pointer (&keys, g_ptr_array_unref);
    if (!palier_authority_rotate (self->store, error)
        || !palier_store_read (self->store, read_keys, &keys, error))
      return FALSE;
  }
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  self->keys = keys;
  self->looked_ms = now_ms;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* Returns: (transfer full): the keys, read again when that was a while ago */
static GPtrArray *
get_keys (PalierAuthority *self)
{
  gint64 now_ms = palier_clock_now_ms (palier_store_get_clock (self->store));
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&self->lock);
  gboolean old = now_ms - self->looked_ms >= LOOK_MS;
  if (old)
    self->looked_ms = now_ms;
  g_mutex_unlock (&self->lock);
  if (old && !load_keys (self, &error))
    g_warning ("the signing keys could not be read again: %s", error->message);
  g_mutex_lock (&self->lock);
  GPtrArray *keys = g_ptr_array_ref (self->keys);
  g_mutex_unlock (&self->lock);
  return keys;
}

PalierAuthority *
palier_authority_new (PalierStore *store, GError **error)
{
  g_autoptr (PalierAuthority) self = g_new0 (PalierAuthority, 1);

  g_mutex_init (&self->lock);
  self->store = store;
  return load_keys (self, error) ? g_steal_pointer (&self) : NULL;
}

void
palier_authority_free (PalierAuthority *self)
{
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_mutex_clear (&self->lock);
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
  g_autoptr (GPtrArray) keys = get_keys (self);
  const Key *key = g_ptr_array_index (keys, 0);

  return palier_jwt_make (key->signer, key->kid, access, error);
}

static gboolean
check_local (PalierAuthority *self, const char *bearer)
{
  guint8 digest[PALIER_DIGEST_SIZE];

  palier_digest (bearer, strlen (bearer), digest);
  return CRYPTO_memcmp (digest, self->token, sizeof digest) == 0;
}

static gboolean
check_access (PalierAuthority *self, const char *bearer, PalierAccess *out)
{
  gint64 now_ms = palier_clock_now_ms (palier_store_get_clock (self->store));
  g_autofree char *kid = palier_jwt_dup_kid (bearer);
  g_autoptr (GPtrArray) keys = kid != NULL ? get_keys (self) : NULL;

  for (guint i = 0; keys != NULL && i < keys->len; i++)
  {
    const Key *key = g_ptr_array_index (keys, i);
    if (strcmp (key->kid, kid) == 0)
      return palier_jwt_check (key->signer, key->kid, bearer, now_ms, out);
  }
  return FALSE;
}

typedef struct
{
  PalierAccess access;
  gboolean local;
  PalierCaller *caller;
  gboolean live;
} Admission;

/* A revoked session ends with the next request, not with its token; a role holds from the next one.
 */
static gboolean
find_caller (PalierTx *tx, gpointer data, GError **error)
{
  Admission *self = data;
  PalierCaller *caller = self->caller;
  g_autoptr (GError) unknown = NULL;

  caller->tenant = palier_store_get_tenant (tx, self->access.tenant, &unknown);
  if (caller->tenant == NULL
      && !g_error_matches (unknown, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN))
  {
    g_propagate_error (error, g_steal_pointer (&unknown));
    return FALSE;
  }
  if (caller->tenant == NULL || self->local)
    self->live = caller->tenant != NULL;
  else
    self->live = palier_session_store_find (tx, caller->tenant, &caller->session, &caller->account,
                                            &caller->role)
                 && palier_id_equal (&caller->account, &self->access.account);
  return TRUE;
}

typedef struct
{
  const PalierCaller *caller;
  gboolean live;
} Doubt;

static gboolean
look_at_caller (PalierTx *tx, gpointer data, GError **error)
{
  Doubt *self = data;
  const PalierCaller *caller = self->caller;
  PalierCaller now;

  self->live = !palier_id_is_nil (&caller->key)
                   ? palier_key_store_is_live (tx, caller->tenant, &caller->key)
                   : palier_session_store_find (tx, caller->tenant, &caller->session, &now.account,
                                                &now.role);
  return palier_db_check (tx->db, error);
}

/* Whether who was admitted would still be; FALSE also when that cannot be found out. */
gboolean
palier_authority_is_live (PalierAuthority *self, const PalierCaller *caller)
{
  Doubt doubt = { caller, FALSE };

  return self->local
         || (palier_store_read (self->store, look_at_caller, &doubt, NULL) && doubt.live);
}

/* ---- programs ---- */

typedef struct
{
  char *prefix;
  guint8 digest[PALIER_DIGEST_SIZE];
  PalierCaller *caller;
  gboolean live;
  gboolean stale; /* when it was used last is to be written */
} Showing;

static gboolean
find_key (PalierTx *tx, gpointer data, GError **error)
{
  Showing *self = data;
  PalierCaller *caller = self->caller;
  gint64 id = palier_key_store_find_tenant (tx, self->prefix);

  caller->tenant = id != 0 ? palier_store_get_tenant (tx, id, error) : NULL;
  if (caller->tenant == NULL)
    return id == 0 && palier_db_check (tx->db, error);
  g_autoptr (PalierApiKey) key =
      palier_key_store_check (tx, caller->tenant, self->prefix, self->digest);
  self->live = key != NULL;
  if (!self->live)
    return palier_db_check (tx->db, error);
  caller->key = key->id;
  caller->grants = key->grants;
  /* What a key may is said by its grants, not by a role. */
  caller->role = PALIER_ROLE_OWNER;
  self->stale = tx->now_ms - key->used_ms > TOUCH_MS;
  return palier_db_check (tx->db, error);
}

static gboolean
touch (PalierTx *tx, gpointer data, GError **error)
{
  const PalierCaller *caller = data;

  palier_key_store_touch (tx, caller->tenant, &caller->key);
  return palier_db_check (tx->db, error);
}

static void
on_touched_cb (gpointer data, const GError *error)
{
  g_free (data);
}

static gboolean
admit_key (PalierAuthority *self, const char *bearer, PalierCaller *out, GError **error)
{
  Showing showing = { .prefix = palier_api_key_dup_prefix (bearer), .caller = out };

  if (showing.prefix == NULL)
    return FALSE;
  palier_digest (bearer, strlen (bearer), showing.digest);
  gboolean good = palier_store_read (self->store, find_key, &showing, error) && showing.live;
  if (good && showing.stale)
    palier_store_submit (self->store, touch, on_touched_cb, g_memdup2 (out, sizeof *out));
  g_free (showing.prefix);
  return good;
}

/**
 * palier_authority_admit:
 * @bearer: (nullable): what the request shows
 * @out: in whose name it comes
 *
 * Returns: FALSE without an error when it proves nothing, FALSE with PALIER_STORE_ERROR when that
 *   could not be found out
 */
gboolean
palier_authority_admit (PalierAuthority *self, const char *bearer, PalierCaller *out,
                        GError **error)
{
  Admission admission = { .local = self->local,
                          .access.tenant = PALIER_LOCAL_TENANT,
                          .caller = out };

  *out = (PalierCaller) { .role = PALIER_ROLE_OWNER };
  if (bearer == NULL || *bearer == '\0' || strnlen (bearer, BEARER_MAX) == BEARER_MAX)
    return FALSE;
  if (!self->local && palier_api_key_is_one (bearer))
    return admit_key (self, bearer, out, error);
  if (self->local ? !check_local (self, bearer) : !check_access (self, bearer, &admission.access))
    return FALSE;
  out->session = admission.access.session;
  return palier_store_read (self->store, find_caller, &admission, error) && admission.live;
}
