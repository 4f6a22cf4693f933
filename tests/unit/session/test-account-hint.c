/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a registration while it is typed.
 *
 * 1. an address, a SIRET, a password: a table of cases
 * 2. words are there whenever something is wrong */
#include <glib.h>

#include "palier-account-hint.h"

typedef PalierHint (*Hint) (const char *text, char **words);

static const struct
{
  Hint hint;
  const char *text;
  PalierHint expected;
} cases[] = {
  { palier_account_hint_email, "", PALIER_HINT_NONE },
  { palier_account_hint_email, "claire", PALIER_HINT_NONE },
  { palier_account_hint_email, "claire@agence-morel.fr", PALIER_HINT_GOOD },
  { palier_account_hint_email, "claire@gmail.com", PALIER_HINT_WARNING },
  { palier_account_hint_email, " Claire@Orange.FR ", PALIER_HINT_WARNING },
  { palier_account_hint_siret, "", PALIER_HINT_NONE },
  { palier_account_hint_siret, "732 829 320", PALIER_HINT_NONE },
  { palier_account_hint_siret, "732 829 320 00074", PALIER_HINT_GOOD },
  { palier_account_hint_siret, "732\u00a0829\u202f32000074", PALIER_HINT_GOOD },
  { palier_account_hint_siret, "73282932000075", PALIER_HINT_WRONG },
  { palier_account_hint_siret, "732829320000741", PALIER_HINT_WRONG },
  { palier_account_hint_siret, "732x", PALIER_HINT_WRONG },
  { palier_account_hint_password, "", PALIER_HINT_NONE },
  { palier_account_hint_password, "porte", PALIER_HINT_WRONG },
  { palier_account_hint_password, "éèàçùôî", PALIER_HINT_WRONG },
  { palier_account_hint_password, "porte bleue", PALIER_HINT_WARNING },
  { palier_account_hint_password, "aaaaaaaaaaaaaaaaaaaaaaaa", PALIER_HINT_WARNING },
  { palier_account_hint_password, "la porte bleue du moulin", PALIER_HINT_GOOD },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *words = NULL;
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (cases[i].hint (cases[i].text, &words), ==, cases[i].expected);
    g_assert_nonnull (words);
  }
}

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *words = NULL;
    if (cases[i].hint (cases[i].text, &words) != PALIER_HINT_NONE)
      g_assert_cmpstr (words, !=, "");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-hint/cases", test_cases);
  g_test_add_func ("/account-hint/words", test_words);
  return g_test_run ();
}
