/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a file of whatever kind they begin like: the corpus says which reader is tried.
 * Every sheet is read, the hidden ones too. Cells are UTF-8, lines go on, and nothing is read that
 * is not there. */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "palier-reader.h"

#define MAX_ROWS 500
#define MAX_SHEETS 8

static void
read_rows (const char *path, const char *sheet)
{
  PalierReaderOptions options = PALIER_READER_OPTIONS_GUESS;
  PalierField field;
  guint64 line = 0;
  const PalierRow *row;

  options.sheet = sheet;
  g_autoptr (PalierReader) reader = palier_reader_open (path, &options, NULL, NULL);
  if (reader == NULL)
    return;
  for (guint n = 0; n < MAX_ROWS && (row = palier_reader_next (reader, NULL)) != NULL; n++)
  {
    g_assert_true (row->line >= line);
    line = row->line;
    g_assert_true (row->n_cells <= PALIER_COLUMNS_MAX);
    for (guint i = 0; i < row->n_cells; i++)
      g_assert_true (g_utf8_validate (row->cells[i], -1, NULL));
  }
  palier_reader_get_known_field (reader, 0, &field);
}

static void
read_sheets (const char *path, char **sheets)
{
  for (guint i = 0; sheets != NULL && sheets[i] != NULL && i < MAX_SHEETS; i++)
    read_rows (path, sheets[i]);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  int fd = memfd_create ("file", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

  if (write (fd, data, length) == (gssize) length)
  {
    g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);
    if (reader != NULL)
    {
      read_rows (path, NULL);
      read_sheets (path, palier_reader_get_sheets (reader));
      read_sheets (path, palier_reader_get_hidden_sheets (reader));
    }
  }
  close (fd);
  return 0;
}
