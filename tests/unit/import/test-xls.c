/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. A workbook of Excel 97 in its container and one of Excel 5 without, every kind of cell in
 * them.
 * 2. Records out of order, cut, with numbers that point nowhere. 3. Every beginning of a workbook,
 * and every byte of it changed, is read or told. 4. Passwords, documents, older formats. */
#include "reader-fixture.h"

#define BEGIN8 "\x09\x08\x10\x00\x00\x06\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
#define BEGIN5 "\x09\x08\x08\x00\x00\x05\x05\x00\x00\x00\x00\x00"
#define SHEET8 "\x09\x08\x10\x00\x00\x06\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
#define END "\x0a\x00\x00\x00"
/* A sheet named "A" whose records begin at @offset. */
#define NAMED(offset) "\x85\x00\x09\x00" offset "\x00\x00\x00\x00\x00\x01\x00\x41"

static char *
test_file (const char *name)
{
  return g_build_filename (g_getenv ("TEST_DATA"), "import", name, NULL);
}

static char *
read_file (const char *name, const char *sheet)
{
  g_autofree char *path = test_file (name);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return fixture_read_sheet (bytes, length, sheet, NULL);
}

static void
test_files (void)
{
  g_autofree char *contacts = read_file ("contacts.xls", NULL);
  g_autofree char *hidden = read_file ("contacts.xls", "Notes");
  g_autofree char *old = read_file ("feuil1.xls", NULL);
  g_autofree char *path = test_file ("contacts.xls");
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);

  g_assert_cmpstr (contacts, ==,
                   "Société|E-mail|Ville|Créée|Taux|Note\n"
                   "2|Œuvre & Fils|contact@oeuvre.example|Besançon|2024-03-12|15%|true\n"
                   "3h|73282932000074|jean@port.example|#N/A|1000|12:00:00|false\n"
                   "4|73282932000074|marie@port.example|||0.25");
  g_assert_cmpstr (hidden, ==, "\n1|caché");
  g_assert_cmpstr (old, ==, "Nom|Né le\n2|Lefèvre|2024-03-12");
  g_assert_cmpstr (palier_reader_get_format (reader), ==, "xls");
  g_assert_cmpstr (palier_reader_get_sheets (reader)[0], ==, "Contacts");
  g_assert_cmpstr (palier_reader_get_hidden_sheets (reader)[0], ==, "Notes");
}

#define LABEL(line, column, letter)                                                                \
  "\x04\x02\x0a\x00" line "\x00" column "\x00\x00\x00\x01\x00\x00" letter

static const struct
{
  const char *stream;
  gsize length;
  const char *rows;
} streams[] = {
#define STREAM(text, rows) { text, sizeof text - 1, rows }
  /* Rows in no order. */
  STREAM (BEGIN8 NAMED ("\x25") END SHEET8 LABEL ("\x02", "\x00", "c") LABEL ("\x00", "\x01", "b")
              LABEL ("\x00", "\x00", "a") END,
          "a|b\n3|c"),
  /* A shared string that is not there, a number without its end, a column too far. */
  STREAM (BEGIN8 NAMED ("\x25") END SHEET8
          "\xfd\x00\x0a\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff"
          "\x03\x02\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"
          "\x03\x02\x0e\x00\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\xf0\x3f" LABEL (
              "\x00", "\x00", "a") END,
          "\n1c|a"),
  /* No end. */
  STREAM (BEGIN8 NAMED ("\x25") END SHEET8 LABEL ("\x00", "\x00", "a"), "\n1|a"),
  STREAM (BEGIN5 "\x85\x00\x08\x00\x1c\x00\x00\x00\x00\x00\x01\x41" END
                 "\x04\x02\x09\x00\x00\x00\x00\x00\x00\x00\x01\x00\xe9",
          "\n1|é"),
};

static void
test_streams (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_autofree char *rows = fixture_read (streams[i].stream, streams[i].length, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (rows, ==, streams[i].rows);
  }
}

static const struct
{
  const char *stream;
  gsize length;
  PalierImportError code;
} refused[] = {
#define REFUSED(text, code) { text, sizeof text - 1, code }
  REFUSED (BEGIN8 "\x2f\x00\x02\x00\x00\x00" NAMED ("\x30") END, PALIER_IMPORT_ERROR_ENCRYPTED),
  REFUSED (BEGIN8 END, PALIER_IMPORT_ERROR_NO_SHEET),
  REFUSED (BEGIN8 NAMED ("\xff") END, PALIER_IMPORT_ERROR_EMPTY),
  REFUSED ("\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00", PALIER_IMPORT_ERROR_OLD_FORMAT),
  REFUSED ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", PALIER_IMPORT_ERROR_DAMAGED),
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_null (fixture_read (refused[i].stream, refused[i].length, &error));
    g_assert_error (error, PALIER_IMPORT_ERROR, (int) refused[i].code);
  }
}

/* What a container holds instead of a workbook: the name of its stream is changed. */
static void
test_other_kinds (void)
{
  static const struct
  {
    const char *name;
    PalierImportError code;
  } kinds[] = { { "WordDocument", PALIER_IMPORT_ERROR_DOCUMENT },
                { "EncryptedPackage", PALIER_IMPORT_ERROR_ENCRYPTED },
                { "__properties_version1.0", PALIER_IMPORT_ERROR_MAILS },
                { "Something", PALIER_IMPORT_ERROR_NOT_A_TABLE } };
  static const char workbook[] = "W\0o\0r\0k\0b\0o\0o\0k";
  g_autofree char *path = test_file ("contacts.xls");
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  char *entry = memmem (bytes, length, workbook, sizeof workbook);
  g_assert_nonnull (entry);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
  {
    g_autoptr (GError) error = NULL;
    memset (entry, 0, 64);
    for (gsize k = 0; kinds[i].name[k] != '\0'; k++)
      entry[k * 2] = kinds[i].name[k];
    entry[64] = (char) (strlen (kinds[i].name) * 2 + 2);
    g_assert_null (fixture_read (bytes, length, &error));
    g_assert_error (error, PALIER_IMPORT_ERROR, (int) kinds[i].code);
  }
}

/* Each byte of a container is changed in turn: no matter what is read, it comes to an end. */
static void
test_changed_bytes (void)
{
  g_autofree char *path = test_file ("contacts.xls");
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize i = 8; i < length; i++)
  {
    char before = bytes[i];
    bytes[i] = (char) (before ^ 0xff);
    g_autofree char *rows = fixture_read (bytes, i % 2 == 0 ? length : i, NULL);
    bytes[i] = before;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xls/files", test_files);
  g_test_add_func ("/xls/streams", test_streams);
  g_test_add_func ("/xls/refused", test_refused);
  g_test_add_func ("/xls/other-kinds", test_other_kinds);
  g_test_add_func ("/xls/changed-bytes", test_changed_bytes);
  return g_test_run ();
}
