/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which scan the rows are of, and which one will take its place. */
#include "palier-import-options.h"
#include "palier-import-preview.h"
#include "palier-import-rows-private.h"

#define SCAN_DELAY_MS 120

static void
drop_scan (PalierImportScan **scan)
{
  if (*scan != NULL)
    palier_import_scan_stop (*scan);
  g_clear_pointer (scan, palier_import_scan_unref);
}

void
palier_import_rows_drop_scans (PalierImportRows *self)
{
  g_clear_handle_id (&self->scan_source, g_source_remove);
  drop_scan (&self->next);
  drop_scan (&self->scan);
}

/* The new scan is complete: its rows are those of the old one, judged anew. */
static void
adopt (PalierImportRows *self)
{
  g_autoptr (PalierImportScan) before = self->scan;

  self->scan = g_steal_pointer (&self->next);
  palier_import_scan_stop (before);
  palier_import_items_set_scan (self->items, self->scan);
  palier_import_items_set_viewer (self->items, NULL);
  palier_import_rows_announce (self, before, self->filter);
  palier_import_items_read_again (self->items);
}

static void
on_scan_cb (PalierImportScan *scan, const GError *error, gpointer data)
{
  PalierImportRows *self = data;
  gboolean complete = palier_import_scan_get_counts (scan)->complete;

  if (error != NULL)
    palier_import_rows_set_error (self, error);
  else if (scan == self->next && complete)
    adopt (self);
  else if (scan == self->scan)
    palier_import_rows_grow (self);
  palier_import_rows_set_complete (self, complete);
  palier_import_rows_tell_counted (self);
}

PalierImportScan *
palier_import_rows_start_scan (PalierImportRows *self)
{
  gint64 now_ms = palier_core_now_ms (self->core);
  PalierReaderOptions format = palier_preview_get_options (self->preview);
  PalierImportStamp stamp = palier_import_options_stamp (&self->options, self->preview, now_ms);
  PalierImportWill will = palier_import_options_will (&self->options, self->preview);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_autoptr (PalierImportSource) source = palier_import_source_new (
      self->preview->path, &format, self->preview->columns, &stamp, self->cancellable);
  palier_import_source_set_mark (source, &self->preview->mark);
  palier_import_source_keep_cells (source);
  palier_import_source_set_edits (source, self->options.edits);
  return palier_import_scan_start (self->core, source, &will, on_scan_cb, self);
}

static gboolean
on_scan_again_cb (gpointer data)
{
  PalierImportRows *self = data;

  self->scan_source = 0;
  drop_scan (&self->next);
  self->next = palier_import_rows_start_scan (self);
  palier_import_items_set_viewer (self->items, self->next);
  return G_SOURCE_REMOVE;
}

/* Something changed by which rows are judged; several changes at once cost one scan. */
void
palier_import_rows_scan_again (PalierImportRows *self)
{
  palier_import_items_read_again (self->items);
  palier_import_rows_set_complete (self, FALSE);
  g_clear_handle_id (&self->scan_source, g_source_remove);
  self->scan_source = g_timeout_add (SCAN_DELAY_MS, on_scan_again_cb, self);
}

/* The file is read in another way: nothing of what was shown holds. */
static void
scan_anew (PalierImportRows *self)
{
  palier_import_rows_drop_scans (self);
  palier_import_rows_set_error (self, NULL);
  self->scan = palier_import_rows_start_scan (self);
  palier_import_items_set_scan (self->items, self->scan);
  palier_import_items_set_viewer (self->items, NULL);
  palier_import_rows_drop_shown (self);
  palier_import_rows_set_complete (self, FALSE);
}

static gboolean
is_read_alike (const PalierPreview *a, const PalierPreview *b)
{
  return g_strcmp0 (a->path, b->path) == 0 && g_strcmp0 (a->encoding, b->encoding) == 0
         && g_strcmp0 (a->delimiter, b->delimiter) == 0 && g_strcmp0 (a->sheet, b->sheet) == 0
         && a->header_row == b->header_row && a->columns->len == b->columns->len;
}

/**
 * palier_import_rows_set_preview:
 * @preview: with other columns placed, or the file read in another way; also the same one, after
 *   its columns were placed anew
 *
 * Mends and decisions stay.
 */
void
palier_import_rows_set_preview (PalierImportRows *self, PalierPreview *preview)
{
  g_autoptr (PalierPreview) before = self->preview;

  self->preview = palier_preview_ref (preview);
  if (self->error == NULL && is_read_alike (before, preview))
    palier_import_rows_scan_again (self);
  else
    scan_anew (self);
}
