/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another address for an account, by its password and two codes: one goes to the new address, one
 * to the present one. Both are the answer to one challenge, so that neither can be guessed by
 * itself, and it hangs on the present address: a new password voids it. That the new address has an
 * account already learns only who reads the mail to it. */
#include "palier-address-change.h"

#include <string.h>

#include "palier-account-private.h"
#include "palier-code.h"
#include "palier-host-store.h"
#include "palier-mail-code.h"
#include "palier-password-change.h"

#define PURPOSE "address"

typedef struct
{
  const PalierCaller *caller;
  PalierChallenge challenge; /* its email is the new address, its address the present one's */
  guint8 wanted[PALIER_DIGEST_SIZE]; /* of the new address */
  char *present;
  PalierLanguage language; /* of the account */
  char *agency;            /* (nullable) */
  gboolean known;          /* the new address has an account */
  gboolean right;          /* the codes are */
} Change;

static void
change_clear (Change *self)
{
  palier_challenge_clear (&self->challenge);
  g_clear_pointer (&self->present, g_free);
  g_clear_pointer (&self->agency, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

void
palier_address_notices_clear (PalierAddressNotices *self)
{
  palier_notice_clear (&self->wanted);
  palier_notice_clear (&self->present);
}

/* @code, @present_code: anything */
static void
answer (PalierStore *store, const char *handle, const char *code, const char *present_code,
        PalierChallenge *challenge)
{
  g_autofree char *one = palier_code_normalize (code);
  g_autofree char *other = palier_code_normalize (present_code);
  g_autofree char *text =
      g_strdup_printf ("%s:%s:%s", handle, one != NULL ? one : "", other != NULL ? other : "");

  palier_digest (handle, strlen (handle), challenge->handle);
  palier_account_digest (store, "address codes", text, challenge->code);
}

/* Reads the caller's address. Returns: FALSE with PALIER_ACCOUNT_ERROR_MEMBER, or an error of the
 * store */
static gboolean
read_present (PalierTx *tx, Change *self, GError **error)
{
  g_autoptr (PalierRelayAccount) account =
      palier_account_store_get (tx, self->caller->tenant, &self->caller->account);

  if (!palier_db_check (tx->db, error))
    return FALSE;
  if (account == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_MEMBER) != NULL;
  self->present = g_steal_pointer (&account->email);
  self->language = account->language;
  return TRUE;
}

static gboolean
begin (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;

  if (!read_present (tx, self, error))
    return FALSE;
  palier_account_digest (tx->store, "email", self->present, self->challenge.address);
  self->agency = palier_agency_store_dup_name (tx, self->caller->tenant);
  self->known = palier_directory_find (tx, self->wanted) != 0;
  if (self->known)
    palier_mail_code_spoil (tx, &self->challenge);
  return palier_challenge_store_add (tx, &self->challenge, error);
}

/**
 * palier_address_change_begin:
 * @notices: (out): what both addresses are told
 *
 * Returns: (transfer full) (nullable): a handle; NULL with PALIER_ACCOUNT_ERROR_EMAIL,
 * _CREDENTIALS, or an error of the store
 */
char *
palier_address_change_begin (PalierStore *store, const PalierCaller *caller, const char *password,
                             const char *email, PalierAddressNotices *notices, GError **error)
{
  PalierMailCode handle;
  g_auto (Change) change = { .caller = caller, .challenge = { .purpose = PURPOSE } };

  change.challenge.email = palier_account_normalize (email);
  if (change.challenge.email == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL);
  if (!palier_password_prove (store, caller, password, error))
    return NULL;
  palier_account_digest (store, "email", change.challenge.email, change.wanted);
  palier_mail_code_make (store, &handle, &change.challenge);
  g_autofree char *code = handle.code;
  g_autofree char *present_code = palier_code_new (palier_store_get_random (store));
  answer (store, handle.handle, code, present_code, &change.challenge);
  if (!palier_store_write (store, begin, &change, error))
    return NULL;
  notices->wanted =
      (PalierNotice) { .kind = change.known ? PALIER_NOTICE_KNOWN : PALIER_NOTICE_ADDRESS,
                       .email = g_strdup (change.challenge.email),
                       .code = g_steal_pointer (&code),
                       .language = change.language,
                       .agency = g_steal_pointer (&change.agency) };
  notices->present = (PalierNotice) { .kind = PALIER_NOTICE_ADDRESS_ASKED,
                                      .email = g_steal_pointer (&change.present),
                                      .code = g_steal_pointer (&present_code),
                                      .language = change.language };
  return g_strdup (handle.handle);
}

/* ---- the change */

/* Two accounts may ask for one address: the first that confirms has it. All other sessions end. */
static gboolean
move (PalierTx *tx, const PalierTenant *tenant, const PalierId *account, const Change *self,
      const PalierId *keep, GError **error)
{
  if (palier_directory_find (tx, self->wanted) != 0)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_ADDRESS_TAKEN) != NULL;
  palier_directory_remove (tx, self->challenge.address);
  palier_directory_add (tx, self->wanted, tenant->id);
  palier_account_store_set_email (tx, tenant, account, self->challenge.email);
  palier_session_store_revoke_others (tx, tenant, account, keep);
  palier_challenge_store_drop (tx, self->challenge.address);
  palier_challenge_store_drop (tx, self->wanted);
  return palier_db_check (tx->db, error);
}

static gboolean
finish (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  guint8 present[PALIER_DIGEST_SIZE];

  if (!palier_challenge_store_take (tx, &self->challenge, error) || !read_present (tx, self, error))
    return FALSE;
  palier_account_digest (tx->store, "email", self->present, present);
  self->right = self->challenge.email != NULL
                && memcmp (present, self->challenge.address, sizeof present) == 0;
  /* A wrong try is counted: it must be committed. */
  if (!self->right)
    return TRUE;
  palier_account_digest (tx->store, "email", self->challenge.email, self->wanted);
  return move (tx, self->caller->tenant, &self->caller->account, self, &self->caller->session,
               error);
}

/**
 * palier_address_change_finish:
 * @code: the one that the new address got
 * @present_code: … the present one
 * @notice: (out): what the address of before is told
 *
 * Returns: FALSE with PALIER_ACCOUNT_ERROR_CODE, _ADDRESS_TAKEN, or an error of the store
 */
gboolean
palier_address_change_finish (PalierStore *store, const PalierCaller *caller, const char *handle,
                              const char *code, const char *present_code, PalierNotice *notice,
                              GError **error)
{
  g_auto (Change) change = { .caller = caller, .challenge = { .purpose = PURPOSE } };

  answer (store, handle, code, present_code, &change.challenge);
  if (!palier_store_write (store, finish, &change, error))
    return FALSE;
  if (!change.right)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CODE) != NULL;
  *notice = (PalierNotice) { .kind = PALIER_NOTICE_ADDRESS_CHANGED,
                             .email = g_steal_pointer (&change.present),
                             .language = change.language };
  return TRUE;
}

static gboolean
set_by_operator (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  gint64 id = palier_directory_find (tx, self->challenge.address);
  PalierTenant *tenant = id != 0 ? palier_store_get_tenant (tx, id, error) : NULL;
  g_autoptr (PalierRelayAccount) account =
      tenant != NULL ? palier_account_store_find (tx, tenant, self->present) : NULL;

  if (!palier_db_check (tx->db, error))
    return FALSE;
  if (account == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL) != NULL;
  return move (tx, tenant, &account->id, self, &PALIER_ID_NIL, error);
}

/* By the operator, where no code can be mailed. Returns: FALSE with PALIER_ACCOUNT_ERROR_EMAIL when
 * there is no such account or no such address, _ADDRESS_TAKEN, or an error of the store */
gboolean
palier_address_set (PalierStore *store, const char *email, const char *wanted, GError **error)
{
  g_auto (Change) change = { .challenge = { .email = palier_account_normalize (wanted) },
                             .present = palier_account_normalize (email) };

  if (change.present == NULL || change.challenge.email == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL) != NULL;
  palier_account_digest (store, "email", change.present, change.challenge.address);
  palier_account_digest (store, "email", change.challenge.email, change.wanted);
  return palier_store_write (store, set_by_operator, &change, error);
}
