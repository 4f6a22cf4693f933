/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Texts of every shape, to their delimiter, header and rows. 2. Odd rows are marked and kept.
 * 3. What is no table is told so. 4. A quote that never closes costs one row. 5. Long cells are cut
 * within a letter's bounds. 6. A file that shrinks or vanishes while it is read. 7. Two gigabytes
 * of nothing: flat memory, and cancelling acts at once. 8. Many short rows: flat memory. 9. Files.
 */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "palier-reader.h"

/* The rows of @path as text: cells between "|", a mark for each flag, rows ended by "\n". */
static char *
read_all (const char *path, const PalierReaderOptions *options, PalierReader **out, GError **error)
{
  g_autoptr (PalierReader) reader = palier_reader_open (path, options, NULL, error);
  g_autoptr (GError) problem = NULL;
  const PalierRow *row;

  if (reader == NULL)
    return NULL;
  GString *text = g_string_new (NULL);
  while ((row = palier_reader_next (reader, &problem)) != NULL)
  {
    g_string_append_printf (text, "%d", (int) row->line);
    g_string_append (text, (row->flags & PALIER_ROW_RAGGED) != 0 ? "r" : "");
    g_string_append (text, (row->flags & PALIER_ROW_UNCLOSED) != 0 ? "u" : "");
    g_string_append (text, (row->flags & PALIER_ROW_BAD_BYTES) != 0 ? "b" : "");
    g_string_append (text, (row->flags & PALIER_ROW_CUT) != 0 ? "c" : "");
    for (guint i = 0; i < row->n_cells; i++)
      g_string_append_printf (text, "|%s", row->cells[i]);
    g_string_append_c (text, '\n');
  }
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  if (out != NULL)
    *out = g_steal_pointer (&reader);
  return g_string_free (text, FALSE);
}

static char *
write_file (const char *content, gssize length)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("palier-csv-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_assert_true (g_file_set_contents (path, content, length, NULL));
  return path;
}

