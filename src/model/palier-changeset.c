/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-changeset.h"

PalierChangeset *
palier_changeset_new (void)
{
  return g_new0 (PalierChangeset, 1);
}

void
palier_changeset_free (PalierChangeset *self)
{
  g_free (self->action);
  g_free (self->label);
  g_free (self);
}
