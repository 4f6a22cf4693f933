/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in, and staying so. Passwords are hashed outside of any transaction, on threads that are
 * there for it; an address without an account costs the same time as one with a wrong password. */
#include "palier-account-service.h"

#include <string.h>

#include "palier-account-private.h"
#include "palier-email.h"
#include "palier-known-device.h"
#include "palier-password.h"
#include "palier-second-factor.h"

#define NAME_MAX_LETTERS 80

G_DEFINE_QUARK (palier-account-error-quark, palier_account_error)

void
palier_login_free (PalierLogin *self)
{
  g_free (self->access);
  g_free (self->refresh);
  g_free (self->device);
  g_free (self);
}

/* ---- what the files of this folder share */

gpointer
palier_account_refuse (GError **error, PalierAccountError code)
{
  g_set_error (error, PALIER_ACCOUNT_ERROR, code, "account error %d", (int) code);
  return NULL;
}

gpointer
palier_account_no_memory (GError **error)
{
  g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_FULL, "memory is short");
  return NULL;
}

/* Returns: (transfer full) (nullable): the form in which an account holds @email */
char *
palier_account_normalize (const char *email)
{
  PalierReading reading;
  g_autofree char *address = palier_email_normalize (email, NULL, &reading);
  return address != NULL ? palier_email_key (address) : NULL;
}

/* @label: what @text is, so that digests of different things are never the same */
void
palier_account_digest (PalierStore *store, const char *label, const char *text,
                       guint8 out[PALIER_DIGEST_SIZE])
{
  g_autofree char *whole = g_strconcat (label, ":", text, NULL);
  palier_keyed_digest (palier_store_get_directory_key (store), whole, strlen (whole), out);
}

/* @agency: at whose host it is asked; 0: at the relay's. Returns: the tenant that @digest leads to,
 * as far as one knows there, or 0 */
gint64
palier_account_find_tenant (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE], gint64 agency)
{
  gint64 tenant = palier_directory_find (tx, digest);

  return agency == 0 || tenant == agency ? tenant : 0;
}

void
palier_session_start_clear (PalierSessionStart *self)
{
  explicit_bzero (self->refresh, sizeof self->refresh);
}

static void
add_refresh (PalierTx *tx, const PalierTenant *tenant, PalierSessionStart *self)
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

/* A name is shown to others: no control characters, and short. */
char *
palier_account_clean_name (const char *name)
{
  g_autofree char *text = g_utf8_make_valid (name != NULL ? name : "", -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isprint (g_utf8_get_char (at))
        && g_utf8_strlen (clean->str, -1) < NAME_MAX_LETTERS)
      g_string_append_unichar (clean, g_utf8_get_char (at));
  return g_string_free_and_steal (clean);
}

/* @self: the account is given, the session is made */
void
palier_session_start (PalierTx *tx, const PalierTenant *tenant, PalierSessionStart *self,
                      const char *device_name)
{
  g_autofree char *name = palier_account_clean_name (device_name);

  self->tenant = tenant->id;
  self->session = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  palier_session_store_add (tx, tenant, &self->session, &self->account, name);
  add_refresh (tx, tenant, self);
}

PalierLogin *
palier_session_give (PalierAuthority *authority, PalierStore *store, const PalierSessionStart *self,
                     GError **error)
{
  PalierAccess access = { .tenant = self->tenant,
                          .account = self->account,
                          .session = self->session,
                          .issued_ms = palier_clock_now_ms (palier_store_get_clock (store)) };
  g_autofree char *token = palier_authority_make_access (authority, &access, error);

  if (token == NULL)
    return NULL;
  PalierLogin *login = g_new0 (PalierLogin, 1);
  login->tenant = self->tenant;
  login->access = g_steal_pointer (&token);
  login->refresh = g_strdup (self->refresh);
  return login;
}

/* ---- logging in */

typedef struct
{
  const PalierCredentials *credentials;
  char *email; /* (nullable): normal form */
  PalierSessionStart start;
  PalierTenant *tenant;      /* (nullable) */
  PalierRelayAccount *found; /* (nullable) */
  PalierFactorState factor;
} Work;

static void
work_clear (Work *self)
{
  g_free (self->email);
  g_clear_pointer (&self->found, palier_relay_account_free);
  palier_session_start_clear (&self->start);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
find_account (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  self->start.tenant = palier_account_find_tenant (
      tx, self->start.address, self->credentials != NULL ? self->credentials->agency : 0);
  self->tenant =
      self->start.tenant != 0 ? palier_store_get_tenant (tx, self->start.tenant, error) : NULL;
  if (self->tenant != NULL)
    self->found = palier_account_store_find (tx, self->tenant, self->email);
  return palier_db_check (tx->db, error);
}

/* Whoever logs in is written to as he reads now. */
static void
note_language (PalierTx *tx, const PalierTenant *tenant, const Work *self)
{
  PalierLanguage language = self->credentials->language;

  if (language != PALIER_LANGUAGE_UNKNOWN && language != self->found->language)
    palier_account_store_set_language (tx, tenant, &self->found->id, language);
}

static gboolean
log_in (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->start.tenant, error);

  if (tenant == NULL)
    return FALSE;
  self->factor =
      palier_second_factor_check (tx, tenant, &self->start.account, self->credentials->factor);
  if (self->factor == PALIER_FACTOR_GOOD)
  {
    palier_session_start (tx, tenant, &self->start, self->credentials->device_name);
    note_language (tx, tenant, self);
  }
  return palier_db_check (tx->db, error);
}

