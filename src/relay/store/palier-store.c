/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Group commit. What is submitted while a commit runs waits and goes together into the next one:
 * under load one flush carries many writes, and alone a write waits for nobody. Each function runs
 * in a savepoint of its own; nobody is told anything before the commit that carries it. A commit
 * that fails fails all it carried. */
#include "palier-store-private.h"

#define GROUP_MAX 256

typedef struct
{
  PalierTxFunc func;
  PalierTxDone done;
  gpointer data;
  GError *error;
} Task;

static Task stop_task;

static void
run_task (PalierTx *tx, Task *task)
{
  PalierDb *db = tx->db;

  if (!palier_db_execute (db, "savepoint one", &task->error))
    return;
  gboolean good = task->func (tx, task->data, &task->error);
  if (good)
    palier_record_store_keep_seq (tx);
  tx->seq_tenant = 0;
  if (!palier_db_check (db, good ? &task->error : NULL) || !good)
  {
    if (task->error == NULL)
      palier_db_check (db, &task->error);
    palier_db_forgive (db);
    /* What cannot be undone by itself must not be committed with the others. */
    if (!palier_db_execute (db, "rollback to one", NULL))
      palier_db_execute (db, "rollback", NULL);
  }
  palier_db_execute (db, "release one", NULL);
}

static void
fail_group (GPtrArray *group, const GError *error)
{
  for (guint i = 0; i < group->len; i++)
  {
    Task *task = g_ptr_array_index (group, i);
    g_clear_error (&task->error);
    task->error = g_error_copy (error);
  }
}

/* A full disk ends the whole transaction at once: then what came before in the group is gone too,
 * and those who asked for it are told so. */
static gboolean
is_lost (PalierTx *tx, GPtrArray *group, Task *task)
{
  if (palier_db_in_transaction (tx->db))
    return FALSE;
  g_autoptr (GError) error = task->error != NULL
                                 ? g_error_copy (task->error)
                                 : g_error_new_literal (PALIER_STORE_ERROR, PALIER_STORE_ERROR_FULL,
                                                        "the transaction was ended");
  fail_group (group, error);
  return TRUE;
}

static void
tell (PalierStore *self, PalierTx *tx)
{
  GHashTableIter iter;
  gpointer tenant;

  g_mutex_lock (&self->listener_lock);
  if (self->listener != NULL)
  {
    g_hash_table_iter_init (&iter, tx->changed);
    while (g_hash_table_iter_next (&iter, &tenant, NULL))
      self->listener (*(gint64 *) tenant, self->listener_data);
    if (tx->has_due)
      self->listener (0, self->listener_data);
  }
  g_mutex_unlock (&self->listener_lock);
}

static gboolean
run_group (PalierStore *self, PalierTx *tx, GPtrArray *group)
{
  g_autoptr (GError) error = NULL;
  Task *task = g_ptr_array_index (group, 0);
  gboolean stopping = FALSE;
  gboolean lost = FALSE;

  if (!palier_db_execute (tx->db, "begin immediate", &error))
    lost = TRUE;
  while (!lost)
  {
    run_task (tx, task);
    lost = is_lost (tx, group, task);
    task = !lost && group->len < GROUP_MAX ? g_async_queue_try_pop (self->queue) : NULL;
    stopping = task == &stop_task;
    if (task == NULL || stopping)
      break;
    g_ptr_array_add (group, task);
  }
  if (!lost && !palier_db_execute (tx->db, "commit", &error))
    palier_db_execute (tx->db, "rollback", NULL);
  if (error != NULL)
    fail_group (group, error);
  else if (!lost)
    tell (self, tx);
  return stopping;
}

static void
finish_task (gpointer data)
{
  Task *task = data;

  task->done (task->data, task->error);
  g_clear_error (&task->error);
  g_free (task);
}

static gpointer
writer_main (gpointer data)
{
  PalierStore *self = data;
  gboolean stopping = FALSE;

  while (!stopping)
  {
    Task *task = g_async_queue_pop (self->queue);
    if (task == &stop_task)
      break;
    g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func (finish_task);
    g_autoptr (GHashTable) changed =
        g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
    PalierTx tx = { .store = self,
                    .db = self->writer,
                    .random = self->random,
                    .now_ms = palier_clock_now_ms (self->clock),
                    .changed = changed };
    g_ptr_array_add (group, task);
    stopping = run_group (self, &tx, group);
    __atomic_add_fetch (&self->transactions, group->len, __ATOMIC_RELAXED);
    __atomic_add_fetch (&self->commits, 1, __ATOMIC_RELAXED);
  }
  return NULL;
}

/**
 * palier_store_submit:
 * @done: called in any case, on the writer's thread: it must be short and must not write
 *
 * Runs @func in the next commit. Functions of one thread run in the order they were submitted.
 */
