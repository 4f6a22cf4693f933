/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-segment.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* A value that some prospects have. */
typedef struct
{
  char *value;
  guint count;
} PalierSegmentValue;

void palier_segment_value_free (PalierSegmentValue *self);

DexFuture *palier_segment_store_list (PalierWorkspace *workspace);
DexFuture *palier_segment_store_put (PalierWorkspace *workspace, PalierSegment *segment);
DexFuture *palier_segment_store_remove (PalierWorkspace *workspace, const PalierId *id);
DexFuture *palier_segment_store_measure (PalierWorkspace *workspace, PalierFilter *filter);
DexFuture *
palier_segment_store_values (PalierWorkspace *workspace, PalierFilterKey key, guint limit);

G_END_DECLS
