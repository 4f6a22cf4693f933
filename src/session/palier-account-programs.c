/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each call is one request; what comes back is one thing or a list of the same, and is a list here
 * in either case. */
#include "palier-account-programs.h"

#include <string.h>

#include "palier-account-call.h"
#include "palier-relay-link.h"

#define KEYS PALIER_ACCOUNT_PATH "/keys"
#define WEBHOOKS "/v1/webhooks"
#define DELIVERIES "/v1/deliveries"

static void
wipe (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
palier_program_key_free (PalierProgramKey *self)
{
  g_free (self->id);
  g_free (self->prefix);
  g_free (self->name);
  g_free (self->scopes);
  wipe (self->key);
  g_free (self);
}

void
palier_webhook_free (PalierWebhook *self)
{
  g_free (self->id);
  g_free (self->url);
  g_free (self->events);
  g_free (self->state);
  wipe (self->secret);
  g_free (self);
}

void
palier_webhook_delivery_free (PalierWebhookDelivery *self)
{
  g_free (self->id);
  g_free (self->event);
  g_free (self->event_id);
  g_free (self->state);
  g_free (self->fault);
  g_free (self);
}

/* ---- what comes ---- */

static char *
dup_text (JsonObject *object, const char *name)
{
  return g_strdup (palier_account_get_text (object, name));
}

static char *
dup_secret (JsonObject *object, const char *name)
{
  return json_object_has_member (object, name) ? dup_text (object, name) : NULL;
}

static gint64
get_integer (JsonObject *object, const char *name)
{
  return json_object_get_int_member_with_default (object, name, 0);
}

/* Returns: (transfer full): the texts of a list, with spaces between */
static char *
join (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *list =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GString *text = g_string_new (NULL);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
  {
    const char *one = json_array_get_string_element (list, i);
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", one != NULL ? one : "");
  }
  return g_string_free_and_steal (text);
}

typedef gpointer (*Reader) (JsonObject *object);

static gpointer
read_key (JsonObject *object)
{
  PalierProgramKey *key = g_new0 (PalierProgramKey, 1);

  key->id = dup_text (object, "id");
  key->prefix = dup_text (object, "prefix");
  key->name = dup_text (object, "name");
  key->scopes = join (object, "scopes");
  key->created_ms = get_integer (object, "created_at");
  key->used_ms = get_integer (object, "used_at");
  key->expires_ms = get_integer (object, "expires_at");
  key->key = dup_secret (object, "key");
  return key;
}

static gpointer
read_webhook (JsonObject *object)
{
  PalierWebhook *webhook = g_new0 (PalierWebhook, 1);

  webhook->id = dup_text (object, "id");
  webhook->url = dup_text (object, "target_url");
  webhook->events = join (object, "events");
  webhook->state = dup_text (object, "state");
  webhook->created_ms = get_integer (object, "created_at");
  webhook->failing_ms = get_integer (object, "failing_since");
  webhook->secret = dup_secret (object, "secret");
  return webhook;
}

static gpointer
read_delivery (JsonObject *object)
{
  PalierWebhookDelivery *delivery = g_new0 (PalierWebhookDelivery, 1);

  delivery->id = dup_text (object, "id");
  delivery->event = dup_text (object, "event");
  delivery->event_id = dup_text (object, "event_id");
  delivery->state = dup_text (object, "state");
  delivery->attempts = (guint) get_integer (object, "attempts");
  delivery->status = (guint) get_integer (object, "status");
  delivery->fault = dup_text (object, "fault");
  delivery->created_ms = get_integer (object, "created_at");
  delivery->changed_ms = get_integer (object, "changed_at");
  return delivery;
}

static const struct
{
  const char *list; /* the member that holds several */
  Reader read;
  GDestroyNotify destroy;
} kinds[] = {
  { "keys", read_key, (GDestroyNotify) palier_program_key_free },
  { "webhooks", read_webhook, (GDestroyNotify) palier_webhook_free },
  { "deliveries", read_delivery, (GDestroyNotify) palier_webhook_delivery_free },
};

/* Returns: (transfer full) (nullable): one or several of a kind */
static GPtrArray *
read_answer (GBytes *answer, guint kind)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) things = g_ptr_array_new_with_free_func (kinds[kind].destroy);
  JsonObject *object = palier_account_parse (answer, parser);

  if (object == NULL)
    return NULL;
  if (!json_object_has_member (object, kinds[kind].list))
  {
    g_ptr_array_add (things, kinds[kind].read (object));
    return g_steal_pointer (&things);
  }
  JsonArray *list = palier_account_parse_list (answer, kinds[kind].list, parser);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    g_ptr_array_add (things, kinds[kind].read (json_array_get_object_element (list, i)));
  return list != NULL ? g_steal_pointer (&things) : NULL;
}

