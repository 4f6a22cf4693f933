/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Cells to values, with what was written and what is told. 2. One cell that fills two fields.
 * 3. Kinds. 4. Dates: the column decides. 5. Consent. 6. Rows with nothing, and odd rows. */
#include <string.h>

#include "palier-mapping.h"

#define NOW 1795305600000 /* 22 November 2026 */

typedef struct
{
  PalierMapper *mapper;
  PalierDraft *draft;
  GPtrArray *problems;
} Result;

static void
clear_result (Result *self)
{
  g_clear_pointer (&self->mapper, palier_mapper_free);
  g_clear_pointer (&self->draft, palier_draft_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, clear_result)

static GPtrArray *
columns_of (const char *fields)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_free);
  g_auto (GStrv) names = g_strsplit (fields, "|", -1);

  for (guint i = 0; names[i] != NULL; i++)
  {
    PalierColumn *column = palier_column_new ();
    column->index = i;
    column->header = g_strdup (names[i]);
    column->field = palier_field_from_name (names[i]);
    g_ptr_array_add (columns, column);
  }
  return columns;
}

static Result
map (const char *fields, const char *cells, GPtrArray *sample, PalierRowFlags flags)
{
  g_autoptr (GPtrArray) columns = columns_of (fields);
  g_auto (GStrv) parts = g_strsplit (cells, "|", -1);
  PalierRow row = { .line = 7,
                    .n_cells = g_strv_length (parts),
                    .cells = (const char *const *) parts,
                    .flags = flags };
  Result result = { .mapper = palier_mapper_new (columns, sample, NOW) };

  result.problems = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_free);
  result.draft = palier_mapper_apply (result.mapper, &row, result.problems);
  return result;
}

static char *
codes_of (GPtrArray *problems)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
  {
    const PalierProblem *problem = problems->pdata[i];
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", problem->code);
  }
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *field;
  const char *cell;
  const char *value;
  const char *original;
  const char *problems;
} cases[] = {
  { "email", " Jean@Port.example ", "jean@port.example", "Jean@Port.example", "" },
  { "email", "jean@port.example", "jean@port.example", NULL, "" },
  { "email", "jean@gmial.com", "jean@gmial.com", NULL, "email_doubtful" },
  { "email", "jean(at)port", NULL, NULL, "email_invalid" },
  { "email", "#N/A", NULL, NULL, "email_invalid" },
  { "phone", "01 99 00 12 34", "+33199001234", "01 99 00 12 34", "" },
  { "phone", "1 99 00 12 34", "+33199001234", "1 99 00 12 34", "phone_repaired" },
  { "phone", "1,99E+08", NULL, NULL, "phone_destroyed" },
  { "phone", "01 99", NULL, NULL, "phone_invalid" },
  { "mobile", "06 39 98 12 34 / 01 99 00 12 34", "+33639981234", "06 39 98 12 34 / 01 99 00 12 34",
    "mobile_more" },
  { "siret", "732 829 320 00074", "73282932000074", "732 829 320 00074", "" },
  { "siret", "3,56E+13", NULL, NULL, "siret_destroyed" },
  { "siret", "12345678912345", NULL, NULL, "siret_invalid" },
  { "siren", "732829320", "732829320", NULL, "" },
  { "naf", "6831z", "68.31Z", "6831z", "" },
  { "naf", "immobilier", NULL, NULL, "naf_invalid" },
  { "postal_code", "1000", "01000", "1000", "postal_code_repaired" },
  { "postal_code", "Lyon", NULL, NULL, "postal_code_invalid" },
  { "city", "LYON", "Lyon", "LYON", "" },
  { "country", "France", "FR", "France", "" },
  { "country", "Syldavie", NULL, NULL, "country_invalid" },
  { "title", "Monsieur", "M.", "Monsieur", "" },
  { "title", "Gérant", NULL, NULL, "title_invalid" },
  { "website", "www.port.example", "https://www.port.example", "www.port.example", "" },
  { "linkedin", "in/jean", "https://www.linkedin.com/in/jean", "in/jean", "" },
  { "birthdate", "12/03/1970", "1970-03-12", "12/03/1970", "" },
  { "birthdate", "31/02/1970", NULL, NULL, "birthdate_invalid" },
  { "birthdate", "45363", "2024-03-12", "45363", "birthdate_repaired" },
  { "last_sign_at", "2024-03-12", "1710244800000", "2024-03-12", "" },
  { "staff", "12 salariés", "12", "12 salariés", "" },
  { "staff", "10 à 19", "10", "10 à 19", "staff_more" },
  { "staff", "-3", NULL, NULL, "staff_invalid" },
  { "team_size", "2 à 5", "2-5", "2 à 5", "" },
  { "team_size", "8", "6-20", "8", "" },
  { "growth", "En croissance", "growing", "En croissance", "" },
  { "growth", "on verra", NULL, NULL, "growth_unknown" },
  { "stage", "démo", "demo", "démo", "" },
  { "horizon_months", "1 an", "12", "1 an", "" },
  { "horizon_months", "3 mois", "3", "3 mois", "" },
  { "horizon_months", "immédiat", "0", "immédiat", "" },
  { "estimated_value_cents", "350 k€", "35000000", "350 k€", "" },
  { "surface_m2", "85,5 m²", "86", "85,5 m²", "" },
  { "site_https", "Oui", "yes", "Oui", "" },
  { "portals", "Leboncoin, se loger / Bien’ici", "Bien'ici\nLeboncoin\nSeLoger",
    "Leboncoin, se loger / Bien’ici", "" },
  { "specializations", "luxe, voile", "luxury", "luxe, voile", "specializations_unknown" },
  { "notes", " a\nb ", "a\nb", NULL, "" },
  { "job", "Gérant  associé", "Gérant associé", "Gérant  associé", "" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *fields = g_strconcat ("last_name|", cases[i].field, NULL);
    g_autofree char *cells = g_strconcat ("Dupont|", cases[i].cell, NULL);
    g_test_message ("%s: %s", cases[i].field, cases[i].cell);
    g_auto (Result) result = map (fields, cells, NULL, 0);
    PalierField field = palier_field_from_name (cases[i].field);
    g_assert_cmpstr (palier_prospect_get (result.draft->prospect, field), ==, cases[i].value);
    g_assert_cmpstr (palier_prospect_get_original (result.draft->prospect, field), ==,
                     cases[i].original);
    g_autofree char *problems = codes_of (result.problems);
    g_assert_cmpstr (problems, ==, cases[i].problems);
    if (result.problems->len > 0)
    {
      const PalierProblem *problem = result.problems->pdata[0];
      g_assert_cmpuint (problem->row, ==, 7);
      g_assert_cmpint (problem->column, ==, 1);
      g_assert_cmpstr (problem->value, ==, cases[i].cell);
    }
  }
}

