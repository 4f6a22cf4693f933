/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-score.h"

G_DEFINE_BOXED_TYPE (PalierScore, palier_score, palier_score_ref, palier_score_free)

PalierScore *
palier_score_new (void)
{
  return g_atomic_rc_box_new0 (PalierScore);
}

static void
score_clear (gpointer data)
{
  PalierScore *self = data;

  g_free (self->missing);
  g_free (self->action);
  g_free (self->action_reason);
}

PalierScore *
palier_score_ref (PalierScore *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_score_free (PalierScore *self)
{
  g_atomic_rc_box_release_full (self, score_clear);
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
