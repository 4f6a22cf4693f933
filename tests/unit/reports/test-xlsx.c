/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The sheet's own XML: texts are texts, numbers numbers, no formula, the header frozen, widths.
 * 2. The locale of the numbers does not matter. 3. Nothing of a failed or cancelled export is left,
 * and what was there stays. */
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "test-rows.h"

static guint
number_at (const guint8 *p, int bytes)
{
  guint value = 0;

  for (int i = bytes - 1; i >= 0; i--)
    value = value << 8 | p[i];
  return value;
}

static char *
inflate (const guint8 *data, gsize length)
{
  g_autoptr (GConverter) raw = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW));
  g_autoptr (GInputStream) in = g_memory_input_stream_new_from_data (data, (gssize) length, NULL);
  g_autoptr (GInputStream) plain = g_converter_input_stream_new (in, raw);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_output_stream_splice (out, plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out)));
}

/* A member of a ZIP archive, found by the central directory: (transfer full). */
static char *
member_of (const char *path, const char *name)
{
  g_autofree char *contents = NULL;
  gsize length;
  const guint8 *zip, *entry;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  zip = (const guint8 *) contents;
  for (entry = zip + length - 22; memcmp (entry, "PK\5\6", 4) != 0; entry--)
    g_assert_true (entry > zip);
  for (entry = zip + number_at (entry + 16, 4); memcmp (entry, "PK\1\2", 4) == 0;
       entry +=
       46 + number_at (entry + 28, 2) + number_at (entry + 30, 2) + number_at (entry + 32, 2))
  {
    if (number_at (entry + 28, 2) != strlen (name) || memcmp (entry + 46, name, strlen (name)) != 0)
      continue;
    const guint8 *local = zip + number_at (entry + 42, 4);
    return inflate (local + 30 + number_at (local + 26, 2) + number_at (local + 28, 2),
                    number_at (entry + 20, 4));
  }
  return NULL;
}

static char *
folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("palier-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
  {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
}

static const PalierExportColumn columns[] = {
  { PALIER_FIELD_KIND, "Type" },      { PALIER_FIELD_COMPANY, "Société" },
  { PALIER_FIELD_PHONE, "Tél." },     { PALIER_FIELD_STAFF, "Effectif" },
  { PALIER_FIELD_SOURCE_DATE, "Le" }, { PALIER_FIELD_ESTIMATED_VALUE_CENTS, "Valeur" },
};

static PalierProspect *
row_new (void)
{
  PalierProspect *p = palier_prospect_new ();

  palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
  palier_prospect_set (p, PALIER_FIELD_COMPANY, "=HYPERLINK(\"http://x\")");
  palier_prospect_set (p, PALIER_FIELD_PHONE, "+33199001234");
  palier_prospect_set (p, PALIER_FIELD_STAFF, "12");
  palier_prospect_set (p, PALIER_FIELD_SOURCE_DATE, "2026-03-03");
  palier_prospect_set (p, PALIER_FIELD_ESTIMATED_VALUE_CENTS, "28500050");
  return p;
}

static void
test_sheet (void)
{
  static const char *const held[] = {
    "agence",          ">=HYPERLINK(",     ">+33199001234<", "<v>12</v>", "<v>46084</v>",
    "<v>285000.5</v>", "state=\"frozen\"", "<cols>",         "Société",
  };
  g_autofree char *folder = folder_new ();
  g_autofree char *path = g_build_filename (folder, "export.xlsx", NULL);
  g_autoptr (PalierProspect) p = row_new ();
  g_autoptr (GError) error = NULL;
  Rows rows = { p, 2000, FALSE };
  PalierExport export = {
    columns, G_N_ELEMENTS (columns), "Prospects [2026]: tous, un nom trop long", next_row, &rows,
    word_of
  };

  g_assert_cmpint (palier_export_xlsx (&export, path, NULL, &error), ==, 2000);
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_autofree char *sheet = member_of (path, "xl/worksheets/sheet1.xml");
  g_autofree char *book = member_of (path, "xl/workbook.xml");
  for (gsize i = 0; i < G_N_ELEMENTS (held); i++)
    g_assert_nonnull (strstr (sheet, held[i]));
  g_assert_null (strstr (sheet, "<f>"));
  g_assert_nonnull (strstr (sheet, "<row r=\"2001\""));
  g_assert_null (strstr (sheet, "<row r=\"2002\""));
  g_assert_nonnull (strstr (book, "Prospects  2026   tous, un nom "));
  remove_folder (folder);
}

/* Where numbers have commas, the sheet's have points all the same. */
static void
test_locale (void)
{
  g_autofree char *folder = folder_new ();
  g_autofree char *path = g_build_filename (folder, "export.xlsx", NULL);
  g_autoptr (PalierProspect) p = row_new ();
  g_autoptr (GError) error = NULL;
  Rows rows = { p, 1, FALSE };
  PalierExport export = { columns, G_N_ELEMENTS (columns), NULL, next_row, &rows, NULL };

  /* The reference system has it; a developer's own may not. */
  if (setlocale (LC_NUMERIC, "fr_FR.UTF-8") == NULL)
  {
    remove_folder (folder);
    g_test_skip ("no French locale here");
    return;
  }
  g_assert_cmpint (palier_export_xlsx (&export, path, NULL, &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpstr (localeconv ()->decimal_point, ==, ",");
  setlocale (LC_NUMERIC, "C");
  g_autofree char *sheet = member_of (path, "xl/worksheets/sheet1.xml");
  g_assert_nonnull (strstr (sheet, "<v>285000.5</v>"));
  g_assert_null (strstr (sheet, "width=\"20,"));
  g_assert_nonnull (strstr (sheet, "width=\"20."));
  remove_folder (folder);
}

static void
test_failures (void)
{
  g_autofree char *folder = folder_new ();
  g_autofree char *path = g_build_filename (folder, "export.xlsx", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "export.xlsx", NULL);
  g_autoptr (PalierProspect) p = row_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) broken = NULL, stopped = NULL, missing = NULL;
  g_autofree char *kept = NULL;
  Rows rows = { p, 5, TRUE };
  PalierExport export = { columns, G_N_ELEMENTS (columns), NULL, next_row, &rows, NULL };

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_assert_cmpint (palier_export_xlsx (&export, path, NULL, &broken), ==, -1);
  g_assert_error (broken, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_cancellable_cancel (cancelled);
  g_assert_cmpint (palier_export_xlsx (&export, path, cancelled, &stopped), ==, -1);
  g_assert_error (stopped, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (palier_export_xlsx (&export, nowhere, NULL, &missing), ==, -1);
  g_assert_error (missing, PALIER_REPORTS_ERROR, PALIER_REPORTS_ERROR_WRITE);
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "before");
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reports/xlsx/sheet", test_sheet);
  g_test_add_func ("/reports/xlsx/locale", test_locale);
  g_test_add_func ("/reports/xlsx/failures", test_failures);
  return g_test_run ();
}
