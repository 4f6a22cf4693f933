/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts. Passwords are hashed outside of any transaction, on threads that are there for it; an
 * address without an account costs the same time as one with a wrong password. */
#include "palier-account-service.h"

#include <string.h>

#include "palier-account-store.h"
#include "palier-email.h"
#include "palier-password.h"
#include "palier-token.h"

G_DEFINE_QUARK (palier-account-error-quark, palier_account_error)

typedef struct
{
  char *email;
  guint8 digest[PALIER_DIGEST_SIZE]; /* of the address, or of a refresh token */
  char *password;                    /* PHC string */
  gint64 tenant_id;
  PalierId account;
  PalierId session;
  char refresh[PALIER_TOKEN_TEXT_SIZE];
  PalierRelayAccount *found;
  PalierRefreshState state;
} Work;

static void
work_clear (Work *self)
{
  g_free (self->email);
  g_free (self->password);
  g_clear_pointer (&self->found, palier_relay_account_free);
  explicit_bzero (self->refresh, sizeof self->refresh);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

void
palier_login_free (PalierLogin *self)
{
  g_free (self->access);
  g_free (self->refresh);
  g_free (self);
}

static gpointer
refuse (GError **error, PalierAccountError code, const char *why)
{
  g_set_error_literal (error, PALIER_ACCOUNT_ERROR, code, why);
  return NULL;
}

static void
digest_email (PalierStore *store, const char *email, guint8 out[PALIER_DIGEST_SIZE])
{
  g_autofree char *text = g_strconcat ("email:", email, NULL);
  palier_keyed_digest (palier_store_get_directory_key (store), text, strlen (text), out);
}

/* Returns: (transfer full) (nullable): the form in which an account holds @text */
static char *
normalize (const char *text)
{
  PalierReading reading;
  g_autofree char *address = palier_email_normalize (text, NULL, &reading);
  return address != NULL ? palier_email_key (address) : NULL;
}

static void
add_refresh (PalierTx *tx, const PalierTenant *tenant, Work *self)
{
  guint8 handle[8];
  guint8 digest[PALIER_DIGEST_SIZE];
  gint64 id = GINT64_TO_BE (tenant->id);

  memcpy (handle, &id, sizeof handle);
  PalierToken token = palier_token_new (handle, tx->random);
  palier_token_format (&token, self->refresh);
  palier_digest (self->refresh, strlen (self->refresh), digest);
  palier_refresh_store_add (tx, tenant, digest, &self->session);
}

static void
begin_session (PalierTx *tx, const PalierTenant *tenant, Work *self)
{
  self->session = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  palier_session_store_add (tx, tenant, &self->session, &self->account);
  add_refresh (tx, tenant, self);
}

static PalierLogin *
give_tokens (PalierAuthority *authority, PalierStore *store, const Work *work, GError **error)
{
  PalierAccess access = { .tenant = work->tenant_id,
                          .account = work->account,
                          .session = work->session,
                          .issued_ms = palier_clock_now_ms (palier_store_get_clock (store)) };
  g_autofree char *token = palier_authority_make_access (authority, &access, error);

  if (token == NULL)
    return NULL;
  PalierLogin *login = g_new0 (PalierLogin, 1);
  login->tenant = work->tenant_id;
  login->access = g_steal_pointer (&token);
  login->refresh = g_strdup (work->refresh);
  return login;
}

/* The handle stands in links, so it is random; 53 bits survive every JSON reader. */
static gint64
make_tenant_id (PalierTx *tx)
{
  return (gint64) (palier_random_uint64 (tx->random) >> 11) + 2;
}

static gboolean
add_account (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  if (palier_directory_find (tx, self->digest) != 0)
    return refuse (error, PALIER_ACCOUNT_ERROR_TAKEN, "taken") != NULL;
  self->tenant_id = make_tenant_id (tx);
  PalierTenant *tenant = palier_store_add_tenant (tx, self->tenant_id, error);
  if (tenant == NULL)
    return FALSE;
  self->account = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  palier_directory_add (tx, self->digest, self->tenant_id);
  palier_account_store_add (tx, tenant, &self->account, self->email, self->password);
  begin_session (tx, tenant, self);
  return palier_db_check (tx->db, error);
}

/**
 * palier_account_register:
 *
 * A new account with a tenant of its own, logged in.
 *
 * Returns: (transfer full) (nullable): NULL with PALIER_ACCOUNT_ERROR_EMAIL, _PASSWORD, _TAKEN, or
 *   an error of the store
 */
PalierLogin *
palier_account_register (PalierAuthority *authority, PalierStore *store, const char *email,
                         const char *password, GError **error)
{
  g_auto (Work) work = { .email = normalize (email) };

  if (work.email == NULL)
    return refuse (error, PALIER_ACCOUNT_ERROR_EMAIL, "no address");
  if (!palier_password_is_acceptable (password))
    return refuse (error, PALIER_ACCOUNT_ERROR_PASSWORD, "not acceptable");
  work.password = palier_password_hash (password, palier_store_get_random (store));
  if (work.password == NULL)
  {
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_FULL, "memory is short");
    return NULL;
  }
  digest_email (store, work.email, work.digest);
  if (!palier_store_write (store, add_account, &work, error))
    return NULL;
  return give_tokens (authority, store, &work, error);
}

