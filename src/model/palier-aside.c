/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-aside.h"

G_DEFINE_BOXED_TYPE (PalierAsideCounts, palier_aside_counts, palier_aside_counts_copy, g_free)

PalierAsideCounts *
palier_aside_counts_copy (const PalierAsideCounts *self)
{
  return g_memdup2 (self, sizeof *self);
}

void
palier_aside_free (PalierAside *self)
{
  g_free (self->kind);
  g_free (self->code);
  g_free (self);
}
