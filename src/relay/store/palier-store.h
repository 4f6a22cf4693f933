/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-db-pool.h"
#include "palier-seal.h"

G_BEGIN_DECLS

/* The relay's store: one thread writes, gathering what waits into one durable commit; any number
 * of threads read. */
typedef struct _PalierStore PalierStore;

/* A tenant, whose data key is open. Every function that touches a tenant's rows takes one: there is
 * no other way to say whose rows are meant. */
typedef struct
{
  gint64 id;
  PalierSealKey key;
  int gone; /* erased: nothing is sealed or opened for it any more */
} PalierTenant;

/* What a function inside a transaction works with. */
typedef struct
{
  PalierStore *store;
  PalierDb *db;
  PalierRandom *random;
  gint64 now_ms;
  GArray *erased;      /* (element-type gint64): tenants that are no more */
  GHashTable *changed; /* tenants with something new for their devices */
  gboolean has_due;    /* something became due */
  gboolean has_news;   /* subscribers outside have something to be told */
  gint64 seq_tenant;   /* whose sequences have grown, 0: nobody's */
  guint64 seq;         /* … that of records to this */
  guint64 event_seq;   /* … that of events to this */
  gint64 contacts;     /* … and its contacts by so many */
  gboolean has_events; /* events were added for that tenant */
} PalierTx;

/* FALSE, or an error of the connection, undoes what this function wrote and nothing else. */
typedef gboolean (*PalierTxFunc) (PalierTx *tx, gpointer data, GError **error);

/* After the commit, on the writer's thread: @error is NULL when everything is on the disk. */
typedef void (*PalierTxDone) (gpointer data, const GError *error);

#define PALIER_STORE_ANYONE (-1)
#define PALIER_STORE_NEWS (-2)

/* Called after a commit, this process's (on the writer's thread) or another's, that changed
 * @tenant's records, made something due (@tenant 0) or has something for subscribers outside
 * (PALIER_STORE_NEWS); with PALIER_STORE_ANYONE when any of it may have been and was not heard. */
typedef void (*PalierStoreListener) (gint64 tenant, gpointer data);

gboolean
palier_store_migrate (const PalierDbEngine *engine, const char *place, gint64 most, GError **error);
PalierStore *
palier_store_open (const PalierDbEngine *engine, const char *place, const PalierSealKey *master_key,
                   PalierClock *clock, PalierRandom *random, GError **error);
void palier_store_close (PalierStore *self);
void palier_store_set_readers (PalierStore *self, guint most);
void palier_store_listen (PalierStore *self, PalierStoreListener listener, gpointer data);

void palier_store_submit (PalierStore *self, PalierTxFunc func, PalierTxDone done, gpointer data);
gboolean palier_store_write (PalierStore *self, PalierTxFunc func, gpointer data, GError **error);

/* A write under way, for whoever has something to do meanwhile. */
typedef struct _PalierWrite PalierWrite;
PalierWrite *palier_store_begin_write (PalierStore *self, PalierTxFunc func, gpointer data);
gboolean palier_write_wait (PalierWrite *self, GError **error);

gboolean palier_store_read (PalierStore *self, PalierTxFunc func, gpointer data, GError **error);

PalierTenant *palier_store_add_tenant (PalierTx *tx, gint64 id, GError **error);
PalierTenant *palier_store_get_tenant (PalierTx *tx, gint64 id, GError **error);
const PalierSealKey *palier_store_get_directory_key (PalierStore *self);
const PalierSealKey *palier_store_get_journal_key (PalierStore *self);
PalierClock *palier_store_get_clock (PalierStore *self);
PalierRandom *palier_store_get_random (PalierStore *self);
const PalierId *palier_store_get_epoch (PalierStore *self);
const PalierId *palier_store_get_process (PalierStore *self);
gboolean palier_store_is_shared (PalierStore *self);
void palier_store_set_streams (PalierStore *self, gboolean streams);

void palier_tx_changed (PalierTx *tx, const PalierTenant *tenant);

GBytes *palier_tx_master_seal (PalierTx *tx, const PalierSealPlace *place, const void *plain,
                               gsize length, GError **error);
GBytes *palier_tx_master_unseal (PalierTx *tx, const PalierSealPlace *place, const void *sealed,
                                 gsize length, GError **error);
GBytes *palier_tx_seal (PalierTx *tx, const PalierTenant *tenant, const char *table,
                        const void *row, gsize row_length, const void *plain, gsize length);
GBytes *palier_tx_unseal (PalierTx *tx, const PalierTenant *tenant, const char *table,
                          const void *row, gsize row_length, const void *sealed, gsize length);

typedef struct
{
  guint64 commits;
  guint64 transactions;
  guint waiting; /* writes for the next commit */
  PalierDbPoolFigures readers;
} PalierStoreFigures;
PalierStoreFigures palier_store_get_figures (PalierStore *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierStore, palier_store_close)

G_END_DECLS
