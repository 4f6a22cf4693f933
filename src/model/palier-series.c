/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-series.h"

PalierPoint *
palier_point_new (void)
{
  return g_new0 (PalierPoint, 1);
}

void
palier_point_free (PalierPoint *self)
{
  g_free (self->label);
  g_free (self->note);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (PalierSeries, palier_series, palier_series_ref, palier_series_free)

PalierSeries *
palier_series_new (void)
{
  return g_atomic_rc_box_new0 (PalierSeries);
}

static void
series_clear (gpointer data)
{
  PalierSeries *self = data;

  g_free (self->title);
  g_free (self->unit);
  g_clear_pointer (&self->points, g_ptr_array_unref);
}

PalierSeries *
palier_series_ref (PalierSeries *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_series_free (PalierSeries *self)
{
  g_atomic_rc_box_release_full (self, series_clear);
}