static const char *
value (const Result *result, PalierField field)
{
  return palier_prospect_get (result->draft->prospect, field);
}

static void
test_beside (void)
{
  g_auto (Result) name = map ("full_name", "Mme DUPONT Marie", NULL, 0);
  g_assert_cmpstr (value (&name, PALIER_FIELD_TITLE), ==, "Mme");
  g_assert_cmpstr (value (&name, PALIER_FIELD_FIRST_NAME), ==, "Marie");
  g_assert_cmpstr (value (&name, PALIER_FIELD_LAST_NAME), ==, "Dupont");

  g_auto (Result) address = map ("company|postal_code", "Port|69003 LYON", NULL, 0);
  g_assert_cmpstr (value (&address, PALIER_FIELD_POSTAL_CODE), ==, "69003");
  g_assert_cmpstr (value (&address, PALIER_FIELD_CITY), ==, "Lyon");

  g_auto (Result) email = map ("email", "jean@port.example / 01 99 00 12 34", NULL, 0);
  g_assert_cmpstr (value (&email, PALIER_FIELD_EMAIL), ==, "jean@port.example");
  g_assert_cmpstr (value (&email, PALIER_FIELD_PHONE), ==, "+33199001234");

  g_auto (Result) siret = map ("siret", "73282932000074", NULL, 0);
  g_assert_cmpstr (value (&siret, PALIER_FIELD_SIREN), ==, "732829320");

  /* A column of its own goes before. */
  g_auto (Result) both = map ("email|phone", "jean@port.example / 01 99 00 12 34|", NULL, 0);
  g_assert_null (value (&both, PALIER_FIELD_PHONE));

  /* The country says how the number is read, wherever its column stands. */
  g_auto (Result) abroad =
      map ("phone|postal_code|country", "0475 12 34 56|1000|Belgique", NULL, 0);
  g_assert_cmpstr (value (&abroad, PALIER_FIELD_PHONE), ==, "+32475123456");
  g_assert_cmpstr (value (&abroad, PALIER_FIELD_POSTAL_CODE), ==, "1000");
}

