/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-fact.h"

PalierFact *
palier_fact_new (void)
{
  return g_new0 (PalierFact, 1);
}

void
palier_fact_free (PalierFact *self)
{
  g_free (self->key);
  g_free (self->value);
  g_free (self->display);
  g_free (self->source);
  g_free (self->detail);
  g_free (self);
}
