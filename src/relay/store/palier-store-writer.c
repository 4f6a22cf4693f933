/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Group commit. What is submitted while a commit runs waits and goes together into the next one:
 * under load one flush carries many writes, and alone a write waits for nobody. Each function runs
 * in a savepoint of its own; nobody is told anything before the commit that carries it. A commit
 * that fails fails all it carried. A connection that broke is opened again for the next commit;
 * until that works every write fails at once, and its caller tries again. */
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

  palier_db_run (db, "savepoint one", "");
  palier_db_leave_tenant (db);
  gboolean good = task->func (tx, task->data, &task->error);
  if (good)
    palier_record_store_keep_seq (tx);
  tx->seq_tenant = 0;
  tx->has_events = FALSE;
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
  good = good && palier_db_execute (tx->db, "commit", error);
  if (good)
    palier_store_tell_own (self, tx);
  else
    palier_db_execute (tx->db, "rollback", NULL);
  g_hash_table_remove_all (tx->changed);
  g_array_set_size (tx->erased, 0);
  tx->has_due = FALSE;
  tx->has_news = FALSE;
  return good;
}

/* Tells the first @count of a group what became of them. */
static void
finish (PalierStore *self, GPtrArray *group, guint count)
{
  __atomic_add_fetch (&self->transactions, count, __ATOMIC_RELAXED);
  __atomic_add_fetch (&self->commits, 1, __ATOMIC_RELAXED);
  g_ptr_array_remove_range (group, 0, count);
}

typedef struct
{
  PalierStore *store;
  PalierTx *tx;
  GPtrArray *group;
} Writing;

/* Another process works for the tenant that the group's last function has come to, and may itself
 * wait for one of the tenants before: those go into a commit of their own, so that who waits holds
 * nothing that another waits for. The function itself has written nothing yet. */
static void
give_way (gpointer data)
{
  Writing *self = data;
  guint count = self->group->len - 1;
  Task *task = g_ptr_array_steal_index (self->group, count);
  GError *error = NULL;

  if (!commit_group (self->store, self->tx, &error))
    fail_group (self->group, error);
  g_clear_error (&error);
  finish (self->store, self->group, count);
  g_ptr_array_add (self->group, task);
  if (palier_db_begin (self->tx->db, FALSE, &error))
    palier_db_run (self->tx->db, "savepoint one", "");
  else
    palier_db_fail (self->tx->db, error);
}

static gboolean
run_group (PalierStore *self, PalierTx *tx, GPtrArray *group)
{
  g_autoptr (GError) error = NULL;
  Writing writing = { self, tx, group };
  Task *task = g_ptr_array_index (group, 0);
  gboolean stopping = FALSE;
  gboolean lost = !begin_group (self, &error);

  tx->db = self->writer;
  if (!lost)
    palier_db_set_crowded (tx->db, give_way, &writing);
  for (guint n = 1; !lost; n++)
  {
    run_task (tx, task);
    lost = is_lost (tx, group, task);
    task = !lost && n < GROUP_MAX ? g_async_queue_try_pop (self->queue) : NULL;
    stopping = task == &stop_task;
    if (task == NULL || stopping)
      break;
    g_ptr_array_add (group, task);
  }
  if (!lost)
    commit_group (self, tx, &error);
  if (error != NULL)
    fail_group (group, error);
  finish (self, group, group->len);
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
    g_autoptr (GArray) erased = g_array_new (FALSE, FALSE, sizeof (gint64));
    PalierTx tx = { .store = self,
                    .random = self->random,
                    .now_ms = palier_clock_now_ms (self->clock),
                    .erased = erased,
                    .changed = changed };
    g_ptr_array_add (group, task);
    stopping = run_group (self, &tx, group);
  }
  return NULL;
}

void
palier_store_start_writing (PalierStore *self)
{
  self->thread = g_thread_new ("store", writer_main, self);
}

/* Waits for what was submitted. */
void
palier_store_stop_writing (PalierStore *self)
{
  if (self->thread == NULL)
    return;
  g_async_queue_push (self->queue, &stop_task);
  g_clear_pointer (&self->thread, g_thread_join);
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
