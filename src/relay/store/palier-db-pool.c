/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-db-pool.h"

#define WAIT_US (5 * G_USEC_PER_SEC)

struct _PalierDbPool
{
  const PalierDbEngine *engine;
  char *place;
  GMutex lock;
  GCond given_back;
  GQueue idle; /* of PalierDb */
  PalierDbPoolFigures figures;
};

/* @most: how many connections at once, at least 1 */
PalierDbPool *
palier_db_pool_new (const PalierDbEngine *engine, const char *place, guint most)
{
  PalierDbPool *self = g_new0 (PalierDbPool, 1);

  self->engine = engine;
  self->place = g_strdup (place);
  self->figures.most = most;
  g_mutex_init (&self->lock);
  g_cond_init (&self->given_back);
  return self;
}

void
palier_db_pool_free (PalierDbPool *self)
{
  g_queue_clear_full (&self->idle, (GDestroyNotify) palier_db_close);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->given_back);
  g_free (self->place);
  g_free (self);
}

void
palier_db_pool_set_most (PalierDbPool *self, guint most)
{
  g_mutex_lock (&self->lock);
  self->figures.most = most;
  g_mutex_unlock (&self->lock);
}

/* With the lock: waits until fewer than the most are taken. */
static gboolean
wait_for_room (PalierDbPool *self)
{
  gint64 from_us = g_get_monotonic_time ();
  gboolean room = TRUE;

  self->figures.waiting++;
  while (room && self->figures.taken >= self->figures.most)
    room = g_cond_wait_until (&self->given_back, &self->lock, from_us + WAIT_US);
  self->figures.waiting--;
  self->figures.waits++;
  self->figures.wait_us += (guint64) (g_get_monotonic_time () - from_us);
  return room;
}

static void
count_down (PalierDbPool *self, guint opened)
{
  g_mutex_lock (&self->lock);
  self->figures.taken--;
  self->figures.open -= opened;
  g_cond_signal (&self->given_back);
  g_mutex_unlock (&self->lock);
}

/**
 * palier_db_pool_take:
 *
 * Returns: (transfer none) (nullable): a connection, until palier_db_pool_give_back(); NULL with
 *   PALIER_STORE_ERROR_BUSY when none came free in five seconds, or with why none could be opened
 */
PalierDb *
palier_db_pool_take (PalierDbPool *self, GError **error)
{
  g_mutex_lock (&self->lock);
  gboolean room = self->figures.taken < self->figures.most || wait_for_room (self);
  PalierDb *db = room ? g_queue_pop_head (&self->idle) : NULL;
  gboolean opens = room && db == NULL;
  self->figures.taken += room;
  self->figures.open += opens;
  g_mutex_unlock (&self->lock);

  if (!room)
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_BUSY,
                         "all connections to the store are taken");
  else if (opens)
  {
    db = palier_db_open (self->engine, self->place, PALIER_DB_READ, error);
    if (db == NULL)
      count_down (self, 1);
  }
  return db;
}

/* A connection that is broken is closed, and another one opened when it is needed. */
void
palier_db_pool_give_back (PalierDbPool *self, PalierDb *db)
{
  gboolean broken = palier_db_is_broken (db);

  if (broken)
    palier_db_close (db);
  else
  {
    palier_db_forgive (db);
    g_mutex_lock (&self->lock);
    g_queue_push_head (&self->idle, db);
    g_mutex_unlock (&self->lock);
  }
  count_down (self, broken);
}

PalierDbPoolFigures
palier_db_pool_get_figures (PalierDbPool *self)
{
  g_mutex_lock (&self->lock);
  PalierDbPoolFigures figures = self->figures;
  g_mutex_unlock (&self->lock);
  return figures;
}
