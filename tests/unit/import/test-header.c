/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Headers to fields, placed or only proposed; those that are none of ours. 2. Headers that may
 * mean several things, that are a second one, that the law protects. 3. Names of our own files.
 * 4. Headers on two lines. */
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
  { "Telehpone", PALIER_FIELD_PHONE, 0.6, 0.9 },
  { "Code postale", PALIER_FIELD_POSTAL_CODE, 0.6, 1 },
  { "Nom de famile", PALIER_FIELD_LAST_NAME, 0.6, 0.9 },
  { "codePostalEtablissement", PALIER_FIELD_POSTAL_CODE, 0.8, 1 },
  { "MAILINGPOSTALCODE", PALIER_FIELD_POSTAL_CODE, 0.8, 1 },
  { "addressPostalCode", PALIER_FIELD_POSTAL_CODE, 0.8, 1 },
  { "Adresse1", PALIER_FIELD_STREET, 0.8, 1 },
  { "Propriétaire du compte client", PALIER_FIELD_OWNER, 0.6, 1 },
  { "Nom de la commune", PALIER_FIELD_CITY, 0.8, 1 },
  { "Contact: Nom", PALIER_FIELD_LAST_NAME, 0.8, 1 },
  { "Champ additionnel: Code Postal", PALIER_FIELD_POSTAL_CODE, 0.8, 1 },
  { "Ville (adresse postale)", PALIER_FIELD_CITY, 0.8, 1 },
  { "Id. prof. 1 (SIREN)", PALIER_FIELD_SIREN, 0.8, 1 },
  { "adresse (bureau) - CP", PALIER_FIELD_POSTAL_CODE, 0.8, 1 },
  { "Personne - Propriétaire", PALIER_FIELD_OWNER, 0.6, 1 },
  { "Email : work", PALIER_FIELD_EMAIL, 0.8, 1 },
  { "prix_vente", PALIER_FIELD_ESTIMATED_VALUE_CENTS, 0.8, 1 },
  { "Codes postaux", PALIER_FIELD_POSTAL_CODE, 0.8, 1 },
  { "direct phone number", PALIER_FIELD_PHONE, 0.8, 1 },
  { "Secteurs souhaités", PALIER_FIELD_ZONES, 0.7, 1 },
  { "Source d'origine", PALIER_FIELD_SOURCE, 0.8, 1 },
  { "category_id/name", PALIER_FIELD_TAGS, 0.8, 1 },
  { "Phone 1 - Label", PALIER_FIELD_TAGS, 0, 0 },
  { "N° mandat", PALIER_FIELD_ACTIVE_LISTINGS, 0, 0 },
  { "Prime", PALIER_FIELD_ESTIMATED_VALUE_CENTS, 0, 0.6 },
  { "Nom du notaire", PALIER_FIELD_NONE, 0.8, 1 },
  { "Téléphone de l'assistant(e)", PALIER_FIELD_NONE, 0.8, 1 },
  { "Type d'adresse e-mail", PALIER_FIELD_NONE, 0.8, 1 },
  { "Telephon", PALIER_FIELD_PHONE, 0.6, 0.9 },
  { "Titre", PALIER_FIELD_TITLE, 0.4, 0.6 },
  { "Consentement e-mail", PALIER_FIELD_EMAIL_CONSENT, 0.9, 1 },
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
    PalierField field = cases[i].field;
    double likelihood =
        field != PALIER_FIELD_NONE ? palier_header_likelihood (&match, field) : match.none;
    g_assert_cmpfloat (likelihood, >=, cases[i].least);
    g_assert_cmpfloat (likelihood, <=, cases[i].most);
    if (field == PALIER_FIELD_NONE)
      g_assert_cmpuint (match.n_meanings, ==, 0);
  }
}

