/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims what is due and lays it into the lanes. A claim is a lease: it ends by itself, and that
 * of a process that died ends when this is noticed (palier-watch.c). Not more is claimed than will
 * leave soon, so that a stop, a change of the message or a withdrawal still counts. */
#include "palier-dispatcher-private.h"

#define CLAIM_TENANTS 32
#define BUSY_MS 50
#define LEASE_MS (10 * 60 * 1000)
#define TICK_MS 5000
#define LINE_IDLE_MS 20000

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
    gint64 id = g_array_index (due, gint64, i);
    /* Another relay is at work for it: it comes again in a moment. */
    if (!palier_db_is_free (tx->db, id))
      continue;
    g_autoptr (GError) unknown = NULL;
    PalierTenant *tenant = palier_store_get_tenant (tx, id, &unknown);
    if (g_error_matches (unknown, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN))
    {
      palier_job_store_forget_due (tx, id); /* erased meanwhile */
      continue;
    }
    if (tenant == NULL)
      return g_propagate_error (error, g_steal_pointer (&unknown)), FALSE;
    guint share = MAX (1, (self->room - self->jobs->len) / (due->len - i));
    g_autoptr (GPtrArray) jobs = palier_job_store_claim (tx, tenant, share, tx->now_ms + LEASE_MS);
    for (guint j = 0; j < jobs->len; j++)
      g_ptr_array_add (self->tenants, tenant);
    g_ptr_array_extend_and_steal (self->jobs, g_steal_pointer (&jobs));
  }
  g_autoptr (GArray) rest = palier_job_store_due_tenants (tx, 1, &self->next_ms);
  if (rest->len > 0)
    self->next_ms = tx->now_ms + (self->jobs->len > 0 ? 0 : BUSY_MS);
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
    palier_dispatcher_offer (self, lane);
  }
}

/* With the lock: lines that nobody used for a while are closed. */
static void
close_idle_lines (PalierDispatcher *self)
{
  gint64 before_ms = palier_dispatcher_now_ms (self) - LINE_IDLE_MS;

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
  {
    g_warning ("nothing could be claimed: %s", error->message);
    self->doubtful = TRUE;
  }
  close_idle_lines (self);
  g_mutex_unlock (&self->lock);
  *next_ms = good ? claim.next_ms : palier_dispatcher_now_ms (self) + TICK_MS;
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
    gint64 wait_ms = CLAMP (next_ms - palier_dispatcher_now_ms (self), 0, TICK_MS);
    if (self->held > PALIER_HELD_MAX / 2 || (self->doubtful && self->held > 0))
      g_cond_wait (&self->claim, &self->lock);
    else if (self->woken || wait_ms == 0)
      break;
    else if (!g_cond_wait_until (&self->claim, &self->lock,
                                 g_get_monotonic_time () + wait_ms * 1000))
      break;
  }
  self->woken = FALSE;
}

/* Gives back what the store holds for this process, which itself holds nothing: what a failure left
 * there would wait for the end of its lease. */
static void
resolve_doubt (PalierDispatcher *self)
{
  g_autoptr (GError) error = NULL;
  gboolean good = palier_watch_settle_own (self->watch, &error);

  if (!good)
    g_warning ("what this relay held is not given back yet: %s", error->message);
  g_mutex_lock (&self->lock);
  self->doubtful = !good;
  g_mutex_unlock (&self->lock);
}

gpointer
palier_claimer_main (gpointer data)
{
  PalierDispatcher *self = data;
  gint64 next_ms = 0;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
  {
    guint room = PALIER_HELD_MAX - self->held;
    gboolean doubtful = self->doubtful && self->held == 0;
    g_mutex_unlock (&self->lock);
    if (doubtful)
      resolve_doubt (self);
    claim_once (self, room, &next_ms);
    g_mutex_lock (&self->lock);
    wait_for_due (self, next_ms);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}