/* ---- what is asked: method, path, body (nullable), and the kind of what comes ---- */

enum
{
  KIND_KEY,
  KIND_WEBHOOK,
  KIND_DELIVERY,
  KIND_NONE,
};

static DexFuture *
call_fiber (gpointer data)
{
  PalierAccountCall *self = data;
  const char *body = self->texts[2];
  guint kind = (guint) g_ascii_strtoull (self->texts[3], NULL, 10);
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  GError *error = NULL;
  g_autoptr (GBytes) answer = palier_relay_link_call (self->service->sync->link, self->texts[0],
                                                      self->texts[1], bytes, &error);

  if (answer == NULL)
    return palier_account_reject (error);
  if (kind == KIND_NONE)
    return dex_future_new_true ();
  GPtrArray *things = read_answer (answer, kind);
  return things != NULL ? dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, things)
                        : palier_account_reject_nonsense ();
}

static DexFuture *
ask (PalierAccountService *self, const char *method, const char *path, const char *body, guint kind)
{
  g_autofree char *number = g_strdup_printf ("%u", kind);

  return PALIER_ACCOUNT_SPAWN (self, call_fiber, method, path, body, number);
}

/* @id: (nullable), as typed; @what: (nullable): what follows it */
static DexFuture *
ask_of (PalierAccountService *self, const char *method, const char *folder, const char *id,
        const char *what, const char *body, guint kind)
{
  g_autofree char *part = g_uri_escape_string (id, NULL, FALSE);
  g_autofree char *path = g_strconcat (folder, "/", part, what, NULL);

  return ask (self, method, path, body, kind);
}

static void
add_list (JsonBuilder *builder, const char *name, const char *words)
{
  g_auto (GStrv) parts = g_strsplit_set (words, ", ", -1);

  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      json_builder_add_string_value (builder, *part);
  json_builder_end_array (builder);
}

/* Returns: (transfer full): {"@name":TEXT,"@list":[WORD…]} */
static char *
make_body (const char *name, const char *text, const char *list, const char *words)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
  add_list (builder, list, words);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

DexFuture *
palier_account_programs_list_keys (PalierAccountService *self)
{
  return ask (self, "GET", KEYS, NULL, KIND_KEY);
}

DexFuture *
palier_account_programs_add_key (PalierAccountService *self, const char *name, const char *scopes)
{
  g_autofree char *body = make_body ("name", name, "scopes", scopes);

  return ask (self, "POST", KEYS, body, KIND_KEY);
}

DexFuture *
palier_account_programs_revoke_key (PalierAccountService *self, const char *key)
{
  return ask_of (self, "DELETE", KEYS, key, NULL, NULL, KIND_NONE);
}

DexFuture *
palier_account_programs_list_webhooks (PalierAccountService *self)
{
  return ask (self, "GET", WEBHOOKS, NULL, KIND_WEBHOOK);
}

DexFuture *
palier_account_programs_add_webhook (PalierAccountService *self, const char *url,
                                     const char *events)
{
  g_autofree char *body = make_body ("target_url", url, "events", events);

  return ask (self, "POST", WEBHOOKS, body, KIND_WEBHOOK);
}

DexFuture *
palier_account_programs_rotate_webhook (PalierAccountService *self, const char *webhook)
{
  return ask_of (self, "POST", WEBHOOKS, webhook, "/rotate", NULL, KIND_WEBHOOK);
}

DexFuture *
palier_account_programs_pause_webhook (PalierAccountService *self, const char *webhook,
                                       gboolean pause)
{
  return ask_of (self, "PATCH", WEBHOOKS, webhook, NULL,
                 pause ? "{\"active\":false}" : "{\"active\":true}", KIND_NONE);
}

DexFuture *
palier_account_programs_remove_webhook (PalierAccountService *self, const char *webhook)
{
  return ask_of (self, "DELETE", WEBHOOKS, webhook, NULL, NULL, KIND_NONE);
}

DexFuture *
palier_account_programs_ping_webhook (PalierAccountService *self, const char *webhook)
{
  return ask_of (self, "POST", WEBHOOKS, webhook, "/ping", NULL, KIND_DELIVERY);
}

DexFuture *
palier_account_programs_replay (PalierAccountService *self, const char *delivery)
{
  return ask_of (self, "POST", DELIVERIES, delivery, "/replay", NULL, KIND_DELIVERY);
}

DexFuture *
palier_account_programs_list_deliveries (PalierAccountService *self, const char *webhook)
{
  return ask_of (self, "GET", WEBHOOKS, webhook, "/deliveries?limit=200", NULL, KIND_DELIVERY);
}
