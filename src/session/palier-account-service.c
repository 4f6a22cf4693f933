/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every call is one request to the relay, whose refusals keep their code. What a registration or a
 * reset is found by again waits in the base until its code is typed. */
#include "palier-account-call.h"

#include <string.h>

#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-setting-store.h"

#define KEY_REGISTRATION "relay.registration"
#define KEY_RESET "relay.reset"
#define ACCOUNTS PALIER_ACCOUNTS_PATH
#define ACCOUNT PALIER_ACCOUNT_PATH

G_DEFINE_FINAL_TYPE (PalierAccountService, palier_account_service, G_TYPE_OBJECT)

/* ---- values */

static PalierAccountInfo *
info_copy (PalierAccountInfo *info)
{
  PalierAccountInfo *copy = g_memdup2 (info, sizeof *info);

  copy->url = g_strdup (info->url);
  copy->email = g_strdup (info->email);
  copy->siret = g_strdup (info->siret);
  copy->role = g_strdup (info->role);
  return copy;
}

G_DEFINE_BOXED_TYPE (PalierAccountInfo, palier_account_info, info_copy, palier_account_info_free)

PalierAccountInfo *
palier_account_info_ref (PalierAccountInfo *self)
{
  return info_copy (self);
}

void
palier_account_info_free (PalierAccountInfo *self)
{
  g_free (self->url);
  g_free (self->email);
  g_free (self->siret);
  g_free (self->role);
  g_free (self);
}

void
palier_account_device_free (PalierAccountDevice *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

static PalierAccountAsked *
asked_copy (PalierAccountAsked *asked)
{
  return g_memdup2 (asked, sizeof *asked);
}

G_DEFINE_BOXED_TYPE (PalierAccountAsked, palier_account_asked, asked_copy,
                     palier_account_asked_free)

PalierAccountAsked *
palier_account_asked_ref (PalierAccountAsked *self)
{
  return asked_copy (self);
}

void
palier_account_asked_free (PalierAccountAsked *self)
{
  g_free (self);
}

/* ---- how an account comes about */

const char *
palier_account_get_device_name (void)
{
  return g_get_host_name ();
}

/* → PALIER_TYPE_ACCOUNT_ASKED: who confirms what was asked for */
DexFuture *
palier_account_asked_parse (JsonObject *object)
{
  PalierAccountAsked asked = {
    .by_mail = strcmp (palier_account_get_text (object, "confirmation"), "mail") == 0,
    .webmail = json_object_get_boolean_member_with_default (object, "webmail", FALSE)
  };

  return dex_future_new_take_boxed (PALIER_TYPE_ACCOUNT_ASKED, asked_copy (&asked));
}

/* @name: of the member that holds the handle; @key: where handle and relay are kept */
static DexFuture *
keep_asked (PalierAccountCall *self, GBytes *answer, const char *name, const char *key)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = palier_account_parse (answer, parser);
  g_autoptr (GError) error = NULL;

  if (object == NULL || *palier_account_get_text (object, name) == '\0')
    return palier_account_reject_nonsense ();
  g_autofree char *kept =
      g_strjoin (" ", palier_account_get_text (object, name), self->texts[0], NULL);
  if (!dex_await (palier_local_store_set (self->service->core->workspace, key, kept), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return palier_account_asked_parse (object);
}

/* What keep_asked() kept. Returns: (transfer full) (nullable) (array zero-terminated=1): handle and
 * relay; NULL with PALIER_SESSION_ERROR_ACCOUNT */
static GStrv
await_asked (PalierAccountCall *self, const char *key, GError **error)
{
  g_autofree char *kept =
      dex_await_string (palier_local_store_get (self->service->core->workspace, key), NULL);
  g_auto (GStrv) parts = g_strsplit (kept != NULL ? kept : "", " ", 2);

  if (g_strv_length (parts) == 2)
    return g_steal_pointer (&parts);
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_ACCOUNT, "nothing_asked");
  return NULL;
}

static DexFuture *
register_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierAccountMember members[] = { { "email", self->texts[1] },
                                    { "password", self->texts[2] },
                                    { "siret", self->texts[3] } };
  g_autoptr (GBytes) body = palier_account_body (members, G_N_ELEMENTS (members));
  GError *error = NULL;
  g_autoptr (GBytes) answer = palier_relay_link_ask (self->service->sync->link, self->texts[0],
                                                     ACCOUNTS "register", body, &error);

  return answer != NULL ? keep_asked (self, answer, "registration", KEY_REGISTRATION)
                        : palier_account_reject (error);
}

DexFuture *
palier_account_service_register (PalierAccountService *self, const char *url, const char *email,
                                 const char *password, const char *siret)
{
  return PALIER_ACCOUNT_SPAWN (self, register_fiber, url, email, password, siret);
}

/* Messages that wait on this computer would leave from nowhere once another relay is asked. */
static gboolean
check_settled (PalierAccountService *self, GError **error)
{
  g_autofree char *url = palier_relay_link_await_url (self->sync->link);
  PalierSyncReport report;

  if (url != NULL || palier_sync_service_await_pending (self->sync) == 0)
    return TRUE;
  if (!palier_sync_service_exchange (self->sync, &report, error))
    return FALSE;
  if (report.n_pending == 0)
    return TRUE;
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_ACCOUNT, "messages_wait");
  return FALSE;
}