/**
 * palier_account_login:
 *
 * Returns: (transfer full) (nullable): NULL with PALIER_ACCOUNT_ERROR_CREDENTIALS, _FACTOR_NEEDED,
 *   _FACTOR_WRONG, or an error of the store
 */
PalierLogin *
palier_account_login (PalierAuthority *authority, PalierStore *store,
                      const PalierCredentials *credentials, GError **error)
{
  g_auto (Work)
      work = { .credentials = credentials, .email = palier_account_normalize (credentials->email) };

  if (work.email != NULL)
  {
    palier_account_digest (store, "email", work.email, work.start.address);
    if (!palier_store_read (store, find_account, &work, error))
      return NULL;
  }
  if (!palier_password_verify (credentials->password,
                               work.found != NULL ? work.found->password : NULL))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  work.start.account = work.found->id;
  if (!palier_store_write (store, log_in, &work, error))
    return NULL;
  if (work.factor != PALIER_FACTOR_GOOD)
    return palier_account_refuse (error, work.factor == PALIER_FACTOR_MISSING
                                             ? PALIER_ACCOUNT_ERROR_FACTOR_NEEDED
                                             : PALIER_ACCOUNT_ERROR_FACTOR_WRONG);
  PalierLogin *login = palier_session_give (authority, store, &work.start, error);
  if (login != NULL)
    login->device = palier_known_device_new (store, work.start.address);
  return login;
}

/**
 * palier_account_find:
 * @email: as it was typed
 * @out: as if its owner asked, without a session
 *
 * For the operator. Returns: FALSE with PALIER_ACCOUNT_ERROR_EMAIL when there is no such account,
 *   or an error of the store
 */
gboolean
palier_account_find (PalierStore *store, const char *email, PalierCaller *out, GError **error)
{
  g_auto (Work) work = { .email = palier_account_normalize (email) };

  if (work.email == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL) != NULL;
  palier_account_digest (store, "email", work.email, work.start.address);
  if (!palier_store_read (store, find_account, &work, error))
    return FALSE;
  if (work.found == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL) != NULL;
  *out = (PalierCaller) { work.tenant, work.found->id, PALIER_ID_NIL, work.found->role };
  return TRUE;
}

/**
 * palier_account_dup_bucket:
 * @email: as it was typed
 * @device: (nullable): what an earlier login gave to this device
 *
 * Under which tries to log in are counted. A device that was let in before is counted by itself, so
 * that strangers who try an address do not lock its owner out.
 *
 * Returns: (transfer full)
 */
char *
palier_account_dup_bucket (PalierStore *store, const char *email, const char *device)
{
  g_autofree char *address = palier_account_normalize (email);
  guint8 digest[PALIER_DIGEST_SIZE];

  palier_account_digest (store, "email", address != NULL ? address : "", digest);
  if (device != NULL && palier_known_device_check (store, digest, device))
    return g_strconcat ("device:", device, NULL);
  g_autofree char *name = g_base64_encode (digest, sizeof digest);
  return g_strconcat ("account:", name, NULL);
}

/* ---- staying logged in */

typedef struct
{
  PalierSessionStart start;
  guint8 digest[PALIER_DIGEST_SIZE]; /* of the refresh token */
  PalierRefreshState state;
} Rotation;

static gboolean
rotate (PalierTx *tx, gpointer data, GError **error)
{
  Rotation *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->start.tenant, NULL);
  PalierRole role;

  self->state = tenant != NULL
                    ? palier_refresh_store_use (tx, tenant, self->digest, &self->start.session)
                    : PALIER_REFRESH_UNKNOWN;
  if (self->state == PALIER_REFRESH_REUSED)
    palier_session_store_revoke (tx, tenant, &self->start.session);
  else if (self->state == PALIER_REFRESH_GOOD
           && !palier_session_store_find (tx, tenant, &self->start.session, &self->start.account,
                                          &role))
    self->state = PALIER_REFRESH_UNKNOWN;
  else if (self->state == PALIER_REFRESH_GOOD)
    add_refresh (tx, tenant, &self->start);
  return palier_db_check (tx->db, error);
}

/**
 * palier_account_refresh:
 * @agency: as in PalierCredentials
 *
 * New tokens for a refresh token, which is used up. One that comes again later than a lost answer
 * or another program of the device explains (PALIER_REFRESH_GRACE_MS) ends the session, since one
 * of the two who hold it stole it.
 *
 * Returns: (transfer full) (nullable): NULL with PALIER_ACCOUNT_ERROR_CREDENTIALS, or an error of
 *   the store
 */
PalierLogin *
palier_account_refresh (PalierAuthority *authority, PalierStore *store, const char *token,
                        gint64 agency, GError **error)
{
  Rotation work = { 0 };
  PalierToken parsed;
  gint64 handle;

  if (!palier_token_parse (token, &parsed))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  memcpy (&handle, parsed.tenant, sizeof handle);
  work.start.tenant = GINT64_FROM_BE (handle);
  if (agency != 0 && work.start.tenant != agency)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  palier_digest (token, strlen (token), work.digest);
  if (!palier_store_write (store, rotate, &work, error))
    return NULL;
  PalierLogin *login = work.state == PALIER_REFRESH_GOOD
                           ? palier_session_give (authority, store, &work.start, error)
                           : palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  palier_session_start_clear (&work.start);
  return login;
}
