/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread brings what there is; it begins with the first item. It waits for answers by looking,
 * since what libdex wakes are fibers: a telling that is late by a moment is late for nobody. */
#include "palier-shipper.h"

#include <libdex.h>

#include "palier-http.h"

#define TIMEOUT_MS 10000
#define TRIES 5
#define PAUSE_MOST_MS (5 * 60 * 1000)
#define ASKED_MOST_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define ANSWER_MAX 65536
#define LOOK_US (20 * 1000)

struct _PalierShipper
{
  PalierHttp *http;
  char *url;
  char *content_type;
  char **headers;
  PalierShipperOptions options;
  GCancellable *end; /* ends an exchange */

  GMutex lock;
  GCond changed;
  GThread *thread; /* (nullable) */
  GQueue queue;
  guint64 dropped;
  gboolean stopping;
  gint64 end_us; /* then: until when */
};

/* Returns: FALSE when there is no time to wait any more */
static gboolean
wait_a_while (PalierShipper *self, gint64 ms)
{
  gint64 end_us = g_get_monotonic_time () + ms * 1000;

  g_mutex_lock (&self->lock);
  while (!self->stopping && g_cond_wait_until (&self->changed, &self->lock, end_us))
    ;
  gboolean stopping = self->stopping;
  g_mutex_unlock (&self->lock);
  return !stopping;
}

/* With the lock: waits for more, but where so much waits that some would be dropped. */
static void
gather (PalierShipper *self)
{
  gint64 end_us = g_get_monotonic_time () + self->options.interval_ms * 1000;

  while (!self->stopping && self->queue.length < self->options.queue_max / 2
         && g_cond_wait_until (&self->changed, &self->lock, end_us))
    ;
}

/* Returns: (transfer full) (nullable): NULL at the end */
static GPtrArray *
take_batch (PalierShipper *self)
{
  g_autoptr (GPtrArray) batch = g_ptr_array_new_with_free_func (self->options.destroy);

  g_mutex_lock (&self->lock);
  while (self->queue.length == 0 && !self->stopping)
    g_cond_wait (&self->changed, &self->lock);
  gather (self);
  while (batch->len < self->options.batch_max && self->queue.length > 0)
    g_ptr_array_add (batch, g_queue_pop_head (&self->queue));
  g_mutex_unlock (&self->lock);
  return batch->len > 0 ? g_steal_pointer (&batch) : NULL;
}

static void
look_at_the_time (PalierShipper *self)
{
  g_mutex_lock (&self->lock);
  gboolean late = self->stopping && g_get_monotonic_time () > self->end_us;
  g_mutex_unlock (&self->lock);
  if (late)
    g_cancellable_cancel (self->end);
}

typedef enum
{
  TAKEN,
  REFUSED,
  AGAIN,
} Outcome;

/* @answer: (nullable) */
static Outcome
judge (const PalierHttpAnswer *answer)
{
  if (answer == NULL || answer->status == 429 || (answer->status >= 502 && answer->status <= 504))
    return AGAIN;
  return answer->status >= 200 && answer->status < 300 ? TAKEN : REFUSED;
}

static gint64
get_pause_ms (PalierShipper *self, const PalierHttpAnswer *answer)
{
  gint64 ms = self->options.pause != NULL
                  ? self->options.pause (answer->status, answer->retry_after_ms, answer->wanted)
                  : answer->retry_after_ms;

  return CLAMP (ms, 0, ASKED_MOST_MS);
}

