/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-profile.h"

G_DEFINE_BOXED_TYPE (PalierProfile, palier_profile, palier_profile_ref, palier_profile_free)

PalierProfile *
palier_profile_new (void)
{
  return g_atomic_rc_box_new0 (PalierProfile);
}

static void
profile_clear (gpointer data)
{
  PalierProfile *self = data;

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
}

PalierProfile *
palier_profile_ref (PalierProfile *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_profile_free (PalierProfile *self)
{
  g_atomic_rc_box_release_full (self, profile_clear);
}

G_DEFINE_BOXED_TYPE (PalierSender, palier_sender, palier_sender_ref, palier_sender_free)

PalierSender *
palier_sender_new (void)
{
  return g_atomic_rc_box_new0 (PalierSender);
}

static void
sender_clear (gpointer data)
{
  PalierSender *self = data;

  g_free (self->host);
  g_free (self->security);
  g_free (self->user);
  g_free (self->from_name);
  g_free (self->from_email);
}

PalierSender *
palier_sender_ref (PalierSender *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_sender_free (PalierSender *self)
{
  g_atomic_rc_box_release_full (self, sender_clear);
}
