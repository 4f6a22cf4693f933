/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-consent.h"

G_DEFINE_BOXED_TYPE (PalierConsent, palier_consent, palier_consent_ref, palier_consent_free)

PalierConsent *
palier_consent_new (void)
{
  return g_atomic_rc_box_new0 (PalierConsent);
}

static void
consent_clear (gpointer data)
{
  PalierConsent *self = data;

  g_free (self->purpose);
  g_free (self->channel);
  g_free (self->origin);
  g_free (self->proof);
}

PalierConsent *
palier_consent_ref (PalierConsent *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_consent_free (PalierConsent *self)
{
  g_atomic_rc_box_release_full (self, consent_clear);
}
