/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an account comes about and is entered: what may be asked how often, and what is answered. No
 * answer tells whether an address has an account, but to who knows its password. */
#include "palier-api-form.h"

#include <string.h>

#include "palier-account-service.h"
#include "palier-password-change.h"
#include "palier-registration.h"
#include "palier-relay-figures.h"

/* Mails to one address are counted together, apart from tries to log in. */
static gboolean
may_write (PalierRelayApi *api, PalierRequest *request, const char *email)
{
  g_autofree char *bucket = palier_account_dup_bucket (api->store, email, NULL);
  g_autofree char *mails = g_strconcat ("mail ", bucket, NULL);

  return palier_api_may_try (api, request, api->by_network, request->network)
         && palier_api_may_try (api, request, api->by_account, mails);
}

void
palier_api_register (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_auto (PalierNotice) notice = { 0 };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request))
    return;
  /* At an agency's host nobody opens another one. */
  if (!api->registration || request->agency != 0)
  {
    palier_request_problem (request, 403, "registration_closed");
    return;
  }
  if (!palier_form_take (&form, request,
                         (const char *const[]) { "email", "password", "siret", NULL },
                         (const char *const[]) { NULL })
      || !may_write (api, request, form.values[0]))
    return;
  PalierApplicant applicant = { form.values[0], form.values[1], form.values[2], request->language };
  g_autofree char *handle = palier_registration_begin (api->store, &applicant, &notice, &error);
  if (handle == NULL)
  {
    palier_api_account_fail (request, error);
    return;
  }
  palier_api_answer_handle (api, request, "registration", handle, notice.email);
  palier_system_mail_send (api->mail, &notice);
}

void
palier_api_verify (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request)
      || !palier_form_take (&form, request, (const char *const[]) { "registration", "code", NULL },
                            (const char *const[]) { "device_name", NULL })
      || !palier_api_may_try (api, request, api->by_network, request->network))
    return;
  g_autoptr (PalierLogin) login = palier_registration_finish (
      api->authority, api->store, form.values[0], form.values[1], form.values[2], &error);
  if (login != NULL)
    palier_api_answer_login (request, 201, login);
  else
    palier_api_account_fail (request, error);
}

void
palier_api_ask_reset (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_auto (PalierNotice) notice = { 0 };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request)
      || !palier_form_take (&form, request, (const char *const[]) { "email", NULL },
                            (const char *const[]) { NULL })
      || !may_write (api, request, form.values[0]))
    return;
  g_autofree char *handle =
      palier_password_reset_begin (api->store, form.values[0], request->language, &notice, &error);
  if (handle == NULL)
  {
    palier_api_account_fail (request, error);
    return;
  }
  palier_api_answer_handle (api, request, "reset", handle, notice.email);
  palier_system_mail_send (api->mail, &notice);
}

void
palier_api_reset (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_auto (PalierNotice) notice = { 0 };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request)
      || !palier_form_take (&form, request,
                            (const char *const[]) { "reset", "code", "password", NULL },
                            (const char *const[]) { NULL })
      || !palier_api_may_try (api, request, api->by_network, request->network))
    return;
  if (!palier_password_reset_finish (api->store, form.values[0], form.values[1], form.values[2],
                                     &notice, &error))
  {
    palier_api_account_fail (request, error);
    return;
  }
  palier_request_answer_text (request, 204, "text/plain", "");
  palier_system_mail_send (api->mail, &notice);
}

/* Five tries a quarter of an hour for an account and twenty for an address of the network, of which
 * only the wrong ones count; a device that was let in before has five of its own. */
static gboolean
may_log_in (PalierRelayApi *api, PalierRequest *request, const char *bucket)
{
  return (g_str_has_prefix (bucket, "device:")
          || palier_api_may_try (api, request, api->by_network, request->network))
         && palier_api_may_try (api, request, api->by_account, bucket);
}

static void
forgive_try (PalierRelayApi *api, PalierRequest *request, const char *bucket)
{
  palier_limiter_give_back (api->by_account, bucket);
  if (!g_str_has_prefix (bucket, "device:"))
    palier_limiter_give_back (api->by_network, request->network);
}

void
palier_api_login (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request)
      || !palier_form_take (
          &form, request, (const char *const[]) { "email", "password", NULL },
          (const char *const[]) { "factor", "device_name", "device_token", NULL }))
    return;
  g_autofree char *bucket = palier_account_dup_bucket (api->store, form.values[0], form.values[4]);
  if (!may_log_in (api, request, bucket))
    return;
  PalierCredentials credentials = { form.values[0], form.values[1],  form.values[2],
                                    form.values[3], request->agency, request->language };
  g_autoptr (PalierLogin) login =
      palier_account_login (api->authority, api->store, &credentials, &error);
  if (login != NULL
      || g_error_matches (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_FACTOR_NEEDED))
    forgive_try (api, request, bucket);
  if (login != NULL)
    palier_api_answer_login (request, 200, login);
  else
    palier_api_account_fail (request, error);
  palier_figure_add (login != NULL ? PALIER_FIGURE_LOGINS : PALIER_FIGURE_REFUSED_LOGINS, 1);
}

void
palier_api_refresh (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_auto (PalierForm) form = { 0 };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request)
      || !palier_form_take (&form, request, (const char *const[]) { "refresh_token", NULL },
                            (const char *const[]) { NULL }))
    return;
  g_autoptr (PalierLogin) login =
      palier_account_refresh (api->authority, api->store, form.values[0], request->agency, &error);
  if (login != NULL)
    palier_api_answer_login (request, 200, login);
  else
    palier_api_account_fail (request, error);
}
