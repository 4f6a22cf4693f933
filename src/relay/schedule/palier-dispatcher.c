/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread claims, several hand over. A claim is a lease: a process that dies gives its jobs back
 * by the lease's end, or at once when the store is opened by the next one. Not more is claimed than
 * will leave soon, so that a stop, a change of the message or a withdrawal still counts. */
#include "palier-dispatcher.h"

#include "palier-lane.h"

#define HELD_MAX 512
#define CLAIM_TENANTS 32
#define LEASE_MS (10 * 60 * 1000)
#define TICK_MS 5000
#define LINE_IDLE_MS 20000
#define HOLD_FIRST_MS 15000
#define HOLD_MOST_MS (15 * 60 * 1000)
#define RETRY_WRITE_US (500 * 1000)

struct _PalierDispatcher
{
  PalierStore *store;
  PalierDispatcherOptions options;
  char *public_url;
  GCancellable *cancellable;

  GMutex lock;
  GCond work;  /* a lane is ready, or the end */
  GCond claim; /* something is due, there is room, or the end */
  GCond end;
  gboolean stopping;
  gboolean stopped;
  gint64 patience_us;
  gboolean woken;
  guint held;   /* jobs in lanes and in batches */
  GQueue ready; /* of PalierLane */
  GPtrArray *lanes;
  GThread *claimer;
  GPtrArray *workers;
};

static gint64
now_ms (PalierDispatcher *self)
{
  return palier_clock_now_ms (palier_store_get_clock (self->store));
}

/* With the lock. */
static PalierLane *
get_lane (PalierDispatcher *self, PalierTenant *tenant, const PalierId *sender)
{
  for (guint i = 0; i < self->lanes->len; i++)
  {
    PalierLane *lane = g_ptr_array_index (self->lanes, i);
    if (lane->tenant == tenant && palier_id_equal (&lane->sender, sender))
      return lane;
  }
  PalierLane *lane = palier_lane_new (tenant, sender);
  g_ptr_array_add (self->lanes, lane);
  return lane;
}

/* With the lock: makes the lane known to the workers while it has work and may have another line.
 */
static void
offer (PalierDispatcher *self, PalierLane *lane)
{
  if (lane->ready || lane->jobs.length == 0 || lane->active >= self->options.lines_per_sender)
    return;
  lane->ready = TRUE;
  g_queue_push_tail (&self->ready, lane);
  g_cond_signal (&self->work);
}

/* ---- a worker ---- */

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

  /* What cannot be written now comes back when its lease ends. */
  if (jobs->len > 0 && !palier_store_write (self->store, put_back, &work, &error))
    g_warning ("claims not given back: %s", error->message);
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
static void
empty_lane (PalierDispatcher *self, PalierLane *lane, PalierSendState to, PalierSendReason reason,
            gint64 due_ms)
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
  lane->hold_ms = now_ms (self) + MIN (pause, HOLD_MOST_MS);
  gint64 until_ms = lane->hold_ms;
  g_mutex_unlock (&self->lock);
  empty_lane (self, lane, PALIER_SEND_SCHEDULED, PALIER_REASON_CONNECTION, until_ms);
}

/* What a failure of the server or the login means for the rest of the lane. */
static void
after_failure (PalierDispatcher *self, PalierLane *lane, const PalierSmtpResult *failure)
{
  if (palier_handover_is_sender_broken (failure))
    empty_lane (self, lane, PALIER_SEND_SET_ASIDE, PALIER_REASON_SENDER_BROKEN, 0);
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
  batch->public_url = self->public_url;
  batch->plain_loopback = self->options.plain_loopback;
  if (jobs->len > 0 && palier_store_read (self->store, palier_batch_prepare, batch, &error))
    return batch;
  if (error != NULL)
    g_warning ("messages could not be read: %s", error->message);
  /* What could not be read comes back when its lease ends. */
  end_batch (self, batch);
  return NULL;
}

/* Writes the exchange, composing the next batch meanwhile. A batch that was sent must be settled,
 * so it is tried until it is, or until the end: then the next start finds it uncertain, which is
 * the truth. Returns: whether what was to begin may leave. */
