/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-settings-service.h"

#include <json-glib/json-glib.h>
#include <stddef.h>
#include <string.h>

#include "palier-secrets.h"
#include "palier-sender-test.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-setting-store.h"

#define PROFILE_KEY "profile"

struct _PalierSettingsService
{
  GObject parent;
  PalierCore *core;
};

G_DEFINE_FINAL_TYPE (PalierSettingsService, palier_settings_service, G_TYPE_OBJECT)

static const struct
{
  const char *key;
  gsize offset;
} texts[] = {
  { "agency_name", G_STRUCT_OFFSET (PalierProfile, agency_name) },
  { "first_name", G_STRUCT_OFFSET (PalierProfile, first_name) },
  { "last_name", G_STRUCT_OFFSET (PalierProfile, last_name) },
  { "email", G_STRUCT_OFFSET (PalierProfile, email) },
  { "phone", G_STRUCT_OFFSET (PalierProfile, phone) },
  { "street", G_STRUCT_OFFSET (PalierProfile, street) },
  { "postal_code", G_STRUCT_OFFSET (PalierProfile, postal_code) },
  { "city", G_STRUCT_OFFSET (PalierProfile, city) },
  { "siret", G_STRUCT_OFFSET (PalierProfile, siret) },
  { "card", G_STRUCT_OFFSET (PalierProfile, card) },
  { "zones", G_STRUCT_OFFSET (PalierProfile, zones) },
  { "signature", G_STRUCT_OFFSET (PalierProfile, signature) },
  { "legal_mentions", G_STRUCT_OFFSET (PalierProfile, legal_mentions) },
  { "privacy_url", G_STRUCT_OFFSET (PalierProfile, privacy_url) },
};

/* (array zero-terminated=1) (transfer none) */
const char *const *
palier_profile_keys (void)
{
  static const char *keys[G_N_ELEMENTS (texts) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    keys[i] = texts[i].key;
  return keys;
}

static char **
find_text (const PalierProfile *profile, const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].key, key) == 0)
      return (char **) G_STRUCT_MEMBER_P (profile, texts[i].offset);
  return NULL;
}

/* (nullable): unknown, or no such key. */
const char *
palier_profile_get_key (const PalierProfile *profile, const char *key)
{
  char **text = find_text (profile, key);
  return text != NULL ? *text : NULL;
}

/* FALSE where there is no such key. @value: (nullable): empty counts as unknown. */
gboolean
palier_profile_set_key (PalierProfile *profile, const char *key, const char *value)
{
  char **text = find_text (profile, key);

  if (text != NULL)
    g_set_str (text, value != NULL && *value != '\0' ? value : NULL);
  return text != NULL;
}

static char *
profile_to_json (const PalierProfile *profile)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
  {
    const char *value = palier_profile_get_key (profile, texts[i].key);
    if (value == NULL)
      continue;
    json_builder_set_member_name (builder, texts[i].key);
    json_builder_add_string_value (builder, value);
  }
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* @json: (nullable). A text of another shape (a newer version's) is left out, not an error. */
static PalierProfile *
profile_from_json (const char *json)
{
  PalierProfile *profile = palier_profile_new ();
  g_autoptr (JsonNode) root = json != NULL ? json_from_string (json, NULL) : NULL;
  JsonObject *object =
      root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  for (gsize i = 0; object != NULL && i < G_N_ELEMENTS (texts); i++)
  {
    JsonNode *node = json_object_get_member (object, texts[i].key);
    if (node != NULL && json_node_get_value_type (node) == G_TYPE_STRING)
      palier_profile_set_key (profile, texts[i].key, json_node_get_string (node));
  }
  return profile;
}

static void
palier_settings_service_finalize (GObject *object)
{
  palier_core_unref (PALIER_SETTINGS_SERVICE (object)->core);
  G_OBJECT_CLASS (palier_settings_service_parent_class)->finalize (object);
}

static void
palier_settings_service_class_init (PalierSettingsServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_settings_service_finalize;
}

static void
palier_settings_service_init (PalierSettingsService *self)
{
}

PalierSettingsService *
palier_settings_service_new (PalierCore *core)
{
  PalierSettingsService *self = g_object_new (PALIER_TYPE_SETTINGS_SERVICE, NULL);
  self->core = palier_core_ref (core);
  return self;
}

static DexFuture *
get_profile_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *json =
      dex_await_string (palier_setting_store_get (call->core->workspace, PROFILE_KEY), &error);

  if (error != NULL)
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_PROFILE, profile_from_json (json));
}

