/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each column of files is taken for: a line "file", header row and width for each file, then a
 * line "column", index, field, guess, confidence, reason for each column; tabs between them. */
#include <stdio.h>

#include "palier-mapping.h"

#define ROWS 200

static const char *
name_of (PalierField field)
{
  return field != PALIER_FIELD_NONE ? palier_field_name (field) : "-";
}

static gboolean
print_file (const char *path)
{
  PalierReaderOptions options = PALIER_READER_OPTIONS_GUESS;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierReader) reader = palier_reader_open (path, &options, NULL, &error);
  g_autoptr (GPtrArray) sample =
      reader != NULL ? palier_reader_take_sample (reader, ROWS, &error) : NULL;

  if (sample == NULL)
  {
    g_printerr ("%s: %s\n", path, error->message);
    return FALSE;
  }
  g_autoptr (GPtrArray) columns = palier_mapping_guess (palier_reader_get_headers (reader), sample);
  printf ("file\t%s\t%d\t%u\n", path, palier_reader_get_header_row (reader), columns->len);
  for (guint i = 0; i < columns->len; i++)
  {
    const PalierColumn *column = g_ptr_array_index (columns, i);
    printf ("column\t%u\t%s\t%s\t%.3f\t%s\n", column->index, name_of (column->field),
            name_of (column->guess), column->confidence,
            column->reason != NULL ? column->reason : "-");
  }
  return TRUE;
}

int
main (int argc, char **argv)
{
  gboolean good = TRUE;

  for (int i = 1; i < argc; i++)
    good = print_file (argv[i]) && good;
  return good ? 0 : 1;
}
