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

/* (transfer full) */
PalierFact *
palier_fact_copy (const PalierFact *fact)
{
  PalierFact *copy = palier_fact_new ();

  copy->key = g_strdup (fact->key);
  copy->value = g_strdup (fact->value);
  copy->display = g_strdup (fact->display);
  copy->source = g_strdup (fact->source);
  copy->detail = g_strdup (fact->detail);
  copy->at_ms = fact->at_ms;
  copy->personal = fact->personal;
  return copy;
}
