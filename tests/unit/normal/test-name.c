/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Case of names. 2. Case of towns. 3. Civilities. 4. Whole names into their parts. */
#include "palier-name.h"

static const char *const cased[][2] = {
  { "DUPONT", "Dupont" },
  { "dupont", "Dupont" },
  { "Dupont", "Dupont" },
  { "JEAN-PIERRE", "Jean-Pierre" },
  { "marie claire", "Marie Claire" },
  { "DE LA TOUR", "de La Tour" },
  { "DU BELLAY", "du Bellay" },
  { "D'ORNANO", "d'Ornano" },
  { "D\u2019ORNANO", "d'Ornano" },
  { "O'BRIEN", "O'Brien" },
  { "L'HOSTIS", "L'Hostis" },
  { "MCDONALD", "McDonald" },
  { "McDonald", "McDonald" },
  { "LE GOFF", "Le Goff" },
  { "ÉLÉONORE", "Éléonore" },
  { "éléonore", "Éléonore" },
  { "d'ÉPINAY", "d'ÉPINAY" },
  { "D'ÉPINAY", "d'Épinay" },
  { "  DUPONT\u00a0 ", "Dupont" },
  { "MACÉ", "Macé" },
  { "", "" },
};

static const char *const towns[][2] = {
  { "LYON", "Lyon" },
  { "AIX EN PROVENCE", "Aix en Provence" },
  { "SAINT-RÉMY-LÈS-CHEVREUSE", "Saint-Rémy-lès-Chevreuse" },
  { "LE HAVRE", "Le Havre" },
  { "L'HAŸ-LES-ROSES", "L'Haÿ-les-Roses" },
  { "VILLENEUVE-D'ASCQ", "Villeneuve-d'Ascq" },
  { "Paris", "Paris" },
};

static const char *const civilities[][2] = {
  { "Mr", "M." },
  { "MONSIEUR", "M." },
  { "Mme.", "Mme" },
  { "Mlle", "Mme" },
  { "Docteur", "Dr" },
  { "Maître", "Me" },
  { "M. et Mme", "M. et Mme" },
  { "H", "M." },
  { "gérant", NULL },
  { "", NULL },
};

static const struct
{
  const char *text;
  const char *title;
  const char *first;
  const char *last;
  gboolean doubtful;
} splits[] = {
  { "Jean DUPONT", NULL, "Jean", "Dupont", FALSE },
  { "DUPONT Jean", NULL, "Jean", "Dupont", FALSE },
  { "Dupont, Jean", NULL, "Jean", "Dupont", FALSE },
  { "Jean Dupont", NULL, "Jean", "Dupont", FALSE },
  { "Dupont Jean", NULL, "Jean", "Dupont", FALSE },
  { "JEAN DUPONT", NULL, "Jean", "Dupont", FALSE },
  { "DUPONT JEAN", NULL, "Jean", "Dupont", FALSE },
  { "jean dupont", NULL, "Jean", "Dupont", FALSE },
  { "M. Jean DUPONT", "M.", "Jean", "Dupont", FALSE },
  { "Mme DUPONT Marie-Claire", "Mme", "Marie-Claire", "Dupont", FALSE },
  { "Mlle Marie Martin", "Mme", "Marie", "Martin", FALSE },
  { "Dr Paul Petit", "Dr", "Paul", "Petit", FALSE },
  { "Maître Anne Le Goff", "Me", "Anne", "Le Goff", FALSE },
  { "Monsieur Dupont", "M.", NULL, "Dupont", FALSE },
  { "M. et Mme Dupont", "M. et Mme", NULL, "Dupont", FALSE },
  { "Dupont, M. Jean", "M.", "Jean", "Dupont", FALSE },
  { "Jean de La Tour", NULL, "Jean", "de La Tour", FALSE },
  { "Jean DE LA TOUR", NULL, "Jean", "de La Tour", FALSE },
  { "DE LA TOUR Jean", NULL, "Jean", "de La Tour", FALSE },
  { "Jean de LA TOUR", NULL, "Jean", "de LA TOUR", FALSE },
  { "Jean Pierre Martin", NULL, "Jean Pierre", "Martin", FALSE },
  { "Jean Martin", NULL, "Jean", "Martin", FALSE },
  { "Wxyz Qrst", NULL, "Wxyz", "Qrst", TRUE },
  { "Sophie", NULL, "Sophie", NULL, FALSE },
  { "Lefebvre", NULL, NULL, "Lefebvre", FALSE },
  { "M.", NULL, NULL, "M.", FALSE },
  { "", NULL, NULL, NULL, FALSE },
  { " , ", NULL, NULL, ",", FALSE },
};

static void
test_case (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cased); i++)
  {
    g_autofree char *name = palier_name_case (cased[i][0]);
    g_autofree char *twice = palier_name_case (name);
    g_assert_cmpstr (name, ==, cased[i][1]);
    g_assert_cmpstr (twice, ==, name);
  }
}

static void
test_towns (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (towns); i++)
  {
    g_autofree char *name = palier_city_case (towns[i][0]);
    g_assert_cmpstr (name, ==, towns[i][1]);
  }
}

static void
test_civilities (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (civilities); i++)
  {
    PalierReading verdict;
    g_autofree char *title = palier_name_title (civilities[i][0], &verdict);
    g_assert_cmpstr (title, ==, civilities[i][1]);
    g_assert_cmpint (palier_reading_has_value (verdict), ==, title != NULL);
  }
}

static void
test_split (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (splits); i++)
  {
    g_auto (PalierNameParts) parts = { 0 };
    g_test_message ("%s", splits[i].text);
    palier_name_split (splits[i].text, &parts);
    g_assert_cmpstr (parts.title, ==, splits[i].title);
    g_assert_cmpstr (parts.first_name, ==, splits[i].first);
    g_assert_cmpstr (parts.last_name, ==, splits[i].last);
    g_assert_cmpint (parts.doubtful, ==, splits[i].doubtful);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/case", test_case);
  g_test_add_func ("/name/towns", test_towns);
  g_test_add_func ("/name/civilities", test_civilities);
  g_test_add_func ("/name/split", test_split);
  return g_test_run ();
}
