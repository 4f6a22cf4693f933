/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Cells of every type. 2. Dates since 1900 and 1904. 3. Formats of numbers. 4. The first sheet
 * that can be seen, sheets by name, hidden ones. 5. Bombs: one that unpacks to a thousand times its
 * size, one of entities, one of a far cell. 6. Archives that are no workbook, parts that are cut
 * off. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "palier-reader.h"
#include "palier-xlsx-book.h"

#define RELS                                                                                       \
  "<Relationships xmlns='x'>"                                                                      \
  "<Relationship Id='rId1' Type='http://x/officeDocument' Target='xl/workbook.xml'/>"              \
  "</Relationships>"
#define BOOK_RELS                                                                                  \
  "<Relationships xmlns='x'>"                                                                      \
  "<Relationship Id='a' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/>"                \
  "<Relationship Id='b' Type='http://x/worksheet' Target='/xl/worksheets/sheet2.xml'/>"            \
  "</Relationships>"
#define BOOK(more, state)                                                                          \
  "<workbook xmlns:r='r'>" more "<sheets><sheet name='Un' sheetId='1' " state " r:id='a'/>"        \
  "<sheet name='Deux' sheetId='2' r:id='b'/></sheets></workbook>"
#define STYLES                                                                                     \
  "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd\\/mm\\/yyyy'/></numFmts>"            \
  "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"                                               \
  "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='22'/>"          \
  "<xf numFmtId='9'/><xf numFmtId='20'/></cellXfs></styleSheet>"
#define STRINGS                                                                                    \
  "<sst><si><t>Nom</t></si><si><t>Valeur</t></si>"                                                 \
  "<si><r><t>Du</t></r><r><t xml:space='preserve'>pont </t></r></si>"                              \
  "<si><t>課</t><rPh sb='0' eb='1'><t>か</t></rPh></si><si><t>a_x000A_b</t></si></sst>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"
#define HEAD "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"

typedef struct
{
  const char *name;
  const char *text;
} Part;

static void
add_part (zip_t *archive, const char *name, const void *bytes, gsize length)
{
  zip_source_t *source = zip_source_buffer (archive, bytes, length, 0);
  g_assert_cmpint (zip_file_add (archive, name, source, ZIP_FL_ENC_UTF_8), >=, 0);
}

static char *
new_path (void)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("palier-xlsx-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  return path;
}

