/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Postal codes. 2. Countries. */
#include "palier-place.h"

#define OK PALIER_READING_OK
#define INVALID PALIER_READING_INVALID

static const struct
{
  const char *text;
  const char *country;
  const char *code;
  PalierReading verdict;
} codes[] = {
  { "75011", NULL, "75011", OK },
  { "75 011", NULL, "75011", OK },
  { "F-75011", NULL, "75011", OK },
  { "FR 75011", NULL, "75011", OK },
  { "'01000", NULL, "01000", OK },
  { "75011.0", NULL, "75011", OK },
  { "1000", NULL, "01000", PALIER_READING_REPAIRED },
  { "75011 Paris", NULL, "75011", PALIER_READING_MORE },
  { "97400", "FR", "97400", OK },
  { "20000", NULL, "20000", OK },
  { "99000", NULL, NULL, INVALID },
  { "00100", NULL, NULL, INVALID },
  { "750111", NULL, NULL, INVALID },
  { "Paris", NULL, NULL, INVALID },
  { "1000", "BE", "1000", OK },
  { "01000", "BE", NULL, INVALID },
  { "sw1a 1aa", "GB", "SW1A 1AA", OK },
  { "", NULL, NULL, PALIER_READING_BLANK },
};

static void
test_codes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
  {
    PalierReading verdict;
    g_test_message ("%s", codes[i].text);
    g_autofree char *code =
        palier_postal_code_normalize (codes[i].text, codes[i].country, &verdict);
    g_assert_cmpstr (code, ==, codes[i].code);
    g_assert_cmpint (verdict, ==, codes[i].verdict);
  }
}

static void
test_countries (void)
{
  static const char *const cases[][2] = {
    { "FRANCE", "FR" },     { "fr", "FR" },  { "Belgique", "BE" },
    { "États-Unis", "US" }, { "USA", "US" }, { "Côte d’Ivoire", "CI" },
    { "La Réunion", "FR" }, { "XX", NULL },  { "Lyon", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierReading verdict;
    g_autofree char *code = palier_country_normalize (cases[i][0], &verdict);
    g_assert_cmpstr (code, ==, cases[i][1]);
    g_assert_cmpint (palier_reading_has_value (verdict), ==, code != NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/place/postal-codes", test_codes);
  g_test_add_func ("/place/countries", test_countries);
  return g_test_run ();
}
