/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-aside.h"

void
palier_aside_free (PalierAside *self)
{
  g_free (self->kind);
  g_free (self->code);
  g_free (self);
}

void
palier_replaced_free (PalierReplaced *self)
{
  g_free (self->kind);
  g_free (self->field);
  g_free (self->value);
  g_free (self);
}
