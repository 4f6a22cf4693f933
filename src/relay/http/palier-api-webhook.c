/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Webhooks: who is called when something happens. Set up by the agency's owner, or by a program
 * that may (as Zapier and Make do when a scenario is switched on and off). */
#include "palier-api-webhook.h"

#include <string.h>

#include "palier-api-form.h"
#include "palier-api-once.h"
#include "palier-business-event.h"
#include "palier-json.h"
#include "palier-webhook-call.h"

#define DESCRIPTION_MAX 200

/* Finds the webhook that the address names. Returns: (transfer full) (nullable): NULL when the
 * request is answered, or with the connection's error */
PalierSubscription *
palier_api_find_hook (PalierTx *tx, PalierRequest *request)
{
  PalierId id;
  g_autoptr (PalierSubscription) hook =
      palier_id_parse (request->part, &id)
          ? palier_subscription_store_get (tx, request->tenant, &id)
          : NULL;

  if (hook != NULL && !hook->stream)
    return g_steal_pointer (&hook);
  palier_request_problem (request, 404, "not_found");
  return NULL;
}

static void
add_events (yyjson_mut_doc *doc, yyjson_mut_val *item, const char *events)
{
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, item, "events");
  g_auto (GStrv) names = g_strsplit (events, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    yyjson_mut_arr_add_strcpy (doc, list, names[i]);
}

/* @hook: must live as long as @doc */
static yyjson_mut_val *
describe_hook (yyjson_mut_doc *doc, const PalierSubscription *hook)
{
  yyjson_mut_val *item = yyjson_mut_obj (doc);
  char id[PALIER_ID_TEXT_SIZE];

  yyjson_mut_obj_add_strcpy (doc, item, "id", palier_id_format (&hook->id, id));
  yyjson_mut_obj_add_str (doc, item, "target_url", hook->url);
  add_events (doc, item, hook->events);
  if (hook->description != NULL)
    yyjson_mut_obj_add_str (doc, item, "description", hook->description);
  yyjson_mut_obj_add_str (doc, item, "state", palier_subscription_state_name (hook->state));
  yyjson_mut_obj_add_int (doc, item, "created_at", hook->created_ms);
  if (hook->failing_ms != 0)
    yyjson_mut_obj_add_int (doc, item, "failing_since", hook->failing_ms);
  return item;
}

static void
answer_hook (PalierRequest *request, guint status, const PalierSubscription *hook,
             gboolean with_secret)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = describe_hook (doc, hook);

  yyjson_mut_doc_set_root (doc, root);
  if (with_secret)
    yyjson_mut_obj_add_str (doc, root, "secret", hook->secret);
  palier_api_answer (request, status, doc);
}

/* ---- looking ---- */

static gboolean
list_hooks (PalierTx *tx, gpointer data, GError **error)
{
  PalierRequest *request = data;
  g_autoptr (GPtrArray) hooks = palier_subscription_store_list (tx, request->tenant);

  if (!palier_db_check (tx->db, error))
    return FALSE;
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, root, "webhooks");
  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < hooks->len; i++)
    yyjson_mut_arr_append (list, describe_hook (doc, g_ptr_array_index (hooks, i)));
  palier_api_answer (request, 200, doc);
  return TRUE;
}

void
palier_api_webhooks (PalierRequest *request, gpointer data)
{
  palier_api_read (data, request, list_hooks, request);
}

static gboolean
show_hook (PalierTx *tx, gpointer data, GError **error)
{
  g_autoptr (PalierSubscription) hook = palier_api_find_hook (tx, data);

  if (hook != NULL)
    answer_hook (data, 200, hook, FALSE);
  return palier_db_check (tx->db, error);
}

void
palier_api_webhook (PalierRequest *request, gpointer data)
{
  palier_api_read (data, request, show_hook, request);
}

/* ---- what a body says ---- */

typedef struct
{
  PalierRelayApi *api;
  PalierRequest *request;
  yyjson_val *root;
} Change;

static gboolean
read_event (yyjson_val *value, GString *events)
{
  const char *name = yyjson_get_str (value);

  if (name == NULL || (strcmp (name, "*") != 0 && palier_business_event_find (name) == NULL))
    return FALSE;
  g_string_append_printf (events, "%s%s", events->len > 0 ? " " : "", name);
  return TRUE;
}

/* "event": NAME or "events": [NAME…], where "*" stands for all. Returns: (transfer full) (nullable)
 */
static char *
read_events (yyjson_val *root)
{
  yyjson_val *one = yyjson_obj_get (root, "event");
  yyjson_val *many = yyjson_obj_get (root, "events");
  yyjson_arr_iter iter = yyjson_arr_iter_with (many);
  g_autoptr (GString) events = g_string_new (NULL);
  gboolean good = (one == NULL) != (many == NULL) && yyjson_arr_size (many) <= 64;

  if (good && one != NULL)
    good = read_event (one, events);
  for (yyjson_val *value; good && (value = yyjson_arr_iter_next (&iter)) != NULL;)
    good = read_event (value, events);
  if (!good || events->len == 0)
    return NULL;
  return strchr (events->str, '*') != NULL ? g_strdup ("*") : g_strdup (events->str);
}

static gboolean
read_url (PalierRelayApi *api, yyjson_val *value, PalierSubscription *hook)
{
  const char *url = yyjson_get_str (value);

  if (url == NULL || strlen (url) != yyjson_get_len (value)
      || !palier_webhook_url_is_good (url, api->plain_loopback))
    return FALSE;
  g_set_str (&hook->url, url);
  return TRUE;
}

