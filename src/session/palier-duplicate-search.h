/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-duplicate-service.h"

G_BEGIN_DECLS

/* Under this key what a search has learned stays on the device (palier_local_store_get). */
#define PALIER_DUPLICATE_LEARNED "duplicates.learned"

/* → PALIER_TYPE_DUPLICATES_FOUND */
DexFuture *palier_duplicate_search (PalierCore *core, double threshold, GArray *unsure,
                                    PalierDuplicateProgress progress, gpointer data,
                                    GDestroyNotify destroy, GCancellable *cancellable);

G_END_DECLS
