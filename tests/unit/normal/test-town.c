/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Town and code together: what is taken, what is only proposed. 2. What is around a name. */
#include "palier-town.h"

#define OK PALIER_READING_OK
#define DOUBT PALIER_READING_DOUBTFUL
#define BLANK PALIER_READING_BLANK

static const struct
{
  const char *code;
  const char *text;
  const char *city;
  const char *insee;
  const char *proposed_city;
  const char *proposed_code;
  PalierReading verdict;
} cases[] = {
  { "78000", "VERSAILLES", "Versailles", "78646", NULL, NULL, OK },
  { "78100", "ST GERMAIN EN LAYE", "Saint-Germain-en-Laye", "78551", NULL, NULL, OK },
  { "76600", "Havre (Le)", "Le Havre", "76351", NULL, NULL, OK },
  { "01000", "bourg-en-bresse", "Bourg-en-Bresse", "01053", NULL, NULL, OK },
  /* Arrondissements. */
  { "75012", "Paris", "Paris", "75112", NULL, NULL, OK },
  { "75012", "PARIS 12", "Paris", "75112", NULL, NULL, OK },
  { "75012", "Paris XIIe", "Paris", "75112", NULL, NULL, OK },
  { "75116", "Paris", "Paris", "75116", NULL, NULL, OK },
  { "69003", "Lyon 3ème", "Lyon", "69383", NULL, NULL, OK },
  { "13008", "Marseille 8e arrondissement", "Marseille", "13208", NULL, NULL, OK },
  { "75000", "Paris", "Paris", "75056", NULL, NULL, OK },
  { "75000", "Paris 11", "Paris", "75111", NULL, "75011", OK },
  { "75011", "Paris 12", "Paris", "75056", NULL, "75012", DOUBT },
  { NULL, "Paris 1er", "Paris", "75101", NULL, "75001", OK },
  { NULL, "Lyon", "Lyon", "69123", NULL, NULL, OK },
  /* CEDEX. */
  { "75008", "PARIS CEDEX 08", "Paris", "75108", NULL, NULL, OK },
  { "69422", "LYON CEDEX 03", "Lyon", "69123", NULL, NULL, OK },
  { "92042", "PARIS LA DEFENSE CEDEX", "Paris la Defense", NULL, NULL, NULL, OK },
  { "78011", "Versailles Cedex", "Versailles", "78646", NULL, NULL, OK },
  { "33076", "BP 90 BORDEAUX CEDEX", "Bordeaux", "33063", NULL, NULL, OK },
  /* Corsica and overseas. */
  { "20000", "AJACCIO", "Ajaccio", "2A004", NULL, NULL, OK },
  { "20200", "Bastia", "Bastia", "2B033", NULL, NULL, OK },
  { "97400", "SAINT DENIS", "Saint-Denis", "97411", NULL, NULL, OK },
  { "98800", "Noumea", "Nouméa", "98818", NULL, NULL, OK },
  /* A former commune keeps its name, and has today's code. */
  { "01300", "ARBIGNIEU", "Arbignieu", "01015", NULL, NULL, OK },
  /* Misspelt or shortened: only proposed. */
  { "78000", "Versaille", "Versaille", NULL, "Versailles", NULL, DOUBT },
  { "92200", "Neuilly", "Neuilly", NULL, "Neuilly-sur-Seine", NULL, DOUBT },
  /* The code is of another town. */
  { "78100", "Versailles", "Versailles", NULL, NULL, "78000", DOUBT },
  { "78000", "Lyon", "Lyon", NULL, "Versailles", NULL, DOUBT },
  /* A quarter: the code has only one commune. */
  { "94210", "La Varenne Saint Hilaire", "La Varenne Saint Hilaire", "94068", NULL, NULL, OK },
  /* One of the two alone. */
  { "78000", "", NULL, "78646", "Versailles", NULL, BLANK },
  { "69003", NULL, NULL, "69383", "Lyon", NULL, BLANK },
  { "51300", NULL, NULL, NULL, NULL, NULL, BLANK },
  { NULL, "Versailles", "Versailles", "78646", NULL, "78000", OK },
  { NULL, "SAINT-DENIS", "Saint-Denis", NULL, NULL, NULL, OK },
  { NULL, "Atlantide", "Atlantide", NULL, NULL, NULL, OK },
  { NULL, "", NULL, NULL, NULL, NULL, BLANK },
  { "78000", "78000", NULL, NULL, NULL, NULL, PALIER_READING_INVALID },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_auto (PalierTown) town = { 0 };
    g_test_message ("%s %s", cases[i].code, cases[i].text);
    palier_town_read (cases[i].code, cases[i].text, NULL, &town);
    g_assert_cmpstr (town.city, ==, cases[i].city);
    g_assert_cmpstr (town.insee, ==, cases[i].insee);
    g_assert_cmpstr (town.proposed_city, ==, cases[i].proposed_city);
    g_assert_cmpstr (town.proposed_code, ==, cases[i].proposed_code);
    g_assert_cmpint (town.verdict, ==, cases[i].verdict);
    g_assert_true (town.insee == NULL || (town.department != NULL && town.population > 0));
  }
}

static void
test_abroad (void)
{
  g_auto (PalierTown) town = { 0 };

  palier_town_read ("1000", "BRUXELLES", "BE", &town);
  g_assert_cmpstr (town.city, ==, "Bruxelles");
  g_assert_null (town.insee);
  g_assert_cmpint (town.verdict, ==, OK);
}

static const struct
{
  const char *text;
  const char *name;
  gboolean cedex;
  guint arrondissement;
} around[] = {
  { "75008 PARIS CEDEX 08", "Paris", TRUE, 0 },
  { "CEDEX 15 PARIS", "Paris", TRUE, 0 },
  { "CS 40012 LILLE CEDEX", "Lille", TRUE, 0 },
  { "MELUN (77)", "Melun", FALSE, 0 },
  { "Paris-11", "Paris", FALSE, 11 },
  { "Paris 21", "Paris 21", FALSE, 0 },
  { "Marseille 2ème arr.", "Marseille", FALSE, 2 },
  { "Lyon IX", "Lyon", FALSE, 9 },
  { "La Roche-sur-Yon", "La Roche-sur-Yon", FALSE, 0 },
  { "SAINT-RÉMY-LÈS-CHEVREUSE", "Saint-Rémy-lès-Chevreuse", FALSE, 0 },
  { "Rochelle (La)", "Rochelle (La)", FALSE, 0 },
  { "", "", FALSE, 0 },
  { NULL, "", FALSE, 0 },
};

static void
test_around (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (around); i++)
  {
    gboolean cedex;
    guint arrondissement;
    g_test_message ("%s", around[i].text);
    g_autofree char *name = palier_town_clean (around[i].text, &cedex, &arrondissement);
    g_assert_cmpstr (name, ==, around[i].name);
    g_assert_cmpint (cedex, ==, around[i].cedex);
    g_assert_cmpuint (arrondissement, ==, around[i].arrondissement);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/town/cases", test_cases);
  g_test_add_func ("/town/abroad", test_abroad);
  g_test_add_func ("/town/around", test_around);
  return g_test_run ();
}
