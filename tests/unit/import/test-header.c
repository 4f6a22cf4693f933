/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Headers to fields, placed or only proposed. 2. Headers that are none of ours. */
#include "palier-header.h"

static const struct
{
  const char *header;
  PalierField field;
  double least;
  double most;
} cases[] = {
  { "Prénom", PALIER_FIELD_FIRST_NAME, 0.9, 1 },
  { "PRENOM", PALIER_FIELD_FIRST_NAME, 0.9, 1 },
  { "PrÈnom", PALIER_FIELD_FIRST_NAME, 0.9, 1 },
  { "first_name", PALIER_FIELD_FIRST_NAME, 0.9, 1 },
  { "FNAME", PALIER_FIELD_FIRST_NAME, 0.9, 1 },
  { "Nom", PALIER_FIELD_LAST_NAME, 0.9, 1 },
  { "Nom du contact", PALIER_FIELD_LAST_NAME, 0.8, 1 },
  { "Nom et prénom", PALIER_FIELD_FULL_NAME, 0.9, 1 },
  { "E-mail", PALIER_FIELD_EMAIL, 0.9, 1 },
  { "Adresse e-mail", PALIER_FIELD_EMAIL, 0.9, 1 },
  { "Adresse de messagerie", PALIER_FIELD_EMAIL, 0.9, 1 },
  { "Courriel", PALIER_FIELD_EMAIL, 0.9, 1 },
  { "Adresse email professionnelle", PALIER_FIELD_EMAIL, 0.8, 1 },
  { "Tél.", PALIER_FIELD_PHONE, 0.9, 1 },
  { "N° de téléphone", PALIER_FIELD_PHONE, 0.8, 1 },
  { "Tél. portable", PALIER_FIELD_MOBILE, 0.9, 1 },
  { "Code Postal", PALIER_FIELD_POSTAL_CODE, 0.9, 1 },
  { "CP", PALIER_FIELD_POSTAL_CODE, 0.9, 1 },
  { "Raison sociale", PALIER_FIELD_COMPANY, 0.9, 1 },
  { "N° SIRET", PALIER_FIELD_SIRET, 0.9, 1 },
  { "Site web", PALIER_FIELD_WEBSITE, 0.9, 1 },
  { "Rue (bureau)", PALIER_FIELD_STREET, 0.8, 1 },
  { "Ville acheteur", PALIER_FIELD_CITY, 0.8, 1 },
  { "Telehpone", PALIER_FIELD_NONE, 0, 0 },
  { "Telephon", PALIER_FIELD_PHONE, 0.6, 0.9 },
  { "Titre", PALIER_FIELD_TITLE, 0.4, 0.6 },
  { "Consentement e-mail", PALIER_FIELD_EMAIL_CONSENT, 0.9, 1 },
  { "Rue (domicile)", PALIER_FIELD_NONE, 0.8, 1 },
  { "E-mail 2 Address", PALIER_FIELD_NONE, 0.8, 1 },
  { "Fax", PALIER_FIELD_NONE, 0.8, 1 },
  { "Contact ID", PALIER_FIELD_NONE, 0.8, 1 },
  { "Xyz", PALIER_FIELD_NONE, 0, 0 },
  { "", PALIER_FIELD_NONE, 0, 0 },
  { NULL, PALIER_FIELD_NONE, 0, 0 },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("%s", cases[i].header);
    PalierHeaderMatch match = palier_header_match (cases[i].header);
    g_assert_cmpint (match.field, ==, cases[i].field);
    g_assert_cmpfloat (match.likelihood, >=, cases[i].least);
    g_assert_cmpfloat (match.likelihood, <=, cases[i].most);
  }
}

/* Every name of the resource leads to the field that its line names. */
static void
test_unambiguous (void)
{
  g_assert_cmpint (palier_header_match ("statut du prospect").field, ==, PALIER_FIELD_STAGE);
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    g_autofree char *header = g_strdelimit (g_strdup (palier_field_name (i)), "_", ' ');
    PalierHeaderMatch match = palier_header_match (header);
    g_test_message ("%s", header);
    g_assert_true ((int) match.field == i || match.field == PALIER_FIELD_NONE
                   || match.likelihood < 0.95);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/header/cases", test_cases);
  g_test_add_func ("/header/unambiguous", test_unambiguous);
  return g_test_run ();
}
