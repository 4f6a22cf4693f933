/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store's life, and its readers; palier-store-writer.c writes. */
#include "palier-store-private.h"
#include "palier-tracer.h"

#define READERS 16

struct _PalierWrite
{
  GMutex lock;
  GCond cond;
  PalierTxFunc func;
  gpointer data;
  GError *error;
  gboolean settled;
};

static gboolean
run_write (PalierTx *tx, gpointer data, GError **error)
{
  PalierWrite *write = data;
  return write->func (tx, write->data, error);
}

static void
on_write_done (gpointer data, const GError *error)
{
  PalierWrite *write = data;

  g_mutex_lock (&write->lock);
  write->error = error != NULL ? g_error_copy (error) : NULL;
  write->settled = TRUE;
  g_cond_signal (&write->cond);
  g_mutex_unlock (&write->lock);
}

/* As palier_store_submit(). Returns: (transfer full): to be given to palier_write_wait(), until
 * when @data must live */
PalierWrite *
palier_store_begin_write (PalierStore *self, PalierTxFunc func, gpointer data)
{
  PalierWrite *write = g_new0 (PalierWrite, 1);

  g_assert (g_thread_self () != self->thread);
  g_mutex_init (&write->lock);
  g_cond_init (&write->cond);
  write->func = func;
  write->data = data;
  palier_store_submit (self, run_write, on_write_done, write);
  return write;
}

/* Waits until it is on the disk, and frees @self. */
gboolean
palier_write_wait (PalierWrite *self, GError **error)
{
  g_mutex_lock (&self->lock);
  while (!self->settled)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
  gboolean good = self->error == NULL;
  if (!good)
    g_propagate_error (error, g_steal_pointer (&self->error));
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
  return good;
}

/* Tells how long the store took for what this thread works for. */
static void
note_span (const char *what, gboolean good, gint64 since_us)
{
  PalierSpanFacts facts = { .name = what,
                            .kind = PALIER_SPAN_INTERNAL,
                            .error_type = good ? NULL : "store" };

  palier_tracer_note_part (&facts, g_get_monotonic_time () - since_us);
}

/* Runs @func in the next commit and waits for it; never on the writer's thread. */
gboolean
palier_store_write (PalierStore *self, PalierTxFunc func, gpointer data, GError **error)
{
  gint64 since_us = g_get_monotonic_time ();
  gboolean good = palier_write_wait (palier_store_begin_write (self, func, data), error);

  note_span ("store.write", good, since_us);
  return good;
}

static PalierDb *
begin_read (PalierStore *self, GError **error)
{
  PalierDb *db = palier_db_pool_take (self->readers, error);

  while (db != NULL && !palier_db_begin (db, FALSE, error))
  {
    /* One that broke while it lay idle is no failure: all of them may have. */
    gboolean again = palier_db_is_broken (db);
    palier_db_pool_give_back (self->readers, db);
    if (!again)
      return NULL;
    g_clear_error (error);
    db = palier_db_pool_take (self->readers, error);
  }
  return db;
}

/* Runs @func on the caller's thread, over one moment of the store. It cannot write. */
gboolean
palier_store_read (PalierStore *self, PalierTxFunc func, gpointer data, GError **error)
{
  gint64 since_us = g_get_monotonic_time ();
  g_autoptr (GError) why = NULL;
  PalierDb *db = begin_read (self, &why);
  gboolean good = FALSE;

  if (db != NULL)
  {
    PalierTx tx = {
      .store = self, .db = db, .random = self->random, .now_ms = palier_clock_now_ms (self->clock)
    };
    good = func (&tx, data, &why) && palier_db_check (db, &why);
    if (!good)
      palier_db_check (db, &why);
    palier_db_execute (db, "rollback", NULL);
    palier_db_pool_give_back (self->readers, db);
  }
  note_span ("store.read", why == NULL, since_us);
  if (!good && why != NULL)
    g_propagate_error (error, g_steal_pointer (&why));
  return good;
}

/* Says that @tenant's devices have something to fetch after the commit. */
void
palier_tx_changed (PalierTx *tx, const PalierTenant *tenant)
{
  if (!g_hash_table_contains (tx->changed, &tenant->id))
    g_hash_table_add (tx->changed, g_memdup2 (&tenant->id, sizeof tenant->id));
}

void
palier_store_listen (PalierStore *self, PalierStoreListener listener, gpointer data)
{
  g_mutex_lock (&self->listener_lock);
  self->listener = listener;
  self->listener_data = data;
  g_mutex_unlock (&self->listener_lock);
}

static void
free_tenant (gpointer data)
{
  PalierTenant *tenant = data;
  palier_seal_key_clear (&tenant->key);
  g_free (tenant);
}

