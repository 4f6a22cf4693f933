/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The counts, and every commune found by its own name, code and postal codes. 2. By name, in all
 * spellings. 3. By postal code. 4. Suggestions. 5. Former communes and arrondissements. 6. What is
 * none. 7. Départements and regions. 8. Sizes. */
#include "palier-gazetteer.h"

#include <string.h>

static gboolean
holds (const PalierCommune *list, guint n, guint number)
{
  for (guint i = 0; i < n; i++)
    if (list[i].number == number)
      return TRUE;
  return FALSE;
}

static void
check_commune (const PalierCommune *one)
{
  PalierCommune found[PALIER_COMMUNES_MAX], same;
  char codes[PALIER_COMMUNES_MAX][6];
  guint n = palier_gazetteer_by_name (one->name, one->department, found, PALIER_COMMUNES_MAX);

  if (!holds (found, n, one->number))
    g_error ("%s (%s) is not found by its name", one->name, one->insee);
  if (one->kind != PALIER_COMMUNE_FORMER)
  {
    g_assert_true (palier_gazetteer_by_insee (one->insee, &same));
    g_assert_cmpuint (same.number, ==, one->number);
  }
  n = palier_commune_postal_codes (one, codes, PALIER_COMMUNES_MAX);
  g_assert_cmpuint (n, <=, PALIER_COMMUNES_MAX);
  for (guint i = 0; i < n; i++)
  {
    guint here = palier_gazetteer_by_postal_code (codes[i], found, PALIER_COMMUNES_MAX);
    g_assert_cmpuint (here, <=, PALIER_COMMUNES_MAX);
    g_assert_true (palier_commune_has_postal_code (one, codes[i]));
    g_assert_true (one->kind == PALIER_COMMUNE_FORMER || holds (found, here, one->number));
  }
}

static void
test_counts (void)
{
  guint counts[3] = { 0 };
  guint64 population = 0;

  for (guint i = 0; i < palier_gazetteer_n_communes (); i++)
  {
    PalierCommune one;
    palier_gazetteer_get (i, &one);
    counts[one.kind]++;
    if (one.kind == PALIER_COMMUNE_CURRENT)
      population += one.population;
    check_commune (&one);
  }
  g_assert_cmpuint (counts[PALIER_COMMUNE_CURRENT], ==, 34969);
  g_assert_cmpuint (counts[PALIER_COMMUNE_ARRONDISSEMENT], ==, 45);
  g_assert_cmpuint (counts[PALIER_COMMUNE_FORMER], >, 1500);
  g_assert_cmpuint (population, >, 68000000);
  g_assert_cmpuint (population, <, 72000000);
}

static const struct
{
  const char *name;
  const char *within;
  const char *insee; /* of the first one; NULL: none */
} names[] = {
  { "Versailles", NULL, "78646" },
  { "VERSAILLES", "78000", "78646" },
  { "bourg en bresse", "01", "01053" },
  { "St Germain en Laye", "78100", "78551" },
  { "ST-GERMAIN-EN-LAYE", NULL, "78551" },
  { "Ste Genevieve des Bois", "91700", "91549" },
  { "Chalon s/ Saone", NULL, "71076" },
  { "CHALON S/SAONE", NULL, "71076" },
  { "Chalon sur Saône", NULL, "71076" },
  { "LE HAVRE", NULL, "76351" },
  { "HAVRE (LE)", NULL, "76351" },
  { "Rochelle, La", NULL, "17300" },
  { "La Rochelle", NULL, "17300" },
  { "L’Haÿ-les-Roses", NULL, "94038" },
  { "L HAY LES ROSES", "94240", "94038" },
  { "Lhay les Roses", "94240", "94038" },
  { "Saint-Rémy-lès-Chevreuse", NULL, "78575" },
  { "ST REMY LEZ CHEVREUSE", "78470", "78575" },
  { "Saint Etienne", "42", "42218" },
  { "Schœlcher", NULL, "97229" },
  { "SCHOELCHER", "972", "97229" },
  { "Ajaccio", "20000", "2A004" },
  { "Bastia", "2B", "2B033" },
  { "Saint-Denis", "974", "97411" },
  { "Saint-Denis", "93", "93066" },
  { "Nouméa", "988", "98818" },
  { "Paris 12e arrondissement", NULL, "75112" },
  { "e\xCC\x81vry-courcouronnes", NULL, "91228" },
  { "Versailles", "69", NULL },
  { "Versailles", "69003", NULL },
  { "Atlantide", NULL, NULL },
  { "", NULL, NULL },
  { "le", NULL, NULL },
  { "Le Vieux Marché", NULL, "22387" },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
  {
    PalierCommune found[PALIER_COMMUNES_MAX];
    g_test_message ("%s in %s", names[i].name, names[i].within);
    guint n = palier_gazetteer_by_name (names[i].name, names[i].within, found, PALIER_COMMUNES_MAX);
    g_assert_cmpstr (n > 0 ? found[0].insee : NULL, ==, names[i].insee);
  }
}

