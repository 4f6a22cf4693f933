/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Cells: quoting, formulas, phones, numbers, sets, times. 2. The whole file, byte for byte.
 * 3. Errors of the source and of the stream end
 * it. 4. The columns when none are chosen. */
#include <string.h>

#include "test-rows.h"

#define HEAD "\xef\xbb\xbf"

static char *
csv_of (const PalierExport *export, gint64 *n, GError **error)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  *n = palier_export_csv (export, out, NULL, error);
  g_output_stream_close (out, NULL, NULL);
  return g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out)));
}

static void
test_cells (void)
{
  static const struct
  {
    PalierField field;
    const char *value, *cell;
  } cases[] = {
    { PALIER_FIELD_COMPANY, "Agence du Port", "Agence du Port" },
    { PALIER_FIELD_COMPANY, "A;B", "\"A;B\"" },
    { PALIER_FIELD_COMPANY, "dite \"la Belle\"", "\"dite \"\"la Belle\"\"\"" },
    { PALIER_FIELD_COMPANY, "=1+1", "\"'=1+1\"" },
    { PALIER_FIELD_COMPANY, "@SUM(A1)", "\"'@SUM(A1)\"" },
    { PALIER_FIELD_COMPANY, "-2+3|cmd", "\"'-2+3|cmd\"" },
    { PALIER_FIELD_COMPANY, "\tx", "\"'\tx\"" },
    { PALIER_FIELD_COMPANY, "\uff1d1", "\"'\uff1d1\"" },
    { PALIER_FIELD_COMPANY, "a=b", "a=b" },
    { PALIER_FIELD_COMPANY, " x", "\" x\"" },
    { PALIER_FIELD_COMPANY, "a\x01z", "az" },
    { PALIER_FIELD_NOTES, "l'une\nl'autre", "\"l'une\nl'autre\"" },
    { PALIER_FIELD_PHONE, "+33199001234", "\"'+33199001234\"" },
    { PALIER_FIELD_SIRET, "01234567800010", "01234567800010" },
    { PALIER_FIELD_STAFF, "12", "12" },
    { PALIER_FIELD_STAFF, "-3", "-3" },
    { PALIER_FIELD_ESTIMATED_VALUE_CENTS, "28500050", "285000,50" },
    { PALIER_FIELD_ESTIMATED_VALUE_CENTS, "28500000", "285000" },
    { PALIER_FIELD_PORTALS, "leboncoin\nseloger", "leboncoin, seloger" },
    { PALIER_FIELD_SPECIALIZATIONS, "luxury\nrental", "prestige, rental" },
    { PALIER_FIELD_SOURCE_DATE, "2026-03-03", "2026-03-03" },
    { PALIER_FIELD_LAST_SIGN_AT, "1789473600123", "2026-09-15T12:00:00Z" },
    { PALIER_FIELD_COMPANY, NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = palier_prospect_new ();
    g_autoptr (GError) error = NULL;
    PalierExportColumn column = { cases[i].field, "Titre" };
    Rows rows = { p, 1, FALSE };
    PalierExport export = { &column, 1, NULL, next_row, &rows, word_of };
    gint64 n;
    palier_prospect_set (p, cases[i].field, cases[i].value);
    g_autofree char *csv = csv_of (&export, &n, &error);
    g_autofree char *expected = g_strconcat (HEAD "Titre\r\n", cases[i].cell, "\r\n", NULL);
    g_assert_no_error (error);
    g_assert_cmpstr (csv, ==, expected);
    g_assert_cmpint (n, ==, 1);
  }
}

static void
test_file (void)
{
  g_autoptr (PalierProspect) p = palier_prospect_new ();
  g_autoptr (GError) error = NULL;
  PalierExportColumn columns[] = { { PALIER_FIELD_KIND, "Type" },
                                   { PALIER_FIELD_COMPANY, "Société ; nom" },
                                   { PALIER_FIELD_CITY, "Ville" } };
  Rows rows = { p, 2, FALSE };
  PalierExport export = { columns, 3, NULL, next_row, &rows, NULL };
  gint64 n;

  palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
  palier_prospect_set (p, PALIER_FIELD_CITY, "Orléans");
  g_autofree char *csv = csv_of (&export, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 2);
  g_assert_cmpstr (csv, ==,
                   HEAD "Type;\"Société ; nom\";Ville\r\nagency;;Orléans\r\nagency;;Orléans\r\n");
}

static void
test_errors (void)
{
  g_autoptr (PalierProspect) p = palier_prospect_new ();
  g_autoptr (GError) error = NULL, full = NULL;
  PalierExportColumn column = { PALIER_FIELD_CITY, "Ville" };
  Rows rows = { p, 3, TRUE };
  PalierExport export = { &column, 1, NULL, next_row, &rows, NULL };
  char small[16];
  gint64 n;

  g_autofree char *csv = csv_of (&export, &n, &error);
  g_assert_cmpint (n, ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new (small, sizeof small, NULL, NULL);
  rows = (Rows) { p, 100, FALSE };
  g_assert_cmpint (palier_export_csv (&export, out, NULL, &full), ==, -1);
  g_assert_error (full, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

static void
test_columns (void)
{
  PalierField fields[PALIER_N_FIELDS];
  gsize n = palier_export_default_columns (fields);

  g_assert_cmpuint (n, >, 40);
  for (gsize i = 0; i < n; i++)
  {
    g_assert_true (palier_field_info (fields[i])->stored);
    g_assert_true (i == 0 || fields[i] > fields[i - 1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reports/csv/cells", test_cells);
  g_test_add_func ("/reports/csv/file", test_file);
  g_test_add_func ("/reports/csv/errors", test_errors);
  g_test_add_func ("/reports/csv/columns", test_columns);
  return g_test_run ();
}
