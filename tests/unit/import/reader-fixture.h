/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>
#include <zip.h>

#include "palier-reader.h"
#include "palier-spool.h"

/* The rows of bytes as text: headers on the first line, cells between "|", "h" for a hidden row,
 * "c" for one that was cut. */
static inline char *
fixture_read_sheet (const void *bytes, gsize length, const char *sheet, GError **error)
{
  g_autoptr (GBytes) content = g_bytes_new_static (bytes, length);
  g_autoptr (PalierSpool) spool = palier_spool_new_for_bytes (content, NULL);
  PalierReaderOptions options = PALIER_READER_OPTIONS_GUESS;
  g_autoptr (GError) problem = NULL;
  const PalierRow *row;

  options.sheet = sheet;
  g_autoptr (PalierReader) reader =
      palier_reader_open (palier_spool_get_path (spool), &options, NULL, error);
  if (reader == NULL)
    return NULL;
  g_autofree char *headers = g_strjoinv ("|", palier_reader_get_headers (reader));
  GString *text = g_string_new (headers);
  while ((row = palier_reader_next (reader, &problem)) != NULL)
  {
    g_string_append_printf (text, "\n%d%s%s", (int) row->line,
                            (row->flags & PALIER_ROW_HIDDEN) != 0 ? "h" : "",
                            (row->flags & PALIER_ROW_CUT) != 0 ? "c" : "");
    for (guint i = 0; i < row->n_cells; i++)
      g_string_append_printf (text, "|%s", row->cells[i]);
  }
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return g_string_free (text, FALSE);
}

static inline char *
fixture_read (const void *bytes, gsize length, GError **error)
{
  return fixture_read_sheet (bytes, length, NULL, error);
}

/* The reader of @text, which must be one. */
static inline PalierReader *
fixture_open (const char *text)
{
  g_autoptr (GBytes) content = g_bytes_new_static (text, strlen (text));
  g_autoptr (PalierSpool) spool = palier_spool_new_for_bytes (content, NULL);
  g_autoptr (GError) error = NULL;
  PalierReader *reader = palier_reader_open (palier_spool_get_path (spool), NULL, NULL, &error);

  g_assert_no_error (error);
  return reader;
}

typedef struct
{
  const char *name;
  const char *text;
} FixtureFile;

/* Returns: (transfer full): an archive of @files, as bytes */
static inline GByteArray *
fixture_pack (const FixtureFile *files, gsize n)
{
  zip_source_t *target = zip_source_buffer_create (NULL, 0, 0, NULL);
  zip_t *archive = zip_open_from_source (target, ZIP_TRUNCATE, NULL);
  GByteArray *out = g_byte_array_new ();
  guint8 buffer[4096];
  zip_int64_t got;

  zip_source_keep (target);
  for (gsize i = 0; i < n; i++)
  {
    zip_source_t *source = zip_source_buffer (archive, files[i].text, strlen (files[i].text), 0);
    g_assert_cmpint (zip_file_add (archive, files[i].name, source, ZIP_FL_ENC_UTF_8), >=, 0);
  }
  g_assert_cmpint (zip_close (archive), ==, 0);
  zip_source_open (target);
  while ((got = zip_source_read (target, buffer, sizeof buffer)) > 0)
    g_byte_array_append (out, buffer, (guint) got);
  zip_source_close (target);
  zip_source_free (target);
  return out;
}
