/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prospects of every make, from a number. */
#pragma once

#include "palier-draft-context.h"
#include "palier-random.h"

#include "writer.h"

/* 15 September 2026, noon UTC. */
#define NOW (G_GINT64_CONSTANT (1789473600) * 1000)

#define ANY(list) (list)[palier_random_below (random, G_N_ELEMENTS (list))]

static inline void
set_some (PalierProspect *p, PalierRandom *random, PalierField field, const char *value)
{
  if (palier_random_below (random, 100) < 60)
    palier_prospect_set (p, field, value);
}

static inline void
set_agency (PalierProspect *p, PalierRandom *random)
{
  static const char *const companies[] = {
    "Agence du Port",         "Cabinet Martin",    "Étude Le Goff",    "ORPI CENTRE VAL",
    "Immobilière d'Anjou",    "L'Adresse du Mail", "Century 21 Hoche", "Groupe Vallier",
    "Le Comptoir immobilier", "AGENCE DE LA GARE", "Square & Habitat", "Agence {{city}} 87 %"
  };
  static const char *const portals[] = { "leboncoin", "leboncoin\nseloger",
                                         "bienici\nleboncoin\nlogic-immo\nseloger" };
  static const char *const tools[] = { "Hektor", "Apimo\nExcel", "Périzia" };
  static const char *const zones[] = { "Orléans", "Olivet\nSaran", "Paris 8\nNeuilly\nLevallois" };
  static const char *const trades[] = { "residential", "luxury\nrental", "commercial" };
  static const char *const types[] = { "house", "apartment\nhouse", "land" };
  g_autofree char *listings =
      g_strdup_printf ("%" G_GUINT64_FORMAT, palier_random_below (random, 1500));

  palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
  set_some (p, random, PALIER_FIELD_COMPANY, ANY (companies));
  set_some (p, random, PALIER_FIELD_PORTALS, ANY (portals));
  set_some (p, random, PALIER_FIELD_TOOLS, ANY (tools));
  set_some (p, random, PALIER_FIELD_ZONES, ANY (zones));
  set_some (p, random, PALIER_FIELD_SPECIALIZATIONS, ANY (trades));
  set_some (p, random, PALIER_FIELD_PROPERTY_TYPES, ANY (types));
  set_some (p, random, PALIER_FIELD_ACTIVE_LISTINGS, listings);
}

static inline void
set_person (PalierProspect *p, PalierRandom *random)
{
  static const char *const projects[] = { "sell", "sell", "let", "buy", "other" };
  static const char *const months[] = { "0", "1", "3", "12" };
  static const char *const surfaces[] = { "38", "85", "142", "1250" };

  palier_prospect_set (p, PALIER_FIELD_KIND, "person");
  set_some (p, random, PALIER_FIELD_PROJECT, ANY (projects));
  set_some (p, random, PALIER_FIELD_HORIZON_MONTHS, ANY (months));
  set_some (p, random, PALIER_FIELD_SURFACE_M2, ANY (surfaces));
}

/* The n-th prospect: always the same one. */
static inline PalierProspect *
prospect_new (guint n)
{
  static const char *const cities[][2] = { { "Orléans", "45000" },
                                           { "Le Havre", "76600" },
                                           { "Les Lilas", "93260" },
                                           { "La Rochelle", "17000" },
                                           { "Paris", "75008" },
                                           { "LYON", "69001" },
                                           { "Hyères", "83400" },
                                           { "Honfleur", "14600" },
                                           { "L'Haÿ-les-Roses", "94240" },
                                           { "OLIVET", "45160" },
                                           { "Saint-Rémy-lès-Chevreuse", "78470" },
                                           { "Yvetot", "76190" },
                                           { "Écully", "69130" },
                                           { "Le Mans Cedex 2", "72000" },
                                           { "Aix-en-Provence", "13090" } };
  static const char *const titles[] = { "M.", "Mme", "M. et Mme" };
  static const char *const first_names[] = { "Jeanne", "Éric", "Zoé", "Karim" };
  static const char *const last_names[] = { "Le Goff", "DURAND", "d'Alembert", "N'Guyen", "Émond" };
  static const char *const sources[] = { "Salon RENT 2025", "SIRENE",
                                         "Fichier des anciens clients" };
  g_autoptr (PalierRandom) random = palier_random_new_seeded (n * 7919 + 13);
  PalierProspect *p = palier_prospect_new ();
  guint city = (guint) palier_random_below (random, G_N_ELEMENTS (cities));
  PalierId id;

  palier_random_bytes (random, id.bytes, sizeof id.bytes);
  palier_prospect_set_id (p, &id);
  if (n % 3 == 0)
    set_person (p, random);
  else
    set_agency (p, random);
  set_some (p, random, PALIER_FIELD_TITLE, ANY (titles));
  set_some (p, random, PALIER_FIELD_FIRST_NAME, ANY (first_names));
  set_some (p, random, PALIER_FIELD_LAST_NAME, ANY (last_names));
  if (palier_random_below (random, 10) > 0)
  {
    palier_prospect_set (p, PALIER_FIELD_CITY, cities[city][0]);
    palier_prospect_set (p, PALIER_FIELD_POSTAL_CODE, cities[city][1]);
  }
  palier_prospect_set (p, PALIER_FIELD_SOURCE, ANY (sources));
  set_some (p, random, PALIER_FIELD_SOURCE_DATE, "2026-03-01");
  return p;
}

/* The context of the n-th prospect, with the band of its score and the step varied too. */
static inline PalierDraftContext *
context_new (guint n, gboolean follow_up)
{
  g_autoptr (PalierProspect) prospect = prospect_new (n);
  g_autoptr (PalierProfile) profile = writer_new ();
  g_autoptr (PalierScore) score = palier_score_new ();

  score->band = n % 4 == 0 ? PALIER_BAND_HOT : n % 4 == 1 ? PALIER_BAND_COLD : PALIER_BAND_WARM;
  return palier_draft_context_new (&(PalierDraftInput) {
      .prospect = prospect,
      .profile = profile,
      .score = n % 7 == 0 ? NULL : score,
      .today_ms = NOW,
      .follow_up = follow_up,
      .consent = palier_prospect_is_person (prospect),
      .consent_ms = n % 2 == 0 ? NOW - G_GINT64_CONSTANT (86400000) * 40 : 0,
      .unsubscribe_url = n % 5 == 0 ? "https://palier.example/u/abc" : NULL,
  });
}