static void
test_marks (void)
{
  static const struct
  {
    const char *header;
    PalierField field;
    gboolean further, sensitive;
  } marks[] = {
    { "E-mail 2 Address", PALIER_FIELD_EMAIL, TRUE, FALSE },
    { "Rue (domicile)", PALIER_FIELD_STREET, TRUE, FALSE },
    { "Tél. personnel 2", PALIER_FIELD_PHONE, TRUE, FALSE },
    { "E-mail", PALIER_FIELD_EMAIL, FALSE, FALSE },
    { "N° de sécurité sociale", PALIER_FIELD_NONE, FALSE, TRUE },
    { "NIR", PALIER_FIELD_NONE, FALSE, TRUE },
    { "Religion", PALIER_FIELD_NONE, FALSE, TRUE },
    { "Antécédents médicaux", PALIER_FIELD_NONE, FALSE, TRUE },
    { "Raison sociale", PALIER_FIELD_COMPANY, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
  {
    g_test_message ("%s", marks[i].header);
    PalierHeaderMatch match = palier_header_match (marks[i].header);
    g_assert_cmpint (match.further, ==, marks[i].further);
    g_assert_cmpint (match.sensitive, ==, marks[i].sensitive);
    if (marks[i].field != PALIER_FIELD_NONE)
      g_assert_cmpfloat (palier_header_likelihood (&match, marks[i].field), >, 0.7);
  }

  PalierHeaderMatch title = palier_header_match ("Titre");
  g_assert_cmpfloat (palier_header_likelihood (&title, PALIER_FIELD_TITLE), >, 0.4);
  g_assert_cmpfloat (palier_header_likelihood (&title, PALIER_FIELD_JOB), >, 0.4);
}

/* Words that nobody knows, whose something is, what it is of. */
static void
test_rest (void)
{
  PalierHeaderMatch match = palier_header_match ("Ville qwx");

  g_assert_true (match.partial);
  g_assert_false (palier_header_knows_word ("qwx"));
  g_assert_true (palier_header_knows_word ("ville"));
  match = palier_header_match ("Ville du locataire");
  g_assert_false (match.partial);
  g_assert_cmpstr (match.person, ==, "locataire");
  g_assert_false (match.property);
  match = palier_header_match ("CP bien");
  g_assert_null (match.person);
  g_assert_true (match.property);
}

static void
test_own_names (void)
{
  PalierHeaderMatch stage = palier_header_match ("statut du prospect");

  g_assert_cmpfloat (palier_header_likelihood (&stage, PALIER_FIELD_STAGE), >, 0.8);
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    g_autofree char *header = g_strdelimit (g_strdup (palier_field_name (i)), "_", ' ');
    PalierHeaderMatch match = palier_header_match (header);
    g_test_message ("%s", header);
    for (guint k = 0; k < match.n_meanings; k++)
      g_assert_true ((int) match.meanings[k].field == i || match.meanings[k].likelihood < 0.95);
  }
}

static GPtrArray *
rows_of (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (rows, g_strsplit (lines[i], "|", -1));
  return rows;
}

static void
test_rows (void)
{
  static const struct
  {
    const char *rows;
    int header_row;
    gboolean groups;
  } cases_of_rows[] = {
    { "Nom|Prénom|Mail\nDupont|Marie|m@a.example", 0, FALSE },
    { "Fichier 2026||\n||\nNom|Prénom|Mail\nDupont|Marie|m@a.example", 2, FALSE },
    { "Contact|||Adresse|\nNom|Prénom|Mail|Rue|CP\nDupont|Marie|m@a.example|3 rue X|44000", 1,
      TRUE },
    /* A cell that is merged over both lines. */
    { "Réf|Contact||Adresse|\nRéf|Nom|Mail|Rue|CP\n1|Dupont|m@a.example|3 rue X|44000", 1, TRUE },
    { "Base||Mise à jour|12/10/2026|\nNom|Prénom|Mail|Rue|CP\nDupont|Marie|m@a.example|3 rue X|44000",
      1, FALSE },
    { "Dupont|Marie|m@a.example\nMartin|Paul|p@a.example", -1, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases_of_rows); i++)
  {
    g_autoptr (GPtrArray) rows = rows_of (cases_of_rows[i].rows);
    g_test_message ("%s", cases_of_rows[i].rows);
    int header_row = palier_header_guess_row (rows);
    g_assert_cmpint (header_row, ==, cases_of_rows[i].header_row);
    g_assert_cmpint (palier_header_has_groups (rows, header_row), ==, cases_of_rows[i].groups);
  }
  g_autoptr (GPtrArray) rows = rows_of ("Contact||Bien\nNom |Mail|Type|Prix");
  g_auto (GStrv) joined = palier_header_join (rows->pdata[0], rows->pdata[1]);
  g_autofree char *text = g_strjoinv ("|", joined);
  g_assert_cmpstr (text, ==, "Contact: Nom|Contact: Mail|Bien: Type|Bien: Prix");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/header/cases", test_cases);
  g_test_add_func ("/header/marks", test_marks);
  g_test_add_func ("/header/rest", test_rest);
  g_test_add_func ("/header/own-names", test_own_names);
  g_test_add_func ("/header/rows", test_rows);
  return g_test_run ();
}