/* From now on this base is @url's, in the name of whom @path lets in. Should the relay not say now
 * who that is, it does when the account is shown. */
DexFuture *
palier_account_enter_by (PalierAccountCall *self, const char *url, const char *path,
                         const PalierAccountMember *members, gsize n_members)
{
  g_autoptr (GBytes) body = palier_account_body (members, n_members);
  GError *error = NULL;

  if (!check_settled (self->service, &error)
      || !palier_relay_link_enter (self->service->sync->link, url, path, body, &error))
    return palier_account_reject (error);
  g_autoptr (PalierAccountInfo) info = palier_account_describe (self, NULL);
  palier_sync_service_renew (self->service->sync);
  return dex_future_new_true ();
}

static DexFuture *
verify_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  GError *error = NULL;
  g_auto (GStrv) asked = await_asked (self, KEY_REGISTRATION, &error);

  if (asked == NULL)
    return palier_account_reject (error);
  PalierAccountMember members[] = { { "registration", asked[0] },
                                    { "code", self->texts[0] },
                                    { "device_name", palier_account_get_device_name () } };
  return palier_account_enter_by (self, asked[1], ACCOUNTS "verify", members,
                                  G_N_ELEMENTS (members));
}

DexFuture *
palier_account_service_verify (PalierAccountService *self, const char *code)
{
  return PALIER_ACCOUNT_SPAWN (self, verify_fiber, code);
}

static DexFuture *
login_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  g_autofree char *device = palier_relay_link_await_device (self->service->sync->link);
  PalierAccountMember members[] = { { "email", self->texts[1] },
                                    { "password", self->texts[2] },
                                    { "factor", self->texts[3] },
                                    { "device_name", palier_account_get_device_name () },
                                    { "device_token", device } };

  return palier_account_enter_by (self, self->texts[0], "/v1/login", members,
                                  G_N_ELEMENTS (members));
}

DexFuture *
palier_account_service_login (PalierAccountService *self, const char *url, const char *email,
                              const char *password, const char *factor)
{
  return PALIER_ACCOUNT_SPAWN (self, login_fiber, url, email, password, factor);
}

/* A relay that does not answer now does not keep anybody from leaving. */
static DexFuture *
logout_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierRelayLink *link = self->service->sync->link;
  g_autoptr (GBytes) answer =
      palier_relay_link_call (link, "DELETE", ACCOUNT "/devices/current", NULL, NULL);
  GError *error = NULL;

  if (!palier_relay_link_use_local (link, &error))
    return palier_account_reject (error);
  palier_sync_service_renew (self->service->sync);
  return dex_future_new_true ();
}

DexFuture *
palier_account_service_logout (PalierAccountService *self)
{
  return PALIER_ACCOUNT_SPAWN (self, logout_fiber, NULL);
}

/* ---- what the relay knows */

static PalierAccountDevice *
read_device (JsonObject *object)
{
  PalierAccountDevice *device = g_new0 (PalierAccountDevice, 1);

  device->id = g_strdup (palier_account_get_text (object, "id"));
  device->name = g_strdup (palier_account_get_text (object, "name"));
  device->created_ms = json_object_get_int_member_with_default (object, "created_at", 0);
  device->used_ms = json_object_get_int_member_with_default (object, "used_at", 0);
  device->current = json_object_get_boolean_member_with_default (object, "current", FALSE);
  return device;
}

static DexFuture *
list_devices_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  GError *error = NULL;
  g_autoptr (GBytes) answer =
      palier_relay_link_call (self->service->sync->link, "GET", ACCOUNT "/devices", NULL, &error);
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (answer == NULL)
    return palier_account_reject (error);
  JsonArray *list = palier_account_parse_list (answer, "devices", parser);
  if (list == NULL)
    return palier_account_reject_nonsense ();
  g_autoptr (GPtrArray) devices =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_account_device_free);
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_ptr_array_add (devices, read_device (json_array_get_object_element (list, i)));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&devices));
}

DexFuture *
palier_account_service_list_devices (PalierAccountService *self)
{
  return PALIER_ACCOUNT_SPAWN (self, list_devices_fiber, NULL);
}

static DexFuture *
revoke_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  g_autofree char *part = g_uri_escape_string (self->texts[0], NULL, FALSE);
  g_autofree char *path = g_strconcat (ACCOUNT "/devices/", part, NULL);
  GError *error = NULL;

  return palier_account_done_or (
      palier_relay_link_call (self->service->sync->link, "DELETE", path, NULL, &error), &error);
}

DexFuture *
palier_account_service_revoke (PalierAccountService *self, const char *device)
{
  return PALIER_ACCOUNT_SPAWN (self, revoke_fiber, device);
}

/* ---- passwords */

