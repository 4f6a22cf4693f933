/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Cells of every type and texts with all that stands in them, to rows (ODF 1.3 part 3). 2. Rows
 * and cells that are repeated, a million times too. 3. Merged cells, hidden rows and sheets. 4.
 * Flat files. 5. Encrypted ones, texts, entities, parts that are cut off. */
#include "reader-fixture.h"

#define NAMES                                                                                      \
  "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "                               \
  "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "                                 \
  "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "                                   \
  "xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'"
#define HIDDEN                                                                                     \
  "<office:automatic-styles><style:style style:name='h' style:family='table'>"                     \
  "<style:table-properties table:display='false'/></style:style></office:automatic-styles>"
#define CONTENT(tables)                                                                            \
  "<office:document-content " NAMES ">" HIDDEN "<office:body><office:spreadsheet>" tables          \
  "</office:spreadsheet></office:body></office:document-content>"
#define TABLE(rows) "<table:table table:name='Un'>" rows "</table:table>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define TEXT(text) "<table:table-cell><text:p>" text "</text:p></table:table-cell>"
#define HEAD ROW (TEXT ("Nom") TEXT ("Valeur"))
#define BLANKS "<table:table-cell table:number-columns-repeated='16380'/>"
#define TYPE "application/vnd.oasis.opendocument.spreadsheet"

static char *
read_content (const char *content, const char *sheet, GError **error)
{
  const FixtureFile files[] = { { "mimetype", TYPE }, { "content.xml", content } };
  g_autoptr (GByteArray) bytes = fixture_pack (files, G_N_ELEMENTS (files));

  return fixture_read_sheet (bytes->data, bytes->len, sheet, error);
}

static const struct
{
  const char *cell;
  const char *text;
} cells[] = {
  { TEXT ("Zoé"), "Zoé" },
  { TEXT ("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d"), "a   b\tc\nd" },
  { TEXT ("<text:span>a</text:span><text:a>b</text:a>"), "ab" },
  { "<table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell>", "a\nb" },
  { "<table:table-cell><office:annotation><text:p>note</text:p></office:annotation>"
    "<text:p>a</text:p></table:table-cell>",
    "a" },
  { "<table:table-cell office:value-type='float' office:value='612345678'><text:p>06 12 34 56 78"
    "</text:p></table:table-cell>",
    "612345678" },
  { "<table:table-cell office:value-type='float' office:value='7.3282932000074E+13'/>",
    "73282932000074" },
  { "<table:table-cell office:value-type='float' office:value='0.1'/>", "0.1" },
  { "<table:table-cell office:value-type='percentage' office:value='0.15'/>", "15%" },
  { "<table:table-cell office:value-type='currency' office:value='1234.5'/>", "1234.5" },
  { "<table:table-cell office:value-type='date' office:date-value='2024-03-12'/>", "2024-03-12" },
  { "<table:table-cell office:value-type='date' office:date-value='2024-03-12T14:30:00'/>",
    "2024-03-12 14:30:00" },
  { "<table:table-cell office:value-type='time' office:time-value='PT14H30M05S'/>", "14:30:05" },
  { "<table:table-cell office:value-type='boolean' office:boolean-value='true'/>", "true" },
  { "<table:table-cell office:value-type='string' office:string-value='a'/>", "a" },
  { "<table:table-cell office:value-type='float' office:value='x'><text:p>12</text:p>"
    "</table:table-cell>",
    "x" },
};

static void
test_cells (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
  {
    g_autofree char *content = g_strconcat (
        "<office:document-content " NAMES "><table:table table:name='Un'>" HEAD "<table:table-row>",
        cells[i].cell, TEXT ("1"), "</table:table-row></table:table></office:document-content>",
        NULL);
    g_autofree char *expected = g_strdup_printf ("Nom|Valeur\n2|%s|1", cells[i].text);
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cells[i].cell);
    g_autofree char *rows = read_content (content, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (rows, ==, expected);
  }
}

static const struct
{
  const char *content;
  const char *sheet;
  const char *rows;
} sheets[] = {
  /* Blank ones only count. */
  { CONTENT (TABLE ("<table:table-row table:number-rows-repeated='3'>" BLANKS
                    "</table:table-row>" HEAD
                    "<table:table-row table:number-rows-repeated='1048570'>" BLANKS
                    "</table:table-row>" ROW (TEXT ("Zoé") TEXT ("1")))),
    NULL, "Nom|Valeur\n1048575|Zoé|1" },
  { CONTENT (TABLE (HEAD "<table:table-row table:number-rows-repeated='3'>"
                         "<table:table-cell table:number-columns-repeated='2'><text:p>x</text:p>"
                         "</table:table-cell>" BLANKS "</table:table-row>")),
    NULL, "Nom|Valeur\n2|x|x\n3|x|x\n4|x|x" },
  /* Merged over rows: the covered cells say it again. */
  { CONTENT (TABLE (HEAD ROW ("<table:table-cell table:number-rows-spanned='2'><text:p>Port"
                              "</text:p></table:table-cell>" TEXT ("1"))
                        ROW ("<table:covered-table-cell/>" TEXT ("2"))
                            ROW ("<table:table-cell/>" TEXT ("3")))),
    NULL, "Nom|Valeur\n2|Port|1\n3|Port|2\n4||3" },
  { CONTENT (TABLE (HEAD "<table:table-row table:visibility='filter'>" TEXT ("Zoé")
                        TEXT ("1") "</table:table-row>")),
    NULL, "Nom|Valeur\n2h|Zoé|1" },
  { CONTENT ("<table:table table:name='Secret' table:style-name='h'>" HEAD ROW (
        TEXT ("Z") TEXT ("9")) "</table:table>" TABLE (HEAD ROW (TEXT ("Zoé") TEXT ("1")))),
    NULL, "Nom|Valeur\n2|Zoé|1" },
  { CONTENT ("<table:table table:name='Secret' table:style-name='h'>" HEAD ROW (
        TEXT ("Z") TEXT ("9")) "</table:table>" TABLE (HEAD ROW (TEXT ("Zoé") TEXT ("1")))),
    "Secret", "Nom|Valeur\n2|Z|9" },
  /* A table within a cell is none of its rows. */
  { CONTENT (TABLE (HEAD ROW ("<table:table-cell><table:table>" ROW (
        TEXT ("dedans")) "</table:table></table:table-cell>" TEXT ("1")))),
    NULL, "Nom|Valeur\n2||1" },
  /* Another prefix for the same names. */
  { "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:p='p'><t:table t:name='Un'><t:table-row>"
    "<t:table-cell><p:p>Nom</p:p></t:table-cell><t:table-cell><p:p>Ville</p:p></t:table-cell>"
    "</t:table-row><t:table-row><t:table-cell><p:p>Zoé</p:p></t:table-cell><t:table-cell>"
    "<p:p>Brest</p:p></t:table-cell></t:table-row></t:table></o:document-content>",
    NULL, "Nom|Ville\n2|Zoé|Brest" },
};

