/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The business events: a page of them, a stream of them, and samples for who sets up what is to be
 * done with them. */
#include "palier-relay-api.h"

#include <string.h>

#include "palier-api-form.h"
#include "palier-outbox-json.h"

#define PAGE 100
#define PAGE_MAX 200
#define SAMPLES 3

typedef struct
{
  PalierTenant *tenant;
  guint64 seq; /* after which; then up to where */
  guint limit;
  const char *name; /* (nullable): of samples */
  GPtrArray *events;
} Question;

static gboolean
read_page (PalierTx *tx, gpointer data, GError **error)
{
  Question *self = data;

  self->events = palier_outbox_store_since (tx, self->tenant, self->seq, self->limit);
  if (!palier_db_check (tx->db, error))
    return FALSE;
  if (self->events->len > 0)
    self->seq =
        ((PalierOutboxEvent *) g_ptr_array_index (self->events, self->events->len - 1))->seq;
  return TRUE;
}

static gboolean
find_end (PalierTx *tx, gpointer data, GError **error)
{
  Question *self = data;

  self->seq = palier_outbox_store_last (tx, self->tenant);
  return palier_db_check (tx->db, error);
}

static gboolean
wants_stream (PalierRequest *request)
{
  const char *accept = palier_request_get_header (request, "Accept");

  return accept != NULL && strstr (accept, "text/event-stream") != NULL;
}

/* From the place that the reader names, else from now on. */
static void
open_stream (PalierRelayApi *api, PalierRequest *request)
{
  const char *last = palier_request_get_header (request, "Last-Event-ID");
  Question question = { .tenant = request->tenant };
  g_autoptr (GError) error = NULL;

  if (last != NULL)
    question.seq = palier_place_parse (last, palier_store_get_epoch (api->store));
  else if (!palier_store_read (api->store, find_end, &question, &error))
  {
    palier_relay_api_fail (request, error);
    return;
  }
  request->status = 200;
  request->stream = request->feed = TRUE;
  request->feed_seq = question.seq;
}

static void
answer_page (PalierRelayApi *api, PalierRequest *request, const Question *question)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, root, "events");
  char place[PALIER_PLACE_TEXT_SIZE];

  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < question->events->len; i++)
    yyjson_mut_arr_append (list,
                           palier_outbox_event_describe (doc, request->tenant,
                                                         g_ptr_array_index (question->events, i)));
  palier_place_format (palier_store_get_epoch (api->store), question->seq, place);
  yyjson_mut_obj_add_str (doc, root, "cursor", place);
  yyjson_mut_obj_add_bool (doc, root, "more", question->events->len == question->limit);
  palier_api_answer (request, 200, doc);
}

void
palier_api_feed (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Question question = { .tenant = request->tenant,
                        .seq = palier_place_parse (palier_request_get_query (request, "after"),
                                                   palier_store_get_epoch (api->store)) };
  g_autoptr (GError) error = NULL;

  if (wants_stream (request))
  {
    open_stream (api, request);
    return;
  }
  if (!palier_api_get_limit (request, PAGE, PAGE_MAX, &question.limit))
    return;
  gboolean good = palier_store_read (api->store, read_page, &question, &error);
  g_autoptr (GPtrArray) events = question.events;
  if (good)
    answer_page (api, request, &question);
  else
    palier_relay_api_fail (request, error);
}

static void
append_frame (GString *out, const PalierTenant *tenant, const PalierOutboxEvent *event,
              const PalierId *epoch)
{
  g_autofree char *json = palier_outbox_event_to_json (tenant, event);
  char place[PALIER_PLACE_TEXT_SIZE];

  g_string_append_printf (out, "id: %s\nevent: %s\ndata: %s\n\n",
                          palier_place_format (epoch, event->seq, place), event->name, json);
}

/* A PalierFeedFunc. */
PalierFeedState
palier_api_feed_next (PalierFeed *feed, GString *out, gpointer data)
{
  PalierRelayApi *api = data;
  Question question = { .tenant = feed->caller.tenant, .seq = feed->seq, .limit = PAGE };
  g_autoptr (GError) error = NULL;

  if (!palier_authority_is_live (api->authority, &feed->caller))
    return PALIER_FEED_END;
  gboolean good = palier_store_read (api->store, read_page, &question, &error);
  g_autoptr (GPtrArray) events = question.events;
  if (!good)
  {
    g_warning ("a stream of events waits: %s", error->message);
    return PALIER_FEED_EMPTY;
  }
  for (guint i = 0; i < events->len; i++)
    append_frame (out, question.tenant, g_ptr_array_index (events, i),
                  palier_store_get_epoch (api->store));
  feed->seq = question.seq;
  return events->len == PAGE ? PALIER_FEED_MORE : PALIER_FEED_EMPTY;
}

/* ---- samples ---- */

static gboolean
read_samples (PalierTx *tx, gpointer data, GError **error)
{
  Question *self = data;

  self->events = palier_outbox_store_latest (tx, self->tenant, self->name, SAMPLES);
  if (self->events->len == 0)
    g_ptr_array_add (self->events, palier_outbox_event_new_example (
                                       palier_business_event_find (self->name), tx->now_ms));
  return palier_db_check (tx->db, error);
}

void
palier_api_sample (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Question question = { .tenant = request->tenant, .name = request->part };
  g_autoptr (GError) error = NULL;

  if (palier_business_event_find (request->part) == NULL)
  {
    palier_request_problem (request, 404, "not_found");
    return;
  }
  gboolean good = palier_store_read (api->store, read_samples, &question, &error);
  g_autoptr (GPtrArray) events = question.events;
  if (!good)
  {
    palier_relay_api_fail (request, error);
    return;
  }
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *list = yyjson_mut_arr (doc);
  yyjson_mut_doc_set_root (doc, list);
  for (guint i = 0; i < events->len; i++)
    yyjson_mut_arr_append (
        list, palier_outbox_event_describe (doc, request->tenant, g_ptr_array_index (events, i)));
  palier_api_answer (request, 200, doc);
}
