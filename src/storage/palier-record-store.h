/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-record-edit.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* What a store does whose values are read and written as a whole. */
typedef struct
{
  PalierKind kind;
  const char *list; /* what follows the table's name in the SELECT */
  PalierRecordFunc from_record;
  PalierRecord *(*to_record) (gconstpointer value, PalierMark mark); /* (nullable): never put */
  GBoxedCopyFunc ref;
  GDestroyNotify unref;
} PalierRecordStore;

DexFuture *palier_record_store_list (PalierWorkspace *workspace, const PalierRecordStore *store);
DexFuture *palier_record_store_put (PalierWorkspace *workspace, const PalierRecordStore *store,
                                    gpointer value);
DexFuture *palier_record_store_remove (PalierWorkspace *workspace, const PalierRecordStore *store,
                                       const PalierId *id);

G_END_DECLS
