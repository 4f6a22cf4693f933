/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a member of a tenant asks about the own account. What changes how it is entered asks for the
 * password again, and ends all other sessions. */
#include "palier-api-form.h"

#include <string.h>

#include "palier-account-service.h"
#include "palier-address-change.h"
#include "palier-factor-store.h"
#include "palier-membership.h"
#include "palier-password-change.h"
#include "palier-second-factor.h"
#include "palier-tenant-erasure.h"

static const char *const none[] = { NULL };

/* Takes what proves who asks: the words that are @required. Wrong passwords and codes are counted
 * for the account. Returns: FALSE when the request is answered instead */
static gboolean
take_proof (PalierRelayApi *api, PalierRequest *request, const char *const *required,
            PalierForm *form, char **bucket)
{
  char id[PALIER_ID_TEXT_SIZE];

  if (!palier_api_has_accounts (api, request) || !palier_form_take (form, request, required, none))
    return FALSE;
  *bucket = g_strconcat ("member:", palier_id_format (&request->caller.account, id), NULL);
  return palier_api_may_try (api, request, api->by_account, *bucket);
}

/* Only what was guessed wrongly counts. */
static void
settle_try (PalierRelayApi *api, const char *bucket, const GError *error)
{
  if (!g_error_matches (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CREDENTIALS)
      && !g_error_matches (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_FACTOR_WRONG))
    palier_limiter_give_back (api->by_account, bucket);
}

/* @error: (nullable): NULL: done */
static void
answer_done (PalierRelayApi *api, PalierRequest *request, const char *bucket, const GError *error)
{
  settle_try (api, bucket, error);
  if (error == NULL)
    palier_request_answer_text (request, 204, "text/plain", "");
  else
    palier_api_account_fail (request, error);
}

typedef struct
{
  const PalierCaller *caller;
  PalierRelayAccount *account; /* (nullable) */
  PalierFactor factor;
  guint recovery_codes;
  GPtrArray *sessions;
  PalierId session;
  gboolean found;
} Look;

static gboolean
look_at_account (PalierTx *tx, gpointer data, GError **error)
{
  Look *self = data;
  const PalierCaller *caller = self->caller;

  self->account = palier_account_store_get (tx, caller->tenant, &caller->account);
  palier_factor_store_get (tx, caller->tenant, &caller->account, &self->factor);
  self->recovery_codes = palier_recovery_store_count (tx, caller->tenant, &caller->account);
  return palier_db_check (tx->db, error);
}

static yyjson_mut_doc *
describe_account (const Look *look)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char id[PALIER_ID_TEXT_SIZE];

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_strcpy (doc, root, "id", palier_id_format (&look->account->id, id));
  yyjson_mut_obj_add_strcpy (doc, root, "email", look->account->email);
  yyjson_mut_obj_add_strcpy (doc, root, "siret",
                             look->account->siret != NULL ? look->account->siret : "");
  yyjson_mut_obj_add_str (doc, root, "role", palier_role_name (look->account->role));
  yyjson_mut_obj_add_bool (doc, root, "second_factor", look->factor.active);
  yyjson_mut_obj_add_uint (doc, root, "recovery_codes", look->recovery_codes);
  return doc;
}

void
palier_api_member (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Look look = { .caller = &request->caller };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request))
    return;
  if (!palier_store_read (api->store, look_at_account, &look, &error) || look.account == NULL)
  {
    if (error != NULL)
      palier_relay_api_fail (request, error);
    else
      palier_request_problem (request, 404, "not_found");
    return;
  }
  palier_api_answer (request, 200, describe_account (&look));
  palier_relay_account_free (look.account);
  explicit_bzero (&look.factor, sizeof look.factor);
}

void
palier_api_change_password (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autofree char *bucket = NULL;
  g_autoptr (GError) error = NULL;

  if (!take_proof (api, request, (const char *const[]) { "password", "new_password", NULL }, &form,
                   &bucket))
    return;
  palier_password_change (api->store, &request->caller, form.values[0], form.values[1], &error);
  answer_done (api, request, bucket, error);
}

/* Two mails go out for it: it counts as a try, whatever comes of it. */
void
palier_api_ask_address (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_auto (PalierAddressNotices) notices = { 0 };
  g_autofree char *bucket = NULL;
  g_autoptr (GError) error = NULL;

  if (!take_proof (api, request, (const char *const[]) { "email", "password", NULL }, &form,
                   &bucket))
    return;
  g_autofree char *handle = palier_address_change_begin (
      api->store, &request->caller, form.values[1], form.values[0], &notices, &error);
  if (handle == NULL)
  {
    palier_api_account_fail (request, error);
    return;
  }
  palier_api_answer_handle (api, request, "change", handle, notices.wanted.email);
  palier_system_mail_send (api->mail, &notices.wanted);
  palier_system_mail_send (api->mail, &notices.present);
}

void
palier_api_change_address (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_auto (PalierNotice) notice = { 0 };
  g_autofree char *bucket = NULL;
  g_autoptr (GError) error = NULL;

  if (!take_proof (api, request, (const char *const[]) { "change", "code", "present_code", NULL },
                   &form, &bucket))
    return;
  if (palier_address_change_finish (api->store, &request->caller, form.values[0], form.values[1],
                                    form.values[2], &notice, &error))
    palier_system_mail_send (api->mail, &notice);
  answer_done (api, request, bucket, error);
}