static char *
write_parts (const Part *parts, gsize n)
{
  char *path = new_path ();
  zip_t *archive = zip_open (path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

  for (gsize i = 0; i < n; i++)
    if (parts[i].text != NULL)
      add_part (archive, parts[i].name, parts[i].text, strlen (parts[i].text));
  g_assert_cmpint (zip_close (archive), ==, 0);
  return path;
}

static char *
write_book (const char *book, const char *sheet1, const char *sheet2)
{
  const Part parts[] = { { "_rels/.rels", RELS },
                         { "xl/workbook.xml", book },
                         { "xl/_rels/workbook.xml.rels", BOOK_RELS },
                         { "xl/styles.xml", STYLES },
                         { "xl/sharedStrings.xml", STRINGS },
                         { "xl/worksheets/sheet1.xml", sheet1 },
                         { "xl/worksheets/sheet2.xml", sheet2 } };
  return write_parts (parts, G_N_ELEMENTS (parts));
}

static char *
read_all (const char *path, const PalierReaderOptions *options, GError **error)
{
  g_autoptr (PalierReader) reader = palier_reader_open (path, options, NULL, error);
  g_autoptr (GError) problem = NULL;
  const PalierRow *row;

  if (reader == NULL)
    return NULL;
  GString *text = g_string_new (NULL);
  while ((row = palier_reader_next (reader, &problem)) != NULL)
  {
    g_string_append_printf (text, "%d%s", (int) row->line, row->flags != 0 ? "!" : "");
    for (guint i = 0; i < row->n_cells; i++)
      g_string_append_printf (text, "|%s", row->cells[i]);
    g_string_append_c (text, '\n');
  }
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *cell;
  const char *text;
} cells[] = {
  { "<c r='A2' t='s'><v>2</v></c>", "Dupont " },
  { "<c r='A2' t='s'><v>3</v></c>", "課" },
  { "<c r='A2' t='s'><v>4</v></c>", "a\nb" },
  { "<c r='A2' t='inlineStr'><is><t>Du</t></is></c>", "Du" },
  { "<c r='A2' t='inlineStr'><is><r><t>Du</t></r><r><t>pont</t></r></is><v>7</v></c>", "Dupont" },
  { "<c r='A2' t='str'><f>CONCAT(\"a\")</f><v>calculé</v></c>", "calculé" },
  { "<c r='A2'><f>1+1</f><v>2</v></c>", "2" },
  { "<c r='A2' t='b'><v>1</v></c>", "true" },
  { "<c r='A2' t='b'><v>0</v></c>", "false" },
  { "<c r='A2' t='e'><v>#N/A</v></c>", "#N/A" },
  { "<c r='A2'><v>73282932000074</v></c>", "73282932000074" },
  { "<c r='A2'><v>7.3282932000074E+13</v></c>", "73282932000074" },
  { "<c r='A2'><v>0.30000000000000004</v></c>", "0.3" },
  { "<c r='A2'><v>33639981234.0</v></c>", "33639981234" },
  { "<c r='A2'><v>33612345678</v></c>", "33612345678" },
  { "<c r='A2'><v>6.12345678E8</v></c>", "612345678" },
  { "<c r='A2' t='str'><v>0612345678</v></c>", "0612345678" },
  { "<c r='A2' t='e'><f>1/0</f><v>#DIV/0!</v></c>", "#DIV/0!" },
  { "<c r='A2' t='inlineStr'><is><t>A&#233;&amp;<![CDATA[<b>]]></t></is></c>", "Aé&<b>" },
  { "<c r='A2' t='inlineStr'><is><t>a</t></is></c><c r='A2'><v>2</v></c>", "2" },
  { "<c r='A2' s='1'><v>1</v></c>", "1900-01-01" },
  { "<c r='A2' s='1'><v>59</v></c>", "1900-02-28" },
  { "<c r='A2' s='1'><v>61</v></c>", "1900-03-01" },
  { "<c r='A2' s='1'><v>-5</v></c>", "-5" },
  { "<c r='A2' s='1'><v>2958466</v></c>", "2958466" },
  { "<c r='A2' s='1'><v>45363.999999</v></c>", "2024-03-13" },
  { "<c r='A2' s='1'><v>45363</v></c>", "2024-03-12" },
  { "<c r='A2' s='2'><v>45363</v></c>", "2024-03-12" },
  { "<c r='A2' s='3'><v>45363.6041666667</v></c>", "2024-03-12 14:30:00" },
  { "<c r='A2' s='4'><v>0.15</v></c>", "15%" },
  { "<c r='A2' s='5'><v>0.5</v></c>", "12:00:00" },
  { "<c r='A2' t='d'><v>2024-03-12T00:00:00</v></c>", "2024-03-12" },
  { "<c><v>12</v></c>", "12" },
  { "<x:c xmlns:x='x' r='A2'><x:v>12</x:v></x:c>", "12" },
};

static void
test_cells (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
  {
    g_autofree char *sheet =
        g_strdup_printf (SHEET (HEAD "<row r='2'>%s<c r='C2'><v>1</v></c></row>"), cells[i].cell);
    g_autofree char *path = write_book (BOOK ("", ""), sheet, NULL);
    g_autofree char *expected = g_strdup_printf ("2|%s||1\n", cells[i].text);
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cells[i].cell);
    g_autofree char *rows = read_all (path, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (rows, ==, expected);
    g_remove (path);
  }
}

static void
test_since_1904 (void)
{
  g_autofree char *path =
      write_book (BOOK ("<workbookPr date1904='1'/>", ""),
                  SHEET (HEAD "<row r='2'><c r='A2' s='1'><v>43901</v></c></row>"), NULL);
  g_autofree char *rows = read_all (path, NULL, NULL);
  g_assert_cmpstr (rows, ==, "2|2024-03-12\n");
  g_remove (path);
}

static void
test_formats (void)
{
  static const struct
  {
    const char *code;
    PalierXlsxFormat format;
  } formats[] = {
    { "General", PALIER_XLSX_NUMBER },
    { "0.00", PALIER_XLSX_NUMBER },
    { "#,##0 \"jours\"", PALIER_XLSX_NUMBER },
    { "[Red]0", PALIER_XLSX_NUMBER },
    { "0\\d", PALIER_XLSX_NUMBER },
    { "0.00%", PALIER_XLSX_PERCENT },
    { "dd/mm/yyyy", PALIER_XLSX_DATE },
    { "[$-40C]d mmmm yyyy;@", PALIER_XLSX_DATE },
    { "mmm", PALIER_XLSX_DATE },
    { "dd/mm/yyyy hh:mm", PALIER_XLSX_DATE },
    { "hh:mm", PALIER_XLSX_TIME },
    { "[h]:mm", PALIER_XLSX_TIME },
    { "0 \"unclosed", PALIER_XLSX_NUMBER },
    { "0[", PALIER_XLSX_NUMBER },
    { "0[h", PALIER_XLSX_NUMBER },
    { "0\\", PALIER_XLSX_NUMBER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
  {
    g_test_message ("%s", formats[i].code);
    g_assert_cmpint (palier_xlsx_format_of_code (formats[i].code), ==, formats[i].format);
  }
}

static void
test_sheets (void)
{
  const char *one = SHEET (HEAD "<row r='2'><c r='A2'><v>1</v></c></row>");
  const char *two = SHEET (HEAD "<row r='5'><c r='A5'><v>2</v></c></row>");
  PalierReaderOptions named = PALIER_READER_OPTIONS_GUESS;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = write_book (BOOK ("", "state='hidden'"), one, two);

  g_autofree char *first = read_all (path, NULL, NULL);
  g_assert_cmpstr (first, ==, "5|2\n");
  named.sheet = "Un";
  g_autofree char *hidden = read_all (path, &named, NULL);
  g_assert_cmpstr (hidden, ==, "2|1\n");
  named.sheet = "Trois";
  g_assert_null (read_all (path, &named, &error));
  g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_NO_SHEET);

  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  g_assert_cmpstr (palier_reader_get_format (reader), ==, "xlsx");
  g_assert_cmpstr (palier_reader_get_sheet (reader), ==, "Deux");
  g_assert_cmpstr (palier_reader_get_sheets (reader)[0], ==, "Deux");
  g_assert_null (palier_reader_get_sheets (reader)[1]);
  g_assert_cmpint (palier_reader_get_header_row (reader), ==, 0);
  g_assert_cmpstr (palier_reader_get_headers (reader)[1], ==, "Valeur");
  g_remove (path);
}

/* Where all sheets are hidden, one of them is meant; with macros or as a template it is a workbook
 * like any other. */
static void
test_hidden_only (void)
{
  const char *book = "<workbook xmlns:r='r'><sheets><sheet name='Un' state='veryHidden' r:id='a'/>"
                     "</sheets></workbook>";
  const Part parts[] = { { "[Content_Types].xml",
                           "<Types><Override PartName='/xl/workbook.xml' ContentType='application/"
                           "vnd.ms-excel.template.macroEnabled.main+xml'/></Types>" },
                         { "_rels/.rels", RELS },
                         { "xl/workbook.xml", book },
                         { "xl/_rels/workbook.xml.rels", BOOK_RELS },
                         { "xl/sharedStrings.xml", STRINGS },
                         { "xl/vbaProject.bin", "\xd0\xcf" },
                         { "xl/worksheets/sheet1.xml",
                           SHEET (HEAD "<row r='2'><c r='A2'><v>1</v></c></row>") } };
  g_autofree char *path = write_parts (parts, G_N_ELEMENTS (parts));
  g_autofree char *rows = read_all (path, NULL, NULL);

  g_assert_cmpstr (rows, ==, "2|1\n");
  g_remove (path);
}

/* Rows that are left out count: the header stands where a spreadsheet shows it. */
static void
test_gap (void)
{
  g_autofree char *path =
      write_book (BOOK ("", ""),
                  SHEET ("<row r='4'><c r='B4' t='s'><v>0</v></c><c r='C4' t='s'><v>1</v></c></row>"
                         "<row r='6'><c r='B6'><v>5</v></c></row><row><c><v>8</v></c></row>"),
                  NULL);
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  g_autofree char *rows = read_all (path, NULL, NULL);

  g_assert_cmpint (palier_reader_get_header_row (reader), ==, 3);
  g_assert_cmpstr (rows, ==, "6||5\n7|8\n");
  g_remove (path);
}

/* Merged over rows, the value is said in each that says anything; hidden rows are told; a row's
 * number may be missing; a part of another prefix is the same. */
static void
test_rows (void)
{
  static const struct
  {
    const char *sheet;
    const char *rows;
  } cases[] = {
    { "<worksheet><sheetData>" HEAD "<row r='2'><c r='A2'><v>1</v></c><c r='B2'><v>2</v></c></row>"
      "<row r='3'><c r='B3'><v>3</v></c></row><row r='4'><c r='A4'/></row>"
      "<row r='5'><c r='B5'><v>5</v></c></row></sheetData>"
      "<mergeCells><mergeCell ref='A2:A4'/><mergeCell ref='$C$1:D1'/><mergeCell ref='x'/>"
      "</mergeCells></worksheet>",
      "2|1|2\n3|1|3\n5||5\n" },
    { SHEET (HEAD "<row r='2' hidden='1'><c r='A2'><v>1</v></c></row>"
                  "<row hidden='true'><c><v>2</v></c></row>"),
      "2!|1\n3!|2\n" },
    { "<x:worksheet xmlns:x='x'><x:dimension ref='A1:A1'/><x:sheetData><x:row r='1'>"
      "<x:c r='A1' t='inlineStr'><x:is><x:t>Nom</x:t></x:is></x:c>"
      "<x:c r='B1' t='inlineStr'><x:is><x:t>Ville</x:t></x:is></x:c></x:row>"
      "<x:row r='2'><x:c r='A2'><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>",
      "2|1\n" },
    /* A text that is not among the shared ones is told. */
    { SHEET (HEAD "<row r='2'><c r='A2' t='s'><v>99</v></c><c r='B2'><v>1</v></c></row>"),
      "2!||1\n" },
    /* A title merged over columns and rows stands above the header. */
    { "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>Agences 2024</t></is></c>"
      "</row><row r='3'><c r='A3' t='s'><v>0</v></c><c r='B3' t='s'><v>1</v></c></row>"
      "<row r='4'><c r='A4'><v>1</v></c><c r='B4'><v>2</v></c></row></sheetData>"
      "<mergeCells><mergeCell ref='A1:B2'/></mergeCells></worksheet>",
      "4|1|2\n" },
    /* Another encoding, as XML says it. */
    { "<?xml version='1.0' encoding='ISO-8859-1'?>" SHEET (
          HEAD "<row r='2'><c t='inlineStr'><is><t>Zo\xe9</t></is></c></row>"),
      "2|Zoé\n" },
    /* Rows and cells in no order: none is lost. */
    { SHEET (HEAD "<row r='9'><c r='B9'><v>2</v></c><c r='A9'><v>1</v></c></row>"
                  "<row r='4'><c r='A4'><v>3</v></c></row>"),
      "9|1|2\n10|3\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *path = write_book (BOOK ("", ""), cases[i].sheet, NULL);
    g_autoptr (GError) error = NULL;
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_autofree char *rows = read_all (path, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (rows, ==, cases[i].rows);
    g_remove (path);
  }
}

/* A header on two lines: a group over several columns, a title merged over both lines. */
static void
test_groups (void)
{
#define TEXT(ref, text) "<c r='" ref "' t='inlineStr'><is><t>" text "</t></is></c>"
  g_autofree char *path = write_book (
      BOOK ("", ""),
      "<worksheet><sheetData><row r='1'>" TEXT ("A1", "E-mail") TEXT ("B1", "Contact")
          TEXT ("D1", "Bien") "</row><row r='2'>" TEXT ("B2", "Nom") TEXT ("C2", "Prénom")
              TEXT ("D2", "Ville")
                  TEXT ("E2", "Prix") "</row><row r='3'>" TEXT ("A3", "a@b.example")
                      TEXT ("B3", "Roy") "</row></sheetData><mergeCells><mergeCell ref='A1:A2'/>"
                                         "<mergeCell ref='B1:C1'/></mergeCells></worksheet>",
      NULL);
#undef TEXT
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  g_autofree char *headers = g_strjoinv ("|", palier_reader_get_headers (reader));

  g_assert_cmpint (palier_reader_get_header_row (reader), ==, 1);
  g_assert_cmpstr (headers, ==, "E-mail|Contact: Nom|Contact: Prénom|Bien: Ville|Bien: Prix");
  g_remove (path);
}

/* A sheet of notes before the one of people: that is read. */
static void
test_best_sheet (void)
{
  const char *notes =
      SHEET ("<row r='1'><c r='A1' t='inlineStr'><is><t>Lisez-moi</t></is></c></row>");
  const char *people =
      SHEET (HEAD "<row r='2'><c r='A2' t='inlineStr'><is><t>a@b.example</t></is></c>"
                  "<c r='B2'><v>1</v></c></row>");
  g_autofree char *path = write_book (BOOK ("", ""), notes, people);
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);

  g_assert_cmpstr (palier_reader_get_sheet (reader), ==, "Deux");
  g_assert_cmpstr (palier_reader_get_hidden_sheets (reader)[0], ==, NULL);
  g_remove (path);
}

/* Books whose list of sheets is damaged, or missing; names with backslashes. */
static void
test_damaged_books (void)
{
  const char *sheet = SHEET (
      "<row r='1'><c t='inlineStr'><is><t>Nom</t></is></c><c t='inlineStr'><is><t>Ville</t></is></c>"
      "</row><row r='2'><c><v>1</v></c></row>");
  const Part damaged[] = { { "_rels/.rels", RELS },
                           { "xl/workbook.xml", BOOK ("", "") },
                           { "xl/_rels/workbook.xml.rels", "<Relationships" },
                           { "xl/worksheets/sheet1.xml", sheet } };
  const Part missing[] = { { "xl/_rels/workbook.xml.rels", BOOK_RELS },
                           { "xl/worksheets/sheet1.xml", sheet } };
  const Part backslashes[] = { { "_rels\\.rels", RELS },
                               { "[Content_Types].xml", "<Types/>" },
                               { "xl\\workbook.xml", BOOK ("", "") },
                               { "xl\\_rels\\workbook.xml.rels", BOOK_RELS },
                               { "xl\\worksheets\\sheet1.xml", sheet } };
  char *paths[] = { write_parts (damaged, G_N_ELEMENTS (damaged)),
                    write_parts (missing, G_N_ELEMENTS (missing)),
                    write_parts (backslashes, G_N_ELEMENTS (backslashes)) };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_autofree char *rows = read_all (paths[i], NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (rows, ==, "2|1\n");
    g_remove (paths[i]);
    g_free (paths[i]);
  }
}

/* 80 MB of spaces in a sheet, packed to 80 kB. */
static void
test_bomb (void)
{
  char *path = new_path ();
  zip_t *archive = zip_open (path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
  gsize size = 80 * 1024 * 1024;
  g_autoptr (GString) sheet = g_string_sized_new (size);
  g_autoptr (GError) error = NULL;

  g_string_append (sheet, "<worksheet><sheetData>" HEAD "<row r='2'><c r='A2'><v>1</v></c></row>");
  gsize head = sheet->len;
  g_string_set_size (sheet, size);
  memset (sheet->str + head, ' ', size - head);
  add_part (archive, "_rels/.rels", RELS, strlen (RELS));
  add_part (archive, "xl/workbook.xml", BOOK ("", ""), strlen (BOOK ("", "")));
  add_part (archive, "xl/_rels/workbook.xml.rels", BOOK_RELS, strlen (BOOK_RELS));
  add_part (archive, "xl/sharedStrings.xml", STRINGS, strlen (STRINGS));
  add_part (archive, "xl/worksheets/sheet1.xml", sheet->str, sheet->len);
  g_assert_cmpint (zip_close (archive), ==, 0);

  g_assert_null (read_all (path, NULL, &error));
  g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_TOO_BIG);
  g_remove (path);
  g_free (path);
}

static void
test_entities (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = write_book (
      BOOK ("", ""),
      "<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" SHEET (HEAD "<row><c><v>&a;</v></c></row>"), NULL);
  g_assert_null (read_all (path, NULL, &error));
  g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_DAMAGED);
  g_remove (path);
}

/* A cell at the far corner of the sheet costs nothing. */
static void
test_far_cell (void)
{
  g_autofree char *path =
      write_book (BOOK ("", ""),
                  SHEET (HEAD "<row r='2'><c r='A2'><v>1</v></c><c r='XFD2'><v>2</v></c></row>"
                              "<row r='1048576'><c r='B1048576'><v>3</v></c></row>"),
                  NULL);
  g_autofree char *rows = read_all (path, NULL, NULL);
  g_assert_cmpstr (rows, ==, "2!|1\n1048576||3\n");
  g_remove (path);
}

static void
test_refused (void)
{
  const Part letter[] = { { "[Content_Types].xml", "<Types/>" },
                          { "_rels/.rels", "<Relationships><Relationship Id='a' "
                                           "Type='http://x/officeDocument' "
                                           "Target='word/document.xml'/></Relationships>" },
                          { "word/document.xml", "<document/>" } };
  const Part unshared[] = { { "_rels/.rels", RELS },
                            { "xl/workbook.xml", BOOK ("", "") },
                            { "xl/_rels/workbook.xml.rels", BOOK_RELS },
                            { "xl/worksheets/sheet1.xml", SHEET (HEAD) } };
  const Part open_document[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet" },
                                 { "META-INF/manifest.xml", "<manifest/>" },
                                 { "content.xml", "<x/>" } };
  const struct
  {
    char *path;
    PalierImportError code;
  } cases[] = {
    { write_parts (letter, G_N_ELEMENTS (letter)), PALIER_IMPORT_ERROR_DOCUMENT },
    { write_parts (open_document, G_N_ELEMENTS (open_document)), PALIER_IMPORT_ERROR_NO_SHEET },
    { write_book (BOOK ("", ""), "<worksheet><sheetData><row", NULL), PALIER_IMPORT_ERROR_DAMAGED },
    { write_book (BOOK ("", ""), NULL, NULL), PALIER_IMPORT_ERROR_DAMAGED },
    { write_book (BOOK ("", ""), SHEET (""), NULL), PALIER_IMPORT_ERROR_EMPTY },
    { write_book ("<workbook/>", SHEET (HEAD), NULL), PALIER_IMPORT_ERROR_NO_SHEET },
    /* All texts are shared, and the part that has them is not there. */
    { write_parts (unshared, G_N_ELEMENTS (unshared)), PALIER_IMPORT_ERROR_DAMAGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_null (palier_reader_open (cases[i].path, NULL, NULL, &error));
    g_assert_error (error, PALIER_IMPORT_ERROR, (int) cases[i].code);
    g_remove (cases[i].path);
    g_free (cases[i].path);
  }
}

/* A workbook that another program wrote. */
static void
test_file (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("TEST_DATA"), "import", "agencies.xlsx", NULL);
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  g_autofree char *rows = read_all (path, NULL, NULL);

  g_assert_cmpint (palier_reader_get_header_row (reader), ==, 2);
  g_assert_cmpuint (g_strv_length (palier_reader_get_sheets (reader)), ==, 1);
  g_assert_cmpstr (
      rows, ==,
      "4|Agence du Port|99900001200012|contact@port.example|01 99 00 12 34|01000|Bourg-en-Bresse"
      "|2026-03-12|true\n"
      "5|Immo Bellevue|999 000 020 00013|jean@bellevue.example|199001235|1000|LYON"
      "|2026-03-13 14:30:00|false\n"
      "6|Cabinet Œuvre & Fils||a@oeuvre.example\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xlsx/cells", test_cells);
  g_test_add_func ("/xlsx/since-1904", test_since_1904);
  g_test_add_func ("/xlsx/formats", test_formats);
  g_test_add_func ("/xlsx/sheets", test_sheets);
  g_test_add_func ("/xlsx/hidden-only", test_hidden_only);
  g_test_add_func ("/xlsx/gap", test_gap);
  g_test_add_func ("/xlsx/rows", test_rows);
  g_test_add_func ("/xlsx/groups", test_groups);
  g_test_add_func ("/xlsx/best-sheet", test_best_sheet);
  g_test_add_func ("/xlsx/damaged-books", test_damaged_books);
  g_test_add_func ("/xlsx/bomb", test_bomb);
  g_test_add_func ("/xlsx/entities", test_entities);
  g_test_add_func ("/xlsx/far-cell", test_far_cell);
  g_test_add_func ("/xlsx/refused", test_refused);
  g_test_add_func ("/xlsx/file", test_file);
  return g_test_run ();
}
