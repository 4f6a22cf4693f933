/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-check.h"

PalierCheck *
palier_check_new (void)
{
  return g_new0 (PalierCheck, 1);
}

void
palier_check_free (PalierCheck *self)
{
  g_free (self->code);
  g_free (self->detail);
  g_free (self);
}