static const struct
{
  const char *text;
  const char *delimiter;
  int header_row;
  const char *headers;
  const char *rows;
} cases[] = {
  { "Nom;Ville\nDupont;Lyon\n", ";", 0, "Nom|Ville", "2|Dupont|Lyon\n" },
  { "Nom;Ville\r\nDupont;Lyon\r\n", ";", 0, "Nom|Ville", "2|Dupont|Lyon\n" },
  { "Nom;Ville\rDupont;Lyon\rPetit;Brest", ";", 0, "Nom|Ville", "2|Dupont|Lyon\n3|Petit|Brest\n" },
  { "Nom,Ville\nDupont,Lyon\n", ",", 0, "Nom|Ville", "2|Dupont|Lyon\n" },
  { "Nom\tVille\nDupont\tLyon\n", "\t", 0, "Nom|Ville", "2|Dupont|Lyon\n" },
  { "Nom|Ville\nDupont|Lyon\n", "|", 0, "Nom|Ville", "2|Dupont|Lyon\n" },
  { "\xef\xbb\xbfNom;Ville\nDupont;Lyon\n", ";", 0, "Nom|Ville", "2|Dupont|Lyon\n" },
  { "sep=,\nNom,Ville\nDupont,Lyon\n", ",", 1, "Nom|Ville", "3|Dupont|Lyon\n" },
  { "sep=;\nDupont;12345678\nPetit;23456789\n", ";", -1, "|",
    "2|Dupont|12345678\n3|Petit|23456789\n" },
  /* Decimal commas in a file of semicolons. */
  { "Nom;Prix;Surface\nDupont;12,5;80,5\nPetit;13,5;90,1\n", ";", 0, "Nom|Prix|Surface",
    "2|Dupont|12,5|80,5\n3|Petit|13,5|90,1\n" },
  /* Lines above the header, blank lines. */
  { "Fichier des agences;;\n\nNom;E-mail;Ville\nDupont;a@b.example;Lyon\n", ";", 2,
    "Nom|E-mail|Ville", "4|Dupont|a@b.example|Lyon\n" },
  { ";;\nNom;E-mail;Ville\n;;\nDupont;a@b.example;Lyon\n", ";", 1, "Nom|E-mail|Ville",
    "4|Dupont|a@b.example|Lyon\n" },
  /* No header. */
  { "Jean;Dupont;jean@a.example\nMarie;Petit;marie@a.example\n", ";", -1, "||",
    "1|Jean|Dupont|jean@a.example\n2|Marie|Petit|marie@a.example\n" },
  { "jean@a.example\nmarie@a.example\n", ";", -1, "", "1|jean@a.example\n2|marie@a.example\n" },
  { "E-mail\njean@a.example\n", ";", 0, "E-mail", "2|jean@a.example\n" },
  /* Quotes. */
  { "Nom;Notes\n\"Dupont\";\"a;b\"\n", ";", 0, "Nom|Notes", "2|Dupont|a;b\n" },
  { "Nom;Notes\nDupont;\"dit \"\"le Grand\"\"\"\n", ";", 0, "Nom|Notes",
    "2|Dupont|dit \"le Grand\"\n" },
  { "Nom;Notes\nDupont;\"a\r\nb\"\nPetit;c\n", ";", 0, "Nom|Notes", "2|Dupont|a\nb\n4|Petit|c\n" },
  { "Nom;Notes\nDupont;\"l'agence \"du Port\" Lyon\"\n", ";", 0, "Nom|Notes",
    "2|Dupont|l'agence \"du Port\" Lyon\n" },
  { "Nom;Notes\nDupont;5\" et 6\"\n", ";", 0, "Nom|Notes", "2|Dupont|5\" et 6\"\n" },
  { "Nom;Notes\n\"Dupont\" ;x\n", ";", 0, "Nom|Notes", "2|Dupont |x\n" },
  { "'Nom';'Notes'\n'Dupont';'a;b'\n", ";", 0, "Nom|Notes", "2|Dupont|a;b\n" },
  { "Nom;Notes\n\"Dupont\";\"dit \\\"le Grand\\\"\"\n", ";", 0, "Nom|Notes",
    "2|Dupont|dit \"le Grand\"\n" },
  /* A quote that does not close: its row is kept as it stands, and so are the others. */
  { "Nom;Ville\n\"Dupont;Lyon\nPetit;Brest\nMartin;Paris\n", ";", 0, "Nom|Ville",
    "2u|\"Dupont|Lyon\n3|Petit|Brest\n4|Martin|Paris\n" },
  { "Nom;Ville\n\"Dupont;Lyon\nPetit;Brest\n\"Martin\";Paris\n", ";", 0, "Nom|Ville",
    "2u|\"Dupont|Lyon\n3|Petit|Brest\n4|Martin|Paris\n" },
  /* Ragged rows; delimiters too many at the end are no matter. */
  { "Nom;E-mail;Ville\nDupont\nPetit;p@a.example;Brest;de trop\nMartin;m@a.example;Paris;;\n", ";",
    0, "Nom|E-mail|Ville",
    "2r|Dupont\n3r|Petit|p@a.example|Brest|de trop\n4|Martin|m@a.example|Paris||\n" },
  /* No line's end at the end. */
  { "Nom;Ville\nDupont;Lyon", ";", 0, "Nom|Ville", "2|Dupont|Lyon\n" },
  { "Nom;Ville\nDupont;", ";", 0, "Nom|Ville", "2|Dupont|\n" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *path = write_file (cases[i].text, -1);
    g_autoptr (PalierReader) reader = NULL;
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].text);
    g_autofree char *rows = read_all (path, NULL, &reader, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (palier_reader_get_delimiter (reader), ==, cases[i].delimiter);
    g_assert_cmpint (palier_reader_get_header_row (reader), ==, cases[i].header_row);
    g_autofree char *headers = g_strjoinv ("|", palier_reader_get_headers (reader));
    g_assert_cmpstr (headers, ==, cases[i].headers);
    g_assert_cmpstr (rows, ==, cases[i].rows);
    g_assert_cmpfloat (palier_reader_get_fraction (reader), ==, 1);
    g_remove (path);
  }
}