void
palier_store_submit (PalierStore *self, PalierTxFunc func, PalierTxDone done, gpointer data)
{
  Task *task = g_new0 (Task, 1);

  task->func = func;
  task->done = done;
  task->data = data;
  g_async_queue_push (self->queue, task);
}

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

/* Runs @func in the next commit and waits for it; never on the writer's thread. */
gboolean
palier_store_write (PalierStore *self, PalierTxFunc func, gpointer data, GError **error)
{
  return palier_write_wait (palier_store_begin_write (self, func, data), error);
}

static PalierDb *
take_reader (PalierStore *self, GError **error)
{
  g_mutex_lock (&self->readers_lock);
  PalierDb *db = g_queue_pop_head (&self->readers);
  g_mutex_unlock (&self->readers_lock);
  return db != NULL ? db : palier_db_open (self->engine, self->place, FALSE, error);
}

static void
give_reader_back (PalierStore *self, PalierDb *db)
{
  palier_db_forgive (db);
  g_mutex_lock (&self->readers_lock);
  g_queue_push_head (&self->readers, db);
  g_mutex_unlock (&self->readers_lock);
}

/* Runs @func on the caller's thread, over one moment of the store. It cannot write. */
gboolean
palier_store_read (PalierStore *self, PalierTxFunc func, gpointer data, GError **error)
{
  PalierDb *db = take_reader (self, error);
  if (db == NULL)
    return FALSE;

  PalierTx tx = {
    .store = self, .db = db, .random = self->random, .now_ms = palier_clock_now_ms (self->clock)
  };
  gboolean good = palier_db_execute (db, "begin", error);
  if (good)
  {
    good = func (&tx, data, error) && palier_db_check (db, error);
    if (!good)
      palier_db_check (db, error);
    palier_db_execute (db, "rollback", NULL);
  }
  give_reader_back (self, db);
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
  PalierTx tx = { .store = self,
                  .db = self->writer,
                  .random = self->random,
                  .now_ms = palier_clock_now_ms (self->clock) };

  if (!palier_store_migrate (self->writer, error)
      || !palier_db_execute (self->writer, "begin immediate", error))
    return FALSE;
  gboolean good = palier_store_load_identity (self, &tx, error);
  return palier_db_execute (self->writer, good ? "commit" : "rollback", good ? error : NULL)
         && good;
}

/**
 * palier_store_open:
 * @place: a file for SQLite
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
  PalierDb *writer = palier_db_open (engine, place, TRUE, error);
  if (writer == NULL)
    return NULL;

  PalierStore *self = g_new0 (PalierStore, 1);
  self->engine = engine;
  self->place = g_strdup (place);
  self->clock = palier_clock_ref (clock);
  self->random = palier_random_ref (random);
  self->master_key = *master_key;
  palier_seal_key_derive (master_key, "directory", &self->directory_key);
  self->queue = g_async_queue_new ();
  self->writer = writer;
  self->tenants = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_tenant);
  g_mutex_init (&self->listener_lock);
  g_mutex_init (&self->readers_lock);
  g_mutex_init (&self->tenants_lock);
  if (!prepare (self, error))
  {
    palier_store_close (self);
    return NULL;
  }
  self->thread = g_thread_new ("store", writer_main, self);
  return self;
}

/* Waits for what was submitted. */
void
palier_store_close (PalierStore *self)
{
  if (self->thread != NULL)
  {
    g_async_queue_push (self->queue, &stop_task);
    g_thread_join (self->thread);
  }
  for (PalierDb *db; (db = g_queue_pop_head (&self->readers)) != NULL;)
    palier_db_close (db);
  palier_db_close (self->writer);
  g_hash_table_unref (self->tenants);
  g_async_queue_unref (self->queue);
  g_mutex_clear (&self->listener_lock);
  g_mutex_clear (&self->readers_lock);
  g_mutex_clear (&self->tenants_lock);
  palier_seal_key_clear (&self->master_key);
  palier_seal_key_clear (&self->directory_key);
  palier_clock_unref (self->clock);
  palier_random_unref (self->random);
  g_free (self->place);
  g_free (self);
}

const PalierSealKey *
palier_store_get_directory_key (PalierStore *self)
{
  return &self->directory_key;
}

const PalierSealKey *
palier_store_get_master_key (PalierStore *self)
{
  return &self->master_key;
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

PalierStoreFigures
palier_store_get_figures (PalierStore *self)
{
  return (PalierStoreFigures) { __atomic_load_n (&self->commits, __ATOMIC_RELAXED),
                                __atomic_load_n (&self->transactions, __ATOMIC_RELAXED) };
}
