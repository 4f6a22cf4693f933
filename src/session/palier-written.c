/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-written.h"

G_DEFINE_BOXED_TYPE (PalierWritten, palier_written, palier_written_ref, palier_written_free)

PalierWritten *
palier_written_new (void)
{
  return g_atomic_rc_box_new0 (PalierWritten);
}

PalierWritten *
palier_written_ref (PalierWritten *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
written_clear (gpointer data)
{
  PalierWritten *self = data;

  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->changeset, palier_changeset_free);
  g_free (self->writer);
  g_free (self->fallback);
  g_free (self->words);
}

void
palier_written_free (PalierWritten *self)
{
  g_atomic_rc_box_release_full (self, written_clear);
}
