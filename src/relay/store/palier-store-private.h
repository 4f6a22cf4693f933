/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-db-pool.h"
#include "palier-record.h"
#include "palier-store.h"

struct _PalierStore
{
  const PalierDbEngine *engine;
  char *place;
  PalierClock *clock;
  PalierRandom *random;
  PalierSealKey master_key;
  char *proof; /* by what the store knows the master key */
  PalierSealKey directory_key;
  PalierSealKey journal_key;
  PalierId epoch;
  PalierId process; /* this one, of several on one store */
  PalierHlc hlc;    /* the writer's alone */
  gboolean streams; /* each tenant's events go to a stream */

  GAsyncQueue *queue; /* of Task */
  GThread *thread;
  PalierDb *writer; /* (nullable): NULL while the server is away */
  GMutex listener_lock;
  PalierStoreListener listener;
  gpointer listener_data;

  GThread *ear;
  int stopping;

  PalierDbPool *readers;

  GMutex tenants_lock;
  GHashTable *tenants; /* gint64 → PalierTenant */
  GPtrArray *gone;     /* (element-type PalierTenant): some may be in use still */

  guint64 commits;
  guint64 transactions;
};

void palier_record_store_keep_seq (PalierTx *tx);
guint64 palier_record_store_take_event_seq (PalierTx *tx, const PalierTenant *tenant);
void palier_outbox_store_announce (PalierTx *tx, gint64 tenant);
guint64 palier_record_store_take_seq (PalierTx *tx, const PalierTenant *tenant);
GBytes *palier_record_seal (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record);
PalierRecord *palier_record_unseal (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                                    const void *sealed, gsize length);
void palier_store_forget_tenant (PalierStore *self, gint64 id);
char *palier_meta_dup (PalierDb *db, const char *key);
void palier_meta_set (PalierDb *db, const char *key, const char *value);
char *palier_master_key_dup_proof (const PalierSealKey *master_key);
gboolean palier_store_load_keys (PalierStore *self, PalierTx *tx, GError **error);
gboolean palier_store_load_identity (PalierStore *self, PalierTx *tx, GError **error);
void palier_store_start_writing (PalierStore *self);
void palier_store_stop_writing (PalierStore *self);
void palier_store_tell_own (PalierStore *self, PalierTx *tx);
void palier_store_tell_others (PalierStore *self, PalierTx *tx);
void palier_store_start_hearing (PalierStore *self);
void palier_store_stop_hearing (PalierStore *self);
