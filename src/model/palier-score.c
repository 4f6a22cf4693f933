/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-score.h"

PalierScore *
palier_score_new (void)
{
  return g_new0 (PalierScore, 1);
}

void
palier_score_free (PalierScore *self)
{
  g_free (self->missing);
  g_free (self->action);
  g_free (self->action_reason);
  g_free (self);
}

PalierReason *
palier_reason_new (void)
{
  return g_new0 (PalierReason, 1);
}

void
palier_reason_free (PalierReason *self)
{
  g_free (self->criterion);
  g_free (self->value);
  g_free (self->source);
  g_free (self);
}

const char *
palier_band_name (PalierBand band)
{
  static const char *const names[] = { "cold", "warm", "hot" };
  return names[band];
}

const char *
palier_subscore_name (PalierSubscore part)
{
  static const char *const names[] = { "digital", "business", "timing" };
  g_assert (part < PALIER_N_SUBSCORES);
  return names[part];
}