static void
test_postal (void)
{
  PalierCommune found[PALIER_COMMUNES_MAX];
  char codes[2][6];

  g_assert_cmpuint (palier_gazetteer_by_postal_code ("78000", found, 4), ==, 1);
  g_assert_cmpstr (found[0].name, ==, "Versailles");
  g_assert_cmpuint (palier_gazetteer_by_postal_code ("75012", found, 4), ==, 2);
  g_assert_cmpstr (found[0].insee, ==, "75056");
  g_assert_cmpstr (found[1].insee, ==, "75112");
  g_assert_cmpint (found[1].kind, ==, PALIER_COMMUNE_ARRONDISSEMENT);
  g_assert_cmpuint (palier_gazetteer_by_postal_code ("51300", found, 2), ==, 46);
  g_assert_cmpstr (found[0].name, ==, "Vitry-le-François");
  g_assert_cmpuint (palier_gazetteer_by_postal_code ("00000", found, 4), ==, 0);
  g_assert_true (palier_gazetteer_by_insee ("78646", found));
  g_assert_cmpuint (palier_commune_postal_codes (found, codes, 2), ==, 1);
  g_assert_cmpstr (codes[0], ==, "78000");
  g_assert_true (palier_gazetteer_is_postal_code ("97400"));
  g_assert_true (palier_gazetteer_is_postal_code ("20200"));
  g_assert_false (palier_gazetteer_is_postal_code ("75900"));
  g_assert_false (palier_gazetteer_is_postal_code ("99123"));
  g_assert_false (palier_gazetteer_is_postal_code ("7500"));
  g_assert_false (palier_gazetteer_is_postal_code (NULL));
}

static const struct
{
  const char *name;
  const char *within;
  const char *meant;
} slips[] = {
  { "Versaille", "78000", "Versailles" },
  { "Vresailles", "78000", "Versailles" },
  { "Versaille", "78", "Versailles" },
  { "Versaille", NULL, "Versailles" },
  { "Marseile", NULL, "Marseille" },
  { "Neuilly", "92200", "Neuilly-sur-Seine" },
  { "Boulogne", "92100", "Boulogne-Billancourt" },
  { "Paris La Défense", "75008", "Paris" },
  { "Montreul", "93100", "Montreuil" },
  { "Lyon", "78000", NULL },
  { "Saint", "78100", NULL },
  { "xy", "78000", NULL },
};

static void
test_slips (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++)
  {
    PalierCommune found[4];
    g_test_message ("%s in %s", slips[i].name, slips[i].within);
    guint n = palier_gazetteer_suggest (slips[i].name, slips[i].within, found, 4);
    g_assert_cmpstr (n > 0 ? found[0].name : NULL, ==, slips[i].meant);
  }
}

