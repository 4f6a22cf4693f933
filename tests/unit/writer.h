/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agent who writes, as tests and measurements invent her. */
#pragma once

#include "palier-profile.h"

static inline PalierProfile *
writer_new (void)
{
  PalierProfile *profile = palier_profile_new ();

  profile->agency_name = g_strdup ("Agence du Parc");
  profile->first_name = g_strdup ("Claire");
  profile->last_name = g_strdup ("Morel");
  profile->email = g_strdup ("claire.morel@agenceduparc.example");
  profile->phone = g_strdup ("+33261910007");
  profile->street = g_strdup ("12 rue de l'Écu");
  profile->postal_code = g_strdup ("45000");
  profile->city = g_strdup ("Orléans");
  profile->siret = g_strdup ("12345678200010");
  profile->card = g_strdup ("CPI 4501 2021 000 000 123 délivrée par la CCI du Loiret");
  profile->zones = g_strdup ("Orléans\nOlivet\nSaran");
  profile->privacy_url = g_strdup ("https://agenceduparc.example/confidentialite");
  return profile;
}
