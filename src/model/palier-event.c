/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-event.h"

G_DEFINE_BOXED_TYPE (PalierEvent, palier_event, palier_event_ref, palier_event_free)

PalierEvent *
palier_event_new (void)
{
  return g_atomic_rc_box_new0 (PalierEvent);
}

static void
event_clear (gpointer data)
{
  PalierEvent *self = data;

  g_free (self->name);
  g_free (self->data);
  g_free (self->text);
}

PalierEvent *
palier_event_ref (PalierEvent *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_event_free (PalierEvent *self)
{
  g_atomic_rc_box_release_full (self, event_clear);
}
