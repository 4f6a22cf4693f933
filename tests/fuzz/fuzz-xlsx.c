/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a workbook. What begins like an archive is taken as one; other input is cut at lines
 * of "---" into workbook, styles, strings and sheet, which are packed first: so that what is tried
 * is the reading of parts, not the sums of the archive. */
#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include "palier-reader.h"

#define MAX_ROWS 2000
#define CUT "\n---\n"

static const char rels[] =
    "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"
    "</Relationships>";

static void
add_part (zip_t *archive, const char *name, const void *bytes, gsize length)
{
  zip_source_t *source = zip_source_buffer (archive, bytes, length, 0);
  zip_int64_t index = zip_file_add (archive, name, source, ZIP_FL_ENC_UTF_8);

  g_assert_true (index >= 0);
  zip_set_file_compression (archive, (zip_uint64_t) index, ZIP_CM_STORE, 0);
}

static void
add_parts (zip_t *archive, const char *data, gsize length)
{
  static const char *const names[] = { "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml",
                                       "xl/worksheets/sheet1.xml" };

  add_part (archive, "xl/_rels/workbook.xml.rels", rels, sizeof rels - 1);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
  {
    const char *cut = memmem (data, length, CUT, strlen (CUT));
    gsize part = cut != NULL ? (gsize) (cut - data) : length;
    add_part (archive, names[i], data, part);
    gsize skip = MIN (length, part + strlen (CUT));
    data += skip;
    length -= skip;
  }
}

/* An archive of the input's parts. Returns: (transfer full): its bytes */
static GByteArray *
pack (const guint8 *data, gsize length)
{
  zip_source_t *source = zip_source_buffer_create (NULL, 0, 0, NULL);
  zip_t *archive = zip_open_from_source (source, ZIP_TRUNCATE, NULL);
  GByteArray *out = g_byte_array_new ();
  guint8 buffer[4096];
  zip_int64_t n;

  zip_source_keep (source);
  add_parts (archive, (const char *) data, length);
  g_assert_true (zip_close (archive) == 0);
  zip_source_open (source);
  while ((n = zip_source_read (source, buffer, sizeof buffer)) > 0)
    g_byte_array_append (out, buffer, (guint) n);
  zip_source_close (source);
  zip_source_free (source);
  return out;
}

static void
read_rows (const char *path)
{
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  const PalierRow *row;
  guint64 line = 0;

  if (reader == NULL)
    return;
  for (guint n = 0; n < MAX_ROWS && (row = palier_reader_next (reader, NULL)) != NULL; n++)
  {
    g_assert_true (row->line > line);
    line = row->line;
    for (guint i = 0; i < row->n_cells; i++)
      g_assert_true (g_utf8_validate (row->cells[i], -1, NULL));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  int fd = memfd_create ("book", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (GByteArray) packed = g_byte_array_new ();

  if (length > 2 && memcmp (data, "PK", 2) == 0)
    g_byte_array_append (packed, data, (guint) length);
  else
  {
    g_byte_array_unref (packed);
    packed = pack (data, length);
  }
  if (write (fd, packed->data, packed->len) == (gssize) packed->len)
    read_rows (path);
  close (fd);
  return 0;
}
