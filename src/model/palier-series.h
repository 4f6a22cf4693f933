/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One bar or point of a chart. */
typedef struct
{
  char *label;
  double value;
  char *note; /* (nullable): shown on hover and read by a screen reader */
} PalierPoint;

PalierPoint *palier_point_new (void);
void palier_point_free (PalierPoint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierPoint, palier_point_free)

/* What a chart draws. */
typedef struct
{
  char *title;
  char *unit;        /* (nullable) */
  GPtrArray *points; /* (element-type PalierPoint) */
} PalierSeries;

#define PALIER_TYPE_SERIES (palier_series_get_type ())
GType palier_series_get_type (void);

PalierSeries *palier_series_new (void);
PalierSeries *palier_series_ref (PalierSeries *self);
void palier_series_free (PalierSeries *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSeries, palier_series_free)

G_END_DECLS
