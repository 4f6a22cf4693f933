/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-record-store.h"

G_BEGIN_DECLS

/* Records that one device sent at once: what is stored of them is read before, and what becomes of
 * them written after, each with few statements, so that a round trip to the server serves many. */
typedef struct _PalierRecordBatch PalierRecordBatch;

PalierRecordBatch *palier_record_batch_new (PalierTx *tx, const PalierTenant *tenant,
                                            const PalierId *device, const GPtrArray *records);
void palier_record_batch_free (PalierRecordBatch *self);
gboolean palier_record_batch_adds_contact (PalierRecordBatch *self, const PalierRecord *incoming);
guint64 palier_record_batch_merge (PalierRecordBatch *self, const PalierRecord *incoming,
                                   const PalierRecord **merged);
void palier_record_batch_write (PalierRecordBatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRecordBatch, palier_record_batch_free)

G_END_DECLS
