/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Archives around tables of all kinds: the likeliest is read, the others can be chosen. 2. Names
 * that lead elsewhere are names. 3. Bombs, passwords, archives within archives, archives without a
 * table. 4. gzip, whole, cut and with something behind it. 5. Poliris. 6. Files that are no table,
 * by their beginnings. 7. What is pasted or piped can be read again and again. */
#include "reader-fixture.h"

#include <fcntl.h>
#include <unistd.h>

static char *
read_archive (const FixtureFile *files, gsize n, const char *sheet, GError **error)
{
  g_autoptr (GByteArray) bytes = fixture_pack (files, n);
  return fixture_read_sheet (bytes->data, bytes->len, sheet, error);
}

static void
test_archive (void)
{
  const FixtureFile files[] = {
    { "lisez-moi.txt", "Voici nos contacts.\n" },
    { "photo.jpg", "\xff\xd8\xff" },
    { "__MACOSX/._a.csv", "x" },
    { "../../etc/agences.csv", "Nom;E-mail\nPort;a@port.example\nQuai;b@quai.example\n" },
    { "C:\\cartes.vcf", "BEGIN:VCARD\nN:Petit;Zoé\nEND:VCARD\n" },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *best = read_archive (files, 5, NULL, &error);
  g_autofree char *cards = read_archive (files, 5, "C:\\cartes.vcf", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (best, ==, "Nom|E-mail\n2|Port|a@port.example\n3|Quai|b@quai.example");
  g_assert_cmpstr (cards, ==, "N family|N given\n1|Petit|Zoé");
  g_assert_null (read_archive (files, 5, "photo.jpg", &error));
  g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_NO_SHEET);
}

/* An advertisement whose field of that rank is its number, but for those that are given. */
static char *
new_advertisement (void)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint rank = 1; rank <= 330; rank++)
  {
    g_string_append (line, rank > 1 ? "!#" : "");
    if (rank == 105)
      g_string_append (line, "\"02 40 00 00 00\"");
    else if (rank == 106)
      g_string_append (line, "\"Zo\xe9 Petit\"");
    else if (rank == 20)
      g_string_append (line, "\"Bel \"appartement\"<BR>vue mer\"");
    else
      g_string_append_printf (line, "\"%u\"", rank);
  }
  g_string_append (line, "\r\n");
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* What agencies' programs send to the portals: the advertisements, and what is said about them. */
static void
test_portal_archive (void)
{
  g_autofree char *line = new_advertisement ();
  const FixtureFile files[] = { { "Config.txt", "Version=4.08-007\r\nDevise=Euro\r\n" },
                                { "Photos.cfg", "Mode=URL\r\n" },
                                { "Annonces.csv", line } };
  g_autofree char *rows = read_archive (files, 3, NULL, NULL);

  g_assert_true (g_str_has_prefix (rows, "Contact à afficher|"));
  g_assert_nonnull (strstr (rows, "\n1|Zoé Petit|02 40 00 00 00|107|"));
}

/* A folder is no file; capitals are small letters. */
static void
test_names (void)
{
  const FixtureFile files[] = { { "dossier/", "" }, { "dossier/A.CSV", "Nom;Ville\nZoé;Brest\n" } };
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = read_archive (files, 2, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (rows, ==, "Nom|Ville\n2|Zoé|Brest");
}

static void
test_refused (void)
{
  const FixtureFile nothing[] = { { "photo.jpg", "x" } };
  const FixtureFile slides[] = { { "ppt/presentation.xml", "<x/>" } };
  const FixtureFile numbers[] = { { "Index/Document.iwa", "x" } };
  const FixtureFile binary[] = { { "xl/workbook.bin", "x" } };
  const FixtureFile blank[] = { { "a.csv", "" } };
  const struct
  {
    const FixtureFile *files;
    PalierImportError code;
  } cases[] = {
    { nothing, PALIER_IMPORT_ERROR_ARCHIVE }, { slides, PALIER_IMPORT_ERROR_DOCUMENT },
    { numbers, PALIER_IMPORT_ERROR_NUMBERS }, { binary, PALIER_IMPORT_ERROR_OLD_FORMAT },
    { blank, PALIER_IMPORT_ERROR_EMPTY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_null (read_archive (cases[i].files, 1, NULL, &error));
    g_assert_error (error, PALIER_IMPORT_ERROR, (int) cases[i].code);
  }
}

/* 100 MB of one letter, packed to 100 kB. */
static void
test_bomb (void)
{
  g_autofree char *text = g_strnfill (100 * 1024 * 1024, 'a');
  const FixtureFile files[] = { { "a.csv", text } };
  g_autoptr (GError) error = NULL;

  g_assert_null (read_archive (files, 1, NULL, &error));
  g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_TOO_BIG);
}

static GBytes *
pack_gzip (const char *text, gsize length)
{
  g_autoptr (GZlibCompressor) packer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, length);

  return g_converter_convert_bytes (G_CONVERTER (packer), bytes, NULL);
}

static void
test_gzip (void)
{
  const char *text = "Nom;Ville\nZoé;Brest\n";
  g_autoptr (GBytes) packed = pack_gzip (text, strlen (text));
  gsize length;
  const char *bytes = g_bytes_get_data (packed, &length);
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = fixture_read (bytes, length, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (rows, ==, "Nom|Ville\n2|Zoé|Brest");
  for (gsize cut = 3; cut < length; cut++)
  {
    g_clear_error (&error);
    g_assert_null (fixture_read (bytes, cut, &error));
    g_assert_nonnull (error);
  }
  g_autoptr (GBytes) twice = pack_gzip (bytes, length);
  g_clear_error (&error);
  g_assert_null (fixture_read (g_bytes_get_data (twice, NULL), g_bytes_get_size (twice), &error));
  g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_ARCHIVE);

  g_autofree char *letters = g_strnfill (100 * 1024 * 1024, 'a');
  g_autoptr (GBytes) bomb = pack_gzip (letters, 100 * 1024 * 1024);
  g_clear_error (&error);
  g_assert_null (fixture_read (g_bytes_get_data (bomb, NULL), g_bytes_get_size (bomb), &error));
  g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_TOO_BIG);
}

