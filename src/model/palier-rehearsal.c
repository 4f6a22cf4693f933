/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-rehearsal.h"

#include "palier-prospect.h"

G_DEFINE_BOXED_TYPE (PalierRehearsal, palier_rehearsal, palier_rehearsal_ref, palier_rehearsal_free)

PalierRehearsal *
palier_rehearsal_new (void)
{
  PalierRehearsal *self = g_atomic_rc_box_new0 (PalierRehearsal);

  self->prospects = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  self->days = g_array_new (FALSE, TRUE, sizeof (PalierRehearsalDay));
  self->asides = g_array_new (FALSE, TRUE, sizeof (PalierRehearsalAside));
  return self;
}

PalierRehearsal *
palier_rehearsal_ref (PalierRehearsal *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
rehearsal_clear (gpointer data)
{
  PalierRehearsal *self = data;

  g_ptr_array_unref (self->prospects);
  g_clear_pointer (&self->rows, g_array_unref);
  g_array_unref (self->days);
  g_array_unref (self->asides);
}

void
palier_rehearsal_free (PalierRehearsal *self)
{
  g_atomic_rc_box_release_full (self, rehearsal_clear);
}
