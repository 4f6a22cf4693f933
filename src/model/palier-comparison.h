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
} PalierComparison;

#define PALIER_TYPE_COMPARISON (palier_comparison_get_type ())
GType palier_comparison_get_type (void);
PalierComparison *palier_comparison_new (void);
PalierComparison *palier_comparison_ref (PalierComparison *self);
void palier_comparison_free (PalierComparison *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierComparison, palier_comparison_free)

G_END_DECLS