static gboolean
prepare (PalierStore *self, GError **error)
{
  if (!palier_store_migrate (self->engine, self->place, 0, error))
    return FALSE;
  self->writer = palier_db_open (self->engine, self->place, PALIER_DB_WRITE, error);
  if (self->writer == NULL || !palier_db_begin (self->writer, TRUE, error))
    return FALSE;

  PalierTx tx = { .store = self,
                  .db = self->writer,
                  .random = self->random,
                  .now_ms = palier_clock_now_ms (self->clock) };
  gboolean good = palier_store_load_identity (self, &tx, error);
  return palier_db_execute (self->writer, good ? "commit" : "rollback", good ? error : NULL)
         && good;
}

/**
 * palier_store_open:
 * @place: a file for SQLite, an address for PostgreSQL
 * @master_key: wraps the tenants' keys
 *
 * Opens the store, brings it to this version and starts its writer.
 *
 * Returns: (transfer full) (nullable): NULL with PALIER_STORE_ERROR_OPEN, _NEWER, _DAMAGED, _FULL
 * or _KEY, and nothing changed
 */
PalierStore *
palier_store_open (const PalierDbEngine *engine, const char *place, const PalierSealKey *master_key,
                   PalierClock *clock, PalierRandom *random, GError **error)
{
  PalierStore *self = g_new0 (PalierStore, 1);
  self->engine = engine;
  self->place = g_strdup (place);
  self->clock = palier_clock_ref (clock);
  self->random = palier_random_ref (random);
  self->master_key = *master_key;
  self->proof = palier_master_key_dup_proof (master_key);
  self->process = palier_id_new (clock, random);
  self->queue = g_async_queue_new ();
  self->readers = palier_db_pool_new (engine, place, READERS);
  self->tenants = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_tenant);
  self->gone = g_ptr_array_new_with_free_func (free_tenant);
  g_mutex_init (&self->listener_lock);
  g_mutex_init (&self->tenants_lock);
  if (!prepare (self, error))
  {
    palier_store_close (self);
    return NULL;
  }
  palier_store_start_writing (self);
  palier_store_start_hearing (self);
  return self;
}

/* Waits for what was submitted. */
void
palier_store_close (PalierStore *self)
{
  palier_store_stop_hearing (self);
  palier_store_stop_writing (self);
  g_clear_pointer (&self->readers, palier_db_pool_free);
  g_clear_pointer (&self->writer, palier_db_close);
  g_hash_table_unref (self->tenants);
  g_ptr_array_unref (self->gone);
  g_async_queue_unref (self->queue);
  g_mutex_clear (&self->listener_lock);
  g_mutex_clear (&self->tenants_lock);
  palier_seal_key_clear (&self->master_key);
  palier_seal_key_clear (&self->directory_key);
  palier_seal_key_clear (&self->journal_key);
  g_free (self->proof);
  palier_clock_unref (self->clock);
  palier_random_unref (self->random);
  g_free (self->place);
  g_free (self);
}

/* At most so many read at once. */
void
palier_store_set_readers (PalierStore *self, guint most)
{
  palier_db_pool_set_most (self->readers, most);
}

const PalierSealKey *
palier_store_get_directory_key (PalierStore *self)
{
  return &self->directory_key;
}

/* Seals what waits in files beside the store. */
const PalierSealKey *
palier_store_get_journal_key (PalierStore *self)
{
  return &self->journal_key;
}

PalierClock *
palier_store_get_clock (PalierStore *self)
{
  return self->clock;
}

PalierRandom *
palier_store_get_random (PalierStore *self)
{
  return self->random;
}

/* The store's epoch: a restored copy gets another one, and cursors of the old one mean nothing. */
const PalierId *
palier_store_get_epoch (PalierStore *self)
{
  return &self->epoch;
}

/* This process, among those that serve the store. */
const PalierId *
palier_store_get_process (PalierStore *self)
{
  return &self->process;
}

/* Whether other processes may serve the store too. */
gboolean
palier_store_is_shared (PalierStore *self)
{
  return self->engine->hear != NULL;
}

/* Whether the events of all tenants go to a stream, whoever else wants them; before the first
 * write.
 */
void
palier_store_set_streams (PalierStore *self, gboolean streams)
{
  self->streams = streams;
}

PalierStoreFigures
palier_store_get_figures (PalierStore *self)
{
  return (PalierStoreFigures) { __atomic_load_n (&self->commits, __ATOMIC_RELAXED),
                                __atomic_load_n (&self->transactions, __ATOMIC_RELAXED),
                                (guint) MAX (0, g_async_queue_length (self->queue)),
                                palier_db_pool_get_figures (self->readers) };
}
