/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Cells to values, with what was written and what is told. 2. One cell that fills two fields.
 * 3. Kinds. 4. Dates and numbers: the column decides. 5. Consent. 6. Rows with nothing, and odd
 * rows.
 * 7. Splits. 8. Joins, and dates in three columns. 9. Custom texts and notes. 10. Tables of values.
 * 11. Towns. */
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

/* @cells: (transfer full) */
static Result
map_by (GPtrArray *columns, char *cells, GPtrArray *sample, PalierRowFlags flags)
{
  g_auto (GStrv) parts = g_strsplit (cells, "|", -1);
  PalierRow row = { .line = 7,
                    .n_cells = g_strv_length (parts),
                    .cells = (const char *const *) parts,
                    .flags = flags };
  Result result = { .mapper = palier_mapper_new (columns, sample, NOW) };

  result.problems = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_free);
  result.draft = palier_mapper_apply (result.mapper, &row, result.problems);
  g_free (cells);
  return result;
}

static Result
map (const char *fields, const char *cells, GPtrArray *sample, PalierRowFlags flags)
{
  g_autoptr (GPtrArray) columns = columns_of (fields);

  return map_by (columns, g_strdup (cells), sample, flags);
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
    "" },
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
  { "last_sign_at", "45363", "1710244800000", "45363", "last_sign_at_repaired" },
  { "last_sign_at", "22/11/2026", "1795348800000", "22/11/2026", "" },
  { "last_sign_at", "12/01/2027", NULL, NULL, "last_sign_at_future" },
  { "staff", "12 salariés", "12", "12 salariés", "" },
  { "staff", "10 à 19", "10", "10 à 19", "staff_more" },
  { "staff", "-3", NULL, NULL, "staff_invalid" },
  { "team_size", "2 à 5", "2-5", "2 à 5", "" },
  { "team_size", "8", "6-20", "8", "" },
  { "growth", "En croissance", "growing", "En croissance", "" },
  { "growth", "on verra", NULL, NULL, "growth_unknown" },
  { "stage", "démo", "demo", "démo", "" },
  { "stage", "1 - Nouveau", "prospect", "1 - Nouveau", "" },
  { "property_types", "Maison 5 pièces / T2", "apartment\nhouse", "Maison 5 pièces / T2", "" },
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

  /* A column of its own goes before; where it has nothing, what stands beside moves up. */
  g_auto (Result) both = map ("email|phone", "jean@port.example / 01 99 00 12 34|", NULL, 0);
  g_assert_cmpstr (value (&both, PALIER_FIELD_PHONE), ==, "+33199001234");

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

