/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-id.h"
#include "palier-kind.h"

G_BEGIN_DECLS

/* A record that is not the same here and at the relay. */
typedef struct
{
  PalierKind kind;
  PalierId id;
  gboolean here;
  gboolean there; /* both: its states differ */
} PalierDifference;

typedef struct
{
  PalierId epoch;    /* of the relay that was compared with; nil: there was nothing to ask */
  guint64 n_same;    /* records that are the same here and there */
  GArray *different; /* (element-type PalierDifference): by kind and id */
} PalierSyncComparison;

#define PALIER_TYPE_SYNC_COMPARISON (palier_sync_comparison_get_type ())
GType palier_sync_comparison_get_type (void);
PalierSyncComparison *palier_sync_comparison_new (void);
PalierSyncComparison *palier_sync_comparison_ref (PalierSyncComparison *self);
void palier_sync_comparison_free (PalierSyncComparison *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSyncComparison, palier_sync_comparison_free)

G_END_DECLS
