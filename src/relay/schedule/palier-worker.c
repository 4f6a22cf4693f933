/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker takes a lane with work and sends its batches over one line, until there is none left.
 * While one batch is written down, the next is composed. */
#include "palier-dispatcher-private.h"
#include "palier-tracer.h"

#define HOLD_FIRST_MS 15000
#define HOLD_MOST_MS (15 * 60 * 1000)
#define RETRY_WRITE_US (500 * 1000)

/* With the lock. */
static GPtrArray *
take_jobs (PalierLane *lane, guint size)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_send_job_free);

  while (jobs->len < size && lane->jobs.length > 0)
    g_ptr_array_add (jobs, g_queue_pop_head (&lane->jobs));
  return jobs;
}

typedef struct
{
  PalierTenant *tenant;
  GPtrArray *jobs;
  PalierSendState to;
  PalierSendReason reason;
  gint64 due_ms;
} PutBack;

static gboolean
put_back (PalierTx *tx, gpointer data, GError **error)
{
  PutBack *self = data;

  for (guint i = 0; i < self->jobs->len; i++)
    palier_handover_put_back (tx, self->tenant, g_ptr_array_index (self->jobs, i), self->to,
                              self->reason, self->due_ms);
  return palier_db_check (tx->db, error);
}

static void
put_jobs_back (PalierDispatcher *self, PalierLane *lane, GPtrArray *jobs, PalierSendState to,
               PalierSendReason reason, gint64 due_ms)
{
  PutBack work = { lane->tenant, jobs, to, reason, due_ms };
  g_autoptr (GError) error = NULL;

  if (jobs->len > 0 && !palier_store_write (self->store, put_back, &work, &error))
  {
    g_warning ("claims not given back: %s", error->message);
    palier_dispatcher_doubt (self);
  }
}

static void
release (PalierDispatcher *self, guint count)
{
  g_mutex_lock (&self->lock);
  self->held -= count;
  g_cond_signal (&self->claim);
  g_mutex_unlock (&self->lock);
}

/* Gives back all that waits on @lane. */
void
palier_dispatcher_empty_lane (PalierDispatcher *self, PalierLane *lane, PalierSendState to,
                              PalierSendReason reason, gint64 due_ms)
{
  g_autoptr (GPtrArray) jobs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_send_job_free);

  g_mutex_lock (&self->lock);
  for (PalierSendJob *job; (job = g_queue_pop_head (&lane->jobs)) != NULL;)
    g_ptr_array_add (jobs, job);
  g_mutex_unlock (&self->lock);
  put_jobs_back (self, lane, jobs, to, reason, due_ms);
  release (self, jobs->len);
}

static void
hold (PalierDispatcher *self, PalierLane *lane)
{
  g_mutex_lock (&self->lock);
  gint64 pause = HOLD_FIRST_MS;
  for (guint i = 0; i < lane->failures && pause < HOLD_MOST_MS; i++)
    pause *= 2;
  lane->failures++;
  lane->hold_ms = palier_dispatcher_now_ms (self) + MIN (pause, HOLD_MOST_MS);
  gint64 until_ms = lane->hold_ms;
  g_mutex_unlock (&self->lock);
  palier_dispatcher_empty_lane (self, lane, PALIER_SEND_SCHEDULED, PALIER_REASON_CONNECTION,
                                until_ms);
}

/* What a failure of the server or the login means for the rest of the lane. */
static void
after_failure (PalierDispatcher *self, PalierLane *lane, const PalierSmtpResult *failure)
{
  if (palier_handover_is_sender_broken (failure))
    palier_dispatcher_empty_lane (self, lane, PALIER_SEND_SET_ASIDE, PALIER_REASON_SENDER_BROKEN,
                                  0);
  else
    hold (self, lane);
}

/* Frees a batch that is settled, or was never begun. */
static void
end_batch (PalierDispatcher *self, PalierBatch *batch)
{
  if (batch == NULL)
    return;
  release (self, batch->jobs->len);
  palier_batch_free (batch);
}

/* Returns: (transfer full) (nullable): the lane's next batch, composed; NULL when there is none */
static PalierBatch *
prepare_next (PalierDispatcher *self, PalierLane *lane, guint size)
{
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&self->lock);
  GPtrArray *jobs = self->stopping ? g_ptr_array_new () : take_jobs (lane, size);
  g_mutex_unlock (&self->lock);
  PalierBatch *batch = palier_batch_new (lane, jobs);
  batch->sites = &self->options.sites;
  batch->plain_loopback = self->options.plain_loopback;
  batch->meter = self->options.meter;
  if (jobs->len > 0 && palier_store_read (self->store, palier_batch_prepare, batch, &error))
    return batch;
  if (error != NULL)
  {
    g_warning ("messages could not be read: %s", error->message);
    palier_dispatcher_doubt (self);
  }
  end_batch (self, batch);
  return NULL;
}

/* Whether what failed may have been written for all that: the answer to the commit was lost. */
static gboolean
may_be_written (const GError *error)
{
  return g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_BUSY);
}

/* Writes the exchange, composing the next batch meanwhile. A batch that was sent must be settled,
 * and one of which it is not known whether it was begun must not stay so: the exchange is tried
 * until it is written, or until the end. Then the next start finds them uncertain, which is the
 * truth of the first and safe for the second. Returns: whether what was to begin may leave. */
