/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-segment.h"

G_DEFINE_BOXED_TYPE (PalierSegment, palier_segment, palier_segment_ref, palier_segment_free)

PalierSegment *
palier_segment_new (void)
{
  return g_atomic_rc_box_new0 (PalierSegment);
}

static void
segment_clear (gpointer data)
{
  PalierSegment *self = data;

  g_free (self->name);
  g_clear_pointer (&self->filter, palier_filter_free);
}

PalierSegment *
palier_segment_ref (PalierSegment *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_segment_free (PalierSegment *self)
{
  g_atomic_rc_box_release_full (self, segment_clear);
}
