/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-items.h"

#include "palier-prospect-store.h"

/* Items kept for rows that nobody holds any more: a few screens. */
#define KEPT_ITEMS 512

/* Rows filled in one turn of the main loop: whoever shows a row has some thirty cells to set. */
#define FILLED_AT_ONCE 8

struct _PalierImportItems
{
  PalierCore *core;
  PalierImportEdits *edits;
  PalierImportScan *scan;   /* (nullable): whose rows these are */
  PalierImportScan *viewer; /* (nullable): by whose mapping they are seen, where not by its own */
  GHashTable *rows;         /* index of the row + 1 → PalierImportRow */
  GArray *wanted;           /* (element-type guint) */
  guint fetch_source;
};

static PalierImportItems *
items_ref (PalierImportItems *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
items_clear (gpointer data)
{
  PalierImportItems *self = data;

  g_clear_pointer (&self->scan, palier_import_scan_unref);
  g_clear_pointer (&self->viewer, palier_import_scan_unref);
  g_hash_table_unref (self->rows);
  g_array_unref (self->wanted);
  palier_import_edits_unref (self->edits);
  palier_core_unref (self->core);
}

static void
items_unref (PalierImportItems *self)
{
  g_atomic_rc_box_release_full (self, items_clear);
}

static GHashTable *
new_rows (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

/* @edits: as they are when a row is read */
PalierImportItems *
palier_import_items_new (PalierCore *core, PalierImportEdits *edits)
{
  PalierImportItems *self = g_atomic_rc_box_new0 (PalierImportItems);

  self->core = palier_core_ref (core);
  self->edits = palier_import_edits_ref (edits);
  self->rows = new_rows ();
  self->wanted = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/* What is being read comes to nothing. */
void
palier_import_items_free (PalierImportItems *self)
{
  palier_import_items_forget (self);
  items_unref (self);
}

typedef struct
{
  PalierImportItems *items;
  PalierImportScan *scan;
  GArray *indices;
} FetchCall;

static void
fetch_call_free (gpointer data)
{
  FetchCall *call = data;

  items_unref (call->items);
  palier_import_scan_unref (call->scan);
  g_array_unref (call->indices);
  g_free (call);
}

/* Whom the rows may be: of the base by n, of the file by line. */
typedef struct
{
  GHashTable *of_base; /* gint64 → PalierProspect */
  GHashTable *of_file; /* guint64 → PalierProspect */
} Others;

static void
others_init (Others *self)
{
  self->of_base = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                         (GDestroyNotify) palier_prospect_unref);
  self->of_file = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                         (GDestroyNotify) palier_prospect_unref);
}

static void
others_clear (Others *self)
{
  g_hash_table_unref (self->of_base);
  g_hash_table_unref (self->of_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Others, others_clear)

static void
read_of_base (Others *self, PalierCore *core, GArray *ns)
{
  g_autoptr (GPtrArray) found =
      ns->len > 0 ? dex_await_boxed (palier_prospect_store_rows (core->workspace, ns), NULL) : NULL;

  for (guint i = 0; found != NULL && i < found->len; i++)
    if (found->pdata[i] != NULL)
      g_hash_table_insert (self->of_base,
                           g_memdup2 (&g_array_index (ns, gint64, i), sizeof (gint64)),
                           palier_prospect_ref (found->pdata[i]));
}

static void
read_of_file (Others *self, FetchCall *call, PalierImportScan *viewer, GArray *lines)
{
  g_autoptr (GPtrArray) found =
      lines->len > 0 ? dex_await_boxed (palier_import_scan_fetch_lines (call->scan, viewer,
                                                                        call->items->edits, lines),
                                        NULL)
                     : NULL;

  for (guint i = 0; found != NULL && i < found->len; i++)
  {
    PalierScanContent *content = g_ptr_array_index (found, i);
    if (content->draft != NULL)
      g_hash_table_insert (self->of_file, g_memdup2 (&content->row.line, sizeof (guint64)),
                           palier_prospect_ref (content->draft));
  }
}

static void
read_others (Others *self, FetchCall *call, PalierImportScan *viewer, GPtrArray *contents)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < contents->len; i++)
  {
    const PalierScanContent *content = g_ptr_array_index (contents, i);
    if (content->row.other_n != 0)
      g_array_append_val (ns, content->row.other_n);
    if (content->row.other_line != 0)
      g_array_append_val (lines, content->row.other_line);
  }
  read_of_base (self, call->items->core, ns);
  read_of_file (self, call, viewer, lines);
}

static PalierProspect *
find_other (Others *self, const PalierScanRow *row)
{
  return row->other_line != 0 ? g_hash_table_lookup (self->of_file, &row->other_line)
                              : g_hash_table_lookup (self->of_base, &row->other_n);
}

