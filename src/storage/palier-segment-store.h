/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-segment.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

DexFuture *palier_segment_store_list (PalierWorkspace *workspace);
DexFuture *palier_segment_store_put (PalierWorkspace *workspace, PalierSegment *segment);
DexFuture *palier_segment_store_remove (PalierWorkspace *workspace, const PalierId *id);

G_END_DECLS
