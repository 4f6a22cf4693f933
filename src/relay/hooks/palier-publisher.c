/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread claims; each batch that it claims is sent in a fiber of its own, one call after the
 * other, until one fails: then the subscription waits, and what comes after waits with it. What
 * goes to the stream has a thread of its own. */
#include "palier-publisher.h"

#include <libdex.h>

#include "palier-account-store.h"
#include "palier-event-stream.h"
#include "palier-hook-batch.h"
#include "palier-hook-outcome.h"

#define TENANTS 32
#define ACTIVE_MAX 64
#define TICK_MS 5000
#define BUSY_MS 50
#define BATCH_US (30 * G_USEC_PER_SEC)

struct _PalierPublisher
{
  PalierStore *store;
  PalierPublisherOptions options;
  PalierHttp *http;
  GCancellable *cancellable;
  GThread *thread;

  GMutex lock;
  GCond change; /* something is due, a batch has ended, or the end */
  gboolean woken;
  gboolean stopping;
  guint active;       /* batches under way */
  guint rounds;       /* those of the stream */
  GPtrArray *futures; /* of the batches; the claiming thread's alone, as @round */
  GPtrArray *round;   /* (element-type PalierHookBatch): for the stream, so far */

  GThreadPool *streaming; /* one thread, since a server that hangs holds it up; the next are its */
  PalierEventStream *stream; /* (nullable) */
  gboolean silent;           /* the last round failed */
};

static gint64
now_ms (PalierPublisher *self)
{
  return palier_clock_now_ms (palier_store_get_clock (self->store));
}

/* ---- a batch ---- */

typedef struct
{
  PalierPublisher *publisher;
  PalierHookBatch *batch;
} Work;

static void
end_work (gpointer data)
{
  Work *work = data;
  PalierPublisher *self = work->publisher;

  palier_hook_batch_free (work->batch);
  g_free (work);
  g_mutex_lock (&self->lock);
  self->active--;
  self->woken = TRUE;
  g_cond_signal (&self->change);
  g_mutex_unlock (&self->lock);
}

/* Tells those who run the agency that nothing gets through to an address of theirs. */
static void
tell_owners (PalierPublisher *self, const PalierHookEnd *end,
             const PalierSubscription *subscription)
{
  g_autoptr (GUri) uri = g_uri_parse (subscription->url, G_URI_FLAGS_NONE, NULL);

  for (guint i = 0; end->owners != NULL && i < end->owners->len; i++)
  {
    const PalierRelayAccount *owner = g_ptr_array_index (end->owners, i);
    PalierNotice notice = { .kind = PALIER_NOTICE_WEBHOOK,
                            .email = owner->email,
                            .code = (char *) g_uri_get_host (uri),
                            .language = owner->language };
    palier_system_mail_send (self->options.mail, &notice);
  }
}

static void
settle (PalierPublisher *self, PalierHookBatch *batch, PalierWebhookOutcome outcome)
{
  PalierHookEnd end = { .batch = batch,
                        .outcome = outcome,
                        .first_pause_ms = self->options.first_pause_ms,
                        .patience_ms = self->options.patience_ms };
  g_autoptr (GError) error = NULL;

  if (!palier_store_write (self->store, palier_hook_settle, &end, &error))
    g_warning ("what a subscriber was told is not written, and is told again: %s", error->message);
  else if (end.disabled)
    tell_owners (self, &end, batch->subscription);
  g_clear_pointer (&end.owners, g_ptr_array_unref);
}

static DexFuture *
send_fiber (gpointer data)
{
  Work *work = data;
  PalierPublisher *self = work->publisher;
  PalierHookBatch *batch = work->batch;
  PalierWebhookCaller caller = { self->http, self->options.timeout_ms, self->options.plain_loopback,
                                 self->cancellable };
  PalierWebhookOutcome outcome = PALIER_WEBHOOK_TAKEN;
  gint64 until_us = g_get_monotonic_time () + BATCH_US;

  for (guint i = 0; i < batch->deliveries->len && outcome == PALIER_WEBHOOK_TAKEN
                    && g_get_monotonic_time () < until_us;
       i++)
  {
    PalierDelivery *delivery = g_ptr_array_index (batch->deliveries, i);
    const char *body = g_ptr_array_index (batch->bodies, i);
    if (body != NULL)
      outcome = palier_webhook_call (&caller, batch->subscription, delivery, body, now_ms (self));
    else
      palier_hook_give_up (delivery);
  }
  settle (self, batch, outcome);
  return dex_future_new_true ();
}

/* What a round found for the stream, on its thread. A failure moves nothing. */
static void
on_round_cb (gpointer task, gpointer data)
{
  PalierPublisher *self = data;
  g_autoptr (GPtrArray) batches = task;
  g_autoptr (GError) error = NULL;
  gboolean good = palier_event_stream_tell (self->stream, batches, &error);

  if (!good && !self->silent)
    g_warning ("events wait: %s", error->message);
  else if (good && self->silent)
    g_message ("the stream of events is told again");
  self->silent = !good;
  for (guint i = 0; i < batches->len; i++)
  {
    PalierHookBatch *batch = g_ptr_array_index (batches, i);
    if (!good)
      batch->subscription->seq = ((PalierOutboxEvent *) batch->events->pdata[0])->seq - 1;
    settle (self, batch, good ? PALIER_WEBHOOK_TAKEN : PALIER_WEBHOOK_FAILED);
  }
  g_mutex_lock (&self->lock);
  self->rounds--;
  self->woken = TRUE;
  g_cond_signal (&self->change);
  g_mutex_unlock (&self->lock);
}

