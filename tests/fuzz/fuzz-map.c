/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a contact file: read as a table, mapped, turned into drafts, matched. Every cell is
 * UTF-8, lines go on, and nothing is read that is not there. */
#include "fuzz.h"

#include <unistd.h>

#include "palier-mapping.h"
#include "rows.h"

#define MAX_ROWS 100

static void
check_row (const PalierRow *row, guint64 *line)
{
  g_assert_true (row->line >= *line);
  *line = row->line;
  g_assert_true (row->n_cells <= PALIER_COLUMNS_MAX);
  for (guint i = 0; i < row->n_cells; i++)
    g_assert_true (g_utf8_validate (row->cells[i], -1, NULL));
}

static void
map_rows (PalierReader *reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sample = palier_reader_take_sample (reader, 50, &error);
  const PalierRow *row;
  guint64 line = 0;

  if (sample == NULL)
    return;
  g_autoptr (GPtrArray) columns = palier_mapping_guess (palier_reader_get_headers (reader), sample);
  g_autoptr (PalierMapper) mapper = palier_mapper_new (columns, sample, 1795305600000);
  for (guint n = 0; n < MAX_ROWS && (row = palier_reader_next (reader, &error)) != NULL; n++)
  {
    g_autoptr (GPtrArray) problems =
        g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_free);
    g_autoptr (PalierDraft) draft = palier_mapper_apply (mapper, row, problems);
    check_row (row, &line);
  }
  for (guint i = 0; i < sample->len; i++)
  {
    char **cells = sample->pdata[i];
    PalierRow again = { 1, g_strv_length (cells), (const char *const *) cells, PALIER_ROW_FINE };
    g_autoptr (PalierDraft) draft = palier_mapper_apply (mapper, &again, NULL);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  int fd = fuzz_file (data, length);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (PalierReader) reader = palier_reader_open (path, NULL, NULL, NULL);

  if (reader != NULL)
    map_rows (reader);
  close (fd);
  return 0;
}
