/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libdex 0.10 runs fibers on its own threads, and a fiber that blocks there stops the others. What
 * blocks (SQL, a file) therefore runs on threads of ours, and a promise carries its result. */
#include "palier-worker.h"

#define POOL_THREADS_MIN 2

typedef struct
{
  PalierJob job;
  gpointer data;
  GDestroyNotify destroy;
  DexPromise *promise;
} Task;

struct _PalierWorker
{
  GAsyncQueue *queue;
  GThread *thread;
};

static Task stop_task;

static Task *
task_new (PalierJob job, gpointer data, GDestroyNotify destroy)
{
  Task *task = g_new0 (Task, 1);
  task->job = job;
  task->data = data;
  task->destroy = destroy;
  task->promise = dex_promise_new ();
  return task;
}

static void
settle (DexPromise *promise, DexFuture *result)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (result, &error);

  if (value != NULL)
    dex_promise_resolve (promise, value);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

static DexFuture *
on_later_settled_cb (DexFuture *result, gpointer promise)
{
  settle (promise, result);
  return NULL;
}

static void
task_run (Task *task)
{
  DexFuture *result = task->job (task->data);

  if (dex_future_is_pending (result))
    dex_future_disown (
        dex_future_finally (result, on_later_settled_cb, dex_ref (task->promise), dex_unref));
  else
  {
    settle (task->promise, result);
    dex_unref (result);
  }
  if (task->destroy != NULL)
    task->destroy (task->data);
  dex_unref (task->promise);
  g_free (task);
}

static gpointer
worker_main (gpointer data)
{
  PalierWorker *self = data;

  for (Task *task; (task = g_async_queue_pop (self->queue)) != &stop_task;)
    task_run (task);
  return NULL;
}

PalierWorker *
palier_worker_new (const char *name)
{
  PalierWorker *self = g_new0 (PalierWorker, 1);
  self->queue = g_async_queue_new ();
  self->thread = g_thread_new (name, worker_main, self);
  return self;
}

/* Waits for the jobs already queued: what was asked for is done, a write is never dropped. */
void
palier_worker_free (PalierWorker *self)
{
  g_async_queue_push (self->queue, &stop_task);
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  g_free (self);
}

/**
 * palier_worker_run:
 * @job: runs on the worker's thread
 * @data: (transfer full): freed there by @destroy after the job
 *
 * Returns: (transfer full): settles as the job's future does
 */
DexFuture *
palier_worker_run (PalierWorker *self, PalierJob job, gpointer data, GDestroyNotify destroy)
{
  Task *task = task_new (job, data, destroy);
  DexFuture *future = DEX_FUTURE (dex_ref (task->promise));
  g_async_queue_push (self->queue, task);
  return future;
}

gboolean
palier_worker_is_current (PalierWorker *self)
{
  return g_thread_self () == self->thread;
}

static void
on_pool_task_cb (gpointer task, gpointer unused)
{
  task_run (task);
}

/**
 * palier_pool_run:
 *
 * As palier_worker_run(), on one of a few shared threads; jobs of one caller may overlap.
 */
DexFuture *
palier_pool_run (PalierJob job, gpointer data, GDestroyNotify destroy)
{
  static GThreadPool *pool;
  if (g_once_init_enter_pointer (&pool))
    g_once_init_leave_pointer (
        &pool,
        g_thread_pool_new (on_pool_task_cb, NULL,
                           (int) MAX (POOL_THREADS_MIN, g_get_num_processors ()), FALSE, NULL));

  Task *task = task_new (job, data, destroy);
  DexFuture *future = DEX_FUTURE (dex_ref (task->promise));
  g_thread_pool_push (pool, task, NULL);
  return future;
}