/* The events of several tenants go at once: the disk is waited for once. */
static void
begin_round (PalierPublisher *self)
{
  if (self->round->len == 0)
    return;
  g_mutex_lock (&self->lock);
  self->rounds++;
  g_mutex_unlock (&self->lock);
  g_thread_pool_push (self->streaming, g_steal_pointer (&self->round), NULL);
  self->round = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_hook_batch_free);
}

static void
begin_batch (PalierPublisher *self, PalierHookBatch *batch)
{
  Work *work = g_new0 (Work, 1);

  work->publisher = self;
  work->batch = batch;
  g_mutex_lock (&self->lock);
  self->active++;
  g_mutex_unlock (&self->lock);
  g_ptr_array_add (self->futures, dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                                       send_fiber, work, end_work));
}

/* A fiber lives as long as its future is held. */
static void
let_go (PalierPublisher *self)
{
  for (guint i = self->futures->len; i-- > 0;)
    if (!dex_future_is_pending (g_ptr_array_index (self->futures, i)))
      g_ptr_array_remove_index_fast (self->futures, i);
}

/* ---- claiming ---- */

typedef struct
{
  GArray *tenants; /* (nullable) (element-type gint64) */
  gint64 next_ms;
} Due;

static gboolean
find_due (PalierTx *tx, gpointer data, GError **error)
{
  Due *self = data;

  self->tenants = palier_publication_store_due (tx, TENANTS, &self->next_ms);
  return palier_db_check (tx->db, error);
}

static guint
get_room (PalierPublisher *self)
{
  g_mutex_lock (&self->lock);
  guint room = self->stopping ? 0 : ACTIVE_MAX - self->active;
  g_mutex_unlock (&self->lock);
  return room;
}

static gboolean
claim_tenant (PalierPublisher *self, gint64 tenant, gint64 *next_ms, GError **error)
{
  g_autoptr (GPtrArray) batches = g_ptr_array_new ();
  PalierHookClaim claim = {
    .tenant = tenant, .room = get_room (self), .stream = self->stream != NULL, .batches = batches
  };

  if (claim.room == 0)
    return TRUE;
  if (!palier_store_write (self->store, palier_hook_claim, &claim, error))
  {
    g_ptr_array_set_free_func (batches, (GDestroyNotify) palier_hook_batch_free);
    return FALSE;
  }
  if (claim.busy)
    *next_ms = now_ms (self) + BUSY_MS;
  for (guint i = 0; i < batches->len; i++)
  {
    PalierHookBatch *batch = g_ptr_array_index (batches, i);
    if (batch->events != NULL)
      g_ptr_array_add (self->round, batch);
    else
      begin_batch (self, batch);
  }
  return TRUE;
}

/* Returns: when to look again */
static gint64
claim_due (PalierPublisher *self)
{
  Due due = { .next_ms = G_MAXINT64 };
  g_autoptr (GError) error = NULL;
  gboolean good = palier_store_read (self->store, find_due, &due, &error);
  g_autoptr (GArray) tenants = due.tenants;

  for (guint i = 0; good && i < tenants->len; i++)
    good = claim_tenant (self, g_array_index (tenants, gint64, i), &due.next_ms, &error);
  begin_round (self);
  if (!good)
  {
    g_warning ("nothing can be told to subscribers now: %s", error->message);
    return now_ms (self) + TICK_MS;
  }
  return due.next_ms;
}

static gpointer
publisher_main (gpointer data)
{
  PalierPublisher *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
  {
    self->woken = FALSE;
    g_mutex_unlock (&self->lock);
    let_go (self);
    gint64 wait_ms = CLAMP (claim_due (self) - now_ms (self), 0, TICK_MS);
    gint64 until_us = g_get_monotonic_time () + wait_ms * 1000;
    g_mutex_lock (&self->lock);
    while (!self->stopping && !self->woken
           && g_cond_wait_until (&self->change, &self->lock, until_us))
      ;
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* ---- its life ---- */

PalierPublisher *
palier_publisher_new (PalierStore *store, const PalierPublisherOptions *options)
{
  PalierPublisher *self = g_new0 (PalierPublisher, 1);

  dex_init ();
  self->store = store;
  self->options = *options;
  self->http = palier_http_new ();
  self->futures = g_ptr_array_new_with_free_func (dex_unref);
  self->cancellable = g_cancellable_new ();
  self->round = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_hook_batch_free);
  if (options->stream != NULL)
    self->stream = palier_event_stream_new (options->stream, options->stream_key);
  self->streaming = g_thread_pool_new (on_round_cb, self, 1, FALSE, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->change);
  return self;
}

void
palier_publisher_start (PalierPublisher *self)
{
  self->thread = g_thread_new ("publish", publisher_main, self);
}

/* Something may be to be told. Safe on any thread. */
void
palier_publisher_wake (PalierPublisher *self)
{
  g_mutex_lock (&self->lock);
  self->woken = TRUE;
  g_cond_signal (&self->change);
  g_mutex_unlock (&self->lock);
}

/* Cuts the calls that are under way: what they tell is told again. */
void
palier_publisher_stop (PalierPublisher *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->change);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  while (self->active > 0 || self->rounds > 0)
    g_cond_wait (&self->change, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
palier_publisher_free (PalierPublisher *self)
{
  g_thread_pool_free (self->streaming, FALSE, TRUE);
  g_clear_pointer (&self->stream, palier_event_stream_free);
  g_ptr_array_unref (self->round);
  g_ptr_array_unref (self->futures);
  palier_http_free (self->http);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->change);
  g_free (self);
}
