/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What webhooks were sent: the list, a trial, and one more time. */
#include "palier-api-form.h"
#include "palier-api-once.h"
#include "palier-api-webhook.h"
#include "palier-delivery-store.h"

#define PAGE 50
#define PAGE_MAX 200

typedef struct
{
  PalierRequest *request;
  guint limit;
  gboolean after;
  PalierId before;
} Question;

/* @delivery: must live as long as @doc */
static yyjson_mut_val *
describe (yyjson_mut_doc *doc, const PalierDelivery *delivery)
{
  yyjson_mut_val *item = yyjson_mut_obj (doc);
  char id[PALIER_ID_TEXT_SIZE];

  yyjson_mut_obj_add_strcpy (doc, item, "id", palier_id_format (&delivery->id, id));
  yyjson_mut_obj_add_strcpy (doc, item, "webhook_id",
                             palier_id_format (&delivery->subscription, id));
  yyjson_mut_obj_add_strcpy (doc, item, "event_id", palier_id_format (&delivery->event, id));
  yyjson_mut_obj_add_str (doc, item, "event", delivery->name);
  yyjson_mut_obj_add_str (doc, item, "state", palier_delivery_state_name (delivery->state));
  yyjson_mut_obj_add_uint (doc, item, "attempts", delivery->attempts);
  if (delivery->status != 0)
    yyjson_mut_obj_add_uint (doc, item, "status", delivery->status);
  if (delivery->fault != NULL)
    yyjson_mut_obj_add_str (doc, item, "fault", delivery->fault);
  yyjson_mut_obj_add_int (doc, item, "created_at", delivery->created_ms);
  yyjson_mut_obj_add_int (doc, item, "changed_at", delivery->changed_ms);
  return item;
}

static void
answer_list (PalierRequest *request, const GPtrArray *list, guint limit)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *items = yyjson_mut_obj_add_arr (doc, root, "deliveries");
  const PalierDelivery *last = list->len > 0 ? g_ptr_array_index (list, list->len - 1) : NULL;
  char id[PALIER_ID_TEXT_SIZE];

  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < list->len; i++)
    yyjson_mut_arr_append (items, describe (doc, g_ptr_array_index (list, i)));
  if (last != NULL && list->len == limit)
    yyjson_mut_obj_add_strcpy (doc, root, "cursor", palier_id_format (&last->id, id));
  palier_api_answer (request, 200, doc);
}

static gboolean
list_deliveries (PalierTx *tx, gpointer data, GError **error)
{
  Question *self = data;
  g_autoptr (PalierSubscription) hook = palier_api_find_hook (tx, self->request);

  if (hook == NULL)
    return palier_db_check (tx->db, error);
  g_autoptr (GPtrArray) list = palier_delivery_store_list (
      tx, self->request->tenant, &hook->id, self->after ? &self->before : NULL, self->limit);
  if (!palier_db_check (tx->db, error))
    return FALSE;
  answer_list (self->request, list, self->limit);
  return TRUE;
}

void
palier_api_deliveries (PalierRequest *request, gpointer data)
{
  const char *after = palier_request_get_query (request, "after");
  Question question = { .request = request, .after = after != NULL };

  if (!palier_api_get_limit (request, PAGE, PAGE_MAX, &question.limit))
    return;
  if (after != NULL && !palier_id_parse (after, &question.before))
    palier_request_problem (request, 400, "bad_request");
  else
    palier_api_read (data, request, list_deliveries, &question);
}

/* Adds @delivery to what its webhook is sent, which must be active. */
static void
add_delivery (PalierTx *tx, PalierRequest *request, const PalierSubscription *hook,
              PalierDelivery *delivery)
{
  if (hook->state != PALIER_SUBSCRIPTION_ACTIVE)
  {
    palier_request_problem (request, 409, "nothing_to_do");
    return;
  }
  palier_delivery_store_add (tx, request->tenant, delivery);
  palier_subscription_store_plan (tx, request->tenant);
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_doc_set_root (doc, describe (doc, delivery));
  palier_api_answer (request, 202, doc);
}

static gboolean
ping (PalierTx *tx, gpointer data, GError **error)
{
  PalierRequest *request = data;
  g_autoptr (PalierSubscription) hook = palier_api_find_hook (tx, request);

  if (hook != NULL)
  {
    PalierDelivery delivery = { .subscription = hook->id,
                                .event =
                                    palier_id_new (palier_store_get_clock (tx->store), tx->random),
                                .name = (char *) PALIER_PING };
    add_delivery (tx, request, hook, &delivery);
  }
  return palier_api_once_keep (tx, request, error);
}

void
palier_api_ping_webhook (PalierRequest *request, gpointer data)
{
  palier_api_write (data, request, ping, request);
}

/* Returns: (transfer full) (nullable): NULL when the request is answered */
static PalierDelivery *
find_delivery (PalierTx *tx, PalierRequest *request)
{
  PalierId id;
  PalierDelivery *delivery = palier_id_parse (request->part, &id)
                                 ? palier_delivery_store_get (tx, request->tenant, &id)
                                 : NULL;

  if (delivery == NULL)
    palier_request_problem (request, 404, "not_found");
  return delivery;
}

/* The same event is sent again, as a delivery of its own. */
static gboolean
replay (PalierTx *tx, gpointer data, GError **error)
{
  PalierRequest *request = data;
  g_autoptr (PalierDelivery) old = find_delivery (tx, request);
  g_autoptr (PalierSubscription) hook =
      old != NULL ? palier_subscription_store_get (tx, request->tenant, &old->subscription) : NULL;

  if (old != NULL && hook == NULL)
    palier_request_problem (request, 404, "not_found");
  else if (hook != NULL)
  {
    PalierDelivery again = {
      .subscription = old->subscription, .seq = old->seq, .event = old->event, .name = old->name
    };
    add_delivery (tx, request, hook, &again);
  }
  return palier_api_once_keep (tx, request, error);
}

void
palier_api_replay (PalierRequest *request, gpointer data)
{
  palier_api_write (data, request, replay, request);
}
