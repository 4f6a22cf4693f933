/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at rows that a scan put by. The asker's thread says where they stand; reading and mapping
 * happen on a pool thread. */
#include <string.h>

#include "palier-import-scan-private.h"
#include "palier-worker.h"

/* Some rows of one block. */
typedef struct
{
  guint64 offset;
  gsize length;
  guint first; /* index of the block's first row */
} Block;

typedef struct
{
  PalierImportScan *scan;
  PalierImportScan *viewer;
  PalierImportEdits *edits;
  GArray *blocks; /* (element-type Block) */
  GArray *keys;   /* (element-type guint64): indices of rows, or their lines; sorted */
  gboolean by_line;
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  palier_import_scan_unref (fetch->scan);
  palier_import_scan_unref (fetch->viewer);
  palier_import_edits_unref (fetch->edits);
  g_array_unref (fetch->blocks);
  g_array_unref (fetch->keys);
  g_free (fetch);
}

void
palier_scan_content_free (PalierScanContent *self)
{
  g_strfreev (self->raw);
  g_strfreev (self->cells);
  g_clear_pointer (&self->draft, palier_prospect_unref);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

static char **
read_cells (const PalierScanRow *row, const char *bytes)
{
  char **cells = g_new0 (char *, (gsize) row->n_cells + 1);

  for (guint i = 0; i < row->n_cells; i++, bytes += strlen (bytes) + 1)
    cells[i] = g_strdup (bytes);
  return cells;
}

static char **
take_cells (const PalierImportEdits *edits, const PalierScanRow *row, char **raw)
{
  char **cells = g_strdupv (raw);

  for (guint i = 0; raw[i] != NULL; i++)
  {
    const char *text = palier_import_edits_get_cell (edits, row->line, i, raw[i]);
    if (text != NULL)
      g_set_str (&cells[i], text);
  }
  return cells;
}

static PalierScanContent *
read_content (Fetch *fetch, guint index, const PalierScanRow *row, const char *bytes)
{
  PalierScanContent *content = g_new0 (PalierScanContent, 1);
  PalierImportScan *viewer = fetch->viewer;

  content->index = index;
  content->row = *row;
  content->raw = read_cells (row, bytes);
  content->cells = take_cells (fetch->edits, row, content->raw);
  content->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_free);
  PalierRow line = { row->line, row->n_cells, (const char *const *) content->raw,
                     (PalierRowFlags) row->flags };
  g_mutex_lock (&viewer->lock);
  g_autoptr (PalierDraft) draft = palier_import_source_map_row (
      viewer->source, viewer->viewer, fetch->edits, &line, content->problems);
  g_mutex_unlock (&viewer->lock);
  if (draft != NULL)
    content->draft = g_steal_pointer (&draft->prospect);
  return content;
}

/* @next: index into the keys; moves past those of the block. Keys may repeat. */
static void
read_block (Fetch *fetch, const Block *block, const char *bytes, guint *next, GPtrArray *contents)
{
  const char *p = bytes, *end = bytes + block->length;
  PalierScanRow row;

  for (guint index = block->first; p < end && *next < fetch->keys->len; index++)
  {
    memcpy (&row, p, sizeof row);
    p += sizeof row;
    guint64 key = fetch->by_line ? row.line : index;
    if (g_array_index (fetch->keys, guint64, *next) == key)
      g_ptr_array_add (contents, read_content (fetch, index, &row, p));
    while (*next < fetch->keys->len && g_array_index (fetch->keys, guint64, *next) <= key)
      (*next)++;
    p += row.length;
  }
}

static DexFuture *
fetch_job (gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (GPtrArray) contents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_scan_content_free);
  g_autoptr (GError) error = NULL;
  guint next = 0;

  for (guint i = 0; i < fetch->blocks->len; i++)
  {
    const Block *block = &g_array_index (fetch->blocks, Block, i);
    g_autofree char *bytes = g_malloc (block->length);
    if (!palier_scratch_read (fetch->scan->scratch, block->offset, bytes, block->length, &error))
      return palier_reject (&error);
    read_block (fetch, block, bytes, &next, contents);
  }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&contents));
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static void
add_block (PalierImportScan *self, guint block, GArray *blocks)
{
  guint64 offset = g_array_index (self->blocks, PalierScanPlace, block).offset;
  guint64 end = block + 1 < self->blocks->len
                    ? g_array_index (self->blocks, PalierScanPlace, block + 1).offset
                    : self->end;
  Block found = { offset, (gsize) (end - offset), block * PALIER_SCAN_BLOCK };

  g_array_append_val (blocks, found);
}

