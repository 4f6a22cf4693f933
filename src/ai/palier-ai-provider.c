/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question is a fiber: attempts until one is answered, a fault comes that does not pass, or
 * the time is over. Nothing is asked again once words were handed on. What an attempt was worth is
 * told to the breaker; a service that says for how long (Retry-After) is left alone as long. */
#include "palier-ai-provider.h"

#include <string.h>

#include "palier-ai-reply.h"
#include "palier-sse.h"

#define FIRST_MS 5000
#define TOTAL_MS 20000
#define RETRY_MS 500
#define RETRY_MOST_MS 8000
#define ATTEMPTS 3
#define LINGER_MS 200                       /* for the end of a stream whose answer is whole */
#define STREAM_MAX (8 * PALIER_AI_TEXT_MAX) /* bytes: each word comes in an event of its own */
#define EVENT_MAX (2 * PALIER_AI_TEXT_MAX)

struct _PalierAiProvider
{
  PalierHttp *http;
  PalierClock *clock;
  PalierRandom *random;
  const PalierAiDialect *dialect;
  char *url;
  char *key;
  gint64 first_ms, total_ms, retry_ms;
  PalierBreaker breaker;
  gint64 rest_until_ms;
};

/* One question. */
typedef struct
{
  PalierAiProvider *provider;
  GBytes *body;
  PalierAiDelta on_delta;
  gpointer data;
  PalierAiSpent spent;
  gpointer spent_data;
  GCancellable *cancellable; /* the caller's */
  gint64 start_ms;
  gint64 first_ms; /* when the first words came; 0: not yet */
  guint attempts;
} Question;

/* One attempt. */
typedef struct
{
  Question *question;
  GCancellable *cancellable;
  DexChannel *chunks;
  PalierSse *sse;
  PalierAiReply *reply;
  gint64 retry_after_ms;
} Attempt;

static void
provider_clear (gpointer data)
{
  PalierAiProvider *self = data;

  palier_clock_unref (self->clock);
  palier_random_unref (self->random);
  if (self->key != NULL)
    explicit_bzero (self->key, strlen (self->key));
  g_free (self->key);
  g_free (self->url);
}

PalierAiProvider *
palier_ai_provider_ref (PalierAiProvider *self)
{
  return g_rc_box_acquire (self);
}

void
palier_ai_provider_unref (PalierAiProvider *self)
{
  g_rc_box_release_full (self, provider_clear);
}

static void
question_free (gpointer data)
{
  Question *self = data;

  palier_ai_provider_unref (self->provider);
  g_bytes_unref (self->body);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static gint64
now_ms (const PalierAiProvider *self)
{
  return palier_clock_monotonic_ms (self->clock);
}

static gint64
time_left_ms (const Question *self)
{
  return self->start_ms + self->provider->total_ms - now_ms (self->provider);
}

/* ---- one attempt */

static GError *
translate (const GError *error)
{
  static const struct
  {
    PalierNetError net;
    PalierAiError ai;
  } codes[] = {
    { PALIER_NET_ERROR_CANCELLED, PALIER_AI_ERROR_CANCELLED },
    { PALIER_NET_ERROR_RESOLVE, PALIER_AI_ERROR_UNREACHABLE },
    { PALIER_NET_ERROR_CONNECT, PALIER_AI_ERROR_UNREACHABLE },
    { PALIER_NET_ERROR_TIMED_OUT, PALIER_AI_ERROR_TIMED_OUT },
    { PALIER_NET_ERROR_TLS, PALIER_AI_ERROR_TLS },
    { PALIER_NET_ERROR_TOO_LARGE, PALIER_AI_ERROR_TOO_LARGE },
    { PALIER_NET_ERROR_INSECURE, PALIER_AI_ERROR_SETTINGS },
    { PALIER_NET_ERROR_URL, PALIER_AI_ERROR_SETTINGS },
  };
  PalierAiError code = PALIER_AI_ERROR_BROKEN_OFF;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, PALIER_NET_ERROR, (int) codes[i].net))
      code = codes[i].ai;
  return g_error_new_literal (PALIER_AI_ERROR, (int) code, error->message);
}

static gboolean
take_events (Attempt *self, GError **error)
{
  Question *question = self->question;
  char *name, *data;

  while (!self->reply->done && palier_sse_next (self->sse, &name, &data))
  {
    g_autofree char *delta = NULL;
    gboolean well = palier_ai_reply_take_event (self->reply, name, data, &delta, error);
    g_free (name);
    g_free (data);
    if (!well)
      return FALSE;
    if (delta == NULL)
      continue;
    if (question->first_ms == 0)
      question->first_ms = now_ms (question->provider);
    if (question->on_delta != NULL)
      question->on_delta (delta, question->data);
  }
  return TRUE;
}

