/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another address for the account: two codes, of which each goes to one address. */
#include "palier-account-call.h"
#include "palier-session-error.h"
#include "palier-setting-store.h"

#define KEY_CHANGE "relay.address"

/* What was asked for is kept, for the codes that come by mail. */
static DexFuture *
keep (PalierAccountCall *self, GBytes *answer)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = palier_account_parse (answer, parser);
  const char *change = object != NULL ? palier_account_get_text (object, "change") : "";
  g_autoptr (GError) error = NULL;

  if (*change == '\0')
    return palier_account_reject_nonsense ();
  if (!dex_await (palier_local_store_set (self->service->core->workspace, KEY_CHANGE, change),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return palier_account_asked_parse (object);
}

static DexFuture *
ask_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierAccountMember members[] = { { "email", self->texts[0] }, { "password", self->texts[1] } };
  GError *error = NULL;
  g_autoptr (GBytes) answer = palier_account_post (self, PALIER_ACCOUNT_PATH "/email", members,
                                                   G_N_ELEMENTS (members), &error);

  return answer != NULL ? keep (self, answer) : palier_account_reject (error);
}

DexFuture *
palier_account_service_ask_address (PalierAccountService *self, const char *email,
                                    const char *password)
{
  return PALIER_ACCOUNT_SPAWN (self, ask_fiber, email, password);
}

static DexFuture *
change_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  g_autofree char *change =
      dex_await_string (palier_local_store_get (self->service->core->workspace, KEY_CHANGE), NULL);
  PalierAccountMember members[] = { { "change", change },
                                    { "code", self->texts[0] },
                                    { "present_code", self->texts[1] } };
  GError *error = NULL;

  if (change == NULL)
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_ACCOUNT,
                                  "nothing_asked");
  return palier_account_done_or (palier_account_post (self, PALIER_ACCOUNT_PATH "/email/confirm",
                                                      members, G_N_ELEMENTS (members), &error),
                                 &error);
}

DexFuture *
palier_account_service_change_address (PalierAccountService *self, const char *code,
                                       const char *present_code)
{
  return PALIER_ACCOUNT_SPAWN (self, change_fiber, code, present_code);
}