/* @content: (transfer full) */
static void
fill_row (PalierImportItems *self, PalierScanContent *content, Others *others)
{
  PalierImportRow *row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (content->index + 1));

  if (row != NULL)
    palier_import_row_fill (row, content, find_other (others, &content->row));
  else
    palier_scan_content_free (content);
}

/* Some at a time, until the rows of another scan are shown. */
static void
fill_rows (FetchCall *call, GPtrArray *contents, Others *others)
{
  while (contents->len > 0 && call->scan == call->items->scan)
  {
    fill_row (call->items, g_ptr_array_steal_index (contents, 0), others);
    if (contents->len % FILLED_AT_ONCE == 0)
      dex_await (dex_timeout_new_usec (0), NULL);
  }
}

static DexFuture *
fetch_fiber (gpointer data)
{
  FetchCall *call = data;
  PalierImportItems *self = call->items;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierImportScan) viewer =
      palier_import_scan_ref (self->viewer != NULL ? self->viewer : call->scan);
  g_autoptr (GPtrArray) contents = dex_await_boxed (
      palier_import_scan_fetch (call->scan, viewer, self->edits, call->indices), &error);

  if (contents == NULL)
    return g_debug ("rows: %s", error->message), palier_reject (&error);
  g_auto (Others) others;
  others_init (&others);
  read_others (&others, call, viewer, contents);
  fill_rows (call, contents, &others);
  return dex_future_new_true ();
}

static gboolean
on_fetch_cb (gpointer data)
{
  PalierImportItems *self = data;
  FetchCall *call = g_new0 (FetchCall, 1);

  call->items = items_ref (self);
  call->scan = palier_import_scan_ref (self->scan);
  call->indices = g_steal_pointer (&self->wanted);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (guint));
  self->fetch_source = 0;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fetch_fiber, call, fetch_call_free));
  return G_SOURCE_REMOVE;
}

static void
want (PalierImportItems *self, guint index)
{
  if (index >= palier_import_scan_get_counts (self->scan)->rows)
    return;
  g_array_append_val (self->wanted, index);
  if (self->fetch_source == 0)
    self->fetch_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_fetch_cb, self, NULL);
}

static gboolean
is_held_by_us_only (gpointer key, gpointer row, gpointer unused)
{
  return G_OBJECT (row)->ref_count == 1;
}

/* Reads the items in view again: they are seen otherwise now. */
void
palier_import_items_read_again (PalierImportItems *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_foreach_remove (self->rows, is_held_by_us_only, NULL);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    want (self, GPOINTER_TO_UINT (key) - 1);
}

/* The items that somebody holds are of other rows now, as @func says. */
void
palier_import_items_move (PalierImportItems *self, PalierItemsMoveFunc func, gpointer data)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->rows);
  GHashTableIter iter;
  gpointer key, row;
  guint moved;

  self->rows = new_rows ();
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &row))
    if (!is_held_by_us_only (key, row, NULL) && func (GPOINTER_TO_UINT (key) - 1, &moved, data))
    {
      palier_import_row_empty (row);
      g_hash_table_insert (self->rows, GUINT_TO_POINTER (moved + 1), g_object_ref (row));
      want (self, moved);
    }
}

/* The rows are others now. */
void
palier_import_items_forget (PalierImportItems *self)
{
  g_hash_table_remove_all (self->rows);
  g_array_set_size (self->wanted, 0);
  g_clear_handle_id (&self->fetch_source, g_source_remove);
}

/* @index: of the row in the file. Returns: (transfer none) */
PalierImportRow *
palier_import_items_get (PalierImportItems *self, guint index)
{
  PalierImportRow *row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (index + 1));

  if (row != NULL)
    return row;
  if (g_hash_table_size (self->rows) > KEPT_ITEMS)
    g_hash_table_foreach_remove (self->rows, is_held_by_us_only, NULL);
  row = palier_import_row_new ();
  g_hash_table_insert (self->rows, GUINT_TO_POINTER (index + 1), row);
  want (self, index);
  return row;
}

static void
set_scan (PalierImportScan **place, PalierImportScan *scan)
{
  PalierImportScan *before = *place;

  *place = scan != NULL ? palier_import_scan_ref (scan) : NULL;
  g_clear_pointer (&before, palier_import_scan_unref);
}

/* Whose rows are shown. */
void
palier_import_items_set_scan (PalierImportItems *self, PalierImportScan *scan)
{
  set_scan (&self->scan, scan);
}

/* @viewer: (nullable): by whose mapping they are seen; NULL: by their own */
void
palier_import_items_set_viewer (PalierImportItems *self, PalierImportScan *viewer)
{
  set_scan (&self->viewer, viewer);
}