static void
test_poliris (void)
{
  g_autofree char *line = new_advertisement ();
  g_autofree char *text = g_strconcat (line, line, NULL);
  g_autoptr (PalierReader) reader = fixture_open (text);
  PalierField field;

  g_assert_cmpstr (palier_reader_get_format (reader), ==, "poliris");
  g_assert_cmpstr (palier_reader_get_encoding (reader), ==, "WINDOWS-1252");
  for (guint n = 1; n <= 2; n++)
  {
    const PalierRow *row = palier_reader_next (reader, NULL);
    g_assert_cmpuint (row->line, ==, n);
    g_assert_cmpstr (palier_row_cell (row, 0), ==, "Zoé Petit");
    g_assert_cmpstr (palier_row_cell (row, 1), ==, "02 40 00 00 00");
    g_assert_cmpstr (palier_row_cell (row, 2), ==, "107");
    g_assert_cmpstr (palier_row_cell (row, 12), ==, "Bel \"appartement\"\nvue mer");
    g_assert_cmpstr (palier_row_cell (row, row->n_cells - 1), ==, "120");
  }
  g_assert_null (palier_reader_next (reader, NULL));
  g_assert_true (palier_reader_get_known_field (reader, 0, &field));
  g_assert_cmpint (field, ==, PALIER_FIELD_FULL_NAME);
  g_assert_true (palier_reader_get_known_field (reader, 7, &field));
  g_assert_cmpint (field, ==, PALIER_FIELD_NONE);
}

static const struct
{
  const char *text;
  PalierImportError code;
} beginnings[] = {
  { "{\"url\": \"https://docs.google.com/open?id=1\", \"doc_id\": \"1\"}",
    PALIER_IMPORT_ERROR_SHORTCUT },
  { "[InternetShortcut]\r\nURL=https://a.example\r\n", PALIER_IMPORT_ERROR_SHORTCUT },
  { "[\n {\"nom\": \"Petit\", \"ville\": \"Brest\"}\n]", PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "From a@b.example Thu Jan  1 00:00:00 2026\nReceived: from x\nSubject: y\n\nz",
    PALIER_IMPORT_ERROR_MAILS },
  { "Return-Path: <a@b.example>\r\nSubject: x\r\n\r\ny", PALIER_IMPORT_ERROR_MAILS },
  { "{\\rtf1\\ansi Bonjour}", PALIER_IMPORT_ERROR_DOCUMENT },
  { "\xef\xbb\xbf<?xml version='1.0'?><contacts/>", PALIER_IMPORT_ERROR_XML },
  { "SQLite format 3", PALIER_IMPORT_ERROR_DATABASE },
  { "Rar!\x1a\x07", PALIER_IMPORT_ERROR_ARCHIVE },
  { "GIF89a", PALIER_IMPORT_ERROR_PICTURE },
  { "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "ID;PWXL;N;E\r\nC;Y1;X1;K\"Nom\"\r\nE\r\n", PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "TABLE\r\n0,1\r\n\"EXCEL\"\r\n", PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "dn: cn=Zoé\nobjectclass: person\ncn: Zoé\n", PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "[\"vcard\",[[\"fn\",{},\"text\",\"Zoé\"]]]", PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\r\n<table>",
    PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "MIME-Version: 1.0\r\nSubject: x\r\n\r\ny", PALIER_IMPORT_ERROR_MAILS },
};

/* Words that begin as a file of another kind does are words. */
static const char *const tables[] = {
  "MZ;Ville\nZoé;Brest\n", "BZh;Ville\nZoé;Brest\n",   "From;To\nZoé;Brest\n",
  "Version;Nom\n1;Zoé\n",  "{Nom};Ville\nZoé;Brest\n", "\"a\"!#\"b\"\nc\n",
};

static void
test_beginnings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", beginnings[i].text);
    g_assert_null (fixture_read (beginnings[i].text, strlen (beginnings[i].text), &error));
    g_assert_error (error, PALIER_IMPORT_ERROR, (int) beginnings[i].code);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
  {
    g_autoptr (PalierReader) reader = fixture_open (tables[i]);
    g_assert_cmpstr (palier_reader_get_format (reader), ==, "csv");
  }
}

static void
test_stream (void)
{
  g_autoptr (GError) error = NULL;
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  g_assert_cmpint (write (ends[1], "Nom\tVille\nZoé\tBrest\n", 21), ==, 21);
  close (ends[1]);
  g_autoptr (PalierSpool) spool = palier_spool_new_for_stream (ends[0], NULL, &error);
  g_assert_no_error (error);
  close (ends[0]);
  for (int i = 0; i < 2; i++)
  {
    g_autoptr (PalierReader) reader =
        palier_reader_open (palier_spool_get_path (spool), NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (palier_row_cell (palier_reader_next (reader, NULL), 1), ==, "Brest");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/archive/members", test_archive);
  g_test_add_func ("/archive/portal", test_portal_archive);
  g_test_add_func ("/archive/names", test_names);
  g_test_add_func ("/archive/refused", test_refused);
  g_test_add_func ("/archive/bomb", test_bomb);
  g_test_add_func ("/archive/gzip", test_gzip);
  g_test_add_func ("/archive/poliris", test_poliris);
  g_test_add_func ("/archive/beginnings", test_beginnings);
  g_test_add_func ("/archive/stream", test_stream);
  return g_test_run ();
}
