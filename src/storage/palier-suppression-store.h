/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-suppression.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* Who must not be written to, by a keyed hash of the address: rows are added, never removed. */
typedef struct
{
  guint8 hash[PALIER_SUPPRESSION_HASH_SIZE]; /* palier_suppression_hash() */
  PalierAddressKind kind;
  gint64 at_ms;
  const char *reason; /* (nullable): unsubscribed, by_hand, bounced, … */
} PalierSuppression;

DexFuture *palier_suppression_store_add (PalierWorkspace *workspace, const PalierSuppression *rows,
                                         gsize n_rows);
DexFuture *palier_suppression_store_find (PalierWorkspace *workspace, GArray *hashes);
DexFuture *palier_suppression_store_count (PalierWorkspace *workspace);

G_END_DECLS