/* The block that the row at @line is in, if there is such a row. */
static guint
block_of_line (PalierImportScan *self, guint64 line)
{
  guint low = 0, high = self->blocks->len;

  while (high - low > 1)
  {
    guint middle = low + (high - low) / 2;
    if (g_array_index (self->blocks, PalierScanPlace, middle).line <= line)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* @keys: (transfer full) */
static DexFuture *
fetch (PalierImportScan *self, PalierImportScan *viewer, PalierImportEdits *edits, GArray *keys,
       gboolean by_line)
{
  Fetch *fetch = g_new0 (Fetch, 1);
  guint last = G_MAXUINT;

  fetch->scan = palier_import_scan_ref (self);
  fetch->viewer = palier_import_scan_ref (viewer->viewer != NULL ? viewer : self);
  fetch->edits = palier_import_edits_copy (edits);
  fetch->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  fetch->keys = keys;
  fetch->by_line = by_line;
  g_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len && self->blocks->len > 0; i++)
  {
    guint64 key = g_array_index (keys, guint64, i);
    guint block = by_line ? block_of_line (self, key) : (guint) (key / PALIER_SCAN_BLOCK);
    if (block != last)
      add_block (self, block, fetch->blocks);
    last = block;
  }
  return palier_pool_run (fetch_job, fetch, fetch_free);
}

/**
 * palier_import_scan_fetch:
 * @viewer: of the same file, read in the same way, with a mapping by now
 * @indices: (element-type guint): of rows that are counted
 */
DexFuture *
palier_import_scan_fetch (PalierImportScan *self, PalierImportScan *viewer,
                          PalierImportEdits *edits, GArray *indices)
{
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (guint64), indices->len);

  for (guint i = 0; i < indices->len; i++)
  {
    guint64 key = g_array_index (indices, guint, i);
    g_array_append_val (keys, key);
  }
  return fetch (self, viewer, edits, keys, FALSE);
}

/* Lines without a row, and rows that are not counted yet, come to nothing. */
DexFuture *
palier_import_scan_fetch_lines (PalierImportScan *self, PalierImportScan *viewer,
                                PalierImportEdits *edits, GArray *lines)
{
  return fetch (self, viewer, edits, g_array_copy (lines), TRUE);
}

/* ---- counting */

typedef struct
{
  PalierImportScan *scan;
  guint column;
  char *raw;
  GArray *blocks; /* (element-type Block) */
} Count;

static void
count_free (gpointer data)
{
  Count *count = data;

  palier_import_scan_unref (count->scan);
  g_array_unref (count->blocks);
  g_free (count->raw);
  g_free (count);
}

static gboolean
has_text (const PalierScanRow *row, const char *cells, guint column, const char *text)
{
  if (column >= row->n_cells)
    return FALSE;
  for (guint i = 0; i < column; i++)
    cells += strlen (cells) + 1;
  return strcmp (cells, text) == 0;
}

static gint64
count_in_block (const Count *count, const char *bytes, gsize length)
{
  const char *p = bytes;
  PalierScanRow row;
  gint64 n = 0;

  while (p < bytes + length)
  {
    memcpy (&row, p, sizeof row);
    p += sizeof row;
    n += has_text (&row, p, count->column, count->raw);
    p += row.length;
  }
  return n;
}

static DexFuture *
count_job (gpointer data)
{
  Count *count = data;
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  for (guint i = 0; i < count->blocks->len; i++)
  {
    const Block *block = &g_array_index (count->blocks, Block, i);
    g_autofree char *bytes = g_malloc (block->length);
    if (!palier_scratch_read (count->scan->scratch, block->offset, bytes, block->length, &error))
      return palier_reject (&error);
    n += count_in_block (count, bytes, block->length);
  }
  return dex_future_new_for_int64 (n);
}

/* Reads all rows that are counted: some tenths of a second for a million. */
DexFuture *
palier_import_scan_count_alike (PalierImportScan *self, guint column, const char *raw)
{
  Count *count = g_new0 (Count, 1);

  count->scan = palier_import_scan_ref (self);
  count->column = column;
  count->raw = g_strdup (raw);
  count->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  for (guint i = 0; i < self->blocks->len; i++)
    add_block (self, i, count->blocks);
  return palier_pool_run (count_job, count, count_free);
}