static gboolean
find_account (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  self->tenant_id = palier_directory_find (tx, self->digest);
  PalierTenant *tenant =
      self->tenant_id != 0 ? palier_store_get_tenant (tx, self->tenant_id, error) : NULL;
  if (tenant != NULL)
    self->found = palier_account_store_find (tx, tenant, self->email);
  return palier_db_check (tx->db, error);
}

static gboolean
log_in (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant_id, error);

  if (tenant == NULL)
    return FALSE;
  begin_session (tx, tenant, self);
  return palier_db_check (tx->db, error);
}

/* Returns: (transfer full) (nullable): NULL with PALIER_ACCOUNT_ERROR_CREDENTIALS, or an error of
 *   the store */
PalierLogin *
palier_account_login (PalierAuthority *authority, PalierStore *store, const char *email,
                      const char *password, GError **error)
{
  g_auto (Work) work = { .email = normalize (email) };

  if (work.email != NULL)
  {
    digest_email (store, work.email, work.digest);
    if (!palier_store_read (store, find_account, &work, error))
      return NULL;
  }
  if (!palier_password_verify (password, work.found != NULL ? work.found->password : NULL))
    return refuse (error, PALIER_ACCOUNT_ERROR_CREDENTIALS, "not these credentials");
  work.account = work.found->id;
  if (!palier_store_write (store, log_in, &work, error))
    return NULL;
  return give_tokens (authority, store, &work, error);
}

static gboolean
find_session_account (PalierTx *tx, const PalierTenant *tenant, Work *self)
{
  gboolean found = FALSE;
  PalierRows *rows = palier_db_query (
      tx->db, "select account_id from session where tenant_id = ?1 and session_id = ?2", "Tu",
      tenant->id, &self->session);

  while (palier_rows_next (rows))
    found = palier_rows_id (rows, 0, &self->account);
  return found;
}

static gboolean
rotate (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant_id, NULL);

  self->state = tenant != NULL ? palier_refresh_store_use (tx, tenant, self->digest, &self->session)
                               : PALIER_REFRESH_UNKNOWN;
  if (self->state == PALIER_REFRESH_REUSED)
    palier_session_store_revoke (tx, tenant, &self->session);
  else if (self->state == PALIER_REFRESH_GOOD
           && (!palier_session_store_is_live (tx, tenant, &self->session)
               || !find_session_account (tx, tenant, self)))
    self->state = PALIER_REFRESH_UNKNOWN;
  else if (self->state == PALIER_REFRESH_GOOD)
    add_refresh (tx, tenant, self);
  return palier_db_check (tx->db, error);
}

/**
 * palier_account_refresh:
 *
 * New tokens for a refresh token, which is used up. One that comes a second time ends the session,
 * since one of the two who hold it stole it.
 *
 * Returns: (transfer full) (nullable): NULL with PALIER_ACCOUNT_ERROR_CREDENTIALS, or an error of
 *   the store
 */
PalierLogin *
palier_account_refresh (PalierAuthority *authority, PalierStore *store, const char *token,
                        GError **error)
{
  g_auto (Work) work = { 0 };
  PalierToken parsed;
  gint64 handle;

  if (!palier_token_parse (token, &parsed))
    return refuse (error, PALIER_ACCOUNT_ERROR_CREDENTIALS, "no such token");
  memcpy (&handle, parsed.tenant, sizeof handle);
  work.tenant_id = GINT64_FROM_BE (handle);
  palier_digest (token, strlen (token), work.digest);
  if (!palier_store_write (store, rotate, &work, error))
    return NULL;
  if (work.state != PALIER_REFRESH_GOOD)
    return refuse (error, PALIER_ACCOUNT_ERROR_CREDENTIALS, "no such token");
  return give_tokens (authority, store, &work, error);
}