static void
test_sheets (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_autofree char *rows = read_content (sheets[i].content, sheets[i].sheet, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (rows, ==, sheets[i].rows);
  }
}

static void
test_flat (void)
{
  const char *flat =
      "<?xml version='1.0'?><office:document " NAMES " office:mimetype='" TYPE "'>"
      "<office:body>" TABLE (HEAD ROW (TEXT ("Zoé") TEXT ("1"))) "</office:body></office:document>";
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = fixture_read (flat, strlen (flat), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (rows, ==, "Nom|Valeur\n2|Zoé|1");
}

/* Rows that a few bytes repeat are all given, in flat memory. */
static void
test_repeated_rows (void)
{
  const FixtureFile files[] = {
    { "content.xml",
      CONTENT (TABLE (HEAD "<table:table-row table:number-rows-repeated='1000000'>" TEXT ("x")
                          TEXT ("y") "</table:table-row>")) }
  };
  g_autoptr (GByteArray) bytes = fixture_pack (files, 1);
  g_autoptr (GBytes) content = g_bytes_new_static (bytes->data, bytes->len);
  g_autoptr (PalierSpool) spool = palier_spool_new_for_bytes (content, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierReader) reader =
      palier_reader_open (palier_spool_get_path (spool), NULL, NULL, &error);
  const PalierRow *row;
  guint64 line = 1;

  g_assert_no_error (error);
  while ((row = palier_reader_next (reader, &error)) != NULL)
    g_assert_cmpuint (row->line, ==, ++line);
  g_assert_no_error (error);
  g_assert_cmpuint (line, ==, 1000001);
}

static void
test_refused (void)
{
  const FixtureFile locked[] = {
    { "mimetype", TYPE },
    { "META-INF/manifest.xml",
      "<manifest:manifest><manifest:encryption-data/></manifest:manifest>" },
    { "content.xml", "\x01\x02" },
  };
  const FixtureFile letter[] = { { "mimetype", "application/vnd.oasis.opendocument.text" },
                                 { "content.xml", "<x/>" } };
  const FixtureFile entities[] = { { "content.xml",
                                     "<!DOCTYPE x [<!ENTITY a 'aa'>]>" CONTENT (TABLE (HEAD)) } };
  const FixtureFile cut[] = { { "content.xml",
                                "<office:document-content " NAMES "><table:table" } };
  const FixtureFile bomb[] = {
    { "content.xml",
      CONTENT (TABLE (HEAD "<table:table-row table:number-rows-repeated='99999999999'>"
                           "<table:table-cell table:number-columns-repeated='99999999999'>"
                           "<text:p>x</text:p></table:table-cell></table:table-row>")) }
  };
  const FixtureFile none[] = { { "content.xml", CONTENT ("") } };
  const FixtureFile blank[] = { { "content.xml", CONTENT (TABLE ("")) } };
  const struct
  {
    const FixtureFile *files;
    gsize n;
    PalierImportError code;
  } cases[] = {
    { locked, 3, PALIER_IMPORT_ERROR_ENCRYPTED }, { letter, 2, PALIER_IMPORT_ERROR_DOCUMENT },
    { entities, 1, PALIER_IMPORT_ERROR_DAMAGED }, { cut, 1, PALIER_IMPORT_ERROR_DAMAGED },
    { none, 1, PALIER_IMPORT_ERROR_NO_SHEET },    { blank, 1, PALIER_IMPORT_ERROR_EMPTY },
    { bomb, 1, PALIER_IMPORT_ERROR_TOO_BIG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GByteArray) bytes = fixture_pack (cases[i].files, cases[i].n);
    g_autoptr (GError) error = NULL;
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_null (fixture_read (bytes->data, bytes->len, &error));
    g_assert_error (error, PALIER_IMPORT_ERROR, (int) cases[i].code);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ods/cells", test_cells);
  g_test_add_func ("/ods/sheets", test_sheets);
  g_test_add_func ("/ods/flat", test_flat);
  g_test_add_func ("/ods/repeated-rows", test_repeated_rows);
  g_test_add_func ("/ods/refused", test_refused);
  return g_test_run ();
}
