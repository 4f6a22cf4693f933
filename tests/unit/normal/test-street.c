/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Spellings of one address have one key. 2. Parts. */
#include "palier-street.h"

static void
test_keys (void)
{
  static const char *const cases[][2] = {
    { "12 bis, bd Victor-Hugo", "12bis boulevard victor hugo" },
    { "12BIS BOULEVARD VICTOR HUGO", "12bis boulevard victor hugo" },
    { "12 B Bd. Victor Hugo", "12bis boulevard victor hugo" },
    { "3, av. du Gal de Gaulle", "3 avenue du general de gaulle" },
    { "3 Avenue du Général de Gaulle", "3 avenue du general de gaulle" },
    { "5 r. St-Michel", "5 rue saint michel" },
    { "5 RUE SAINT MICHEL", "5 rue saint michel" },
    { "10 pl N.-D.", "10 place n d" },
    { "1 à 3 rue Haute", "1 a 3 rue haute" },
    { "Rue du 8 Mai 1945", "rue du 8 mai 1945" },
    { "ZI Nord", "zone industrielle nord" },
    { "Résidence les Lilas", "residence les lilas" },
    { "Rue", "rue" },
    { "", "" },
    { NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("%s", cases[i][0]);
    g_autofree char *key = palier_street_key (cases[i][0]);
    g_assert_cmpstr (key, ==, cases[i][1]);
  }
}

static void
test_parts (void)
{
  g_auto (PalierStreet) street = { 0 };

  palier_street_read ("12 ter, chem. des Vignes", &street);
  g_assert_cmpstr (street.number, ==, "12ter");
  g_assert_cmpstr (street.kind, ==, "chemin");
  g_assert_cmpstr (street.name, ==, "des vignes");
  palier_street_clear (&street);
  palier_street_read ("Le Bourg", &street);
  g_assert_null (street.number);
  g_assert_null (street.kind);
  g_assert_cmpstr (street.name, ==, "le bourg");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/street/keys", test_keys);
  g_test_add_func ("/street/parts", test_parts);
  return g_test_run ();
}
