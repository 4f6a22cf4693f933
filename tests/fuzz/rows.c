/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes as a file, and all its rows, by what stands below the guess of headers: what that guess
 * costs would leave few inputs a second. */
#include "rows.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_ROWS 500
#define MAX_SHEETS 8

/**
 * fuzz_file:
 *
 * Returns: a descriptor of the bytes, for as long as the next call has not come; one file serves
 *   all calls
 */
int
fuzz_file (const void *bytes, gsize length)
{
  static int file = -1;

  if (file < 0)
    file = memfd_create ("input", MFD_CLOEXEC);
  g_assert_no_errno (ftruncate (file, 0));
  g_assert_cmpint (pwrite (file, bytes, length, 0), ==, (gssize) length);
  lseek (file, 0, SEEK_SET);
  return fcntl (file, F_DUPFD_CLOEXEC, 0);
}

/* Lines go on, cells are UTF-8, and there are no more of them than said. */
static void
read_rows (PalierTable *table)
{
  const PalierRow *row;
  guint64 line = 0;

  for (guint n = 0; n < MAX_ROWS && (row = table->class->next (table, NULL)) != NULL; n++)
  {
    g_assert_true (row->line >= line);
    line = row->line;
    g_assert_true (row->n_cells <= PALIER_COLUMNS_MAX);
    for (guint i = 0; i < row->n_cells; i++)
      g_assert_true (g_utf8_validate (row->cells[i], -1, NULL));
  }
  double fraction = table->class->get_fraction (table);
  g_assert_true (fraction >= 0 && fraction <= 1);
}

/* (nullable): @fd (transfer full) as a file of whatever kind it begins like */
PalierTable *
fuzz_open (int fd)
{
  const PalierReaderOptions options = PALIER_READER_OPTIONS_GUESS;
  return palier_table_open (fd, &options, 0, NULL, NULL);
}

/* Reads every sheet, the hidden ones too. @opened: (transfer full) (nullable) */
void
fuzz_read_rows (PalierTable *opened)
{
  g_autoptr (PalierTable) table = opened;
  PalierField field;

  if (table == NULL)
    return;
  palier_table_get_known_field (table, 0, &field);
  if (table->class->open_sheet == NULL)
  {
    read_rows (table);
    return;
  }
  guint n = table->sheets->len + (table->hidden != NULL ? table->hidden->len : 0);
  for (guint i = 0; i < MIN (n, MAX_SHEETS); i++)
  {
    table->sheet = (int) i;
    if (table->class->open_sheet (table, i, NULL))
      read_rows (table);
  }
}
