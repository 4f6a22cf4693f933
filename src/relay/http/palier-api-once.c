/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request with an Idempotency-Key has its effect once. That it runs is noted before its handler;
 * a handler whose effect could happen twice keeps its answer in the transaction of the effect
 * (palier_api_once_keep()), so that no crash comes between; for the others, which may run again
 * without harm, it is kept after them. An answer that says nothing of the request itself (too many,
 * not now, not by this plan) is not kept. */
#include "palier-api-once.h"

#include <string.h>

#include "palier-refusal.h"

#define KEY_MAX 255

typedef struct
{
  PalierRequest *request;
  PalierIdempotencyKey key;
  PalierIdempotencyState state;
  guint status;
  GBytes *answer; /* (nullable) */
} Once;

static gboolean
is_valid (const char *key)
{
  gsize length = strlen (key);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (key[i]))
      return FALSE;
  return length >= 1 && length <= KEY_MAX;
}

/* The parts, with their lengths before them. */
static void
digest_parts (const PalierTenant *tenant, const void *const *parts, const gsize *lengths, guint n,
              guint8 out[PALIER_DIGEST_SIZE])
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
  {
    guint64 length = GUINT64_TO_BE (lengths[i]);
    g_byte_array_append (all, (const guint8 *) &length, sizeof length);
    g_byte_array_append (all, parts[i], (guint) lengths[i]);
  }
  palier_keyed_digest (&tenant->key, all->data, all->len, out);
  explicit_bzero (all->data, all->len);
}

static void
make_key (const PalierRequest *request, PalierIdempotencyKey *out)
{
  const PalierCaller *caller = &request->caller;
  const void *who[] = { "idempotency", caller->account.bytes, caller->key.bytes,
                        request->idempotency_key };
  const gsize who_lengths[] = { 11, sizeof caller->account.bytes, sizeof caller->key.bytes,
                                strlen (request->idempotency_key) };
  const void *what[] = { request->method, request->path, request->body->data };
  const gsize what_lengths[] = { strlen (request->method), strlen (request->path),
                                 request->body->len };

  digest_parts (request->tenant, who, who_lengths, G_N_ELEMENTS (who), out->digest);
  digest_parts (request->tenant, what, what_lengths, G_N_ELEMENTS (what), out->request);
}

static gboolean
begin_once (PalierTx *tx, gpointer data, GError **error)
{
  Once *self = data;

  self->state = palier_idempotency_store_begin (tx, self->request->tenant, &self->key,
                                                &self->status, &self->answer);
  return palier_db_check (tx->db, error);
}

static const char *
type_of (guint status)
{
  return status >= 400 ? PALIER_REFUSAL_MEDIA : status == 204 ? "text/plain" : "application/json";
}

/* Answers a request that is not to run. */
static void
answer_known (Once *self)
{
  PalierRequest *request = self->request;

  if (self->state == PALIER_IDEMPOTENCY_OTHER)
    palier_request_problem (request, 422, "key_reused");
  else if (self->state == PALIER_IDEMPOTENCY_RUNNING)
  {
    request->retry_after = 1;
    palier_request_problem (request, 409, "key_running");
  }
  else if (self->state == PALIER_IDEMPOTENCY_ERASED)
    palier_request_problem (request, 410, "erased");
  else
  {
    request->replayed = TRUE;
    palier_request_answer (request, self->status, type_of (self->status),
                           g_steal_pointer (&self->answer));
  }
}

static void
keep (PalierTx *tx, PalierRequest *request, const PalierIdempotencyKey *key)
{
  palier_idempotency_store_finish (tx, request->tenant, key, request->status, request->answer,
                                   &request->prospect);
}

static gboolean
is_worth_keeping (const PalierRequest *request)
{
  return request->status < 500 && request->status != 429 && request->status != 402;
}

static gboolean
end_once (PalierTx *tx, gpointer data, GError **error)
{
  Once *self = data;

  if (is_worth_keeping (self->request))
    keep (tx, self->request, &self->key);
  else
    palier_idempotency_store_drop (tx, self->request->tenant, &self->key);
  return palier_db_check (tx->db, error);
}

/* What cannot be noted now ends by itself: the request may run again. */
static void
end (PalierRelayApi *api, Once *self)
{
  g_autoptr (GError) error = NULL;

  if (self->request->kept && is_worth_keeping (self->request))
    return;
  if (!palier_store_write (api->store, end_once, self, &error))
    g_warning ("the answer to a request with a key is not kept: %s", error->message);
}

/**
 * palier_api_once_keep:
 *
 * To be called in a handler's transaction, once the request is answered: what the transaction did
 * and its answer are kept together.
 *
 * Returns: FALSE with the connection's error
 */
gboolean
palier_api_once_keep (PalierTx *tx, PalierRequest *request, GError **error)
{
  if (request->once != NULL && is_worth_keeping (request))
    keep (tx, request, request->once);
  request->kept = request->once != NULL;
  return palier_db_check (tx->db, error);
}

/* Runs the route's handler, unless the same request was answered before. */
void
palier_api_run (PalierRequest *request, const PalierRoute *route, gpointer data)
{
  PalierRelayApi *api = data;
  Once once = { .request = request };
  g_autoptr (GError) error = NULL;

  if (!route->keyed || request->idempotency_key == NULL)
  {
    route->handler (request, api);
    return;
  }
  if (!is_valid (request->idempotency_key))
  {
    palier_request_problem (request, 400, "key_invalid");
    return;
  }
  make_key (request, &once.key);
  if (!palier_store_write (api->store, begin_once, &once, &error))
    palier_relay_api_fail (request, error);
  else if (once.state != PALIER_IDEMPOTENCY_NEW)
    answer_known (&once);
  else
  {
    request->once = &once.key;
    route->handler (request, api);
    request->once = NULL;
    end (api, &once);
  }
  g_clear_pointer (&once.answer, g_bytes_unref);
}

/* Runs @func, which answers, in one transaction, and answers for it when that fails. */
void
palier_api_write (PalierRelayApi *api, PalierRequest *request, PalierTxFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!palier_store_write (api->store, func, data, &error))
    palier_relay_api_fail (request, error);
}

void
palier_api_read (PalierRelayApi *api, PalierRequest *request, PalierTxFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!palier_store_read (api->store, func, data, &error))
    palier_relay_api_fail (request, error);
}
