/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

struct _PalierStore
{
  const PalierDbEngine *engine;
  char *place;
  PalierClock *clock;
  PalierRandom *random;
  PalierSealKey master_key;
  PalierSealKey directory_key;
  PalierId epoch;
  PalierHlc hlc; /* the writer's alone */

  GAsyncQueue *queue; /* of Task */
  GThread *thread;
  PalierDb *writer;
  GMutex listener_lock;
  PalierStoreListener listener;
  gpointer listener_data;

  GMutex readers_lock;
  GQueue readers; /* of PalierDb, idle */

  GMutex tenants_lock;
  GHashTable *tenants; /* gint64 → PalierTenant, for the life of the store */

  guint64 commits;
  guint64 transactions;
};

gboolean palier_store_migrate (PalierDb *db, GError **error);
void palier_record_store_keep_seq (PalierTx *tx);
gboolean palier_store_load_identity (PalierStore *self, PalierTx *tx, GError **error);
