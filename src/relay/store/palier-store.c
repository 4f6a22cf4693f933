/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Group commit. What is submitted while a commit runs waits and goes together into the next one:
 * under load one flush carries many writes, and alone a write waits for nobody. Each function runs
 * in a savepoint of its own; nobody is told anything before the commit that carries it. A commit
 * that fails fails all it carried. A connection that broke is opened again for the next commit;
 * until that works every write fails at once, and its caller tries again. */
#include "palier-store-private.h"

#define GROUP_MAX 256
#define READERS 16

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

  palier_db_leave_tenant (db);
  palier_db_run (db, "savepoint one", "");
  gboolean good = task->func (tx, task->data, &task->error);
  if (good)
    palier_record_store_keep_seq (tx);
  tx->seq_tenant = 0;
  if (good)
    palier_db_run (db, "release one", "");
  if (!palier_db_check (db, good ? &task->error : NULL) || !good)
  {
    if (task->error == NULL)
      palier_db_check (db, &task->error);
    palier_db_forgive (db);
    /* What cannot be undone by itself must not be committed with the others. */
    if (!palier_db_execute (db, "rollback to one", NULL)
        || !palier_db_execute (db, "release one", NULL))
      palier_db_execute (db, "rollback", NULL);
  }
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

/* Begins on the connection at hand, or on a new one: that the old one broke meanwhile is nobody's
 * fault. */
static gboolean
begin_group (PalierStore *self, GError **error)
{
  if (self->writer != NULL && !palier_db_is_broken (self->writer)
      && palier_db_begin (self->writer, FALSE, NULL))
    return TRUE;
  g_clear_pointer (&self->writer, palier_db_close);
  self->writer = palier_db_open (self->engine, self->place, PALIER_DB_WRITE, error);
  return self->writer != NULL && palier_db_begin (self->writer, FALSE, error);
}

static gboolean
commit_group (PalierStore *self, PalierTx *tx, GError **error)
{
  palier_store_tell_others (self, tx);
  gboolean good = palier_db_check (tx->db, error);

  palier_db_forgive (tx->db);
  if (good && palier_db_execute (tx->db, "commit", error))
    return TRUE;
  palier_db_execute (tx->db, "rollback", NULL);
  return FALSE;
}

static gboolean
run_group (PalierStore *self, PalierTx *tx, GPtrArray *group)
{
  g_autoptr (GError) error = NULL;
  Task *task = g_ptr_array_index (group, 0);
  gboolean stopping = FALSE;
  gboolean lost = !begin_group (self, &error);

  tx->db = self->writer;
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
  if (!lost)
    commit_group (self, tx, &error);
  if (error != NULL)
    fail_group (group, error);
  else if (!lost)
    palier_store_tell_own (self, tx);
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
  palier_seal_key_derive (master_key, "directory", &self->directory_key);
  self->process = palier_id_new (clock, random);
  self->queue = g_async_queue_new ();
  self->readers = palier_db_pool_new (engine, place, READERS);
  self->tenants = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_tenant);
  g_mutex_init (&self->listener_lock);
  g_mutex_init (&self->tenants_lock);
  if (!prepare (self, error))
  {
    palier_store_close (self);
    return NULL;
  }
  self->thread = g_thread_new ("store", writer_main, self);
  palier_store_start_hearing (self);
  return self;
}

/* Waits for what was submitted. */
void
palier_store_close (PalierStore *self)
{
  palier_store_stop_hearing (self);
  if (self->thread != NULL)
  {
    g_async_queue_push (self->queue, &stop_task);
    g_thread_join (self->thread);
  }
  g_clear_pointer (&self->readers, palier_db_pool_free);
  g_clear_pointer (&self->writer, palier_db_close);
  g_hash_table_unref (self->tenants);
  g_async_queue_unref (self->queue);
  g_mutex_clear (&self->listener_lock);
  g_mutex_clear (&self->tenants_lock);
  palier_seal_key_clear (&self->master_key);
  palier_seal_key_clear (&self->directory_key);
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

PalierStoreFigures
palier_store_get_figures (PalierStore *self)
{
  return (PalierStoreFigures) { __atomic_load_n (&self->commits, __ATOMIC_RELAXED),
                                __atomic_load_n (&self->transactions, __ATOMIC_RELAXED),
                                (guint) MAX (0, g_async_queue_length (self->queue)),
                                palier_db_pool_get_figures (self->readers) };
}
