/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-suppression.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* Who must not be written to, by keyed hashes of the addresses: rows are added, never removed. What
 * is written here is hashed with the key that was made with this base; what is looked for, with the
 * keys of all bases that have come together. No key leaves the folder. */
DexFuture *palier_suppression_store_add (PalierWorkspace *workspace, GArray *addresses,
                                         gint64 at_ms, const char *reason);
DexFuture *palier_suppression_store_find (PalierWorkspace *workspace, GArray *addresses);
DexFuture *palier_suppression_store_count (PalierWorkspace *workspace);

G_END_DECLS