/* What the user says goes before what is guessed. */
static void
test_options (void)
{
  g_autofree char *path = write_file ("Nom,Ville;x\nDupont,Lyon;y\n", -1);
  PalierReaderOptions options = { NULL, ";", NULL, PALIER_READER_HEADER_NONE };
  g_autofree char *rows = read_all (path, &options, NULL, NULL);
  g_assert_cmpstr (rows, ==, "1|Nom,Ville|x\n2|Dupont,Lyon|y\n");

  g_autofree char *latin = write_file ("Pr\xe9nom;Nom\nZo\xe9;Petit\n", -1);
  PalierReaderOptions dos = { "CP850", NULL, NULL, 0 };
  g_autofree char *letters = read_all (latin, &dos, NULL, NULL);
  g_assert_cmpstr (letters, ==, "2|ZoÚ|Petit\n");

  g_autoptr (GError) error = NULL;
  PalierReaderOptions unknown = { "KLINGON", NULL, NULL, 0 };
  g_assert_null (palier_reader_open (latin, &unknown, NULL, &error));
  g_assert_error (error, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION);
  g_remove (path);
  g_remove (latin);
}

static const struct
{
  const char *content;
  gssize length;
  PalierImportError code;
} refused[] = {
  { "", 0, PALIER_IMPORT_ERROR_EMPTY },
  { " \r\n\t\n ", -1, PALIER_IMPORT_ERROR_EMPTY },
  { ";;;\n;;;\n", -1, PALIER_IMPORT_ERROR_EMPTY },
  { "\xef\xbb\xbf", -1, PALIER_IMPORT_ERROR_EMPTY },
  { "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", -1, PALIER_IMPORT_ERROR_PDF },
  { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, PALIER_IMPORT_ERROR_PICTURE },
  { "\xff\xd8\xff\xe0\0\x10JFIF", 10, PALIER_IMPORT_ERROR_PICTURE },
  { "\x7f\x45LF\2\1\1\0\0\0\0\0", 12, PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "<!DOCTYPE html><html></html>", -1, PALIER_IMPORT_ERROR_WEB_PAGE },
  { "\1\2\3\4;\5\6\7\10\n\1\2\3\4;\5\6", -1, PALIER_IMPORT_ERROR_NOT_A_TABLE },
  { "PK\3\4 this is no archive", -1, PALIER_IMPORT_ERROR_DAMAGED },
  { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook", -1, PALIER_IMPORT_ERROR_DAMAGED },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
  {
    g_autofree char *path = write_file (refused[i].content, refused[i].length);
    g_autoptr (GError) error = NULL;
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_null (palier_reader_open (path, NULL, NULL, &error));
    g_assert_error (error, PALIER_IMPORT_ERROR, (int) refused[i].code);
    g_remove (path);
  }
  g_autoptr (GError) missing = NULL;
  g_assert_null (palier_reader_open ("/nonexistent/file.csv", NULL, NULL, &missing));
  g_assert_error (missing, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_VANISHED);
  g_autoptr (GError) folder = NULL;
  g_assert_null (palier_reader_open (g_get_tmp_dir (), NULL, NULL, &folder));
  g_assert_error (folder, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_UNREADABLE);
}

static GString *
many_rows (guint n)
{
  GString *text = g_string_new ("Nom;E-mail;Ville\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "Dupont%u;dupont%u@a.example;Lyon\n", i, i);
  return text;
}

/* An open quote in the first row of a file that is longer than what is read ahead. */
static void
test_unclosed_far (void)
{
  g_autoptr (GString) text = many_rows (100000);
  g_string_insert (text, (gssize) strlen ("Nom;E-mail;Ville\n"), "\"");
  g_autofree char *path = write_file (text->str, (gssize) text->len);
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  const PalierRow *row;
  guint n = 0, unclosed = 0;

  while ((row = palier_reader_next (reader, NULL)) != NULL)
  {
    g_assert_cmpuint (row->n_cells, ==, 3);
    g_assert_cmpuint (row->line, ==, n + 2);
    unclosed += (row->flags & PALIER_ROW_UNCLOSED) != 0;
    n++;
  }
  g_assert_cmpuint (n, ==, 100000);
  g_assert_cmpuint (unclosed, ==, 1);
  g_remove (path);
}

/* Every row opens a quote that does not close: each is a row, and it does not take for ever. */
static void
test_unclosed_all (void)
{
  g_autoptr (GString) text = g_string_new ("Nom;Ville\n");
  for (guint i = 0; i < 20000; i++)
    g_string_append (text, "\"Dupont;Lyon et ses environs\n");
  g_autofree char *path = write_file (text->str, (gssize) text->len);
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  clock_t begin = clock ();
  guint n = 0;

  while (palier_reader_next (reader, NULL) != NULL)
    n++;
  g_assert_cmpuint (n, ==, 20000);
  g_assert_cmpint (clock () - begin, <, 5 * CLOCKS_PER_SEC);
  g_remove (path);
}

static void
test_long_cells (void)
{
  g_autoptr (GString) text = g_string_new ("Nom;Notes\nDupont;\"x");
  for (guint i = 0; i < 1500000; i++)
    g_string_append (text, "é");
  g_string_append (text, "\"\nPetit;court\n");
  g_autofree char *path = write_file (text->str, (gssize) text->len);
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);

  const PalierRow *row = palier_reader_next (reader, NULL);
  g_assert_cmpint (row->flags, ==, PALIER_ROW_CUT);
  g_assert_cmpuint (strlen (row->cells[1]), ==, PALIER_CELL_MAX - 1);
  g_assert_true (g_utf8_validate (row->cells[1], -1, NULL));
  row = palier_reader_next (reader, NULL);
  g_assert_cmpstr (row->cells[1], ==, "court");
  g_assert_cmpint (row->flags, ==, PALIER_ROW_FINE);
  g_remove (path);
}

static void
test_bad_bytes (void)
{
  static const char text[] = "Prénom;Nom\nZoé;Petit\nJos\xe9;Ruiz\nA\0nne;Roy\nÉric;Lévêque\n";
  g_autofree char *path = write_file (text, sizeof text - 1);
  g_autoptr (PalierReader) reader = NULL;
  g_autofree char *rows = read_all (path, NULL, &reader, NULL);

  g_assert_cmpstr (rows, ==, "2|Zoé|Petit\n3b|José|Ruiz\n4b|Anne|Roy\n5|Éric|Lévêque\n");
  g_assert_cmpstr (palier_reader_get_encoding (reader), ==, "UTF-8");
  g_remove (path);
}

/* The rest of the file goes while it is read: an error, not a short result. */
static void
test_vanished (void)
{
  g_autoptr (GString) text = many_rows (100000);
  g_autofree char *path = write_file (text->str, (gssize) text->len);
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_nonnull (palier_reader_next (reader, NULL));
  g_assert_no_errno (truncate (path, 600000));
  g_remove (path);
  while (palier_reader_next (reader, &error) != NULL)
    n++;
  g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_VANISHED);
  g_assert_cmpuint (n, <, 100000);
}