static gboolean
take_chunk (Attempt *self, GBytes *chunk, GError **error)
{
  g_autoptr (GError) failed = NULL;

  if (!palier_sse_feed (self->sse, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk),
                        &failed))
  {
    g_propagate_error (error, translate (failed));
    return FALSE;
  }
  return take_events (self, error);
}

/* The next bytes; while no word has come, only as long as is waited for the first. */
static DexFuture *
next_chunk (Attempt *self, gint64 first_until_us)
{
  DexFuture *chunk = dex_channel_receive (self->chunks);

  if (self->question->first_ms != 0)
    return chunk;
  return dex_future_first (chunk, dex_timeout_new_deadline (first_until_us), NULL);
}

/* %FALSE with an error of what came; where nothing more comes, the exchange says why. */
static gboolean
read_stream (Attempt *self, GError **error)
{
  gint64 first_until_us = g_get_monotonic_time () + self->question->provider->first_ms * 1000;

  while (!self->reply->done)
  {
    g_autoptr (GError) ended = NULL;
    g_autoptr (GBytes) chunk = dex_await_boxed (next_chunk (self, first_until_us), &ended);
    if (g_error_matches (ended, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    {
      g_set_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_TIMED_OUT, "no first word");
      return FALSE;
    }
    if (chunk == NULL)
      return TRUE;
    if (!take_chunk (self, chunk, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_page (const PalierHttpAnswer *answer)
{
  gsize length;
  const char *body = g_bytes_get_data (answer->body, &length);

  return (answer->content_type != NULL
          && g_ascii_strncasecmp (answer->content_type, "text/html", 9) == 0)
         || (length > 0 && body[0] == '<');
}

/* @answer: of the exchange that has ended well */
static gboolean
read_answer (Attempt *self, const PalierHttpAnswer *answer, GError **error)
{
  gsize length;
  const char *body = g_bytes_get_data (answer->body, &length);

  self->retry_after_ms = answer->wanted != NULL
                             ? (gint64) g_ascii_strtoull (answer->wanted, NULL, 10)
                             : answer->retry_after_ms;
  if (answer->status != 200)
    g_propagate_error (error,
                       palier_ai_reply_fault (answer->status, answer->content_type, body, length));
  else if (is_page (answer))
    g_set_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_NO_SERVICE, "a page");
  else
    return length == 0 || palier_ai_reply_take_whole (self->reply, body, length, error);
  return FALSE;
}

static DexFuture *
send_question (Attempt *self)
{
  const PalierAiProvider *provider = self->question->provider;
  PalierHttpRequest request = {
    .method = "POST",
    .url = provider->url,
    .body = self->question->body,
    .content_type = "application/json",
    .bearer = provider->key,
    .timeout_ms = (guint) MAX (time_left_ms (self->question), 1),
    .max_bytes = STREAM_MAX,
    .wanted = "retry-after-ms",
  };

  return palier_http_follow (provider->http, &request, self->chunks, self->cancellable);
}

static gboolean
run_attempt (Attempt *self, GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (PalierHttpAnswer) answer = NULL;
  g_autoptr (DexFuture) exchange = send_question (self);
  gboolean well = read_stream (self, error);

  if (well && self->reply->done)
    dex_await (dex_future_first (dex_ref (exchange), dex_timeout_new_msec (LINGER_MS), NULL), NULL);
  if (!well || self->reply->done)
    g_cancellable_cancel (self->cancellable);
  answer = dex_await_boxed (dex_ref (exchange), &failed);
  if (!well)
    return FALSE;
  if (answer == NULL && !self->reply->done)
  {
    g_propagate_error (error, translate (failed));
    return FALSE;
  }
  return (answer == NULL || read_answer (self, answer, error))
         && palier_ai_reply_finish (self->reply, error);
}

static PalierAiUsage
usage_of (const Question *self, const PalierAiReply *reply)
{
  if (reply->has_usage)
    return reply->usage;
  return (PalierAiUsage) {
    .prompt = palier_ai_estimate_tokens (g_bytes_get_size (self->body)),
    .completion = palier_ai_estimate_tokens (reply->text->len + reply->refusal->len),
    .estimated = TRUE,
  };
}

/* A service that wrote anything wants to be paid for it. */
static void
tell_spent (const Question *self, const PalierAiReply *reply)
{
  PalierAiUsage usage = usage_of (self, reply);

  if (self->spent != NULL && (reply->has_usage || reply->text->len > 0 || reply->refusal->len > 0))
    self->spent (&usage, self->spent_data);
}

static void
on_cancelled_cb (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

/* (transfer full) (nullable) */
static PalierAiReply *
attempt (Question *question, gint64 *retry_after_ms, GError **error)
{
  Attempt self = {
    .question = question,
    .cancellable = g_cancellable_new (),
    .chunks = dex_channel_new (0),
    .sse = palier_sse_new (EVENT_MAX),
    .reply = palier_ai_reply_new (),
  };
  gulong id = question->cancellable != NULL
                  ? g_cancellable_connect (question->cancellable, G_CALLBACK (on_cancelled_cb),
                                           g_object_ref (self.cancellable), g_object_unref)
                  : 0;
  gboolean well = run_attempt (&self, error);

  question->attempts++;
  tell_spent (question, self.reply);
  *retry_after_ms = self.retry_after_ms;
  g_cancellable_disconnect (question->cancellable, id);
  g_object_unref (self.cancellable);
  dex_unref (self.chunks);
  palier_sse_free (self.sse);
  if (!well)
    g_clear_pointer (&self.reply, palier_ai_reply_free);
  return self.reply;
}

/* ---- between attempts */

/* @error: (nullable). What says nothing of the service's health counts neither way. */
static PalierCallOutcome
outcome_of (const GError *error, gint64 retry_after_ms)
{
  if (error == NULL)
    return PALIER_CALL_WELL;
  switch ((PalierAiError) error->code)
  {
  case PALIER_AI_ERROR_UNREACHABLE:
  case PALIER_AI_ERROR_TLS:
  case PALIER_AI_ERROR_TIMED_OUT:
  case PALIER_AI_ERROR_BROKEN_OFF:
  case PALIER_AI_ERROR_SERVER:
    return PALIER_CALL_FAILED;
  case PALIER_AI_ERROR_RATE:
    return retry_after_ms > 0 ? PALIER_CALL_NEITHER : PALIER_CALL_FAILED;
  case PALIER_AI_ERROR_REFUSED:
  case PALIER_AI_ERROR_FILTERED:
  case PALIER_AI_ERROR_CUT:
  case PALIER_AI_ERROR_EMPTY:
    return PALIER_CALL_WELL;
  default:
    return PALIER_CALL_NEITHER;
  }
}

static void
note (PalierAiProvider *self, const GError *error, gint64 retry_after_ms)
{
  gint64 now = now_ms (self);

  palier_breaker_note (&self->breaker, outcome_of (error, retry_after_ms), now);
  if (g_error_matches (error, PALIER_AI_ERROR, PALIER_AI_ERROR_CREDIT))
    palier_breaker_trip (&self->breaker, now);
  if (retry_after_ms > 0)
    self->rest_until_ms = now + retry_after_ms;
}

static gboolean
passes (const GError *error)
{
  return g_error_matches (error, PALIER_AI_ERROR, PALIER_AI_ERROR_UNREACHABLE)
         || g_error_matches (error, PALIER_AI_ERROR, PALIER_AI_ERROR_BROKEN_OFF)
         || g_error_matches (error, PALIER_AI_ERROR, PALIER_AI_ERROR_SERVER)
         || g_error_matches (error, PALIER_AI_ERROR, PALIER_AI_ERROR_RATE);
}

/* How long to wait before the next attempt; -1: there is none. */
static gint64
delay_ms (const Question *self, const GError *error)
{
  PalierAiProvider *provider = self->provider;
  gint64 most = MIN (provider->retry_ms << (self->attempts - 1), RETRY_MOST_MS);
  gint64 delay = most - (gint64) palier_random_below (provider->random, (guint64) most / 2 + 1);

  delay = MAX (delay, provider->rest_until_ms - now_ms (provider));
  return passes (error) && self->first_ms == 0 && self->attempts < ATTEMPTS
                 && delay < time_left_ms (self)
             ? delay
             : -1;
}

static gboolean
may_ask (PalierAiProvider *self, GError **error)
{
  gint64 now = now_ms (self);
  gint64 rest_ms = MAX (self->rest_until_ms - now, palier_breaker_wait_ms (&self->breaker, now));

  if (rest_ms <= 0 && palier_breaker_allows (&self->breaker, now))
    return TRUE;
  g_set_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_RESTING, "%" G_GINT64_FORMAT " ms",
               MAX (rest_ms, 0));
  return FALSE;
}

static DexFuture *
resolve (const Question *self, PalierAiReply *reply)
{
  PalierAiAnswer *answer = palier_ai_answer_new ();

  answer->usage = usage_of (self, reply);
  answer->text = g_strdup (reply->text->str);
  answer->model = g_steal_pointer (&reply->model);
  answer->attempts = self->attempts;
  answer->latency_ms = now_ms (self->provider) - self->start_ms;
  answer->first_ms = self->first_ms != 0 ? self->first_ms - self->start_ms : answer->latency_ms;
  return dex_future_new_take_boxed (PALIER_TYPE_AI_ANSWER, answer);
}

static gboolean
pause_for (const Question *self, gint64 ms, GError **error)
{
  g_autoptr (DexFuture) cancelled = self->cancellable != NULL
                                        ? dex_cancellable_new_from_cancellable (self->cancellable)
                                        : dex_future_new_infinite ();

  dex_await (dex_future_first (dex_ref (cancelled), dex_timeout_new_msec ((int) ms), NULL), NULL);
  if (!g_cancellable_is_cancelled (self->cancellable))
    return TRUE;
  g_set_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_CANCELLED, "between two attempts");
  return FALSE;
}

static DexFuture *
ask_fiber (gpointer data)
{
  Question *self = data;
  GError *error = NULL;

  self->start_ms = now_ms (self->provider);
  while (may_ask (self->provider, &error))
  {
    gint64 retry_after_ms;
    g_autoptr (PalierAiReply) reply = attempt (self, &retry_after_ms, &error);
    note (self->provider, error, retry_after_ms);
    if (reply != NULL)
      return resolve (self, reply);
    gint64 delay = delay_ms (self, error);
    if (delay < 0 || palier_breaker_wait_ms (&self->provider->breaker, now_ms (self->provider)) > 0)
      break;
    g_clear_error (&error);
    if (!pause_for (self, delay, &error))
      break;
  }
  return dex_future_new_for_error (error);
}

/* ---- public */

static gboolean
is_local (const char *endpoint)
{
  g_autoptr (GUri) uri = g_uri_parse (endpoint, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL
         && palier_net_is_loopback (g_uri_get_host (uri));
}

static gboolean
check_settings (const PalierAiSettings *settings, const char *endpoint, GError **error)
{
  gboolean has_key = settings->key != NULL && *settings->key != '\0';

  if (endpoint == NULL)
    g_set_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_SETTINGS, "no address");
  else if (settings->local_only && !is_local (endpoint))
    g_set_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_LOCAL_ONLY, "%s", endpoint);
  else if (settings->dialect->needs_key && !has_key)
    g_set_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_SETTINGS, "no key");
  else
    return TRUE;
  return FALSE;
}

/**
 * palier_ai_provider_new:
 * @http: outlives the provider
 *
 * Returns: (transfer full): %NULL with PALIER_AI_ERROR_SETTINGS where the address or the key is
 *   missing, or PALIER_AI_ERROR_LOCAL_ONLY
 */
PalierAiProvider *
palier_ai_provider_new (const PalierAiSettings *settings, PalierHttp *http, PalierClock *clock,
                        PalierRandom *random, GError **error)
{
  const char *endpoint =
      settings->endpoint != NULL ? settings->endpoint : settings->dialect->endpoint;
  PalierAiProvider *self;

  if (!check_settings (settings, endpoint, error))
    return NULL;
  self = g_rc_box_new0 (PalierAiProvider);
  self->http = http;
  self->clock = palier_clock_ref (clock);
  self->random = palier_random_ref (random);
  self->dialect = settings->dialect;
  gsize length = strlen (endpoint) - g_str_has_suffix (endpoint, "/");
  self->url = g_strdup_printf ("%.*s%s", (int) length, endpoint, settings->dialect->path);
  self->key = settings->key != NULL && *settings->key != '\0' ? g_strdup (settings->key) : NULL;
  self->first_ms = settings->first_ms > 0 ? settings->first_ms : FIRST_MS;
  self->total_ms = settings->total_ms > 0 ? settings->total_ms : TOTAL_MS;
  self->retry_ms = settings->retry_ms > 0 ? settings->retry_ms : RETRY_MS;
  return self;
}

/* Whether it is of this computer: what it reads goes to nobody. */
gboolean
palier_ai_provider_is_local (const PalierAiProvider *self)
{
  return is_local (self->url);
}

/* Whether the service is asked at all: for a word to the user. */
PalierBreakerState
palier_ai_provider_get_state (const PalierAiProvider *self)
{
  return self->breaker.state;
}

/**
 * palier_ai_provider_ask:
 * @request: copied
 * @on_delta: (nullable): called until the future settles
 * @cancellable: (nullable)
 *
 * Returns: → PALIER_TYPE_AI_ANSWER, not blank. Errors: PALIER_AI_ERROR
 */
DexFuture *
palier_ai_provider_ask (PalierAiProvider *self, const PalierAiRequest *request,
                        PalierAiDelta on_delta, gpointer data, GCancellable *cancellable)
{
  Question *question = g_new0 (Question, 1);
  gsize length;
  char *body = palier_ai_dialect_write (self->dialect, request, &length);

  question->provider = palier_ai_provider_ref (self);
  question->body = g_bytes_new_take (body, length);
  question->on_delta = on_delta;
  question->data = data;
  question->spent = request->spent;
  question->spent_data = request->spent_data;
  g_set_object (&question->cancellable, cancellable);
  return dex_scheduler_spawn (NULL, 0, ask_fiber, question, question_free);
}
