/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process is dead when its beat has stood still for the time of silence, as this process saw it
 * by its own steady clock: no two clocks are compared. Who could not reach the store itself
 * meanwhile has seen nothing, and begins to wait anew: after an outage everybody gets the time to
 * come back.
 *
 * One that was only slow loses nothing but time: its claims have another fence, and what it was
 * handing over is uncertain, which its own settling no longer changes. */
#include "palier-watch.h"

#include "palier-erasure-store.h"
#include "palier-job-store.h"
#include "palier-process-store.h"
#include "palier-subscription-store.h"

#define BEATS_PER_SILENCE 5

typedef struct
{
  PalierProcess process;
  gint64 since_us; /* its beat was first seen then */
} Sight;

struct _PalierWatch
{
  PalierStore *store;
  guint silence_ms;
  GArray *sights; /* of Sight */
  GMutex lock;
  GCond end;
  gboolean stopping;
  GThread *thread;
};

PalierWatch *
palier_watch_new (PalierStore *store, guint silence_ms)
{
  PalierWatch *self = g_new0 (PalierWatch, 1);

  self->store = store;
  self->silence_ms = silence_ms;
  self->sights = g_array_new (FALSE, TRUE, sizeof (Sight));
  g_mutex_init (&self->lock);
  g_cond_init (&self->end);
  return self;
}

void
palier_watch_free (PalierWatch *self)
{
  g_array_unref (self->sights);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->end);
  g_free (self);
}

typedef struct
{
  GArray *processes; /* of PalierProcess */
} Beat;

static gboolean
beat (PalierTx *tx, gpointer data, GError **error)
{
  Beat *self = data;

  palier_process_store_beat (tx);
  palier_erasure_store_notice (tx);
  g_clear_pointer (&self->processes, g_array_unref);
  self->processes = palier_process_store_list (tx);
  return palier_db_check (tx->db, error);
}

/* ---- settling what a dead process held ---- */

typedef struct
{
  PalierId process;
  GArray *held; /* of gint64 */
  gint64 tenant;
  guint uncertain;
} Estate;

static gboolean
list_held (PalierTx *tx, gpointer data, GError **error)
{
  Estate *self = data;

  self->held = palier_process_store_list_held (tx, &self->process);
  return palier_db_check (tx->db, error);
}

static gboolean
settle_tenant (PalierTx *tx, gpointer data, GError **error)
{
  Estate *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant, error);

  if (tenant == NULL)
    return FALSE;
  self->uncertain = palier_job_store_recover (tx, tenant, &self->process);
  palier_subscription_store_recover (tx, tenant, &self->process);
  palier_process_store_release (tx, &self->process, self->tenant);
  return palier_db_check (tx->db, error);
}

static gboolean
forget (PalierTx *tx, gpointer data, GError **error)
{
  Estate *self = data;

  palier_process_store_remove (tx, &self->process);
  return palier_db_check (tx->db, error);
}

/* One transaction a tenant: another process may do the same at the same time. */
static gboolean
settle_process (PalierWatch *self, const PalierId *process, GError **error)
{
  Estate estate = { .process = *process };
  guint uncertain = 0;
  gboolean good = palier_store_read (self->store, list_held, &estate, error);

  for (guint i = 0; good && i < estate.held->len; i++)
  {
    estate.tenant = g_array_index (estate.held, gint64, i);
    good = palier_store_write (self->store, settle_tenant, &estate, error);
    uncertain += good ? estate.uncertain : 0;
  }
  good = good && palier_store_write (self->store, forget, &estate, error);
  if (uncertain > 0)
    g_message ("%u messages were being handed over when a relay ended: uncertain", uncertain);
  g_clear_pointer (&estate.held, g_array_unref);
  return good;
}

/* ---- watching ---- */

static gint64
find_since (PalierWatch *self, const PalierProcess *process, gint64 now_us)
{
  for (guint i = 0; i < self->sights->len; i++)
  {
    const Sight *sight = &g_array_index (self->sights, Sight, i);
    if (palier_id_equal (&sight->process.id, &process->id) && sight->process.beat == process->beat)
      return sight->since_us;
  }
  return now_us;
}

static void
look_at (PalierWatch *self, GArray *processes)
{
  GArray *sights = g_array_new (FALSE, TRUE, sizeof (Sight));
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < processes->len; i++)
  {
    Sight sight = { .process = g_array_index (processes, PalierProcess, i) };
    sight.since_us = find_since (self, &sight.process, now_us);
    g_array_append_val (sights, sight);
  }
  g_array_unref (self->sights);
  self->sights = sights;
}

static gboolean
settle_dead (PalierWatch *self, gint64 silence_us, GError **error)
{
  const PalierId *own = palier_store_get_process (self->store);
  gint64 before_us = g_get_monotonic_time () - silence_us;
  gboolean good = TRUE;

  for (guint i = 0; good && i < self->sights->len; i++)
  {
    const Sight *sight = &g_array_index (self->sights, Sight, i);
    if (!palier_id_equal (&sight->process.id, own) && sight->since_us <= before_us)
      good = settle_process (self, &sight->process.id, error);
  }
  return good;
}

static gboolean
look_around (PalierWatch *self, gint64 silence_us, GError **error)
{
  Beat one = { NULL };
  gboolean good = palier_store_write (self->store, beat, &one, error);

  if (good)
  {
    look_at (self, one.processes);
    good = settle_dead (self, silence_us, error);
  }
  if (!good)
    g_array_set_size (self->sights, 0);
  g_clear_pointer (&one.processes, g_array_unref);
  return good;
}

static gpointer
watch_main (gpointer data)
{
  PalierWatch *self = data;
  gint64 interval_us = (gint64) self->silence_ms * 1000 / BEATS_PER_SILENCE;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
  {
    if (g_cond_wait_until (&self->end, &self->lock, g_get_monotonic_time () + interval_us))
      continue;
    g_mutex_unlock (&self->lock);
    g_autoptr (GError) error = NULL;
    if (!look_around (self, (gint64) self->silence_ms * 1000, &error))
      g_warning ("other relays are not watched: %s", error->message);
    g_mutex_lock (&self->lock);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* Where no other process can be alive, all others are dead, and are settled before this returns. */
gboolean
palier_watch_start (PalierWatch *self, GError **error)
{
  gboolean shared = palier_store_is_shared (self->store);

  if (!look_around (self, shared ? (gint64) self->silence_ms * 1000 : 0, error))
    return FALSE;
  self->thread = g_thread_new ("watch", watch_main, self);
  return TRUE;
}

/* Gives back what the store holds for this process; while it hands nothing over. */
gboolean
palier_watch_settle_own (PalierWatch *self, GError **error)
{
  return settle_process (self, palier_store_get_process (self->store), error);
}

/* Once this process hands nothing over any more. */
void
palier_watch_stop (PalierWatch *self)
{
  g_autoptr (GError) error = NULL;

  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->end);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  if (!palier_watch_settle_own (self, &error))
    g_warning ("what this relay held is settled by the next one: %s", error->message);
}
