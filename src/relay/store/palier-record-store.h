/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"
#include "palier-sync-range.h"
#include "palier-sync.h"

G_BEGIN_DECLS

PalierRecord *palier_record_store_get (PalierTx *tx, const PalierTenant *tenant, PalierKind kind,
                                       const PalierId *id);
guint64 palier_record_store_put (PalierTx *tx, const PalierTenant *tenant,
                                 const PalierRecord *record, const PalierId *device);
guint64 palier_record_store_since (PalierTx *tx, const PalierTenant *tenant, guint64 seq,
                                   const PalierId *device, guint64 given, PalierSyncWriter *writer,
                                   GArray *persons, gboolean *more);
gboolean palier_record_store_digest (PalierTx *tx, const PalierTenant *tenant, PalierKind kind,
                                     const PalierIdRange *range, guint limit, GArray *records);
GPtrArray *palier_record_store_page (PalierTx *tx, const PalierTenant *tenant, PalierKind kind,
                                     const PalierId *before, guint limit);
guint64 palier_record_store_count (PalierTx *tx, const PalierTenant *tenant, PalierKind kind);
guint64 palier_record_store_last_seq (PalierTx *tx, const PalierTenant *tenant);

PalierMark palier_tx_mark (PalierTx *tx);
void
palier_event_store_add (PalierTx *tx, const PalierTenant *tenant, const char *name, gint64 at_ms,
                        const PalierId *prospect, const PalierId *message, const char *data);

/* The answers to batches, so that one sent again changes nothing. */
typedef enum
{
  PALIER_BATCH_NEW,
  PALIER_BATCH_DONE,  /* seen, and the same bytes */
  PALIER_BATCH_OTHER, /* seen, with other bytes */
} PalierBatchState;

PalierBatchState
palier_batch_store_find (PalierTx *tx, const PalierTenant *tenant, const PalierId *batch,
                         const guint8 digest[32], GBytes **answer);
void palier_batch_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *batch,
                             const guint8 digest[32], GBytes *answer);

G_END_DECLS
