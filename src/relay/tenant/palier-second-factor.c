/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The second factor:
 *
 *   none ──enrol (password)──→ waits ──confirm (a code)──→ active ──end (password and a code)──→
 * none
 *
 * While it waits it asks nothing of anybody. Whatever changes it ends all other sessions. */
#include "palier-second-factor.h"

#include <string.h>

#include "palier-account-private.h"
#include "palier-code.h"
#include "palier-factor-store.h"
#include "palier-password-change.h"

void
palier_enrolment_free (PalierEnrolment *self)
{
  g_free (self->secret);
  g_free (self->uri);
  g_free (self);
}

static gboolean
use_recovery_code (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                   const char *text)
{
  g_autofree char *letters = palier_code_normalize (text);
  guint8 digest[PALIER_DIGEST_SIZE];

  if (letters == NULL)
    return FALSE;
  palier_account_digest (tx->store, "recovery", letters, digest);
  return palier_recovery_store_use (tx, tenant, account, digest);
}

static gboolean
use_totp (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
          const PalierFactor *factor, const char *code)
{
  gint64 step = palier_totp_match (&factor->secret, code, tx->now_ms);
  return step >= 0 && palier_factor_store_use_step (tx, tenant, account, step);
}

/* @text: (nullable): a code of the authenticator or a recovery code; a good one is used up */
PalierFactorState
palier_second_factor_check (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                            const char *text)
{
  PalierFactor factor;

  palier_factor_store_get (tx, tenant, account, &factor);
  if (!factor.active)
    return PALIER_FACTOR_GOOD;
  if (text == NULL || *text == '\0')
    return PALIER_FACTOR_MISSING;
  return use_totp (tx, tenant, account, &factor, text)
                 || use_recovery_code (tx, tenant, account, text)
             ? PALIER_FACTOR_GOOD
             : PALIER_FACTOR_WRONG;
}

typedef struct
{
  const PalierCaller *caller;
  const char *code; /* (nullable) */
  PalierTotpSecret secret;
  char *email;
  GStrvBuilder *codes;
} Change;

static gboolean
enrol (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  const PalierCaller *caller = self->caller;
  g_autoptr (PalierRelayAccount) account =
      palier_account_store_get (tx, caller->tenant, &caller->account);
  PalierFactor factor;

  palier_factor_store_get (tx, caller->tenant, &caller->account, &factor);
  if (factor.active)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_FACTOR_ACTIVE) != NULL;
  palier_random_bytes (tx->random, self->secret.bytes, sizeof self->secret.bytes);
  palier_factor_store_set (tx, caller->tenant, &caller->account, &self->secret);
  self->email = account != NULL ? g_strdup (account->email) : NULL;
  return palier_db_check (tx->db, error);
}

/**
 * palier_second_factor_enrol:
 *
 * Returns: (transfer full) (nullable): a new secret, which waits to be confirmed; NULL with
 *   PALIER_ACCOUNT_ERROR_CREDENTIALS, _FACTOR_ACTIVE, or an error of the store
 */
PalierEnrolment *
palier_second_factor_enrol (PalierStore *store, const PalierCaller *caller, const char *password,
                            GError **error)
{
  Change change = { .caller = caller };
  PalierEnrolment *enrolment = NULL;

  if (palier_password_prove (store, caller, password, error)
      && palier_store_write (store, enrol, &change, error))
  {
    enrolment = g_new0 (PalierEnrolment, 1);
    enrolment->secret = palier_totp_dup_text (&change.secret);
    enrolment->uri = palier_totp_dup_uri (&change.secret, change.email != NULL ? change.email : "");
  }
  explicit_bzero (&change.secret, sizeof change.secret);
  g_free (change.email);
  return enrolment;
}

static void
add_recovery_codes (PalierTx *tx, const PalierCaller *caller, GStrvBuilder *out)
{
  for (guint i = 0; i < PALIER_RECOVERY_CODES; i++)
  {
    char *code = palier_code_new (tx->random);
    g_autofree char *letters = palier_code_normalize (code);
    guint8 digest[PALIER_DIGEST_SIZE];
    palier_account_digest (tx->store, "recovery", letters, digest);
    palier_recovery_store_add (tx, caller->tenant, &caller->account, digest);
    g_strv_builder_take (out, code);
  }
}

static gboolean
confirm (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  const PalierCaller *caller = self->caller;
  PalierFactor factor;

  palier_factor_store_get (tx, caller->tenant, &caller->account, &factor);
  if (factor.active)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_FACTOR_ACTIVE) != NULL;
  if (!factor.known)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_FACTOR_NONE) != NULL;
  if (!use_totp (tx, caller->tenant, &caller->account, &factor, self->code))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_FACTOR_WRONG) != NULL;
  palier_factor_store_activate (tx, caller->tenant, &caller->account);
  add_recovery_codes (tx, caller, self->codes);
  palier_session_store_revoke_others (tx, caller->tenant, &caller->account, &caller->session);
  return palier_db_check (tx->db, error);
}

/**
 * palier_second_factor_confirm:
 *
 * From now on a login asks for a code.
 *
 * Returns: (transfer full) (nullable): recovery codes, which are shown this once; NULL with
 *   PALIER_ACCOUNT_ERROR_FACTOR_WRONG, _FACTOR_NONE, _FACTOR_ACTIVE, or an error of the store
 */
GStrv
palier_second_factor_confirm (PalierStore *store, const PalierCaller *caller, const char *code,
                              GError **error)
{
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  Change change = { .caller = caller, .code = code, .codes = codes };

  return palier_store_write (store, confirm, &change, error) ? g_strv_builder_end (codes) : NULL;
}

static gboolean
end (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  const PalierCaller *caller = self->caller;
  PalierFactorState state =
      palier_second_factor_check (tx, caller->tenant, &caller->account, self->code);

  if (state != PALIER_FACTOR_GOOD)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_FACTOR_WRONG) != NULL;
  palier_factor_store_clear (tx, caller->tenant, &caller->account);
  palier_session_store_revoke_others (tx, caller->tenant, &caller->account, &caller->session);
  return palier_db_check (tx->db, error);
}

/* Ends it, for which both factors are asked. Returns: FALSE with PALIER_ACCOUNT_ERROR_CREDENTIALS,
 * _FACTOR_WRONG, or an error of the store */
gboolean
palier_second_factor_end (PalierStore *store, const PalierCaller *caller, const char *password,
                          const char *factor, GError **error)
{
  Change change = { .caller = caller, .code = factor };

  return palier_password_prove (store, caller, password, error)
         && palier_store_write (store, end, &change, error);
}
