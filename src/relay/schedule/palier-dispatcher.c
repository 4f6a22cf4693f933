/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread claims (palier-claimer.c), several hand over (palier-worker.c). */
#include "palier-dispatcher-private.h"

gint64
palier_dispatcher_now_ms (PalierDispatcher *self)
{
  return palier_clock_now_ms (palier_store_get_clock (self->store));
}

/* A write or a read of jobs failed. */
void
palier_dispatcher_doubt (PalierDispatcher *self)
{
  g_mutex_lock (&self->lock);
  self->doubtful = TRUE;
  g_mutex_unlock (&self->lock);
}

/* With the lock: makes the lane known to the workers while it has work and may have another line.
 */
void
palier_dispatcher_offer (PalierDispatcher *self, PalierLane *lane)
{
  if (lane->ready || lane->jobs.length == 0 || lane->active >= self->options.lines_per_sender)
    return;
  lane->ready = TRUE;
  g_queue_push_tail (&self->ready, lane);
  g_cond_signal (&self->work);
}

PalierDispatcher *
palier_dispatcher_new (PalierStore *store, const PalierDispatcherOptions *options)
{
  PalierDispatcher *self = g_new0 (PalierDispatcher, 1);

  self->store = store;
  self->options = *options;
  self->cancellable = g_cancellable_new ();
  self->watch = palier_watch_new (store, options->silence_ms);
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_lane_free);
  self->workers = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->work);
  g_cond_init (&self->claim);
  g_cond_init (&self->end);
  return self;
}

/* Settles what a crash left, then begins. */
gboolean
palier_dispatcher_start (PalierDispatcher *self, GError **error)
{
  if (!palier_watch_start (self->watch, error))
    return FALSE;
  self->claimer = g_thread_new ("claim", palier_claimer_main, self);
  for (guint i = 0; i < self->options.threads; i++)
    g_ptr_array_add (self->workers, g_thread_new ("send", palier_worker_main, self));
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
    palier_dispatcher_empty_lane (self, g_ptr_array_index (self->lanes, i), PALIER_SEND_SCHEDULED,
                                  PALIER_REASON_NONE, palier_dispatcher_now_ms (self));
  palier_watch_stop (self->watch);
}

void
palier_dispatcher_free (PalierDispatcher *self)
{
  g_queue_clear (&self->ready);
  g_ptr_array_unref (self->lanes);
  g_ptr_array_unref (self->workers);
  g_object_unref (self->cancellable);
  palier_watch_free (self->watch);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->work);
  g_cond_clear (&self->claim);
  g_cond_clear (&self->end);
  g_free (self);
}
