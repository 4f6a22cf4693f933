/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Values, unknown and empty. 2. Sets. 3. Names shown. 4. A copy shares nothing. */
#include "palier-prospect.h"

static void
test_values (void)
{
  g_autoptr (PalierProspect) p = palier_prospect_new ();

  palier_prospect_set (p, PALIER_FIELD_STAFF, "12");
  g_assert_cmpint (palier_prospect_get_integer (p, PALIER_FIELD_STAFF, -1), ==, 12);
  palier_prospect_set (p, PALIER_FIELD_STAFF, "");
  g_assert_null (palier_prospect_get (p, PALIER_FIELD_STAFF));
  palier_prospect_set (p, PALIER_FIELD_STAFF, "12 or so");
  g_assert_cmpint (palier_prospect_get_integer (p, PALIER_FIELD_STAFF, -1), ==, -1);
}

static void
test_sets (void)
{
  g_autoptr (PalierProspect) p = palier_prospect_new ();

  g_assert_false (palier_prospect_in_set (p, PALIER_FIELD_PORTALS, "seloger"));
  palier_prospect_set (p, PALIER_FIELD_PORTALS, "leboncoin\nseloger");
  g_assert_true (palier_prospect_in_set (p, PALIER_FIELD_PORTALS, "seloger"));
  g_assert_true (palier_prospect_in_set (p, PALIER_FIELD_PORTALS, "leboncoin"));
  g_assert_false (palier_prospect_in_set (p, PALIER_FIELD_PORTALS, "bon"));
  g_auto (GStrv) all = palier_prospect_dup_set (p, PALIER_FIELD_PORTALS);
  g_assert_cmpuint (g_strv_length (all), ==, 2);
}

static void
test_names (void)
{
  static const struct
  {
    const char *kind, *company, *first, *last, *email, *shown;
  } cases[] = {
    { "agency", "Agence du Port", "Jeanne", "Le Goff", NULL, "Agence du Port" },
    { "person", "Agence du Port", "Jeanne", "Le Goff", NULL, "Jeanne Le Goff" },
    { "agency", NULL, NULL, "Le Goff", "a@example.fr", "Le Goff" },
    { "person", NULL, NULL, NULL, "a@example.fr", "a@example.fr" },
    { NULL, NULL, NULL, NULL, NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = palier_prospect_new ();
    palier_prospect_set (p, PALIER_FIELD_KIND, cases[i].kind);
    palier_prospect_set (p, PALIER_FIELD_COMPANY, cases[i].company);
    palier_prospect_set (p, PALIER_FIELD_FIRST_NAME, cases[i].first);
    palier_prospect_set (p, PALIER_FIELD_LAST_NAME, cases[i].last);
    palier_prospect_set (p, PALIER_FIELD_EMAIL, cases[i].email);
    g_autofree char *shown = palier_prospect_dup_display_name (p);
    g_assert_cmpstr (shown, ==, cases[i].shown);
  }
}

static void
test_copy (void)
{
  g_autoptr (PalierProspect) p = palier_prospect_new ();

  palier_prospect_set (p, PALIER_FIELD_PHONE, "+33199001234");
  palier_prospect_set_original (p, PALIER_FIELD_PHONE, "01 99 00 12 34");
  g_autoptr (PalierProspect) copy = palier_prospect_copy (p);
  palier_prospect_set (p, PALIER_FIELD_PHONE, NULL);
  palier_prospect_set_original (p, PALIER_FIELD_PHONE, "gone");
  g_assert_cmpstr (palier_prospect_get (copy, PALIER_FIELD_PHONE), ==, "+33199001234");
  g_assert_cmpstr (palier_prospect_get_original (copy, PALIER_FIELD_PHONE), ==, "01 99 00 12 34");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prospect/values", test_values);
  g_test_add_func ("/prospect/sets", test_sets);
  g_test_add_func ("/prospect/names", test_names);
  g_test_add_func ("/prospect/copy", test_copy);
  return g_test_run ();
}