/* → PALIER_TYPE_PROFILE; empty where none was set. */
DexFuture *
palier_settings_service_get_profile (PalierSettingsService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core }, get_profile_fiber);
}

DexFuture *
palier_settings_service_set_profile (PalierSettingsService *self, PalierProfile *profile)
{
  g_autofree char *json = profile_to_json (profile);
  return palier_setting_store_set (self->core->workspace, PROFILE_KEY, json);
}

static DexFuture *
get_sender_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) senders =
      dex_await_boxed (palier_sender_store_list (call->core->workspace), &error);

  if (senders == NULL)
    return palier_reject (&error);
  return dex_future_new_take_boxed (
      PALIER_TYPE_SENDER,
      senders->len > 0 ? palier_sender_ref (g_ptr_array_index (senders, 0)) : NULL);
}

/* → PALIER_TYPE_SENDER, or NULL where none was set. */
DexFuture *
palier_settings_service_get_sender (PalierSettingsService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core }, get_sender_fiber);
}

static DexFuture *
set_sender_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierSender *sender = call->value;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) senders =
      dex_await_boxed (palier_sender_store_list (call->core->workspace), &error);

  if (senders == NULL)
    return palier_reject (&error);
  if (palier_id_is_nil (&sender->id))
    sender->id = senders->len > 0 ? ((PalierSender *) g_ptr_array_index (senders, 0))->id
                                  : palier_workspace_new_id (call->core->workspace);
  if (call->first != NULL
      && !dex_await (palier_secrets_set (call->core, &sender->id, call->first), &error))
    return palier_reject (&error);
  if (!dex_await (palier_sender_store_put (call->core->workspace, sender), &error))
    return palier_reject (&error);
  return dex_future_new_true ();
}

/**
 * palier_settings_service_set_sender:
 * @sender: with a nil id it takes the place of the mailbox there is
 * @password: (nullable): stays as it is
 */
DexFuture *
palier_settings_service_set_sender (PalierSettingsService *self, PalierSender *sender,
                                    const char *password)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .first = (char *) password,
                                          .value = palier_sender_ref (sender),
                                          .free_value = (GDestroyNotify) palier_sender_free },
                          set_sender_fiber);
}

DexFuture *
palier_settings_service_get_password (PalierSettingsService *self, const PalierId *sender)
{
  return palier_secrets_get (self->core, sender);
}

static DexFuture *
has_password_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierSender) sender = dex_await_boxed (
      palier_settings_service_get_sender (PALIER_SETTINGS_SERVICE (call->service)), &error);
  g_autofree char *password =
      sender != NULL ? dex_await_string (palier_secrets_get (call->core, &sender->id), &error)
                     : NULL;

  if (error != NULL)
    return palier_reject (&error);
  return dex_future_new_for_boolean (password != NULL);
}

DexFuture *
palier_settings_service_has_password (PalierSettingsService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .service = G_OBJECT (self) },
                          has_password_fiber);
}

static DexFuture *
test_sender_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierSender *sender = call->value;
  g_autoptr (GError) error = NULL;

  if (call->first == NULL && !palier_id_is_nil (&sender->id))
    call->first = dex_await_string (palier_secrets_get (call->core, &sender->id), &error);
  if (error != NULL)
    return palier_reject (&error);
  return palier_sender_test_run (sender, call->first);
}

/**
 * palier_settings_service_test_sender:
 * @password: (nullable): the one that is kept
 *
 * Goes as far as a message would without sending one.
 */
DexFuture *
palier_settings_service_test_sender (PalierSettingsService *self, PalierSender *sender,
                                     const char *password)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .first = (char *) password,
                                          .value = palier_sender_ref (sender),
                                          .free_value = (GDestroyNotify) palier_sender_free },
                          test_sender_fiber);
}
