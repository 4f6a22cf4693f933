/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-sync-comparison.h"

G_DEFINE_BOXED_TYPE (PalierSyncComparison, palier_sync_comparison, palier_sync_comparison_ref,
                     palier_sync_comparison_free)

PalierSyncComparison *
palier_sync_comparison_new (void)
{
  PalierSyncComparison *self = g_atomic_rc_box_new0 (PalierSyncComparison);

  self->different = g_array_new (FALSE, FALSE, sizeof (PalierDifference));
  return self;
}

PalierSyncComparison *
palier_sync_comparison_ref (PalierSyncComparison *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
comparison_clear (gpointer data)
{
  g_array_unref (((PalierSyncComparison *) data)->different);
}

void
palier_sync_comparison_free (PalierSyncComparison *self)
{
  g_atomic_rc_box_release_full (self, comparison_clear);
}
