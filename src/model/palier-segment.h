/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-filter.h"
#include "palier-id.h"

G_BEGIN_DECLS

/* A filter with a name, kept and synchronised. */
typedef struct
{
  PalierId id;
  char *name;
  PalierFilter *filter; /* (nullable): where a newer version wrote what this one does not know */
  gint64 created_ms;
} PalierSegment;

#define PALIER_SEGMENT_NAME_MAX 100

#define PALIER_TYPE_SEGMENT (palier_segment_get_type ())
GType palier_segment_get_type (void);

PalierSegment *palier_segment_new (void);
PalierSegment *palier_segment_ref (PalierSegment *self);
void palier_segment_free (PalierSegment *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSegment, palier_segment_free)

G_END_DECLS
