/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Spellings that a reader takes for one fold to one. 2. Words. 3. Blank. 4. Folding twice is
 * once. 5. A letter folds alike wherever it stands. */
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

/* Beside a letter of another alphabet each letter folds as it does alone. */
static void
test_alike (void)
{
  for (gunichar letter = 1; letter < 0x2100; letter++)
  {
    g_autoptr (GString) text = g_string_new (" a");
    g_string_append_unichar (text, letter);
    g_string_append (text, " b");
    g_string_append_unichar (text, letter);
    g_string_append (text, "c ");
    g_autofree char *alone = palier_fold (text->str);
    g_string_append (text, "\u4e00");
    g_autofree char *beside = palier_fold (text->str);
    g_autofree char *expected = g_strconcat (alone, " \u4e00", NULL);
    g_assert_cmpstr (beside, ==, expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/cases", test_cases);
  g_test_add_func ("/fold/blank", test_blank);
  g_test_add_func ("/fold/alike", test_alike);
  return g_test_run ();
}
