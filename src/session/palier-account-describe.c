/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose account it is, for its page and for what the other devices show beside the changes of this
 * one. */
#include "palier-account-call.h"
#include "palier-mark.h"
#include "palier-replaced.h"
#include "palier-setting-store.h"

/* Says who writes on this device. */
static gboolean
note_author (PalierCore *core, const char *email, GError **error)
{
  g_autofree char *key = palier_author_dup_setting (
      palier_mark_device (palier_workspace_get_device (core->workspace)));
  g_autofree char *text = palier_author_to_text (email, palier_account_get_device_name ());
  g_autofree char *before =
      dex_await_string (palier_setting_store_get (core->workspace, key), NULL);

  return g_strcmp0 (before, text) == 0
         || dex_await (palier_setting_store_set (core->workspace, key, text), error);
}

/* Returns: (transfer full) (nullable): the account as the relay knows it, with what the other
 * devices are to show beside the changes of this one brought up to date */
PalierAccountInfo *
palier_account_describe (PalierAccountCall *self, GError **error)
{
  PalierRelayLink *link = self->service->sync->link;
  g_autoptr (GBytes) answer =
      palier_relay_link_call (link, "GET", PALIER_ACCOUNT_PATH, NULL, error);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = answer != NULL ? palier_account_parse (answer, parser) : NULL;

  if (answer != NULL && object == NULL)
    g_set_error_literal (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_NONSENSE, "account");
  if (object == NULL
      || !note_author (self->service->core, palier_account_get_text (object, "email"), error))
    return NULL;
  PalierAccountInfo *info = g_new0 (PalierAccountInfo, 1);
  info->url = g_strdup (palier_relay_link_get_url (link));
  info->email = g_strdup (palier_account_get_text (object, "email"));
  info->siret = g_strdup (palier_account_get_text (object, "siret"));
  info->role = g_strdup (palier_account_get_text (object, "role"));
  info->second_factor =
      json_object_get_boolean_member_with_default (object, "second_factor", FALSE);
  info->recovery_codes =
      (guint) json_object_get_int_member_with_default (object, "recovery_codes", 0);
  return info;
}

static DexFuture *
describe_fiber (gpointer data)
{
  GError *error = NULL;
  PalierAccountInfo *info = palier_account_describe (data, &error);

  return info != NULL ? dex_future_new_take_boxed (PALIER_TYPE_ACCOUNT_INFO, info)
                      : palier_account_reject (error);
}

DexFuture *
palier_account_service_describe (PalierAccountService *self)
{
  return PALIER_ACCOUNT_SPAWN (self, describe_fiber, NULL);
}
