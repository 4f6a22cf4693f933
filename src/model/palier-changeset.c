/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-changeset.h"

G_DEFINE_BOXED_TYPE (PalierChangeset, palier_changeset, palier_changeset_ref, palier_changeset_free)

PalierChangeset *
palier_changeset_new (void)
{
  return g_atomic_rc_box_new0 (PalierChangeset);
}

static void
changeset_clear (gpointer data)
{
  PalierChangeset *self = data;

  g_free (self->action);
  g_free (self->label);
}

PalierChangeset *
palier_changeset_ref (PalierChangeset *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_changeset_free (PalierChangeset *self)
{
  g_atomic_rc_box_release_full (self, changeset_clear);
}
