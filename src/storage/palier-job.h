/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-query.h"
#include "palier-record-store.h"
#include "palier-worker.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

typedef struct _PalierEngine PalierEngine;

/* The arguments of one call of a store on their way to the thread that runs it. Each job uses the
 * few it needs. */
typedef struct
{
  PalierId id;
  gboolean has_id;
  char *text;
  char *other;
  GPtrArray *objects;
  GArray *array;
  GArray *extra;
  PalierQuery *query;
  gpointer boxed;
  GDestroyNotify boxed_free;
  const PalierRecordStore *store; /* static */
  gint64 from;
  gint64 to;
  guint limit;
  gboolean may_be_lost; /* with the power: what is in an open changeset, or comes again */
  PalierEngine *engine; /* set by the call; borrowed */
} PalierArguments;

PalierArguments *palier_arguments_new (void);
void palier_arguments_free (PalierArguments *self);

/* Runs on the database's thread. Returns: (nullable): a settled future, or %NULL with @error. */
typedef DexFuture *(*PalierReadJob) (PalierDatabase *database, PalierArguments *arguments,
                                     GError **error);
typedef PalierReadJob PalierWriteJob;

/* @arguments: (transfer full). A read job runs in a read transaction; a write job in a write
 * transaction, which is committed before its future settles; a long job on the writer's thread with
 * no transaction, to make its own. */
DexFuture *
palier_workspace_read (PalierWorkspace *self, PalierReadJob job, PalierArguments *arguments);
DexFuture *
palier_workspace_write (PalierWorkspace *self, PalierWriteJob job, PalierArguments *arguments);
DexFuture *
palier_workspace_write_long (PalierWorkspace *self, PalierWriteJob job, PalierArguments *arguments);

DexFuture *palier_future_take_ptr_array (GPtrArray *array);
DexFuture *palier_future_take_array (GArray *array);

G_END_DECLS
