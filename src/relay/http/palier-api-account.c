/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts over HTTP: what may be asked how often, and what is answered. */
#include "palier-relay-api.h"

#include <string.h>

#include "palier-account-service.h"
#include "palier-json.h"
#include "palier-relay-figures.h"

#define TEXT_MAX 1024

static void
answer_login (PalierRequest *request, guint status, const PalierLogin *login)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  g_autofree char *tenant = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", login->tenant);
  gsize length = 0;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "tenant", tenant);
  yyjson_mut_obj_add_str (doc, root, "access_token", login->access);
  yyjson_mut_obj_add_str (doc, root, "refresh_token", login->refresh);
  yyjson_mut_obj_add_str (doc, root, "token_type", "Bearer");
  yyjson_mut_obj_add_int (doc, root, "expires_in", PALIER_ACCESS_MS / 1000);
  char *json = yyjson_mut_write (doc, 0, &length);
  palier_request_answer_json (request, status, json, length);
  yyjson_mut_doc_free (doc);
}

static void
answer_error (PalierRequest *request, const GError *error)
{
  static const struct
  {
    guint status;
    const char *code;
  } answers[] = {
    [PALIER_ACCOUNT_ERROR_EMAIL] = { 422, "email_invalid" },
    [PALIER_ACCOUNT_ERROR_PASSWORD] = { 422, "password_refused" },
    [PALIER_ACCOUNT_ERROR_TAKEN] = { 409, "account_exists" },
    [PALIER_ACCOUNT_ERROR_CREDENTIALS] = { 401, "credentials" },
  };

  if (error->domain != PALIER_ACCOUNT_ERROR)
    palier_relay_api_fail (request, error);
  else
    palier_request_problem (request, answers[error->code].status, answers[error->code].code);
}

/* The text members @names of the body; FALSE when one is missing or too long. */
static gboolean
take_texts (PalierRequest *request, const char *const *names, char **values, gsize count)
{
  yyjson_doc *doc = palier_json_read ((const char *) request->body->data, request->body->len);
  gboolean good = TRUE;

  for (gsize i = 0; i < count; i++)
  {
    yyjson_val *value = yyjson_obj_get (yyjson_doc_get_root (doc), names[i]);
    const char *text = yyjson_get_str (value);
    gsize length = yyjson_get_len (value);
    gboolean usable = text != NULL && length <= TEXT_MAX && strlen (text) == length;
    values[i] = usable ? g_strdup (text) : NULL;
    good &= usable;
  }
  yyjson_doc_free (doc);
  explicit_bzero (request->body->data, request->body->len);
  if (!good)
    palier_request_problem (request, 400, "bad_request");
  return good;
}

/* Five tries a quarter of an hour for an account, twenty for an address of the network. */
static gboolean
may_try (PalierRelayApi *api, PalierRequest *request, const char *email)
{
  gint64 now_ms = palier_clock_now_ms (palier_store_get_clock (api->store));
  g_autofree char *account = g_ascii_strdown (email, -1);
  guint wait_s = palier_limiter_take (api->by_address, request->address, now_ms);

  if (wait_s == 0)
    wait_s = palier_limiter_take (api->by_account, account, now_ms);
  if (wait_s == 0)
    return TRUE;
  request->retry_after = wait_s;
  palier_request_problem (request, 429, "too_many_tries");
  return FALSE;
}

static void
wipe (char **values, gsize count)
{
  for (gsize i = 0; i < count; i++)
  {
    if (values[i] != NULL)
      explicit_bzero (values[i], strlen (values[i]));
    g_free (values[i]);
  }
}

static gboolean
has_accounts (PalierRelayApi *api, PalierRequest *request)
{
  if (palier_authority_has_accounts (api->authority))
    return TRUE;
  palier_request_problem (request, 404, "not_found");
  return FALSE;
}

static void
enter (PalierRequest *request, PalierRelayApi *api, gboolean is_new)
{
  static const char *const names[] = { "email", "password" };
  char *values[G_N_ELEMENTS (names)] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierLogin) login = NULL;

  if (!has_accounts (api, request))
    return;
  if (is_new && !api->registration)
    palier_request_problem (request, 403, "registration_closed");
  else if (take_texts (request, names, values, G_N_ELEMENTS (names))
           && may_try (api, request, values[0]))
  {
    login = (is_new ? palier_account_register : palier_account_login) (
        api->authority, api->store, values[0], values[1], &error);
    if (login != NULL)
      answer_login (request, is_new ? 201 : 200, login);
    else
      answer_error (request, error);
    palier_figure_add (login != NULL ? PALIER_FIGURE_LOGINS : PALIER_FIGURE_REFUSED_LOGINS, 1);
  }
  wipe (values, G_N_ELEMENTS (values));
}

void
palier_api_register (PalierRequest *request, gpointer api)
{
  enter (request, api, TRUE);
}

void
palier_api_login (PalierRequest *request, gpointer api)
{
  enter (request, api, FALSE);
}

void
palier_api_refresh (PalierRequest *request, gpointer data)
{
  static const char *const names[] = { "refresh_token" };
  PalierRelayApi *api = data;
  char *values[G_N_ELEMENTS (names)] = { NULL };
  g_autoptr (GError) error = NULL;

  if (!has_accounts (api, request))
    return;
  if (take_texts (request, names, values, G_N_ELEMENTS (names)))
  {
    g_autoptr (PalierLogin) login =
        palier_account_refresh (api->authority, api->store, values[0], &error);
    if (login != NULL)
      answer_login (request, 200, login);
    else
      answer_error (request, error);
  }
  wipe (values, G_N_ELEMENTS (values));
}