/* "field/split" with values "field=value;…" that a cell makes. */
static void
test_splits (void)
{
  static const struct
  {
    const char *field;
    PalierSplit split;
    const char *cell;
    const char *values; /* field=value, "; " between them */
  } ways[] = {
    { "full_name", PALIER_SPLIT_NAME, "Mme DUPONT Marie",
      "title=Mme; first_name=Marie; last_name=Dupont" },
    { "postal_code", PALIER_SPLIT_TOWN, "44000 Nantes", "postal_code=44000; city=Nantes" },
    { "postal_code", PALIER_SPLIT_TOWN, "NANTES (44000)", "postal_code=44000; city=Nantes" },
    { "postal_code", PALIER_SPLIT_TOWN, "1000 Bourg en Bresse",
      "postal_code=01000; city=Bourg-en-Bresse" },
    { "city", PALIER_SPLIT_TOWN, "Nantes", "city=Nantes" },
    { "street", PALIER_SPLIT_ADDRESS, "3 rue du Puits, 44000 Nantes",
      "street=3 rue du Puits; postal_code=44000; city=Nantes" },
    { "street", PALIER_SPLIT_ADDRESS, "3 rue du Puits\nBât. B\n44000 NANTES, France",
      "street=3 rue du Puits\nBât. B; postal_code=44000; city=Nantes; country=FR" },
    { "street", PALIER_SPLIT_ADDRESS, "3 rue du Puits", "street=3 rue du Puits" },
    { "phone", PALIER_SPLIT_PHONES, "01 99 00 12 34 / 06 39 98 12 34",
      "phone=+33199001234; mobile=+33639981234" },
    { "phone", PALIER_SPLIT_PHONES, "06 39 98 12 34", "mobile=+33639981234" },
    { "phone", PALIER_SPLIT_PHONES, "01 99 00 12 34, 01 99 00 12 35, 01 99 00 12 36",
      "phone=+33199001234; other_phones=+33199001235\n+33199001236" },
    { "email", PALIER_SPLIT_EMAILS, "b@a.example; a@a.example ; b@a.example",
      "email=b@a.example; other_emails=a@a.example" },
    { "email", PALIER_SPLIT_CONTACT, "a@a.example / 06 39 98 12 34",
      "email=a@a.example; mobile=+33639981234" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
  {
    g_autoptr (GPtrArray) columns = columns_of ("last_name|x");
    PalierColumn *column = columns->pdata[1];
    column->field = palier_field_from_name (ways[i].field);
    column->split = ways[i].split;
    if (column->field == PALIER_FIELD_FULL_NAME)
      ((PalierColumn *) columns->pdata[0])->field = PALIER_FIELD_COMPANY;
    g_test_message ("%s", ways[i].cell);
    g_auto (Result) result = map_by (columns, g_strdup_printf ("Dupond|%s", ways[i].cell), NULL, 0);
    g_auto (GStrv) pairs = g_strsplit (ways[i].values, "; ", -1);
    for (guint k = 0; pairs[k] != NULL; k++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[k], "=", 2);
      g_assert_cmpstr (value (&result, palier_field_from_name (pair[0])), ==, pair[1]);
    }
  }
}

static void
test_joins (void)
{
  static const char *const joins[][4] = {
    /* fields, cells, field, value */
    { "last_name|street|street", "Dupont|3 rue du Puits|Bât. B", "street",
      "3 rue du Puits, Bât. B" },
    { "last_name|street|street|street", "Dupont|12|RUE|DU PUITS", "street", "12 RUE DU PUITS" },
    { "last_name|street|street", "Dupont||Bât. B", "street", "Bât. B" },
    { "last_name|notes|notes", "Dupont|un|deux", "notes", "un\ndeux" },
    { "last_name|tags|tags", "Dupont|vip|salon, vip", "tags", "salon\nvip" },
    { "last_name|birthdate|birthdate", "Dupont||12/03/1970", "birthdate", "1970-03-12" },
    { "last_name|email|email", "Dupont|a@a.example|b@a.example", "other_emails", "b@a.example" },
    { "last_name|email|other_emails", "Dupont||b@a.example", "email", "b@a.example" },
    { "last_name|phone|mobile|other_phones", "Dupont|0199001234|0639981234|0199001235",
      "other_phones", "+33199001235" },
    { "last_name|mobile|other_phones", "Dupont|0639981234|0639981234", "other_phones", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (joins); i++)
  {
    g_test_message ("%s: %s", joins[i][0], joins[i][1]);
    g_auto (Result) result = map (joins[i][0], joins[i][1], NULL, 0);
    g_assert_cmpstr (value (&result, palier_field_from_name (joins[i][2])), ==, joins[i][3]);
  }
}

/* A date in three columns, told from each other by their headers or by the values of all rows. */
static void
test_parts (void)
{
  static const struct
  {
    const char *headers;
    const char *sample; /* (nullable): a row: headers alone must do */
    const char *cells;
    const char *value;
    const char *problems;
  } parts[] = {
    { "Nom|Jour|Mois|Année", NULL, "Roy|9|12|1937", "1937-12-09", "" },
    { "Nom|by|bm|bd", NULL, "Roy|1937|12|9", "1937-12-09", "" },
    { "Nom|Mois|Jour|Année de naissance", NULL, "Roy|02|29|1940", "1940-02-29", "" },
    { "Nom|Jour|Mois|Année", NULL, "Roy|29|2|1941", NULL, "birthdate_invalid" },
    { "Nom|Jour|Mois|Année", NULL, "Roy|9|décembre|1937", "1937-12-09", "" },
    { "Nom|Jour|Mois|Année", NULL, "Roy|9||1937", NULL, "birthdate_invalid" },
    { "Nom|Jour|Mois|Année", NULL, "Roy|||", NULL, "" },
    { "Nom|A1|A2|A3", "Roy|3|25|1950", "Roy|3|4|1950", "1950-03-04", "" },
    { "Nom|A1|A2|A3", "Roy|1950|12|25", "Roy|1950|3|4", "1950-03-04", "" },
    /* Headers that the values belie. */
    { "Nom|Année|Mois|Jour", "Roy|25|12|1950", "Roy|4|3|1950", "1950-03-04", "" },
    /* A whole date in one of them, as somebody mends it. */
    { "Nom|Jour|Mois|Année", NULL, "Roy|05/06/1961|5|1961", "1961-06-05", "" },
    { "Nom|Jour|Mois|Année", NULL, "Roy|05/06/1961||", "1961-06-05", "" },
    /* Three whole dates. */
    { "Nom|A1|A2|A3", "Roy|01/02/1950||", "Roy||04/03/1950|", "1950-03-04", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
  {
    g_autoptr (GPtrArray) columns = columns_of ("last_name|birthdate|birthdate|birthdate");
    g_auto (GStrv) headers = g_strsplit (parts[i].headers, "|", -1);
    g_autoptr (GPtrArray) sample = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
    g_test_message ("%s: %s", parts[i].headers, parts[i].cells);
    for (guint k = 0; k < columns->len; k++)
      g_set_str (&((PalierColumn *) columns->pdata[k])->header, headers[k]);
    if (parts[i].sample != NULL)
      g_ptr_array_add (sample, g_strsplit (parts[i].sample, "|", -1));
    g_auto (Result) result = map_by (columns, g_strdup (parts[i].cells), sample, 0);
    g_autofree char *problems = codes_of (result.problems);
    g_assert_cmpstr (value (&result, PALIER_FIELD_BIRTHDATE), ==, parts[i].value);
    g_assert_cmpstr (problems, ==, parts[i].problems);
  }
}

static void
test_kept (void)
{
  g_autoptr (GPtrArray) columns = columns_of ("last_name|notes|Étage|Digicode|Autre");
  ((PalierColumn *) columns->pdata[2])->use = PALIER_COLUMN_CUSTOM;
  ((PalierColumn *) columns->pdata[3])->use = PALIER_COLUMN_CUSTOM;
  ((PalierColumn *) columns->pdata[3])->name = g_strdup ("Code");
  ((PalierColumn *) columns->pdata[4])->use = PALIER_COLUMN_NOTE;
  g_auto (Result) result = map_by (columns, g_strdup ("Dupont|vu|3e||oui"), NULL, 0);

  g_assert_cmpstr (value (&result, PALIER_FIELD_CUSTOM), ==, "{\"Étage\":\"3e\"}");
  g_assert_cmpstr (value (&result, PALIER_FIELD_NOTES), ==, "vu\nAutre: oui");

  g_autofree char *long_note = g_strnfill (100000, 'x');
  g_auto (Result) cut = map_by (columns, g_strdup_printf ("Dupont|vu|3e||%s", long_note), NULL, 0);
  g_autofree char *problems = codes_of (cut.problems);
  g_assert_cmpuint (strlen (value (&cut, PALIER_FIELD_NOTES)), ==, 20000);
  g_assert_cmpstr (problems, ==, "row_cut");
}

/* A date that is a plan is not lost. */
static void
test_planned (void)
{
  g_auto (Result) result =
      map ("last_name|last_sign_at|notes", "Dupont|12/01/2027|Aime le bois", NULL, 0);

  g_assert_null (value (&result, PALIER_FIELD_LAST_SIGN_AT));
  g_assert_cmpstr (value (&result, PALIER_FIELD_NOTES), ==,
                   "Aime le bois\nlast_sign_at: 12/01/2027");
}

static void
test_values (void)
{
  static const struct
  {
    const char *cell, *key, *problems;
  } rows[] = {
    { "Signé !", "customer", "" },
    { "CLIENT", NULL, "" }, /* left out by the user, though it is known */
    { "perdu", "lost", "" },
    { "zut", NULL, "stage_unknown" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
  {
    g_autoptr (GPtrArray) columns = columns_of ("last_name|stage");
    PalierColumn *column = columns->pdata[1];
    column->values = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_value_free);
    g_ptr_array_add (column->values, palier_column_value_new ("signé", "customer", 1));
    g_ptr_array_add (column->values, palier_column_value_new ("Client", NULL, 1));
    g_auto (Result) result = map_by (columns, g_strdup_printf ("Dupont|%s", rows[i].cell), NULL, 0);
    g_autofree char *problems = codes_of (result.problems);
    g_assert_cmpstr (value (&result, PALIER_FIELD_STAGE), ==, rows[i].key);
    g_assert_cmpstr (problems, ==, rows[i].problems);
  }
}

/* A thousand or one and a bit: the other values of the column say, or the user. */
static void
test_number_style (void)
{
  static const struct
  {
    const char *other, *cell, *cents;
    PalierNumberStyle style;
  } rows[] = {
    { "1", "1.250", "125000", PALIER_NUMBERS_BY_COLUMN },
    { "12.50", "1.250", "125", PALIER_NUMBERS_BY_COLUMN },
    { "12.50", "1,250", "125000", PALIER_NUMBERS_BY_COLUMN },
    { "12,50", "1,250", "125", PALIER_NUMBERS_BY_COLUMN },
    { "12,50", "1.250", "125000", PALIER_NUMBERS_BY_COLUMN },
    { "1", "1,250", "125", PALIER_NUMBERS_COMMA },
    { "12,50", "1.250", "125", PALIER_NUMBERS_POINT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
  {
    g_autoptr (GPtrArray) sample = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
    g_autoptr (GPtrArray) columns = columns_of ("last_name|estimated_value_cents");
    ((PalierColumn *) columns->pdata[1])->numbers = rows[i].style;
    g_ptr_array_add (sample, g_strdupv ((char *[]) { "x", (char *) rows[i].other, NULL }));
    g_test_message ("%s beside %s", rows[i].cell, rows[i].other);
    g_auto (Result) result =
        map_by (columns, g_strdup_printf ("Dupont|%s", rows[i].cell), sample, 0);
    g_assert_cmpstr (value (&result, PALIER_FIELD_ESTIMATED_VALUE_CENTS), ==, rows[i].cents);
  }
}

/* The official name and INSEE code where that is certain; else what was likely meant is told. */
static void
test_towns (void)
{
  g_auto (Result) certain = map ("last_name|postal_code|city", "Dupont|44000|NANTES", NULL, 0);
  g_assert_cmpstr (value (&certain, PALIER_FIELD_CITY), ==, "Nantes");
  g_assert_cmpstr (value (&certain, PALIER_FIELD_INSEE_CODE), ==, "44109");
  g_auto (Result) misspelt = map ("last_name|postal_code|city", "Dupont|44000|Nante", NULL, 0);
  g_autofree char *problems = codes_of (misspelt.problems);
  g_assert_cmpstr (value (&misspelt, PALIER_FIELD_CITY), ==, "Nante");
  g_assert_cmpstr (problems, ==, "city_doubtful");
  g_assert_cmpstr (((PalierProblem *) misspelt.problems->pdata[0])->proposal, ==, "Nantes");
  g_auto (Result) abroad =
      map ("last_name|postal_code|city|country", "Dupont|1000|Bruxelles|Belgique", NULL, 0);
  g_assert_null (value (&abroad, PALIER_FIELD_INSEE_CODE));
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
  g_test_add_func ("/mapper/splits", test_splits);
  g_test_add_func ("/mapper/joins", test_joins);
  g_test_add_func ("/mapper/parts", test_parts);
  g_test_add_func ("/mapper/kept", test_kept);
  g_test_add_func ("/mapper/planned", test_planned);
  g_test_add_func ("/mapper/values", test_values);
  g_test_add_func ("/mapper/number-style", test_number_style);
  g_test_add_func ("/mapper/towns", test_towns);
  return g_test_run ();
}
