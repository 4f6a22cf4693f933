/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-sync-range.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

DexFuture *palier_digest_store_page (PalierWorkspace *workspace, PalierKind kind,
                                     const PalierId *after, guint limit);

G_END_DECLS
