/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-consent.h"

PalierConsent *
palier_consent_new (void)
{
  return g_new0 (PalierConsent, 1);
}

void
palier_consent_free (PalierConsent *self)
{
  g_free (self->purpose);
  g_free (self->channel);
  g_free (self->proof);
  g_free (self);
}
