/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* One thread with a queue: jobs run one at a time, in order. It owns what may not be shared (a
 * database connection) and gives every result back as a future, to be awaited in a fiber. */
typedef struct _PalierWorker PalierWorker;

/* Runs on the worker's thread. Returns: (transfer full): a future that is already settled
 * (dex_future_new_for_…), or one that settles later. */
typedef DexFuture *(*PalierJob) (gpointer data);

PalierWorker *palier_worker_new (const char *name);
void palier_worker_free (PalierWorker *self);
DexFuture *
palier_worker_run (PalierWorker *self, PalierJob job, gpointer data, GDestroyNotify destroy);
gboolean palier_worker_is_current (PalierWorker *self);

/* A job on a shared pool of threads, for heavy work that needs no owner. */
DexFuture *palier_pool_run (PalierJob job, gpointer data, GDestroyNotify destroy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierWorker, palier_worker_free)

G_END_DECLS
