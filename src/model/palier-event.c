/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-event.h"

PalierEvent *
palier_event_new (void)
{
  return g_new0 (PalierEvent, 1);
}

void
palier_event_free (PalierEvent *self)
{
  g_free (self->name);
  g_free (self->data);
  g_free (self);
}