static gboolean
exchange (PalierDispatcher *self, PalierLane *lane, PalierExchange *exchange, guint size,
          PalierBatch **next)
{
  g_autoptr (GError) error = NULL;
  PalierWrite *write = palier_store_begin_write (self->store, palier_batch_exchange, exchange);

  *next = exchange->begin != NULL ? prepare_next (self, lane, size) : NULL;
  if (palier_write_wait (write, &error))
    return TRUE;
  exchange->begin = NULL;
  while (exchange->settle != NULL && !g_cancellable_is_cancelled (self->cancellable))
  {
    g_warning ("the ledger was not written: %s", error->message);
    g_clear_error (&error);
    g_usleep (RETRY_WRITE_US);
    if (palier_store_write (self->store, palier_batch_exchange, exchange, &error))
      break;
  }
  return FALSE;
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

/* Sends what was begun, and says in @size how much may go at once next time. */
static const PalierSmtpResult *
send_batch (PalierDispatcher *self, PalierBatch *batch, PalierLine **line, guint *size)
{
  gint64 from_us = g_get_monotonic_time ();
  const PalierSmtpResult *failure =
      palier_batch_send (batch, line, self->options.smtp_timeout_ms, self->cancellable);

  *size = palier_batch_next_size (*size, batch->jobs->len, g_get_monotonic_time () - from_us);
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
    line->used_ms = now_ms (self);
    g_queue_push_head (&lane->lines, line);
  }
  offer (self, lane);
  g_mutex_unlock (&self->lock);
}

static gpointer
worker_main (gpointer data)
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
    gboolean held = lane->hold_ms > now_ms (self);
    gint64 hold_ms = lane->hold_ms;
    lane->ready = FALSE;
    lane->active++;
    /* Another line, where there is work for one more batch. */
    if (lane->jobs.length > PALIER_BATCH_MIN)
      offer (self, lane);
    g_mutex_unlock (&self->lock);
    if (held)
      empty_lane (self, lane, PALIER_SEND_SCHEDULED, PALIER_REASON_CONNECTION, hold_ms);
    run_lane (self, lane, line);
    g_mutex_lock (&self->lock);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* ---- the claimer ---- */

typedef struct
{
  guint room;
  GPtrArray *tenants; /* (element-type PalierTenant): of each job */
  GPtrArray *jobs;
  gint64 next_ms;
} Claim;

static gboolean
claim_due (PalierTx *tx, gpointer data, GError **error)
{
  Claim *self = data;
  g_autoptr (GArray) due = palier_job_store_due_tenants (tx, CLAIM_TENANTS, &self->next_ms);

  for (guint i = 0; i < due->len && self->jobs->len < self->room; i++)
  {
    PalierTenant *tenant = palier_store_get_tenant (tx, g_array_index (due, gint64, i), error);
    if (tenant == NULL)
      return FALSE;
    guint share = MAX (1, (self->room - self->jobs->len) / (due->len - i));
    g_autoptr (GPtrArray) jobs = palier_job_store_claim (tx, tenant, share, tx->now_ms + LEASE_MS);
    for (guint j = 0; j < jobs->len; j++)
      g_ptr_array_add (self->tenants, tenant);
    g_ptr_array_extend_and_steal (self->jobs, g_steal_pointer (&jobs));
  }
  g_autoptr (GArray) rest = palier_job_store_due_tenants (tx, 1, &self->next_ms);
  if (rest->len > 0)
    self->next_ms = tx->now_ms;
  return palier_db_check (tx->db, error);
}

/* With the lock. */
static void
distribute (PalierDispatcher *self, Claim *claim)
{
  self->held += claim->jobs->len;
  for (guint i = 0; i < claim->jobs->len; i++)
  {
    PalierSendJob *job = g_ptr_array_index (claim->jobs, i);
    PalierLane *lane = get_lane (self, g_ptr_array_index (claim->tenants, i), &job->sender);
    g_queue_push_tail (&lane->jobs, palier_send_job_copy (job));
    offer (self, lane);
  }
}

/* With the lock: lines that nobody used for a while are closed. */
static void
close_idle_lines (PalierDispatcher *self)
{
  gint64 before_ms = now_ms (self) - LINE_IDLE_MS;

  for (guint i = 0; i < self->lanes->len; i++)
  {
    PalierLane *lane = g_ptr_array_index (self->lanes, i);
    PalierLine *line = g_queue_peek_tail (&lane->lines);
    if (line != NULL && line->used_ms < before_ms)
      palier_line_free (g_queue_pop_tail (&lane->lines));
  }
}

static gboolean
claim_once (PalierDispatcher *self, guint room, gint64 *next_ms)
{
  Claim claim = { .room = room, .next_ms = G_MAXINT64 };
  g_autoptr (GError) error = NULL;

  claim.tenants = g_ptr_array_new ();
  claim.jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_send_job_free);
  gboolean good = palier_store_write (self->store, claim_due, &claim, &error);
  g_mutex_lock (&self->lock);
  if (good)
    distribute (self, &claim);
  else
    g_warning ("nothing could be claimed: %s", error->message);
  close_idle_lines (self);
  g_mutex_unlock (&self->lock);
  *next_ms = good ? claim.next_ms : now_ms (self) + TICK_MS;
  g_ptr_array_unref (claim.tenants);
  g_ptr_array_unref (claim.jobs);
  return good;
}