/* A file that is only unlinked is read to its end. */
static void
test_unlinked (void)
{
  g_autoptr (GString) text = many_rows (50000);
  g_autofree char *path = write_file (text->str, (gssize) text->len);
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_remove (path);
  while (palier_reader_next (reader, &error) != NULL)
    n++;
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 50000);
}

/* Kilobytes that the process holds now; -1 where the system does not tell. */
static gint64
resident_kb (void)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return -1;
  const char *second = strchr (text, ' ');
  return second != NULL ? g_ascii_strtoll (second, NULL, 10) * (sysconf (_SC_PAGESIZE) / 1024) : -1;
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Two gigabytes that hold no row: nothing of it is kept, and cancelling ends it at once. */
static void
test_sparse (void)
{
  g_autofree char *path = write_file ("Nom;Ville\nDupont;Lyon\n", -1);
  /* A head of text, as long as what the guesses look at, and nothing behind. */
  g_autoptr (GString) text = many_rows (10000);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  g_assert_no_errno (truncate (path, G_GINT64_CONSTANT (2) << 30));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, cancellable, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (reader);
  gint64 before = resident_kb ();
  clock_t begin = clock ();
  g_autoptr (GThread) thread = g_thread_new ("cancel", cancel_soon, cancellable);
  while (palier_reader_next (reader, &error) != NULL)
    ;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (clock () - begin, <, CLOCKS_PER_SEC);
  g_assert_cmpint (resident_kb () - before, <, 16 * 1024);
  g_thread_join (g_steal_pointer (&thread));
  g_remove (path);
}

