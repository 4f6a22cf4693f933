/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Legal forms apart. 2. A form alone. 3. Case. 4. Keys. */
#include "palier-company.h"

static const struct
{
  const char *text;
  const char *name;
  const char *form;
} splits[] = {
  { "SARL Agence du Port", "Agence du Port", "SARL" },
  { "Agence du Port SARL", "Agence du Port", "SARL" },
  { "Agence du Port (S.A.S.)", "Agence du Port", "SAS" },
  { "S.A.R.L. DUPONT IMMOBILIER", "DUPONT IMMOBILIER", "SARL" },
  { "IMMO SUD - EURL", "IMMO SUD", "EURL" },
  { "Immo Sud, SAS", "Immo Sud", "SAS" },
  { "Société à responsabilité limitée Dupont", "Dupont", "SARL" },
  { "Dupont société par actions simplifiée unipersonnelle", "Dupont", "SASU" },
  { "SCI LES LILAS", "LES LILAS", "SCI" },
  { "Jean Dupont auto-entrepreneur", "Jean Dupont", "EI" },
  { "CASA IMMO", "CASA IMMO", NULL },
  { "Saint-Sas Conseil", "Saint-Sas Conseil", NULL },
  { "Agence sas du Port", "Agence sas du Port", NULL },
  { "SARL", "SARL", "SARL" },
  { "", "", NULL },
  { NULL, "", NULL },
};

static void
test_split (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (splits); i++)
  {
    const char *form;
    g_test_message ("%s", splits[i].text);
    g_autofree char *name = palier_company_split (splits[i].text, &form);
    g_assert_cmpstr (name, ==, splits[i].name);
    g_assert_cmpstr (form, ==, splits[i].form);
  }
}

static void
test_form (void)
{
  g_assert_cmpstr (palier_company_form ("S.A.R.L."), ==, "SARL");
  g_assert_cmpstr (palier_company_form ("sas"), ==, "SAS");
  g_assert_cmpstr (palier_company_form ("Société civile immobilière"), ==, "SCI");
  g_assert_cmpstr (palier_company_form ("Auto-entrepreneur"), ==, "EI");
  g_assert_null (palier_company_form ("SARL Dupont"));
  g_assert_null (palier_company_form ("Dupont"));
  g_assert_null (palier_company_form (""));
  g_assert_null (palier_company_form (NULL));
}

static void
test_case (void)
{
  static const char *const cases[][2] = {
    { "agence du port", "Agence du Port" },
    { "l'agence de la gare", "L'Agence de la Gare" },
    { "CASA IMMO", "CASA IMMO" },
    { "ORPI Agence du Port", "ORPI Agence du Port" },
    { "iad france", "Iad France" },
    { "meilleursagents.com", "meilleursagents.com" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *name = palier_company_case (cases[i][0]);
    g_assert_cmpstr (name, ==, cases[i][1]);
  }
}

static void
test_key (void)
{
  g_autofree char *a = palier_company_key ("S.A.R.L. L’Agence du Port");
  g_autofree char *b = palier_company_key ("L'AGENCE DU PORT (SAS)");

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, ==, "l agence du port");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/company/split", test_split);
  g_test_add_func ("/company/form", test_form);
  g_test_add_func ("/company/case", test_case);
  g_test_add_func ("/company/key", test_key);
  return g_test_run ();
}
