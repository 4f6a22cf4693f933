/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-written.h"

#include <string.h>

#include "palier-fold.h"
#include "palier-french.h"

typedef struct
{
  const char *folded, *written;
} Written;

static const Written portals[] = {
  { "seloger", "SeLoger" },
  { "leboncoin", "Leboncoin" },
  { "bienici", "Bien\u2019ici" },
  { "logicimmo", "Logic-Immo" },
  { "pap", "PAP" },
  { "pappro", "PAP Pro" },
  { "figaroimmo", "Figaro Immo" },
  { "figaro", "Figaro Immo" },
  { "avendrealouer", "A Vendre A Louer" },
  { "greenacres", "Green-Acres" },
  { "bellesdemeures", "Belles Demeures" },
  { "ouestfranceimmo", "Ouest-France Immo" },
  { "paruvendu", "ParuVendu" },
  { "luxresidence", "Lux-Residence" },
  { NULL, NULL },
};

static const Written tools[] = {
  { "apimo", "Apimo" },
  { "hektor", "Hektor" },
  { "perizia", "Périzia" },
  { "pericles", "Périclès" },
  { "ac3", "AC3" },
  { "immofacile", "Immo-facile" },
  { "logicimmo", "Logic-Immo" },
  { "netty", "Netty" },
  { "adaptimmo", "Adapt Immo" },
  { "transellis", "Transellis" },
  { "modelo", "Modelo" },
  { "excel", "Excel" },
  { "hubspot", "HubSpot" },
  { "salesforce", "Salesforce" },
  { NULL, NULL },
};

static const Written specializations[] = {
  { "residential", "l\u2019immobilier résidentiel" },
  { "commercial", "l\u2019immobilier d\u2019entreprise" },
  { "luxury", "les biens de prestige" },
  { "rental", "la location" },
  { NULL, NULL },
};

static const Written property_types[] = {
  { "apartment", "appartements" },        { "house", "maisons" }, { "land", "terrains" },
  { "commercial", "locaux commerciaux" }, { NULL, NULL },
};

/* Returns: (nullable): NULL for a field whose words have no table */
static const Written *
table_of (PalierField field)
{
  switch (field)
  {
  case PALIER_FIELD_PORTALS:
    return portals;
  case PALIER_FIELD_TOOLS:
    return tools;
  case PALIER_FIELD_SPECIALIZATIONS:
    return specializations;
  case PALIER_FIELD_PROPERTY_TYPES:
    return property_types;
  default:
    return NULL;
  }
}

/* Its letters and digits, without accents. */
static char *
make_key (const char *word)
{
  g_autofree char *folded = palier_fold (word);
  GString *letters = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (letters, *p);
  return g_string_free_and_steal (letters);
}

/**
 * palier_draft_written:
 * @word: one of the set that @field holds
 *
 * Returns: (transfer full): as it is written in a letter; as it stands where that is not known
 */
char *
palier_draft_written (PalierField field, const char *word)
{
  g_autofree char *key = make_key (word);

  for (const Written *row = table_of (field); row != NULL && row->folded != NULL; row++)
    if (strcmp (row->folded, key) == 0)
      return g_strdup (row->written);
  return palier_french_value (word);
}
