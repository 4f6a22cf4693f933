/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-reference.h"

G_DEFINE_BOXED_TYPE (PalierReference, palier_reference, palier_reference_ref, palier_reference_free)

PalierReference *
palier_reference_new (void)
{
  return g_atomic_rc_box_new0 (PalierReference);
}

static void
reference_clear (gpointer data)
{
  PalierReference *self = data;

  g_free (self->customer);
  g_free (self->kind);
  g_free (self->city);
  g_free (self->postal_code);
  g_strfreev (self->specializations);
  g_free (self->team_size);
  g_free (self->achieved);
  g_free (self->figure);
  g_free (self->period);
  g_free (self->proof);
  g_free (self->permission);
  g_free (self->permission_how);
}

PalierReference *
palier_reference_ref (PalierReference *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_reference_free (PalierReference *self)
{
  g_atomic_rc_box_release_full (self, reference_clear);
}