static void
test_kinds (void)
{
  static const char *const kinds[][3] = {
    { "company", "Agence du Port", "agency" },
    { "last_name", "Dupont", "person" },
    { "email", "jean@port.example", "person" },
    { "last_name|siret", "Dupont|73282932000074", "agency" },
    { "kind|company", "particulier|SCI Dupont", "person" },
    { "kind|last_name", "Agence|Dupont", "agency" },
    { "kind|last_name", "?|Dupont", "person" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
  {
    g_auto (Result) result = map (kinds[i][0], kinds[i][1], NULL, 0);
    g_assert_cmpstr (value (&result, PALIER_FIELD_KIND), ==, kinds[i][2]);
  }
}

static void
test_date_order (void)
{
  g_autoptr (GPtrArray) sample = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_ptr_array_add (sample, g_strsplit ("x|03/25/1970", "|", -1));
  g_auto (Result) month_first = map ("last_name|birthdate", "Dupont|03/04/1970", sample, 0);
  g_assert_cmpstr (value (&month_first, PALIER_FIELD_BIRTHDATE), ==, "1970-03-04");
  g_auto (Result) day_first = map ("last_name|birthdate", "Dupont|03/04/1970", NULL, 0);
  g_assert_cmpstr (value (&day_first, PALIER_FIELD_BIRTHDATE), ==, "1970-04-03");
}

static void
test_consent (void)
{
  const char *fields = "last_name|email_consent|email_consent_date";
  g_auto (Result) given = map (fields, "Dupont|oui|12/03/2024", NULL, 0);
  g_assert_true (given.draft->consent->given);
  g_assert_cmpstr (given.draft->consent->purpose, ==, "prospecting");
  g_assert_cmpstr (given.draft->consent->channel, ==, "email");
  g_assert_cmpint (given.draft->consent->at_ms, ==, 1710244800000);
  g_assert_cmpstr (given.draft->consent->proof, ==, "email_consent: oui, 12/03/2024");

  g_auto (Result) refused = map (fields, "Dupont|non|", NULL, 0);
  g_assert_false (refused.draft->consent->given);
  g_assert_cmpint (refused.draft->consent->at_ms, ==, NOW);

  g_auto (Result) unknown = map (fields, "Dupont|peut-être|", NULL, 0);
  g_assert_null (unknown.draft->consent);
  g_autofree char *problems = codes_of (unknown.problems);
  g_assert_cmpstr (problems, ==, "email_consent_invalid");
  g_auto (Result) nothing = map (fields, "Dupont||", NULL, 0);
  g_assert_null (nothing.draft->consent);
}

static void
test_rows (void)
{
  g_auto (Result) blank = map ("last_name|city", "|Lyon", NULL, 0);
  g_autofree char *none = codes_of (blank.problems);
  g_assert_null (blank.draft);
  g_assert_cmpstr (none, ==, "row_no_contact");

  g_auto (Result) odd =
      map ("last_name|city|email", "Dupont", NULL,
           PALIER_ROW_RAGGED | PALIER_ROW_UNCLOSED | PALIER_ROW_CUT | PALIER_ROW_BAD_BYTES);
  g_autofree char *codes = codes_of (odd.problems);
  g_assert_nonnull (odd.draft);
  g_assert_cmpstr (codes, ==, "row_ragged,row_unclosed,row_cut,row_bad_bytes");
  g_assert_cmpint (((PalierProblem *) odd.problems->pdata[0])->column, ==, -1);

  g_autofree char *long_name = g_strnfill (100000, 'x');
  g_auto (Result) cut = map ("company", long_name, NULL, 0);
  g_assert_cmpuint (strlen (value (&cut, PALIER_FIELD_COMPANY)), ==, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mapper/cases", test_cases);
  g_test_add_func ("/mapper/beside", test_beside);
  g_test_add_func ("/mapper/kinds", test_kinds);
  g_test_add_func ("/mapper/date-order", test_date_order);
  g_test_add_func ("/mapper/consent", test_consent);
  g_test_add_func ("/mapper/rows", test_rows);
  return g_test_run ();
}
