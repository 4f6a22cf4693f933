/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-api-form.h"

#include <string.h>

#include "palier-email.h"
#include "palier-json.h"
#include "palier-limit-words.h"

#define TEXT_MAX 1024

/* Returns: (transfer full) (nullable): NULL when it is missing, no text, or too long */
static char *
dup_text (yyjson_val *root, const char *name)
{
  yyjson_val *value = yyjson_obj_get (root, name);
  const char *text = yyjson_get_str (value);
  gsize length = yyjson_get_len (value);

  return text != NULL && length <= TEXT_MAX && strlen (text) == length ? g_strdup (text) : NULL;
}

/**
 * palier_form_take:
 * @required, @optional: (array zero-terminated=1): names of members that are texts
 *
 * Reads the body and wipes it. An optional member that is missing is NULL.
 *
 * Returns: FALSE when the request is answered instead
 */
gboolean
palier_form_take (PalierForm *self, PalierRequest *request, const char *const *required,
                  const char *const *optional)
{
  yyjson_doc *doc = palier_json_read ((const char *) request->body->data, request->body->len);
  yyjson_val *root = yyjson_doc_get_root (doc);
  gboolean good = yyjson_is_obj (root);
  gsize n = 0;

  for (gsize i = 0; required[i] != NULL; i++, n++)
    good &= (self->values[n] = dup_text (root, required[i])) != NULL;
  for (gsize i = 0; optional[i] != NULL; i++, n++)
  {
    self->values[n] = dup_text (root, optional[i]);
    good &= self->values[n] != NULL || yyjson_is_null (yyjson_obj_get (root, optional[i]))
            || yyjson_obj_get (root, optional[i]) == NULL;
  }
  yyjson_doc_free (doc);
  explicit_bzero (request->body->data, request->body->len);
  if (!good)
    palier_request_problem (request, 400, "bad_request");
  return good;
}

void
palier_form_clear (PalierForm *self)
{
  for (gsize i = 0; i < PALIER_FORM_MAX; i++)
  {
    if (self->values[i] != NULL)
      explicit_bzero (self->values[i], strlen (self->values[i]));
    g_clear_pointer (&self->values[i], g_free);
  }
}

/* How many the request wants of a list; FALSE when it is answered: none, or more than @most. */
gboolean
palier_api_get_limit (PalierRequest *request, guint otherwise, guint most, guint *limit)
{
  const char *text = palier_request_get_query (request, "limit");
  guint64 number = otherwise;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, most, &number, NULL))
  {
    palier_request_problem (request, 400, "bad_request");
    return FALSE;
  }
  *limit = (guint) number;
  return TRUE;
}

/* @doc: (transfer full) */
void
palier_api_answer (PalierRequest *request, guint status, yyjson_mut_doc *doc)
{
  gsize length = 0;
  char *json = yyjson_mut_write (doc, 0, &length);

  palier_request_answer_json (request, status, json, length);
  yyjson_mut_doc_free (doc);
}

/* Answers with the tokens of a session that has begun. */
void
palier_api_answer_login (PalierRequest *request, guint status, const PalierLogin *login)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  g_autofree char *tenant = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", login->tenant);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "tenant", tenant);
  yyjson_mut_obj_add_str (doc, root, "access_token", login->access);
  yyjson_mut_obj_add_str (doc, root, "refresh_token", login->refresh);
  if (login->device != NULL)
    yyjson_mut_obj_add_str (doc, root, "device_token", login->device);
  yyjson_mut_obj_add_str (doc, root, "token_type", "Bearer");
  yyjson_mut_obj_add_int (doc, root, "expires_in", PALIER_ACCESS_MS / 1000);
  palier_api_answer (request, status, doc);
}

/* Answers that codes go out, or that the operator confirms. @name: of the member that holds
 * @handle;
 * @email: (nullable): one that may be a private one's */
void
palier_api_answer_handle (PalierRelayApi *api, PalierRequest *request, const char *name,
                          const char *handle, const char *email)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, name, handle);
  yyjson_mut_obj_add_str (doc, root, "confirmation",
                          palier_system_mail_is_set_up (api->mail) ? "mail" : "operator");
  yyjson_mut_obj_add_bool (doc, root, "webmail", palier_email_is_webmail (email));
  palier_api_answer (request, 202, doc);
}