/* With the lock: sleeps until there is something to claim and room for it. */
static void
wait_for_due (PalierDispatcher *self, gint64 next_ms)
{
  while (!self->stopping)
  {
    gint64 wait_ms = CLAMP (next_ms - now_ms (self), 0, TICK_MS);
    if (self->held > HELD_MAX / 2)
      g_cond_wait (&self->claim, &self->lock);
    else if (self->woken || wait_ms == 0)
      break;
    else if (!g_cond_wait_until (&self->claim, &self->lock,
                                 g_get_monotonic_time () + wait_ms * 1000))
      break;
  }
  self->woken = FALSE;
}

static gpointer
claimer_main (gpointer data)
{
  PalierDispatcher *self = data;
  gint64 next_ms = 0;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
  {
    guint room = HELD_MAX - self->held;
    g_mutex_unlock (&self->lock);
    claim_once (self, room, &next_ms);
    g_mutex_lock (&self->lock);
    wait_for_due (self, next_ms);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* ---- outside ---- */

PalierDispatcher *
palier_dispatcher_new (PalierStore *store, const PalierDispatcherOptions *options)
{
  PalierDispatcher *self = g_new0 (PalierDispatcher, 1);

  self->store = store;
  self->options = *options;
  self->public_url = g_strdup (options->public_url);
  self->cancellable = g_cancellable_new ();
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_lane_free);
  self->workers = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->work);
  g_cond_init (&self->claim);
  g_cond_init (&self->end);
  return self;
}

static gboolean
recover (PalierTx *tx, gpointer uncertain, GError **error)
{
  g_autoptr (GArray) tenants = palier_store_list_tenants (tx);

  for (guint i = 0; i < tenants->len; i++)
  {
    PalierTenant *tenant = palier_store_get_tenant (tx, g_array_index (tenants, gint64, i), error);
    if (tenant == NULL)
      return FALSE;
    *(guint *) uncertain += palier_job_store_recover (tx, tenant);
  }
  return palier_db_check (tx->db, error);
}

/* Settles what a crash left, then begins. No other process serves the store: the caller holds its
 * lock. */
gboolean
palier_dispatcher_start (PalierDispatcher *self, GError **error)
{
  guint uncertain = 0;

  if (!palier_store_write (self->store, recover, &uncertain, error))
    return FALSE;
  if (uncertain > 0)
    g_message ("%u messages were being handed over when the relay ended: uncertain", uncertain);
  self->claimer = g_thread_new ("claim", claimer_main, self);
  for (guint i = 0; i < self->options.threads; i++)
    g_ptr_array_add (self->workers, g_thread_new ("send", worker_main, self));
  return TRUE;
}

/* Something may be due. Safe on any thread. */
void
palier_dispatcher_wake (PalierDispatcher *self)
{
  g_mutex_lock (&self->lock);
  self->woken = TRUE;
  g_cond_signal (&self->claim);
  g_mutex_unlock (&self->lock);
}

/* Cuts the lines when patience has ended before the workers have. */
static gpointer
impatience_main (gpointer data)
{
  PalierDispatcher *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopped)
    if (!g_cond_wait_until (&self->end, &self->lock, self->patience_us))
      break;
  g_mutex_unlock (&self->lock);
  g_cancellable_cancel (self->cancellable);
  return NULL;
}

/**
 * palier_dispatcher_stop:
 * @patience_ms: how long the batches under way may take; then their lines are cut, and what was at
 *   its last byte becomes uncertain
 *
 * Lets each worker end its batch and gives the other claims back.
 */
void
palier_dispatcher_stop (PalierDispatcher *self, guint patience_ms)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  self->patience_us = g_get_monotonic_time () + (gint64) patience_ms * 1000;
  g_cond_broadcast (&self->work);
  g_cond_broadcast (&self->claim);
  g_mutex_unlock (&self->lock);
  GThread *impatience = g_thread_new ("stop", impatience_main, self);
  g_thread_join (self->claimer);
  for (guint i = 0; i < self->workers->len; i++)
    g_thread_join (g_ptr_array_index (self->workers, i));
  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  g_cond_broadcast (&self->end);
  g_mutex_unlock (&self->lock);
  g_thread_join (impatience);
  for (guint i = 0; i < self->lanes->len; i++)
    empty_lane (self, g_ptr_array_index (self->lanes, i), PALIER_SEND_SCHEDULED, PALIER_REASON_NONE,
                now_ms (self));
}

void
palier_dispatcher_free (PalierDispatcher *self)
{
  g_queue_clear (&self->ready);
  g_ptr_array_unref (self->lanes);
  g_ptr_array_unref (self->workers);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->work);
  g_cond_clear (&self->claim);
  g_cond_clear (&self->end);
  g_free (self->public_url);
  g_free (self);
}
