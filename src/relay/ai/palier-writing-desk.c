/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of a question:
 *
 *     taken: a place at the desk, and its tokens held → asked → words, as events → settled → the
 * end
 *
 * A retry, the breaker and the bounds of an answer are the provider's. The times are a little
 * shorter than those of a device, so that it hears the relay's word and does not give up first. */
#include "palier-writing-desk.h"

#include <libdex.h>
#include <string.h>

#include "palier-ai-models.h"
#include "palier-ai-provider.h"
#include "palier-relay-figures.h"
#include "palier-writing-event.h"

#define FIRST_MS 4500
#define TOTAL_MS 18000
#define PLACES 64
#define PLACES_OF_TENANT 8
#define STOP_MS 5000

struct _PalierWritingDesk
{
  PalierStore *store;
  PalierMeter meter;
  char *model;
  PalierHttp *http;
  PalierAiProvider *provider;
  PalierRandom *random;
  int resting;         /* atomic */
  GMutex lock;         /* of all that follows */
  GPtrArray *writings; /* (element-type PalierWriting): all that were taken */
  gboolean stopping;
};

struct _PalierWriting
{
  PalierWritingDesk *desk;
  PalierWritingQuestion *question;
  PalierWritingHold hold;
  const PalierWritingListener *listener;
  gpointer data;
  GCancellable *cancellable;
  PalierAiUsage spent;
  gboolean charged; /* to the agency */
  DexPromise *settled;
};

/* ---- the settings */

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error_literal (error, PALIER_CONFIG_ERROR, PALIER_CONFIG_ERROR_VALUE, what);
  return FALSE;
}

static const char *
find_model (const PalierRelayConfig *config)
{
  const PalierAiModel *proposed = palier_ai_model_default (config->ai_service);

  return config->ai_model != NULL ? config->ai_model : proposed != NULL ? proposed->id : NULL;
}

static gboolean
is_encrypted (const char *endpoint)
{
  g_autoptr (GUri) uri = g_uri_parse (endpoint, G_URI_FLAGS_NONE, NULL);

  return uri != NULL
         && (strcmp (g_uri_get_scheme (uri), "https") == 0
             || palier_net_is_loopback (g_uri_get_host (uri)));
}

/**
 * palier_writing_desk_check:
 * @config: with an ai_service
 *
 * Returns: FALSE with PALIER_CONFIG_ERROR_VALUE
 */
gboolean
palier_writing_desk_check (const PalierRelayConfig *config, GError **error)
{
  const PalierAiDialect *dialect = palier_ai_dialect_find (config->ai_service);

  if (dialect == NULL || dialect->endpoint == NULL)
    return refuse (error, "ai_service must be openai, mistral, compatible or llama.cpp");
  if (find_model (config) == NULL)
    return refuse (error, "ai_model: this service has none of its own");
  if (dialect->needs_key && config->ai_key == NULL)
    return refuse (error, "ai_key: this service asks for one");
  if (config->ai_endpoint != NULL && !is_encrypted (config->ai_endpoint))
    return refuse (error, "ai_endpoint must be https, or on this machine");
  return TRUE;
}

/* ---- the desk */

/**
 * palier_writing_desk_new:
 * @config: with an ai_service
 *
 * To be called, and freed, on the thread of the main loop.
 *
 * Returns: (nullable): NULL with PALIER_CONFIG_ERROR_VALUE
 */
PalierWritingDesk *
palier_writing_desk_new (const PalierRelayConfig *config, PalierStore *store, PalierMeter meter,
                         GError **error)
{
  PalierWritingDesk *self;

  if (!palier_writing_desk_check (config, error))
    return NULL;
  dex_init ();
  self = g_new0 (PalierWritingDesk, 1);
  g_mutex_init (&self->lock);
  self->store = store;
  self->meter = meter;
  self->model = g_strdup (find_model (config));
  self->http = palier_http_new ();
  self->random = palier_random_new_system ();
  self->writings = g_ptr_array_new ();
  self->provider = palier_ai_provider_new (
      &(PalierAiSettings) { .dialect = palier_ai_dialect_find (config->ai_service),
                            .endpoint = config->ai_endpoint,
                            .key = config->ai_key,
                            .first_ms = FIRST_MS,
                            .total_ms = TOTAL_MS },
      self->http, palier_store_get_clock (store), self->random, error);
  if (self->provider != NULL)
    return self;
  palier_writing_desk_free (self);
  return NULL;
}

