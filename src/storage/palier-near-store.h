/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-prospect-store.h"

G_BEGIN_DECLS

/* Keys that prospects share who may be one: numbers whose meaning is the caller's. They lag behind
 * the prospects until the caller fills in what is missing. */
typedef struct
{
  gint64 n;
  gint64 key;
} PalierNearKey;

/* What more rows share says too little to compare them for it: such a key finds nobody. */
#define PALIER_NEAR_MOST 32

DexFuture *palier_near_store_missing (PalierWorkspace *workspace, guint limit);
DexFuture *palier_near_store_put (PalierWorkspace *workspace, GArray *ns, GArray *keys);
DexFuture *palier_near_store_find (PalierWorkspace *workspace, GArray *keys);

G_END_DECLS
