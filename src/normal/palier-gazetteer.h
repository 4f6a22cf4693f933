/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The communes of France, with their INSEE codes, postal codes and populations; no coordinates,
 * since the source has none. Everything is read in place: nothing is loaded, nothing allocated,
 * and what is returned lives as long as the program. All functions may be called from any thread.
 */

typedef enum
{
  PALIER_COMMUNE_CURRENT,
  PALIER_COMMUNE_ARRONDISSEMENT, /* of Paris, Lyon or Marseille: with an INSEE code of its own */
  PALIER_COMMUNE_FORMER,         /* part of a larger one today; its old name is still written */
} PalierCommuneKind;

typedef struct
{
  guint number; /* among all, in the order of INSEE codes */
  PalierCommuneKind kind;
  const char *name;   /* "Bourg-en-Bresse", "Paris 12e Arrondissement" */
  char insee[6];      /* of a former one: that of the commune it is in today */
  char department[4]; /* "01", "2A", "971" */
  guint population;   /* of a former one: of the commune it is in today; 0: not known */
} PalierCommune;

/* Sizes by which towns are compared, by inhabitants. */
typedef enum
{
  PALIER_POPULATION_UNKNOWN,
  PALIER_POPULATION_VILLAGE,   /* below 2,000: what INSEE calls rural */
  PALIER_POPULATION_BOROUGH,   /* below 5,000 */
  PALIER_POPULATION_SMALL,     /* below 20,000 */
  PALIER_POPULATION_MEDIUM,    /* below 50,000 */
  PALIER_POPULATION_LARGE,     /* below 200,000 */
  PALIER_POPULATION_METROPOLE, /* 200,000 and more */
} PalierPopulation;

/* No postal code has more communes than this, and no name is shared by more. */
#define PALIER_COMMUNES_MAX 64

guint palier_gazetteer_n_communes (void);
void palier_gazetteer_get (guint number, PalierCommune *out);
gboolean palier_gazetteer_by_insee (const char *insee, PalierCommune *out);
guint palier_gazetteer_by_postal_code (const char *code, PalierCommune *out, guint max);
guint
palier_gazetteer_by_name (const char *name, const char *within, PalierCommune *out, guint max);
guint
palier_gazetteer_suggest (const char *name, const char *within, PalierCommune *out, guint max);

gboolean palier_gazetteer_is_postal_code (const char *code);
gboolean palier_gazetteer_is_commune_name (const char *text);
gboolean palier_gazetteer_same_town (const char *a, const char *b);

gboolean palier_commune_current (const PalierCommune *self, PalierCommune *out);
gboolean palier_commune_has_postal_code (const PalierCommune *self, const char *code);
guint palier_commune_postal_codes (const PalierCommune *self, char (*out)[6], guint max);
PalierPopulation palier_population_bracket (guint population);

const char *palier_department_find (const char *text);
const char *palier_department_name (const char *code);
const char *palier_department_region (const char *code);
const char *palier_department_of_postal_code (const char *code);
const char *palier_region_name (const char *code);

G_END_DECLS
