/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-query.h"

PalierQuery *
palier_query_new (void)
{
  return g_new0 (PalierQuery, 1);
}

void
palier_query_free (PalierQuery *self)
{
  g_free (self->search);
  g_free (self->kind);
  g_free (self->stage);
  g_free (self->band);
  g_free (self);
}