/* Answers with what an error of accounts or of the store means to a client. */
void
palier_api_account_fail (PalierRequest *request, const GError *error)
{
  static const struct
  {
    guint status;
    const char *code;
  } answers[PALIER_N_ACCOUNT_ERRORS] = {
    [PALIER_ACCOUNT_ERROR_EMAIL] = { 422, "email_invalid" },
    [PALIER_ACCOUNT_ERROR_PASSWORD] = { 422, "password_refused" },
    [PALIER_ACCOUNT_ERROR_SIRET] = { 422, "siret_invalid" },
    [PALIER_ACCOUNT_ERROR_CREDENTIALS] = { 401, "credentials" },
    [PALIER_ACCOUNT_ERROR_CODE] = { 422, "code_wrong" },
    [PALIER_ACCOUNT_ERROR_FACTOR_NEEDED] = { 401, "factor_needed" },
    [PALIER_ACCOUNT_ERROR_FACTOR_WRONG] = { 401, "factor_wrong" },
    [PALIER_ACCOUNT_ERROR_FACTOR_ACTIVE] = { 409, "factor_active" },
    [PALIER_ACCOUNT_ERROR_FACTOR_NONE] = { 409, "factor_none" },
    [PALIER_ACCOUNT_ERROR_ROLE] = { 403, "forbidden" },
    [PALIER_ACCOUNT_ERROR_MEMBER] = { 404, "not_found" },
    [PALIER_ACCOUNT_ERROR_LAST_OWNER] = { 409, "last_owner" },
    [PALIER_ACCOUNT_ERROR_KNOWN_MEMBER] = { 409, "known_member" },
    [PALIER_ACCOUNT_ERROR_ADDRESS_TAKEN] = { 409, "address_taken" },
    [PALIER_ACCOUNT_ERROR_USER_LIMIT] = { 409, "user_limit" },
    [PALIER_ACCOUNT_ERROR_NAME] = { 422, "agency_name_invalid" },
    [PALIER_ACCOUNT_ERROR_SLUG] = { 422, "slug_invalid" },
    [PALIER_ACCOUNT_ERROR_SLUG_TAKEN] = { 409, "slug_taken" },
    [PALIER_ACCOUNT_ERROR_HOST_CHANGED] = { 409, "host_changed" },
    [PALIER_ACCOUNT_ERROR_DOMAIN] = { 422, "domain_invalid" },
    [PALIER_ACCOUNT_ERROR_DOMAIN_PLAN] = { 402, "plan_without_domain" },
    [PALIER_ACCOUNT_ERROR_NO_HOSTS] = { 409, "no_hosts" },
  };

  if (error->domain != PALIER_ACCOUNT_ERROR)
    palier_relay_api_fail (request, error);
  else if (error->code == PALIER_ACCOUNT_ERROR_USER_LIMIT)
  {
    PalierLimitUse use = { .limit = g_ascii_strtoll (error->message, NULL, 10) };
    use.used = use.limit;
    g_autofree char *detail =
        palier_limit_words (PALIER_LIMIT_USERS, &use, request->language == PALIER_LANGUAGE_FRENCH);
    palier_request_problem_in_detail (request, 409, "user_limit", detail);
  }
  else
    palier_request_problem (request, answers[error->code].status, answers[error->code].code);
}

/* FALSE on the relay of one computer, where the request is answered. */
gboolean
palier_api_has_accounts (PalierRelayApi *api, PalierRequest *request)
{
  if (palier_authority_has_accounts (api->authority))
    return TRUE;
  palier_request_problem (request, 404, "not_found");
  return FALSE;
}

/* Takes one from @bucket; FALSE when it is empty and the request is answered. */
gboolean
palier_api_may_try (PalierRelayApi *api, PalierRequest *request, PalierLimiter *limiter,
                    const char *bucket)
{
  gint64 now_ms = palier_clock_now_ms (palier_store_get_clock (api->store));
  guint wait_s = palier_limiter_take (limiter, bucket, now_ms);

  if (wait_s == 0)
    return TRUE;
  request->retry_after = wait_s;
  palier_request_problem (request, 429, "too_many_tries");
  return FALSE;
}
