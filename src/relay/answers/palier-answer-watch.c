/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-answer-watch.h"

#include "palier-answer-poll.h"

#define TICK_MS 1000
#define THREADS 4 /* so that a server that is silent holds up no other */

struct _PalierAnswerWatch
{
  PalierStore *store;
  PalierAnswerWatchOptions options;
  GPtrArray *threads;
  GCancellable *cancellable;
  GMutex lock;
  GCond end;
  gboolean stopping;
};

typedef struct
{
  gint64 next_ms;
  PalierMailboxTask task;
  gboolean found;
} Claim;

static gboolean
claim (PalierTx *tx, gpointer data, GError **error)
{
  Claim *self = data;

  self->found = palier_mailbox_store_claim (tx, tx->now_ms + self->next_ms, &self->task);
  return palier_db_check (tx->db, error);
}

/* Returns: whether there may be more */
static gboolean
look_into_one (PalierAnswerWatch *self)
{
  Claim one = { .next_ms = self->options.poll_ms };
  g_autoptr (GError) error = NULL;

  if (!palier_store_write (self->store, claim, &one, &error) || !one.found)
    return FALSE;
  if (!palier_answer_poll (self->store, &one.task, self->options.plain_loopback, self->cancellable,
                           &error))
    g_debug ("a mailbox was not looked through: %s", error->message);
  return TRUE;
}

static gpointer
watch_main (gpointer data)
{
  PalierAnswerWatch *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
  {
    g_mutex_unlock (&self->lock);
    gboolean more = look_into_one (self);
    gint64 until_us = g_get_monotonic_time () + TICK_MS * 1000;
    g_mutex_lock (&self->lock);
    while (!more && !self->stopping && g_cond_wait_until (&self->end, &self->lock, until_us))
      ;
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* @store: kept by the caller */
PalierAnswerWatch *
palier_answer_watch_new (PalierStore *store, const PalierAnswerWatchOptions *options)
{
  PalierAnswerWatch *self = g_new0 (PalierAnswerWatch, 1);

  self->store = store;
  self->options = *options;
  self->cancellable = g_cancellable_new ();
  self->threads = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->end);
  for (guint i = 0; i < THREADS; i++)
    g_ptr_array_add (self->threads, g_thread_new ("answers", watch_main, self));
  return self;
}

/* What was not read yet is read by whoever looks next. */
void
palier_answer_watch_free (PalierAnswerWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->end);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
  g_ptr_array_unref (self->threads);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->end);
  g_free (self);
}