/* The account ends with it, and its sessions; what it wrote is the agency's. */
void
palier_api_leave (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autofree char *bucket = NULL;
  g_autoptr (GError) error = NULL;

  if (!take_proof (api, request, (const char *const[]) { "password", NULL }, &form, &bucket))
    return;
  palier_membership_leave (api->store, &request->caller, form.values[0], &error);
  answer_done (api, request, bucket, error);
}

/* The agency ends with all it has: its members, their sessions, its records and its key. */
void
palier_api_erase_account (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autofree char *bucket = NULL;
  g_autoptr (GError) error = NULL;

  if (!take_proof (api, request, (const char *const[]) { "password", NULL }, &form, &bucket))
    return;
  palier_tenant_erase_own (api->store, api->directory, &request->caller, form.values[0], &error);
  answer_done (api, request, bucket, error);
}

/* ---- devices */

static gboolean
look_at_sessions (PalierTx *tx, gpointer data, GError **error)
{
  Look *self = data;
  const PalierCaller *caller = self->caller;

  self->sessions = palier_session_store_list (tx, caller->tenant, &caller->account);
  return palier_db_check (tx->db, error);
}

static yyjson_mut_val *
describe_session (yyjson_mut_doc *doc, const PalierRelaySession *session, const PalierId *current)
{
  yyjson_mut_val *item = yyjson_mut_obj (doc);
  char id[PALIER_ID_TEXT_SIZE];

  yyjson_mut_obj_add_strcpy (doc, item, "id", palier_id_format (&session->id, id));
  yyjson_mut_obj_add_strcpy (doc, item, "name", session->name != NULL ? session->name : "");
  yyjson_mut_obj_add_int (doc, item, "created_at", session->created_ms);
  yyjson_mut_obj_add_int (doc, item, "used_at", session->used_ms);
  yyjson_mut_obj_add_bool (doc, item, "current", palier_id_equal (&session->id, current));
  return item;
}

void
palier_api_devices (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Look look = { .caller = &request->caller };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request))
    return;
  gboolean good = palier_store_read (api->store, look_at_sessions, &look, &error);
  g_autoptr (GPtrArray) sessions = look.sessions;
  if (!good)
  {
    palier_relay_api_fail (request, error);
    return;
  }
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, root, "devices");
  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < sessions->len; i++)
    yyjson_mut_arr_append (
        list, describe_session (doc, g_ptr_array_index (sessions, i), &request->caller.session));
  palier_api_answer (request, 200, doc);
}

static gboolean
end_session (PalierTx *tx, gpointer data, GError **error)
{
  Look *self = data;

  self->found = palier_session_store_revoke_of (tx, self->caller->tenant, &self->caller->account,
                                                &self->session);
  return palier_db_check (tx->db, error);
}

/* "current" stands for the one that asks: so it logs out. */
void
palier_api_end_device (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Look look = { .caller = &request->caller, .session = request->caller.session };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request))
    return;
  gboolean named =
      g_str_equal (request->part, "current") || palier_id_parse (request->part, &look.session);
  if (named && !palier_store_write (api->store, end_session, &look, &error))
    palier_relay_api_fail (request, error);
  else if (!look.found)
    palier_request_problem (request, 404, "not_found");
  else
    palier_request_answer_text (request, 204, "text/plain", "");
}

/* ---- the second factor */

void
palier_api_enrol_factor (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autofree char *bucket = NULL;
  g_autoptr (GError) error = NULL;

  if (!take_proof (api, request, (const char *const[]) { "password", NULL }, &form, &bucket))
    return;
  g_autoptr (PalierEnrolment) enrolment =
      palier_second_factor_enrol (api->store, &request->caller, form.values[0], &error);
  settle_try (api, bucket, error);
  if (enrolment == NULL)
  {
    palier_api_account_fail (request, error);
    return;
  }
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "secret", enrolment->secret);
  yyjson_mut_obj_add_str (doc, root, "uri", enrolment->uri);
  palier_api_answer (request, 200, doc);
}

void
palier_api_confirm_factor (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autofree char *bucket = NULL;
  g_autoptr (GError) error = NULL;

  if (!take_proof (api, request, (const char *const[]) { "code", NULL }, &form, &bucket))
    return;
  g_auto (GStrv) codes =
      palier_second_factor_confirm (api->store, &request->caller, form.values[0], &error);
  settle_try (api, bucket, error);
  if (codes == NULL)
  {
    palier_api_account_fail (request, error);
    return;
  }
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, root, "recovery_codes");
  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; codes[i] != NULL; i++)
    yyjson_mut_arr_add_str (doc, list, codes[i]);
  palier_api_answer (request, 200, doc);
}

void
palier_api_end_factor (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autofree char *bucket = NULL;
  g_autoptr (GError) error = NULL;

  if (!take_proof (api, request, (const char *const[]) { "password", "factor", NULL }, &form,
                   &bucket))
    return;
  palier_second_factor_end (api->store, &request->caller, form.values[0], form.values[1], &error);
  answer_done (api, request, bucket, error);
}
