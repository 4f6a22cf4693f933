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

PalierSeries *
palier_series_new (void)
{
  return g_new0 (PalierSeries, 1);
}

void
palier_series_free (PalierSeries *self)
{
  g_free (self->title);
  g_free (self->unit);
  g_clear_pointer (&self->points, g_ptr_array_unref);
  g_free (self);
}