static gboolean
read_description (yyjson_val *value, PalierSubscription *hook)
{
  if (!yyjson_is_str (value) || yyjson_get_len (value) > DESCRIPTION_MAX)
    return FALSE;
  g_set_str (&hook->description, yyjson_get_str (value));
  return TRUE;
}

static gboolean
read_active (yyjson_val *value, PalierSubscription *hook)
{
  if (!yyjson_is_bool (value))
    return FALSE;
  hook->state = yyjson_get_bool (value) ? PALIER_SUBSCRIPTION_ACTIVE : PALIER_SUBSCRIPTION_PAUSED;
  return TRUE;
}

static gboolean
refuse (PalierRequest *request, const char *code, const char *member)
{
  palier_request_problem_of (request, 422, code, member);
  return FALSE;
}

/* Puts what @self says into @hook; FALSE when the request is answered. */
static gboolean
read_hook (Change *self, PalierSubscription *hook)
{
  yyjson_val *url = yyjson_obj_get (self->root, "target_url");
  yyjson_val *description = yyjson_obj_get (self->root, "description");
  yyjson_val *active = yyjson_obj_get (self->root, "active");
  gboolean events =
      yyjson_obj_get (self->root, "event") != NULL || yyjson_obj_get (self->root, "events") != NULL;
  g_autofree char *names = events || hook->events == NULL ? read_events (self->root) : NULL;

  if ((url != NULL || hook->url == NULL) && !read_url (self->api, url, hook))
    return refuse (self->request, "url_refused", "target_url");
  if ((events || hook->events == NULL) && names == NULL)
    return refuse (self->request, "value_refused", "events");
  if (names != NULL)
    g_set_str (&hook->events, names);
  if (description != NULL && !read_description (description, hook))
    return refuse (self->request, "value_refused", "description");
  return active == NULL || read_active (active, hook)
         || refuse (self->request, "value_refused", "active");
}

/* Reads the body and runs @func over it. */
static void
run_change (PalierRelayApi *api, PalierRequest *request, PalierTxFunc func)
{
  Change change = { api, request, NULL };

  yyjson_doc *doc = palier_json_read ((const char *) request->body->data, request->body->len);
  change.root = yyjson_doc_get_root (doc);
  if (yyjson_is_obj (change.root))
    palier_api_write (api, request, func, &change);
  else
    palier_request_problem (request, 400, "bad_request");
  yyjson_doc_free (doc);
}

/* ---- changing ---- */

static gboolean
add_hook (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  PalierTenant *tenant = self->request->tenant;
  g_autoptr (PalierSubscription) hook = g_new0 (PalierSubscription, 1);
  g_autoptr (GPtrArray) others = palier_subscription_store_list (tx, tenant);

  if (others->len >= PALIER_SUBSCRIPTIONS_MAX)
    palier_request_problem (self->request, 409, "too_many");
  else if (read_hook (self, hook))
  {
    hook->id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
    hook->secret = palier_webhook_secret_new (tx->random);
    hook->created_ms = tx->now_ms;
    hook->seq = palier_outbox_store_last (tx, tenant);
    palier_subscription_store_add (tx, tenant, hook);
    answer_hook (self->request, 201, hook, TRUE);
  }
  return palier_api_once_keep (tx, self->request, error);
}

/* {"target_url":URL,"event":NAME or "events":[NAME…],"description":TEXT?} */
void
palier_api_add_webhook (PalierRequest *request, gpointer data)
{
  run_change (data, request, add_hook);
}

static gboolean
change_hook (PalierTx *tx, gpointer data, GError **error)
{
  Change *self = data;
  g_autoptr (PalierSubscription) hook = palier_api_find_hook (tx, self->request);

  if (hook != NULL && read_hook (self, hook))
  {
    hook->failing_ms = 0;
    palier_subscription_store_update (tx, self->request->tenant, hook);
    answer_hook (self->request, 200, hook, FALSE);
  }
  return palier_api_once_keep (tx, self->request, error);
}

void
palier_api_change_webhook (PalierRequest *request, gpointer data)
{
  run_change (data, request, change_hook);
}

static gboolean
remove_hook (PalierTx *tx, gpointer data, GError **error)
{
  PalierRequest *request = data;
  g_autoptr (PalierSubscription) hook = palier_api_find_hook (tx, request);

  if (hook != NULL)
  {
    palier_subscription_store_remove (tx, request->tenant, &hook->id);
    palier_request_answer_text (request, 204, "text/plain", "");
  }
  return palier_api_once_keep (tx, request, error);
}

void
palier_api_remove_webhook (PalierRequest *request, gpointer data)
{
  palier_api_write (data, request, remove_hook, request);
}

/* Another secret signs from now on; the one before signs, too, for a day. */
static gboolean
rotate_hook (PalierTx *tx, gpointer data, GError **error)
{
  PalierRequest *request = data;
  g_autoptr (PalierSubscription) hook = palier_api_find_hook (tx, request);

  if (hook != NULL)
  {
    g_free (hook->old_secret);
    hook->old_secret = g_steal_pointer (&hook->secret);
    hook->old_until_ms = tx->now_ms + PALIER_OLD_SECRET_MS;
    hook->secret = palier_webhook_secret_new (tx->random);
    palier_subscription_store_update (tx, request->tenant, hook);
    answer_hook (request, 200, hook, TRUE);
  }
  return palier_api_once_keep (tx, request, error);
}

void
palier_api_rotate_webhook (PalierRequest *request, gpointer data)
{
  palier_api_write (data, request, rotate_hook, request);
}
