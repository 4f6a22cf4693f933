/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far two texts agree: tables of cases for each way to compare. */
#include "palier-comparison.h"
#include "palier-name-sketch.h"
#include "palier-normal-form.h"

typedef struct
{
  const char *a;
  const char *b;
  PalierLevel level;
} Case;

typedef PalierLevel (*Compare) (PalierSpan a, PalierSpan b);

static PalierSpan
span (const char *text)
{
  return (PalierSpan) { text, (guint) strlen (text) };
}

static void
check (const Case *cases, gsize n, Compare compare)
{
  for (gsize i = 0; i < n; i++)
  {
    g_test_message ("%s | %s", cases[i].a, cases[i].b);
    g_assert_cmpstr (palier_level_name (compare (span (cases[i].a), span (cases[i].b))), ==,
                     palier_level_name (cases[i].level));
    g_assert_cmpint (compare (span (cases[i].b), span (cases[i].a)), ==, cases[i].level);
  }
}

static const Case names[] = {
  { "jeanne", "jeanne", PALIER_LEVEL_EXACT },
  { "jean pierre", "jeanpierre", PALIER_LEVEL_NEAR },
  { "jean pierre", "jp", PALIER_LEVEL_PART },
  { "jean pierre", "j p", PALIER_LEVEL_PART },
  { "julien", "j", PALIER_LEVEL_PART },
  { "julien", "m", PALIER_LEVEL_DIFFERENT },
  { "catherine", "cathy", PALIER_LEVEL_NEAR },
  { "frederic", "fred", PALIER_LEVEL_NEAR },
  { "lefebvre", "lefbevre", PALIER_LEVEL_NEAR },
  { "lefebvre", "lefevre", PALIER_LEVEL_NEAR },
  { "martin", "martin dupont", PALIER_LEVEL_PART },
  { "martine", "mathilde", PALIER_LEVEL_DIFFERENT },
  { "gael", "gaelle", PALIER_LEVEL_WEAK },
  { "dupont", "bernard", PALIER_LEVEL_DIFFERENT },
};

static const Case texts[] = {
  { "rue de la gare", "rue de la gare", PALIER_LEVEL_EXACT },
  { "pridhamstreet", "pridham street", PALIER_LEVEL_NEAR },
  { "rue pasteur", "rue pastuer", PALIER_LEVEL_NEAR },
  { "rue pasteur", "rue louis pasteur", PALIER_LEVEL_PART },
  { "rue pasteur", "quai des brumes", PALIER_LEVEL_DIFFERENT },
};

static const Case digits[] = {
  { "19560409", "19560409", PALIER_LEVEL_EXACT },
  { "19560409", "19560904", PALIER_LEVEL_NEAR },
  { "19560409", "19560490", PALIER_LEVEL_NEAR },
  { "19560409", "1956049", PALIER_LEVEL_NEAR },
  { "19560409", "19650490", PALIER_LEVEL_WEAK },
  { "19560409", "19801231", PALIER_LEVEL_DIFFERENT },
  { "7", "8", PALIER_LEVEL_DIFFERENT },
};

static const Case emails[] = {
  { "a.roux@agence.fr", "a.roux@agence.fr", PALIER_LEVEL_EXACT },
  { "a.roux@agence.fr", "a.rouxx@agence.fr", PALIER_LEVEL_NEAR },
  { "a.roux@agence.fr", "a.roux@orange.com", PALIER_LEVEL_DIFFERENT },
  { "a.roux@agence.fr", "b.roux@agence.fr", PALIER_LEVEL_DIFFERENT },
  { "roux29@gmail.com", "roux29@orange.fr", PALIER_LEVEL_PART },
  { "roux29@gmail.com", "roux28@gmail.com", PALIER_LEVEL_DIFFERENT },
};

static const Case sirets[] = {
  { "73282932000074", "73282932000074", PALIER_LEVEL_EXACT },
  { "73282932000074", "73282932000174", PALIER_LEVEL_NEAR },
  { "73282932000074", "73282932011133", PALIER_LEVEL_PART },
  { "73282932000074", "35600000000048", PALIER_LEVEL_DIFFERENT },
};

