/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-duplicate-service.h"

G_BEGIN_DECLS

/* → PALIER_TYPE_CHANGESET (nullable) */
DexFuture *
palier_duplicate_merge_all (PalierCore *core, GPtrArray *clusters, PalierDuplicateProgress progress,
                            gpointer data, GDestroyNotify destroy, GCancellable *cancellable);

G_END_DECLS
