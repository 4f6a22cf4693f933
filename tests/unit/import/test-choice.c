/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of closed lists: what is read, and that what is counted is what is read. */
#include "palier-choice.h"
#include "palier-fold.h"

static const struct
{
  PalierField field;
  const char *text, *key;
} cases[] = {
  { PALIER_FIELD_STAGE, "Nouveau", "prospect" },
  { PALIER_FIELD_STAGE, "1 - Nouveau", "prospect" },
  { PALIER_FIELD_STAGE, "03. RDV pris", "demo" },
  { PALIER_FIELD_STAGE, "opted-out", "opted-out" },
  { PALIER_FIELD_STAGE, "Nouveau 1", NULL },
  { PALIER_FIELD_STAGE, "12", NULL },
  { PALIER_FIELD_STAGE, "", NULL },
  { PALIER_FIELD_KIND, "2 - Particulier", "person" },
  { PALIER_FIELD_LEGAL_BASIS, "legitimate_interest", "legitimate_interest" },
  { PALIER_FIELD_TEAM_SIZE, "1 personne", "1" },
  { PALIER_FIELD_TEAM_SIZE, "2 à 5", "2-5" },
  { PALIER_FIELD_TEAM_SIZE, "20+", "20+" },
  { PALIER_FIELD_TEAM_SIZE, "20", "6-20" },
  { PALIER_FIELD_TEAM_SIZE, "8 agents", "6-20" },
  { PALIER_FIELD_PROPERTY_TYPES, "Maison 5 pièces", "house" },
  { PALIER_FIELD_PROPERTY_TYPES, "villa 120 m²", "house" },
  { PALIER_FIELD_PROPERTY_TYPES, "2 - Appartement T3", "apartment" },
  { PALIER_FIELD_PROPERTY_TYPES, "Maison de Paul", NULL },
  { PALIER_FIELD_PROPERTY_TYPES, "Maison avec 3 chambres et jardin", NULL },
  { PALIER_FIELD_PROPERTY_TYPES, "5 pièces", NULL },
};

static void
test_key (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (palier_choice_key (cases[i].field, cases[i].text), ==, cases[i].key);
  }
}

/* Of each text for each field. */
static void
test_count (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *words = palier_fold_words (cases[i].text);
    guint counts[PALIER_N_FIELDS] = { 0 };
    palier_choice_count (words, counts);
    for (int field = 0; field < PALIER_N_FIELDS; field++)
    {
      g_test_message ("%s: %s", palier_field_name ((PalierField) field), words);
      g_assert_cmpuint (counts[field], ==,
                        palier_choice_key ((PalierField) field, words) != NULL ? 1 : 0);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/choice/key", test_key);
  g_test_add_func ("/import/choice/count", test_count);
  return g_test_run ();
}
