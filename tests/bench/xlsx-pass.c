/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads all rows of a file as an import does. Prints cells and the bytes of their texts. */
#include <string.h>

#include "palier-reader.h"

int
main (int argc, char **argv)
{
  PalierReaderOptions options = PALIER_READER_OPTIONS_GUESS;
  g_autoptr (GError) error = NULL;
  const PalierRow *row;
  guint64 n_cells = 0, n_bytes = 0;

  options.header_row = PALIER_READER_HEADER_NONE;
  g_autoptr (PalierReader) reader = palier_reader_open (argv[1], &options, NULL, &error);
  while (reader != NULL && (row = palier_reader_next (reader, &error)) != NULL)
    for (guint i = 0; i < row->n_cells; i++)
    {
      n_cells++;
      n_bytes += strlen (row->cells[i]);
    }
  g_print ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", n_cells, n_bytes);
  return error != NULL;
}