static gboolean
exchange (PalierDispatcher *self, PalierLane *lane, PalierExchange *exchange, guint size,
          PalierBatch **next)
{
  g_autoptr (GError) error = NULL;
  PalierWrite *write = palier_store_begin_write (self->store, palier_batch_exchange, exchange);
  gboolean begins = TRUE;

  *next = exchange->begin != NULL ? prepare_next (self, lane, size) : NULL;
  gboolean good = palier_write_wait (write, &error);
  while (!good && !g_cancellable_is_cancelled (self->cancellable))
  {
    g_warning ("the ledger was not written: %s", error->message);
    if (!may_be_written (error))
    {
      exchange->begin = NULL;
      begins = FALSE;
    }
    g_clear_error (&error);
    if (exchange->begin == NULL && exchange->settle == NULL)
      break;
    g_usleep (RETRY_WRITE_US);
    good = palier_store_write (self->store, palier_batch_exchange, exchange, &error);
  }
  if (!good || !begins)
    palier_dispatcher_doubt (self);
  return good && begins;
}

/* Puts a batch that was composed but not begun behind the rest of its lane, which is then dealt
 * with as a whole. */
static void
give_up (PalierDispatcher *self, PalierLane *lane, PalierBatch *batch)
{
  if (batch == NULL)
    return;
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < batch->jobs->len; i++)
    g_queue_push_tail (&lane->jobs, palier_send_job_copy (g_ptr_array_index (batch->jobs, i)));
  g_mutex_unlock (&self->lock);
  palier_batch_free (batch);
}

static void
note_success (PalierDispatcher *self, PalierLane *lane)
{
  g_mutex_lock (&self->lock);
  lane->failures = 0;
  g_mutex_unlock (&self->lock);
}

/* A trace of its own: messages of many requests leave together. */
static void
note_span (const PalierSmtpResult *failure, gint64 taken_us)
{
  PalierSpanFacts facts = { .name = "send",
                            .kind = PALIER_SPAN_CLIENT,
                            .error_type = failure != NULL ? "smtp" : NULL };
  PalierTrace trace;

  palier_tracer_begin (&trace);
  palier_tracer_note (&trace, &facts, taken_us);
}

/* Sends what was begun, and says in @size how much may go at once next time. */
static const PalierSmtpResult *
send_batch (PalierDispatcher *self, PalierBatch *batch, PalierLine **line, guint *size)
{
  gint64 from_us = g_get_monotonic_time ();
  const PalierSmtpResult *failure =
      palier_batch_send (batch, line, self->options.smtp_timeout_ms, self->cancellable);
  gint64 taken_us = g_get_monotonic_time () - from_us;

  *size = palier_batch_next_size (*size, batch->jobs->len, taken_us);
  note_span (failure, taken_us);
  return failure;
}

static void
send_batches (PalierDispatcher *self, PalierLane *lane, PalierLine **line)
{
  guint size = PALIER_BATCH_MIN;
  PalierBatch *sent = NULL;
  PalierBatch *ready = prepare_next (self, lane, size);

  while (sent != NULL || ready != NULL)
  {
    PalierExchange both = { sent, ready };
    PalierBatch *next;
    const PalierSmtpResult *failure = NULL;
    gboolean good = exchange (self, lane, &both, size, &next);
    end_batch (self, g_steal_pointer (&sent));
    if (good && ready != NULL)
      failure = send_batch (self, ready, line, &size);
    if (failure != NULL)
    {
      give_up (self, lane, g_steal_pointer (&next));
      after_failure (self, lane, failure);
    }
    else if (good)
      note_success (self, lane);
    if (good)
      sent = ready;
    else
      end_batch (self, ready);
    ready = next;
  }
}

static void
run_lane (PalierDispatcher *self, PalierLane *lane, PalierLine *line)
{
  send_batches (self, lane, &line);
  g_mutex_lock (&self->lock);
  lane->active--;
  if (line != NULL)
  {
    line->used_ms = palier_dispatcher_now_ms (self);
    g_queue_push_head (&lane->lines, line);
  }
  palier_dispatcher_offer (self, lane);
  g_mutex_unlock (&self->lock);
}

gpointer
palier_worker_main (gpointer data)
{
  PalierDispatcher *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
  {
    PalierLane *lane = g_queue_pop_head (&self->ready);
    if (lane == NULL)
    {
      g_cond_wait (&self->work, &self->lock);
      continue;
    }
    PalierLine *line = g_queue_pop_head (&lane->lines);
    gboolean held = lane->hold_ms > palier_dispatcher_now_ms (self);
    gint64 hold_ms = lane->hold_ms;
    lane->ready = FALSE;
    lane->active++;
    /* Another line, where there is work for one more batch. */
    if (lane->jobs.length > PALIER_BATCH_MIN)
      palier_dispatcher_offer (self, lane);
    g_mutex_unlock (&self->lock);
    if (held)
      palier_dispatcher_empty_lane (self, lane, PALIER_SEND_SCHEDULED, PALIER_REASON_CONNECTION,
                                    hold_ms);
    run_lane (self, lane, line);
    g_mutex_lock (&self->lock);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}