static void
test_former (void)
{
  PalierCommune old, today;

  g_assert_cmpuint (palier_gazetteer_by_name ("Arbignieu", "01300", &old, 1), ==, 1);
  g_assert_cmpint (old.kind, ==, PALIER_COMMUNE_FORMER);
  g_assert_true (palier_commune_current (&old, &today));
  g_assert_cmpstr (today.name, ==, "Arboys en Bugey");
  g_assert_cmpstr (old.insee, ==, today.insee);
  g_assert_cmpuint (old.population, ==, today.population);
  g_assert_true (palier_gazetteer_by_insee ("69383", &old));
  g_assert_cmpstr (old.name, ==, "Lyon 3e Arrondissement");
  g_assert_true (palier_commune_current (&old, &today));
  g_assert_cmpstr (today.insee, ==, "69123");
  g_assert_false (palier_commune_current (&today, &old));
}

static void
test_none (void)
{
  static const char *const codes[] = { "", "7500", "99999", "2C001", "75121", "ABCDE", "751123" };
  PalierCommune found;
  g_autofree char *endless = g_strnfill (5000, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_false (palier_gazetteer_by_insee (codes[i], &found));
  g_assert_false (palier_gazetteer_by_insee (NULL, &found));
  g_assert_false (palier_gazetteer_is_commune_name (NULL));
  g_assert_false (palier_gazetteer_is_commune_name (endless));
  g_assert_false (palier_gazetteer_is_commune_name ("\xFF\xFE"));
  g_assert_true (palier_gazetteer_is_commune_name ("st-malo"));
  g_assert_true (palier_gazetteer_same_town ("ST MALO", "Saint-Malo"));
  g_assert_false (palier_gazetteer_same_town ("", ""));
  g_assert_cmpuint (palier_gazetteer_suggest (endless, NULL, &found, 1), ==, 0);
}

static void
test_areas (void)
{
  static const char *const cases[][2] = {
    { "78", "78" },
    { "yvelines", "78" },
    { "Ain (1)", "01" },
    { "1", "01" },
    { "2A - Corse du Sud", "2A" },
    { "2b", "2B" },
    { "La Réunion", "974" },
    { "REUNION", "974" },
    { "971", "971" },
    { "20", NULL },
    { "96", NULL },
    { "Berlin", NULL },
    { "", NULL },
    { "cotes d'armor", "22" },
    { "Seine St Denis", "93" },
  };
  static const char *const codes[][2] = {
    { "78000", "78" },  { "20000", "2A" },  { "20200", "2B" }, { "20600", "2B" },
    { "97400", "974" }, { "92042", "92" },  { "75000", "75" }, { "20185", "2A" },
    { "99999", NULL },  { "98800", "988" }, { "00100", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("%s", cases[i][0]);
    g_assert_cmpstr (palier_department_find (cases[i][0]), ==, cases[i][1]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
  {
    g_test_message ("%s", codes[i][0]);
    g_assert_cmpstr (palier_department_of_postal_code (codes[i][0]), ==, codes[i][1]);
  }
  g_assert_cmpstr (palier_department_name ("78"), ==, "Yvelines");
  g_assert_cmpstr (palier_region_name (palier_department_region ("78")), ==, "Île-de-France");
  g_assert_null (palier_department_name ("99"));
}

static void
test_sizes (void)
{
  static const struct
  {
    guint population;
    PalierPopulation bracket;
  } cases[] = {
    { 0, PALIER_POPULATION_UNKNOWN },    { 1, PALIER_POPULATION_VILLAGE },
    { 1999, PALIER_POPULATION_VILLAGE }, { 2000, PALIER_POPULATION_BOROUGH },
    { 19999, PALIER_POPULATION_SMALL },  { 20000, PALIER_POPULATION_MEDIUM },
    { 199999, PALIER_POPULATION_LARGE }, { 2100000, PALIER_POPULATION_METROPOLE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (palier_population_bracket (cases[i].population), ==, cases[i].bracket);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gazetteer/counts", test_counts);
  g_test_add_func ("/gazetteer/names", test_names);
  g_test_add_func ("/gazetteer/postal-codes", test_postal);
  g_test_add_func ("/gazetteer/suggestions", test_slips);
  g_test_add_func ("/gazetteer/former", test_former);
  g_test_add_func ("/gazetteer/none", test_none);
  g_test_add_func ("/gazetteer/areas", test_areas);
  g_test_add_func ("/gazetteer/sizes", test_sizes);
  return g_test_run ();
}
