/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-profile.h"

PalierProfile *
palier_profile_new (void)
{
  return g_new0 (PalierProfile, 1);
}

void
palier_profile_free (PalierProfile *self)
{
  g_free (self->agency_name);
  g_free (self->first_name);
  g_free (self->last_name);
  g_free (self->email);
  g_free (self->phone);
  g_free (self->street);
  g_free (self->postal_code);
  g_free (self->city);
  g_free (self->siret);
  g_free (self->card);
  g_free (self->zones);
  g_free (self->signature);
  g_free (self->legal_mentions);
  g_free (self->privacy_url);
  g_free (self);
}

PalierSender *
palier_sender_new (void)
{
  return g_new0 (PalierSender, 1);
}

void
palier_sender_free (PalierSender *self)
{
  g_free (self->host);
  g_free (self->security);
  g_free (self->user);
  g_free (self->from_name);
  g_free (self->from_email);
  g_free (self);
}