/* Ends what is under way, and is told of each end. */
static void
stop (PalierWritingDesk *self)
{
  gint64 until_us = g_get_monotonic_time () + STOP_MS * G_GINT64_CONSTANT (1000);

  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  for (guint i = 0; i < self->writings->len; i++)
    g_cancellable_cancel (((PalierWriting *) self->writings->pdata[i])->cancellable);
  while (self->writings->len > 0 && g_get_monotonic_time () < until_us)
  {
    g_mutex_unlock (&self->lock);
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
    g_mutex_lock (&self->lock);
  }
  g_mutex_unlock (&self->lock);
}

/* Ends what is under way. No question may come any more. */
void
palier_writing_desk_free (PalierWritingDesk *self)
{
  stop (self);
  g_clear_pointer (&self->provider, palier_ai_provider_unref);
  palier_http_free (self->http);
  palier_random_unref (self->random);
  g_ptr_array_unref (self->writings);
  g_mutex_clear (&self->lock);
  g_free (self->model);
  g_free (self);
}

/* Whether the service failed so often that it is left alone. Safe on any thread. */
gboolean
palier_writing_desk_is_resting (const PalierWritingDesk *self)
{
  return g_atomic_int_get (&self->resting) != 0;
}

/* ---- taken */

static gboolean
take_place (PalierWritingDesk *self, PalierWriting *writing)
{
  guint own = 0;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->writings->len; i++)
    own +=
        ((PalierWriting *) self->writings->pdata[i])->hold.tenant->id == writing->hold.tenant->id;
  gboolean free = !self->stopping && own < PLACES_OF_TENANT && self->writings->len < PLACES;
  if (free)
    g_ptr_array_add (self->writings, writing);
  g_mutex_unlock (&self->lock);
  return free;
}

static void
give_place_back (PalierWriting *writing)
{
  PalierWritingDesk *self = writing->desk;

  g_mutex_lock (&self->lock);
  g_ptr_array_remove_fast (self->writings, writing);
  g_mutex_unlock (&self->lock);
}

static void
writing_free (PalierWriting *self)
{
  palier_writing_question_free (self->question);
  g_object_unref (self->cancellable);
  g_free (self);
}

typedef struct
{
  const PalierWritingHold *hold;
  PalierWritingRefusal *refusal;
} Taking;

static gboolean
hold_tokens (PalierTx *tx, gpointer data, GError **error)
{
  Taking *self = data;
  PalierEntitlement entitlement;

  palier_entitlement_load (tx, self->hold->tenant, self->hold->meter, &entitlement);
  self->refusal->code =
      palier_writing_meter_hold (tx, self->hold, &entitlement, &self->refusal->use);
  return palier_db_check (tx->db, error);
}

static PalierWritingTake
take (PalierWriting *writing, PalierWritingRefusal *refusal, GError **error)
{
  Taking taking = { &writing->hold, refusal };

  if (!take_place (writing->desk, writing))
    return PALIER_WRITING_BUSY;
  if (palier_store_write (writing->desk->store, hold_tokens, &taking, error))
  {
    if (refusal->code == NULL)
      return PALIER_WRITING_TAKEN;
    palier_figure_add (PALIER_FIGURE_WRITINGS_REFUSED, 1);
  }
  give_place_back (writing);
  return refusal->code != NULL ? PALIER_WRITING_REFUSED : PALIER_WRITING_ERROR;
}

/**
 * palier_writing_desk_take:
 * @question: (transfer full)
 * @writing: (out): one to be asked, where it is taken
 * @refusal: (out): where the plan refuses it
 *
 * Waits for the store.
 */
PalierWritingTake
palier_writing_desk_take (PalierWritingDesk *self, PalierTenant *tenant,
                          PalierWritingQuestion *question, PalierWriting **writing,
                          PalierWritingRefusal *refusal, GError **error)
{
  PalierWriting *one = g_new0 (PalierWriting, 1);

  one->desk = self;
  one->question = question;
  one->cancellable = g_cancellable_new ();
  one->hold = (PalierWritingHold) {
    .tenant = tenant,
    .cause =
        palier_id_new (palier_store_get_clock (self->store), palier_store_get_random (self->store)),
    .meter = self->meter,
    .most = palier_writing_question_estimate (question),
  };
  *refusal = (PalierWritingRefusal) { 0 };
  PalierWritingTake outcome = take (one, refusal, error);
  if (outcome == PALIER_WRITING_TAKEN)
    *writing = one;
  else
    writing_free (one);
  return outcome;
}

/* ---- asked */

static void
on_delta_cb (const char *text, gpointer data)
{
  PalierWriting *self = data;
  g_autoptr (GString) events = g_string_new (NULL);

  palier_writing_event_text (events, self->desk->model, text);
  self->listener->events (events->str, self->data);
}

