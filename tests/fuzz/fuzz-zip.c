/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an archive. What begins like one is taken as one; other input is cut at zero bytes
 * into files, each of which begins with its name on a line, and packed first. */
#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include "palier-reader.h"

#define MAX_ROWS 500
#define MAX_FILES 16

static void
add_file (zip_t *archive, const char *data, gsize length)
{
  const char *end = memchr (data, '\n', length);
  gsize n = end != NULL ? (gsize) (end - data) : length;
  g_autofree char *name = g_strndup (data, n);
  gsize skip = MIN (length, n + 1);
  zip_source_t *source = zip_source_buffer (archive, data + skip, length - skip, 0);

  if (zip_file_add (archive, name, source, ZIP_FL_OVERWRITE) < 0)
    zip_source_free (source);
}

/* Returns: (transfer full): the bytes of an archive */
static GByteArray *
pack (const char *data, gsize length)
{
  zip_source_t *target = zip_source_buffer_create (NULL, 0, 0, NULL);
  zip_t *archive = zip_open_from_source (target, ZIP_TRUNCATE, NULL);
  GByteArray *out = g_byte_array_new ();
  guint8 buffer[4096];
  zip_int64_t n;

  zip_source_keep (target);
  for (guint i = 0; i < MAX_FILES && length > 0; i++)
  {
    const char *zero = memchr (data, '\0', length);
    gsize part = zero != NULL ? (gsize) (zero - data) : length;
    add_file (archive, data, part);
    gsize skip = MIN (length, part + 1);
    data += skip;
    length -= skip;
  }
  if (zip_close (archive) != 0)
    zip_discard (archive);
  else if (zip_source_open (target) == 0)
  {
    while ((n = zip_source_read (target, buffer, sizeof buffer)) > 0)
      g_byte_array_append (out, buffer, (guint) n);
    zip_source_close (target);
  }
  zip_source_free (target);
  return out;
}

static void
read_rows (const char *path)
{
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
  const PalierRow *row;

  for (guint n = 0; reader != NULL && n < MAX_ROWS; n++)
  {
    row = palier_reader_next (reader, NULL);
    if (row == NULL)
      return;
    for (guint i = 0; i < row->n_cells; i++)
      g_assert_true (g_utf8_validate (row->cells[i], -1, NULL));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  int fd = memfd_create ("archive", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (GByteArray) packed = NULL;

  if (length < 2 || memcmp (data, "PK", 2) != 0)
  {
    packed = pack ((const char *) data, length);
    data = packed->data;
    length = packed->len;
  }
  if (length > 0 && write (fd, data, length) == (gssize) length)
    read_rows (path);
  close (fd);
  return 0;
}
