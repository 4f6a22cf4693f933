/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new password, by the old one or by a code that goes to the address. Either ends all other
 * sessions and voids every code that waits. */
#include "palier-password-change.h"

#include <string.h>

#include "palier-account-private.h"
#include "palier-mail-code.h"
#include "palier-password.h"

typedef struct
{
  const PalierCaller *caller;
  char *password; /* PHC string: in, the one that is set; out, the one there is */
} Change;

static gboolean
read_password (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  g_autoptr (PalierRelayAccount) account =
      palier_account_store_get (tx, self->caller->tenant, &self->caller->account);

  self->password = account != NULL ? g_strdup (account->password) : NULL;
  return palier_db_check (tx->db, error);
}

/* Whether the caller knows the account's password, which what changes the account asks for again.
 * Returns: FALSE with PALIER_ACCOUNT_ERROR_CREDENTIALS, or an error of the store */
gboolean
palier_password_prove (PalierStore *store, const PalierCaller *caller, const char *password,
                       GError **error)
{
  Change change = { .caller = caller };

  if (!palier_store_read (store, read_password, &change, error))
    return FALSE;
  gboolean right = palier_password_verify (password, change.password);
  g_free (change.password);
  return right || palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CREDENTIALS) != NULL;
}

/* @keep: the session that goes on; nil: none */
static void
set_password (PalierTx *tx, const PalierTenant *tenant, const PalierRelayAccount *account,
              const char *password, const PalierId *keep)
{
  guint8 address[PALIER_DIGEST_SIZE];

  palier_account_digest (tx->store, "email", account->email, address);
  palier_account_store_set_password (tx, tenant, &account->id, password);
  palier_session_store_revoke_others (tx, tenant, &account->id, keep);
  palier_challenge_store_drop (tx, address);
}

static gboolean
change_password (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  const PalierCaller *caller = self->caller;
  g_autoptr (PalierRelayAccount) account =
      palier_account_store_get (tx, caller->tenant, &caller->account);

  if (account != NULL)
    set_password (tx, caller->tenant, account, self->password, &caller->session);
  return palier_db_check (tx->db, error);
}

/* Returns: (transfer full) (nullable): NULL with PALIER_ACCOUNT_ERROR_PASSWORD, or when memory is
 *   short */
static char *
hash_wanted (PalierStore *store, const char *wanted, GError **error)
{
  if (!palier_password_is_acceptable (wanted))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_PASSWORD);
  char *hash = palier_password_hash (wanted, palier_store_get_random (store));
  return hash != NULL ? hash : palier_account_no_memory (error);
}

/* Returns: FALSE with PALIER_ACCOUNT_ERROR_CREDENTIALS, _PASSWORD, or an error of the store */
gboolean
palier_password_change (PalierStore *store, const PalierCaller *caller, const char *current,
                        const char *wanted, GError **error)
{
  Change change = { .caller = caller };

  if (!palier_password_prove (store, caller, current, error))
    return FALSE;
  change.password = hash_wanted (store, wanted, error);
  gboolean good =
      change.password != NULL && palier_store_write (store, change_password, &change, error);
  g_free (change.password);
  return good;
}

/* ---- by mail */

#define PURPOSE "reset"

typedef struct
{
  PalierChallenge challenge;
  const char *password; /* PHC string */
  gboolean known;
  PalierLanguage language; /* of the account */
} Reset;

static PalierTenant *
find_tenant (PalierTx *tx, const guint8 address[PALIER_DIGEST_SIZE])
{
  gint64 tenant = palier_directory_find (tx, address);
  return tenant != 0 ? palier_store_get_tenant (tx, tenant, NULL) : NULL;
}

/* The account of self->challenge's address gets the password, if there is one. */
static gboolean
set_for_address (PalierTx *tx, Reset *self, GError **error)
{
  const PalierChallenge *challenge = &self->challenge;
  PalierTenant *tenant = challenge->email != NULL ? find_tenant (tx, challenge->address) : NULL;
  g_autoptr (PalierRelayAccount) account =
      tenant != NULL ? palier_account_store_find (tx, tenant, challenge->email) : NULL;

  self->known = account != NULL;
  if (account != NULL)
  {
    set_password (tx, tenant, account, self->password, &PALIER_ID_NIL);
    self->language = account->language;
  }
  return palier_db_check (tx->db, error);
}

