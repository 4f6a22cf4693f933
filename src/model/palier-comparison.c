/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-comparison.h"

G_DEFINE_BOXED_TYPE (PalierComparison, palier_comparison, palier_comparison_ref,
                     palier_comparison_free)

PalierComparison *
palier_comparison_new (void)
{
  PalierComparison *self = g_atomic_rc_box_new0 (PalierComparison);

  self->different = g_array_new (FALSE, FALSE, sizeof (PalierDifference));
  return self;
}

PalierComparison *
palier_comparison_ref (PalierComparison *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
comparison_clear (gpointer data)
{
  g_array_unref (((PalierComparison *) data)->different);
}

void
palier_comparison_free (PalierComparison *self)
{
  g_atomic_rc_box_release_full (self, comparison_clear);
}