static void
test_levels (void)
{
  check (names, G_N_ELEMENTS (names), palier_compare_names);
  check (texts, G_N_ELEMENTS (texts), palier_compare_texts);
  check (digits, G_N_ELEMENTS (digits), palier_compare_digits);
  check (emails, G_N_ELEMENTS (emails), palier_compare_emails);
  check (sirets, G_N_ELEMENTS (sirets), palier_compare_sirets);
}

static void
test_likeness (void)
{
  g_assert_cmpfloat_with_epsilon (palier_jaro_winkler (span ("martha"), span ("marhta")), 0.9611,
                                  0.0001);
  g_assert_cmpfloat_with_epsilon (palier_jaro_winkler (span ("dixon"), span ("dicksonx")), 0.8133,
                                  0.0001);
  g_assert_cmpfloat (palier_jaro_winkler (span ("abc"), span ("xyz")), ==, 0);
  g_assert_cmpfloat (palier_jaro_winkler (span (""), span ("")), ==, 1);
  g_assert_cmpuint (palier_span_distance (span ("kitten"), span ("sitting"), 5), ==, 3);
  g_assert_cmpuint (palier_span_distance (span ("ab"), span ("ba"), 5), ==, 1);
  g_assert_cmpuint (palier_span_distance (span ("kitten"), span ("sitting"), 2), ==, 3);
  g_assert_cmpuint (palier_sound_of (span ("lefevre")), ==, palier_sound_of (span ("lefevres")));
  g_assert_cmpuint (palier_sound_of (span ("arnaud")), ==, palier_sound_of (span ("arno")));
  g_assert_cmpuint (palier_sound_of (span ("")), ==, 0);
}

typedef void (*Form) (const char *text, GString *out);

static void
check_form (Form form, const char *text, const char *expected)
{
  g_autoptr (GString) out = g_string_new ("left over");

  form (text, out);
  g_assert_cmpstr (out->str, ==, expected);
}

static void
test_forms (void)
{
  g_autoptr (GString) street = g_string_new (NULL);
  g_autoptr (GString) house = g_string_new (NULL);

  check_form (palier_form_name, "de La Tour", "la tour");
  check_form (palier_form_name, "d'Ormesson", "ormesson");
  check_form (palier_form_name, "De", "de");
  check_form (palier_form_company, "Agence du Port SARL", "agence du port");
  check_form (palier_form_city, "PARIS CEDEX 15", "paris");
  check_form (palier_form_city, "Paris 15e Arrondissement", "paris");
  check_form (palier_form_city, "St-Malo", "saint malo");
  check_form (palier_form_host, "https://www.Agence.fr/contact", "agence.fr");
  check_form (palier_form_digits, "+33 6 39", "33639");
  check_form (palier_form_words, NULL, "");
  palier_form_street ("12 bis r. du Gal de Gaulle", street, house);
  g_assert_cmpstr (street->str, ==, "rue du general de gaulle");
  g_assert_cmpstr (house->str, ==, "12bis");
}

static gboolean
may_agree (const char *first, const char *last, const char *other_first, const char *other_last)
{
  PalierNameSketches a = { palier_name_sketch_of (span (first)),
                           palier_name_sketch_of (span (last)) };
  PalierNameSketches b = { palier_name_sketch_of (span (other_first)),
                           palier_name_sketch_of (span (other_last)) };

  return palier_name_sketches_may_agree (a, b);
}

static void
test_sketches (void)
{
  g_assert_true (may_agree ("jeanne", "le goff", "jeanne", "goff"));
  g_assert_true (may_agree ("jeanne", "le goff", "j", "le gof"));
  g_assert_true (may_agree ("jeanne", "le goff", "legoff", "jeane"));
  g_assert_true (may_agree ("catherine", "martin", "cathy", "matrin"));
  g_assert_true (may_agree ("jean pierre", "martin", "jp", "martin dupuy"));
  g_assert_true (may_agree ("", "martin", "luc", "martin"));
  g_assert_false (may_agree ("jeanne", "le goff", "luc", "le goff"));
  g_assert_false (may_agree ("jeanne", "le goff", "jeanne", "martin"));
  g_assert_false (may_agree ("jeanne", "le goff", "bruno", "martin"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identity/compare/levels", test_levels);
  g_test_add_func ("/identity/compare/likeness", test_likeness);
  g_test_add_func ("/identity/compare/forms", test_forms);
  g_test_add_func ("/identity/compare/sketches", test_sketches);
  return g_test_run ();
}