static gboolean
set_by_operator (PalierTx *tx, gpointer data, GError **error)
{
  return set_for_address (tx, data, error);
}

/* By the operator, where no code can be mailed. Returns: FALSE with PALIER_ACCOUNT_ERROR_EMAIL when
 * there is no such account, _PASSWORD, or an error of the store */
gboolean
palier_password_set (PalierStore *store, const char *email, const char *wanted, GError **error)
{
  g_autofree char *password = hash_wanted (store, wanted, error);
  Reset reset = { .challenge = { .email = palier_account_normalize (email) },
                  .password = password };

  if (password == NULL)
    return palier_challenge_clear (&reset.challenge), FALSE;
  palier_account_digest (store, "email", reset.challenge.email != NULL ? reset.challenge.email : "",
                         reset.challenge.address);
  gboolean good = palier_store_write (store, set_by_operator, &reset, error);
  palier_challenge_clear (&reset.challenge);
  return good && (reset.known || palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL));
}

static gboolean
begin (PalierTx *tx, gpointer data, GError **error)
{
  Reset *self = data;

  self->known = palier_directory_find (tx, self->challenge.address) != 0;
  if (!self->known)
    palier_mail_code_spoil (tx, &self->challenge);
  return palier_challenge_store_add (tx, &self->challenge, error);
}

/**
 * palier_password_reset_begin:
 * @language: that who asks reads
 * @notice: (out): what the owner of the address is told, if there is an account
 *
 * The answer says nothing of that: a handle comes in any case.
 *
 * Returns: (transfer full) (nullable): NULL with PALIER_ACCOUNT_ERROR_EMAIL, or an error of the
 *   store
 */
char *
palier_password_reset_begin (PalierStore *store, const char *email, PalierLanguage language,
                             PalierNotice *notice, GError **error)
{
  PalierMailCode code;
  g_auto (PalierChallenge) challenge_owner = { .email = palier_account_normalize (email) };
  Reset reset = { .challenge = { .purpose = PURPOSE, .email = challenge_owner.email } };

  if (reset.challenge.email == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL);
  palier_account_digest (store, "email", reset.challenge.email, reset.challenge.address);
  palier_mail_code_make (store, &code, &reset.challenge);
  if (!palier_store_write (store, begin, &reset, error))
    return g_free (code.code), NULL;
  *notice = (PalierNotice) { .kind = reset.known ? PALIER_NOTICE_RESET : PALIER_NOTICE_NONE,
                             .email = g_steal_pointer (&challenge_owner.email),
                             .code = code.code,
                             .language = language };
  return g_strdup (code.handle);
}

static gboolean
finish (PalierTx *tx, gpointer data, GError **error)
{
  Reset *self = data;

  return palier_challenge_store_take (tx, &self->challenge, error)
         && set_for_address (tx, self, error);
}

/**
 * palier_password_reset_finish:
 * @notice: (out): that the password has changed
 *
 * Ends all sessions. It opens none: whoever comes with the new password still needs the second
 * factor.
 *
 * Returns: FALSE with PALIER_ACCOUNT_ERROR_CODE, _PASSWORD, or an error of the store
 */
gboolean
palier_password_reset_finish (PalierStore *store, const char *handle, const char *code,
                              const char *wanted, PalierNotice *notice, GError **error)
{
  g_autofree char *password = hash_wanted (store, wanted, error);
  Reset reset = { .challenge = { .purpose = PURPOSE }, .password = password };

  if (password == NULL)
    return FALSE;
  palier_mail_code_answer (store, handle, code, &reset.challenge);
  gboolean good = palier_store_write (store, finish, &reset, error);
  if (good && !reset.known)
    good = palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CODE) != NULL;
  if (good)
    *notice = (PalierNotice) { .kind = PALIER_NOTICE_CHANGED,
                               .email = g_steal_pointer (&reset.challenge.email),
                               .language = reset.language };
  palier_challenge_clear (&reset.challenge);
  return good;
}