static DexFuture *
change_password_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierAccountMember members[] = { { "password", self->texts[0] },
                                    { "new_password", self->texts[1] } };
  GError *error = NULL;

  return palier_account_done_or (
      palier_account_post (self, ACCOUNT "/password", members, G_N_ELEMENTS (members), &error),
      &error);
}

DexFuture *
palier_account_service_change_password (PalierAccountService *self, const char *current,
                                        const char *wanted)
{
  return PALIER_ACCOUNT_SPAWN (self, change_password_fiber, current, wanted);
}

static DexFuture *
ask_reset_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierAccountMember member = { "email", self->texts[1] };
  g_autoptr (GBytes) body = palier_account_body (&member, 1);
  GError *error = NULL;
  g_autoptr (GBytes) answer = palier_relay_link_ask (self->service->sync->link, self->texts[0],
                                                     ACCOUNTS "reset", body, &error);

  return answer != NULL ? keep_asked (self, answer, "reset", KEY_RESET)
                        : palier_account_reject (error);
}

DexFuture *
palier_account_service_ask_reset (PalierAccountService *self, const char *url, const char *email)
{
  return PALIER_ACCOUNT_SPAWN (self, ask_reset_fiber, url, email);
}

static DexFuture *
reset_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  GError *error = NULL;
  g_auto (GStrv) asked = await_asked (self, KEY_RESET, &error);

  if (asked == NULL)
    return palier_account_reject (error);
  PalierAccountMember members[] = { { "reset", asked[0] },
                                    { "code", self->texts[0] },
                                    { "password", self->texts[1] } };
  g_autoptr (GBytes) body = palier_account_body (members, G_N_ELEMENTS (members));
  return palier_account_done_or (palier_relay_link_ask (self->service->sync->link, asked[1],
                                                        ACCOUNTS "password", body, &error),
                                 &error);
}

DexFuture *
palier_account_service_reset (PalierAccountService *self, const char *code, const char *wanted)
{
  return PALIER_ACCOUNT_SPAWN (self, reset_fiber, code, wanted);
}

/* ---- the second factor */

static DexFuture *
enrol_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierAccountMember member = { "password", self->texts[0] };
  GError *error = NULL;
  g_autoptr (GBytes) answer = palier_account_post (self, ACCOUNT "/totp", &member, 1, &error);
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (answer == NULL)
    return palier_account_reject (error);
  JsonObject *object = palier_account_parse (answer, parser);
  if (object == NULL)
    return palier_account_reject_nonsense ();
  const char *const texts[] = { palier_account_get_text (object, "secret"),
                                palier_account_get_text (object, "uri"), NULL };
  return dex_future_new_take_boxed (G_TYPE_STRV, g_strdupv ((char **) texts));
}

DexFuture *
palier_account_service_enrol_factor (PalierAccountService *self, const char *password)
{
  return PALIER_ACCOUNT_SPAWN (self, enrol_fiber, password);
}

static DexFuture *
confirm_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierAccountMember member = { "code", self->texts[0] };
  GError *error = NULL;
  g_autoptr (GBytes) answer =
      palier_account_post (self, ACCOUNT "/totp/confirm", &member, 1, &error);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();

  if (answer == NULL)
    return palier_account_reject (error);
  JsonObject *object = palier_account_parse (answer, parser);
  if (object == NULL || !json_object_has_member (object, "recovery_codes"))
    return palier_account_reject_nonsense ();
  JsonArray *list = json_object_get_array_member (object, "recovery_codes");
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_strv_builder_add (codes, json_array_get_string_element (list, i));
  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (codes));
}

DexFuture *
palier_account_service_confirm_factor (PalierAccountService *self, const char *code)
{
  return PALIER_ACCOUNT_SPAWN (self, confirm_fiber, code);
}

static DexFuture *
end_factor_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  PalierAccountMember members[] = { { "password", self->texts[0] }, { "factor", self->texts[1] } };
  GError *error = NULL;

  return palier_account_done_or (
      palier_account_post (self, ACCOUNT "/totp/end", members, G_N_ELEMENTS (members), &error),
      &error);
}

DexFuture *
palier_account_service_end_factor (PalierAccountService *self, const char *password,
                                   const char *factor)
{
  return PALIER_ACCOUNT_SPAWN (self, end_factor_fiber, password, factor);
}

/* ---- */

static void
palier_account_service_finalize (GObject *object)
{
  PalierAccountService *self = PALIER_ACCOUNT_SERVICE (object);

  g_clear_object (&self->sync);
  g_clear_pointer (&self->core, palier_core_unref);
  G_OBJECT_CLASS (palier_account_service_parent_class)->finalize (object);
}

static void
palier_account_service_class_init (PalierAccountServiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_account_service_finalize;
}

static void
palier_account_service_init (PalierAccountService *self)
{
}

PalierAccountService *
palier_account_service_new (PalierCore *core, PalierSyncService *sync)
{
  PalierAccountService *self = g_object_new (PALIER_TYPE_ACCOUNT_SERVICE, NULL);

  self->core = palier_core_ref (core);
  self->sync = g_object_ref (sync);
  return self;
}
