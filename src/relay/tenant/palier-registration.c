/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A registration waits, and nothing of it exists, until its address is confirmed: by the code that
 * went there, or by the operator. Whoever registers learns the same, in the same time, whether or
 * not there is an account of that address; only its owner is told, by mail. */
#include "palier-registration.h"

#include "palier-account-private.h"
#include "palier-known-device.h"
#include "palier-mail-code.h"
#include "palier-password.h"
#include "palier-siret.h"

#define PURPOSE "register"

typedef struct
{
  PalierChallenge challenge;
  const char *device_name;
  gboolean known;
  gboolean done;
  PalierSessionStart start;
  guint which;     /* of those that wait, from 1 */
  GPtrArray *list; /* of PalierChallenge */
} Work;

static void
work_clear (Work *self)
{
  palier_challenge_clear (&self->challenge);
  palier_session_start_clear (&self->start);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
fill_in (PalierStore *store, const PalierApplicant *applicant, PalierChallenge *out, GError **error)
{
  PalierReading reading;

  out->email = palier_account_normalize (applicant->email);
  if (out->email == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL) != NULL;
  if (!palier_password_is_acceptable (applicant->password))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_PASSWORD) != NULL;
  out->siret = palier_siret_normalize (applicant->siret, &reading);
  if (out->siret == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_SIRET) != NULL;
  out->password = palier_password_hash (applicant->password, palier_store_get_random (store));
  palier_account_digest (store, "email", out->email, out->address);
  return out->password != NULL || palier_account_no_memory (error) != NULL;
}

static gboolean
begin (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  self->known = palier_directory_find (tx, self->challenge.address) != 0;
  if (self->known)
    palier_mail_code_spoil (tx, &self->challenge);
  return palier_challenge_store_add (tx, &self->challenge, error);
}

/**
 * palier_registration_begin:
 * @notice: (out): what the owner of the address is told
 *
 * Returns: (transfer full) (nullable): a handle, to be shown with the code; NULL with
 *   PALIER_ACCOUNT_ERROR_EMAIL, _PASSWORD, _SIRET, or an error of the store
 */
char *
palier_registration_begin (PalierStore *store, const PalierApplicant *applicant,
                           PalierNotice *notice, GError **error)
{
  g_auto (Work) work = { .challenge = { .purpose = PURPOSE, .language = applicant->language } };
  PalierMailCode code;

  if (!fill_in (store, applicant, &work.challenge, error))
    return NULL;
  palier_mail_code_make (store, &code, &work.challenge);
  if (!palier_store_write (store, begin, &work, error))
    return g_free (code.code), NULL;
  *notice = (PalierNotice) { .kind = work.known ? PALIER_NOTICE_KNOWN : PALIER_NOTICE_VERIFY,
                             .email = g_strdup (work.challenge.email),
                             .code = code.code,
                             .language = applicant->language };
  return g_strdup (code.handle);
}

/* The handle stands in links, so it is random; 53 bits survive every JSON reader. */
static gint64
make_tenant_id (PalierTx *tx)
{
  return (gint64) (palier_random_uint64 (tx->random) >> 11) + 2;
}

/* A tenant of its own, whose owner the account is. */
static PalierTenant *
open_account (PalierTx *tx, const PalierChallenge *from, PalierId *account, GError **error)
{
  gint64 id = make_tenant_id (tx);
  PalierTenant *tenant = palier_store_add_tenant (tx, id, error);

  if (tenant == NULL)
    return NULL;
  *account = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  palier_challenge_store_drop (tx, from->address);
  palier_directory_add (tx, from->address, id);
  palier_account_store_add (tx, tenant, account, from->email, from->password, from->siret,
                            PALIER_ROLE_OWNER);
  palier_account_store_set_language (tx, tenant, account, from->language);
  return palier_db_check (tx->db, error) ? tenant : NULL;
}

static gboolean
finish (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  if (!palier_challenge_store_take (tx, &self->challenge, error))
    return FALSE;
  self->done =
      self->challenge.email != NULL && palier_directory_find (tx, self->challenge.address) == 0;
  if (!self->done)
    return palier_db_check (tx->db, error);
  PalierTenant *tenant = open_account (tx, &self->challenge, &self->start.account, error);
  if (tenant == NULL)
    return FALSE;
  palier_session_start (tx, tenant, &self->start, self->device_name);
  return palier_db_check (tx->db, error);
}

/**
 * palier_registration_finish:
 * @device_name: (nullable): hostile text
 *
 * Returns: (transfer full) (nullable): the new account, logged in; NULL with
 *   PALIER_ACCOUNT_ERROR_CODE, or an error of the store
 */
PalierLogin *
palier_registration_finish (PalierAuthority *authority, PalierStore *store, const char *handle,
                            const char *code, const char *device_name, GError **error)
{
  g_auto (Work) work = { .challenge = { .purpose = PURPOSE }, .device_name = device_name };

  palier_mail_code_answer (store, handle, code, &work.challenge);
  if (!palier_store_write (store, finish, &work, error))
    return NULL;
  if (!work.done)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CODE);
  PalierLogin *login = palier_session_give (authority, store, &work.start, error);
  if (login != NULL)
    login->device = palier_known_device_new (store, work.challenge.address);
  return login;
}

/* ---- by the operator */

static gboolean
list (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  self->list = palier_challenge_store_list (tx, PURPOSE, self->challenge.address, error);
  return self->list != NULL;
}

static gboolean
set_address (PalierStore *store, Work *work, const char *email, GError **error)
{
  g_autofree char *address = palier_account_normalize (email);

  if (address == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_EMAIL) != NULL;
  palier_account_digest (store, "email", address, work->challenge.address);
  return TRUE;
}

/* Returns: (transfer full) (element-type PalierChallenge) (nullable): the registrations of @email
 *   that wait, oldest first; NULL with PALIER_ACCOUNT_ERROR_EMAIL, or an error of the store */
GPtrArray *
palier_registration_list (PalierStore *store, const char *email, GError **error)
{
  g_auto (Work) work = { 0 };

  return set_address (store, &work, email, error) && palier_store_read (store, list, &work, error)
             ? work.list
             : NULL;
}

static gboolean
approve (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  if (!list (tx, self, error))
    return FALSE;
  g_autoptr (GPtrArray) waiting = self->list;
  self->done = self->which >= 1 && self->which <= waiting->len
               && palier_directory_find (tx, self->challenge.address) == 0;
  return !self->done
         || open_account (tx, g_ptr_array_index (waiting, self->which - 1), &self->start.account,
                          error)
                != NULL;
}

/* @which: of what palier_registration_list() gives, from 1. Returns: FALSE with
 * PALIER_ACCOUNT_ERROR_EMAIL, _CODE when there is none, or an error of the store */
gboolean
palier_registration_approve (PalierStore *store, const char *email, guint which, GError **error)
{
  g_auto (Work) work = { .which = which };

  if (!set_address (store, &work, email, error)
      || !palier_store_write (store, approve, &work, error))
    return FALSE;
  return work.done || palier_account_refuse (error, PALIER_ACCOUNT_ERROR_CODE) != NULL;
}
