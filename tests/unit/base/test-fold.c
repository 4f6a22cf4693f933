/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Spellings that a reader takes for one fold to one. 2. Words. 3. Blank. 4. Folding twice is
 * once. */
#include "palier-fold.h"

static const struct
{
  const char *text;
  const char *folded;
  const char *words;
} cases[] = {
  { "", "", "" },
  { "  Agence   du  Port ", "agence du port", "agence du port" },
  { "ÉTÉ", "ete", "ete" },
  { "Saint-Étienne-du-Bois", "saint-etienne-du-bois", "saint etienne du bois" },
  { "L’Hôte", "l'hote", "l hote" },
  { "Sœur & Cie", "soeur & cie", "soeur cie" },
  { "n\u00b0\u00a012", "n° 12", "n 12" },
  { "\u00a0\u202f\u200b", "", "" },
  { "Straße", "strasse", "strasse" },
  { "\u2119aris", "paris", "paris" },
  { "e\u0301le\u0300ve", "eleve", "eleve" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *folded = palier_fold (cases[i].text);
    g_autofree char *twice = palier_fold (folded);
    g_autofree char *words = palier_fold_words (cases[i].text);
    g_assert_cmpstr (folded, ==, cases[i].folded);
    g_assert_cmpstr (twice, ==, folded);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

static void
test_blank (void)
{
  g_assert_true (palier_is_blank (NULL));
  g_assert_true (palier_is_blank (" \t\u00a0\u200b"));
  g_assert_false (palier_is_blank (" ."));
  g_assert_false (palier_is_blank ("\xff"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/cases", test_cases);
  g_test_add_func ("/fold/blank", test_blank);
  return g_test_run ();
}