/* @wait_ms: (out): for how long the server wishes to be left alone; 0: it did not say */
static Outcome
post (PalierShipper *self, GBytes *body, gint64 *wait_ms)
{
  PalierHttpRequest request = { .method = "POST",
                                .url = self->url,
                                .body = body,
                                .content_type = self->content_type,
                                .headers = (const char *const *) self->headers,
                                .wanted = self->options.wanted,
                                .timeout_ms = TIMEOUT_MS,
                                .max_bytes = ANSWER_MAX };
  g_autoptr (DexFuture) future = palier_http_send (self->http, &request, self->end);

  while (dex_future_is_pending (future))
  {
    g_usleep (LOOK_US);
    look_at_the_time (self);
  }
  const GValue *value = dex_future_get_value (future, NULL);
  const PalierHttpAnswer *answer = value != NULL ? g_value_get_boxed (value) : NULL;
  *wait_ms = answer != NULL ? get_pause_ms (self, answer) : 0;
  return judge (answer);
}

/* What the server does not take in a few tries is dropped; so many programs do not come back all at
 * the same moment, pauses are of chance, and never shorter than the server asked for. Returns:
 * whether it was taken */
static gboolean
bring (PalierShipper *self, GBytes *body)
{
  guint pause_ms = self->options.first_pause_ms;
  Outcome outcome = AGAIN;

  for (guint n = 0; n < TRIES && outcome == AGAIN; n++)
  {
    gint64 wait_ms = 0;
    outcome = post (self, body, &wait_ms);
    if (outcome == AGAIN)
      wait_ms = MAX (wait_ms, MIN (pause_ms + g_random_int_range (0, (gint32) pause_ms / 2 + 1),
                                   PAUSE_MOST_MS));
    if (wait_ms > 0 && !wait_a_while (self, wait_ms))
      break;
    pause_ms = MIN (pause_ms * 2, PAUSE_MOST_MS);
  }
  return outcome == TAKEN;
}

static void
note_dropped (PalierShipper *self, guint count)
{
  g_mutex_lock (&self->lock);
  self->dropped += count;
  g_mutex_unlock (&self->lock);
}

static gpointer
ship_main (gpointer data)
{
  PalierShipper *self = data;
  GPtrArray *batch = NULL;

  while ((batch = take_batch (self)) != NULL)
  {
    g_autoptr (GBytes) body = self->options.pack (batch, self->options.data);
    if (!bring (self, body))
      note_dropped (self, batch->len);
    g_ptr_array_unref (batch);
  }
  return NULL;
}

PalierShipper *
palier_shipper_new (const PalierShipperOptions *options)
{
  PalierShipper *self = g_new0 (PalierShipper, 1);
  const char *const headers[] = { options->header, NULL };

  dex_init ();
  self->http = palier_http_new ();
  self->options = *options;
  self->url = g_strdup (options->url);
  self->content_type = g_strdup (options->content_type);
  self->headers = g_strdupv ((GStrv) headers);
  self->end = g_cancellable_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  return self;
}

/**
 * palier_shipper_add:
 * @item: (transfer full)
 *
 * Safe on any thread.
 */
void
palier_shipper_add (PalierShipper *self, gpointer item)
{
  gpointer oldest = NULL;

  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->queue, item);
  if (self->queue.length > self->options.queue_max)
  {
    oldest = g_queue_pop_head (&self->queue);
    self->dropped++;
  }
  if (self->thread == NULL)
    self->thread = g_thread_new ("telemetry", ship_main, self);
  if (self->queue.length == 1 || self->queue.length == self->options.queue_max / 2)
    g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  if (oldest != NULL)
    self->options.destroy (oldest);
}

/* Nothing may be added any more. What is there is tried once, for at most @patience_ms. */
void
palier_shipper_free (PalierShipper *self, guint patience_ms)
{
  g_mutex_lock (&self->lock);
  self->end_us = g_get_monotonic_time () + patience_ms * 1000;
  self->stopping = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  palier_http_free (self->http);
  g_object_unref (self->end);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_strfreev (self->headers);
  g_free (self->content_type);
  g_free (self->url);
  g_free (self);
}

/* How many items were never taken: since there was no room, or the server refused them, or was
 * away.
 */
guint64
palier_shipper_get_dropped (PalierShipper *self)
{
  g_mutex_lock (&self->lock);
  guint64 dropped = self->dropped;
  g_mutex_unlock (&self->lock);
  return dropped;
}