/* A sparse file with no head at all is no table, which is found without reading it. */
static void
test_sparse_empty (void)
{
  g_autofree char *path = write_file ("", 0);
  g_assert_no_errno (truncate (path, G_GINT64_CONSTANT (2) << 30));
  g_autoptr (GError) error = NULL;

  g_assert_null (palier_reader_open (path, NULL, NULL, &error));
  g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_NOT_A_TABLE);
  g_remove (path);
}

static void
test_flat_memory (void)
{
  g_autofree char *path = NULL;
  {
    g_autoptr (GString) text = many_rows (300000);
    path = write_file (text->str, (gssize) text->len);
  }
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  gint64 before = resident_kb ();
  guint n = 0;

  while (palier_reader_next (reader, NULL) != NULL)
    n++;
  g_assert_cmpuint (n, ==, 300000);
  g_assert_cmpint (resident_kb () - before, <, 4 * 1024);
  g_remove (path);
}

static void
test_files (void)
{
  g_autofree char *wide = g_build_filename (g_getenv ("TEST_DATA"), "import", "utf16.txt", NULL);
  g_autoptr (PalierReader) reader = NULL;
  g_autofree char *rows = read_all (wide, NULL, &reader, NULL);
  g_assert_cmpstr (rows, ==, "2|Agence de la Côte|contact@cote.example|Besançon\n");
  g_assert_cmpstr (palier_reader_get_encoding (reader), ==, "UTF-16LE");
  g_assert_cmpstr (palier_reader_get_delimiter (reader), ==, "\t");

  g_autofree char *pdf = g_build_filename (g_getenv ("TEST_DATA"), "import", "document.csv", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (palier_reader_open (pdf, NULL, NULL, &error));
  g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_PDF);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/cases", test_cases);
  g_test_add_func ("/csv/options", test_options);
  g_test_add_func ("/csv/refused", test_refused);
  g_test_add_func ("/csv/unclosed-far", test_unclosed_far);
  g_test_add_func ("/csv/unclosed-all", test_unclosed_all);
  g_test_add_func ("/csv/long-cells", test_long_cells);
  g_test_add_func ("/csv/bad-bytes", test_bad_bytes);
  g_test_add_func ("/csv/vanished", test_vanished);
  g_test_add_func ("/csv/unlinked", test_unlinked);
  g_test_add_func ("/csv/sparse", test_sparse);
  g_test_add_func ("/csv/sparse-empty", test_sparse_empty);
  g_test_add_func ("/csv/flat-memory", test_flat_memory);
  g_test_add_func ("/csv/files", test_files);
  return g_test_run ();
}