static gboolean
settle (PalierTx *tx, gpointer data, GError **error)
{
  const PalierWriting *self = data;

  palier_writing_meter_settle (tx, &self->hold, self->charged ? &self->spent : NULL,
                               self->desk->model);
  return palier_db_check (tx->db, error);
}

/* Frees nothing that the fiber may free meanwhile. */
static void
on_settled_cb (gpointer data, const GError *error)
{
  DexPromise *settled = dex_ref (((PalierWriting *) data)->settled);

  if (error != NULL)
    g_warning ("what a question took is not written down: %s", error->message);
  dex_promise_resolve_boolean (settled, error == NULL);
  dex_unref (settled);
}

/* What is not settled now is let go of later: see palier_writing_meter_hold(). */
static void
await_settled (PalierWriting *self)
{
  self->settled = dex_promise_new ();
  palier_store_submit (self->desk->store, settle, on_settled_cb, self);
  dex_await (dex_ref (self->settled), NULL);
  dex_clear (&self->settled);
}

/* The operator pays for it in any case. */
static void
on_spent_cb (const PalierAiUsage *usage, gpointer data)
{
  PalierWriting *self = data;

  self->spent.prompt += usage->prompt;
  self->spent.cached += usage->cached;
  self->spent.completion += usage->completion;
  palier_figure_add (PALIER_FIGURE_WRITING_TOKENS, (guint64) (usage->prompt + usage->completion));
  palier_figure_add (PALIER_FIGURE_WRITING_COST,
                     (guint64) palier_writing_meter_cost (usage, self->desk->model));
}

/* @finish: why it ended. Such an answer is charged. */
static void
end_answer (PalierWriting *self, PalierFigure figure, const char *finish, gboolean declined)
{
  g_autoptr (GString) events = g_string_new (NULL);

  self->charged = TRUE;
  palier_figure_add (figure, 1);
  await_settled (self);
  palier_writing_event_end (events, self->desk->model, finish, declined, &self->spent);
  self->listener->events (events->str, self->data);
  self->listener->end (NULL, self->data);
}

/* Nothing is charged for what failed; what was cut off by who asked is. */
static void
end_fault (PalierWriting *self, const PalierWritingFault *fault, const GError *error)
{
  gboolean left = fault->kind == PALIER_WRITING_LEFT;

  self->charged = left && self->spent.completion > 0;
  palier_figure_add (left ? PALIER_FIGURE_WRITINGS_LEFT : PALIER_FIGURE_WRITINGS_FAILED, 1);
  await_settled (self);
  if (fault->kind == PALIER_WRITING_BROKEN)
    g_warning ("the service that writes does not work: %s",
               palier_ai_error_name ((PalierAiError) error->code));
  self->listener->end (fault, self->data);
}

static void
end (PalierWriting *self, const GError *error)
{
  PalierWritingFault fault = { 0 };

  if (error != NULL)
    fault = palier_writing_fault_of (error);
  if (error == NULL)
    end_answer (self, PALIER_FIGURE_WRITINGS, "stop", FALSE);
  else if (fault.kind == PALIER_WRITING_DECLINED)
    end_answer (self, PALIER_FIGURE_WRITINGS_DECLINED, fault.finish,
                error->code == PALIER_AI_ERROR_REFUSED);
  else
    end_fault (self, &fault, error);
}

static DexFuture *
ask_fiber (gpointer data)
{
  PalierWriting *self = data;
  PalierWritingDesk *desk = self->desk;
  PalierAiRequest request = palier_writing_question_as (self->question, desk->model);
  g_autoptr (GError) error = NULL;

  request.spent = on_spent_cb;
  request.spent_data = self;
  dex_await (
      palier_ai_provider_ask (desk->provider, &request, on_delta_cb, self, self->cancellable),
      &error);
  g_atomic_int_set (&desk->resting,
                    palier_ai_provider_get_state (desk->provider) != PALIER_BREAKER_CLOSED);
  end (self, error);
  give_place_back (self);
  writing_free (self);
  return NULL;
}

/* Returns: (transfer none): by which whoever asks takes the question back, as long as its end was
 *   not told */
GCancellable *
palier_writing_get_cancellable (PalierWriting *self)
{
  return self->cancellable;
}

/**
 * palier_writing_ask:
 * @self: (transfer full)
 * @listener: kept by the caller
 */
void
palier_writing_ask (PalierWriting *self, const PalierWritingListener *listener, gpointer data)
{
  self->listener = listener;
  self->data = data;
  dex_unref (dex_scheduler_spawn (dex_scheduler_get_default (), 0, ask_fiber, self, NULL));
}
