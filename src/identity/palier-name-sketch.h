/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-likeness.h"

G_BEGIN_DECLS

/* A name in 32 bits: which letters it has, its first, and whether it is of several words. Names
 * that are alike have alike sketches, so that most pairs of names need not be looked at. 0 is no
 * name. */
typedef guint32 PalierNameSketch;

/* Of a record. */
typedef struct
{
  PalierNameSketch first;
  PalierNameSketch last;
} PalierNameSketches;

PalierNameSketch palier_name_sketch_of (PalierSpan name);
gboolean palier_name_sketches_may_agree (PalierNameSketches a, PalierNameSketches b);

G_END_DECLS
