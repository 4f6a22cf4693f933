/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scan goes through the file and gives every row its place; an item exists only for a row that
 * somebody looks at, and is read when the main loop turns. After a change another scan starts, and
 * takes the place of the first when it is complete; meanwhile the rows in view are seen by the new
 * mapping and edits already. Only where the file is read in another way are there no rows to go on
 * showing. */
#include "palier-import-rows.h"

#include "palier-import-items.h"
#include "palier-import-options.h"
#include "palier-import-preview.h"

#define SCAN_DELAY_MS 120
#define COUNT_DELAY_MS 100

struct _PalierImportRows
{
  GObject parent;
  PalierCore *core;
  PalierPreview *preview;
  PalierImportOptions options; /* owned; its edits are the rows' */
  PalierImportFilter filter;
  PalierImportScan *scan;    /* whose rows are shown */
  PalierImportScan *next;    /* (nullable): that will take its place */
  GCancellable *cancellable; /* of the latest scan */
  guint n_items;
  PalierImportItems *items;
  guint scan_source;
  guint count_source;
  gboolean complete;
  GError *error; /* (nullable) */
};

enum
{
  PROP_COMPLETE = 1,
  PROP_ERROR,
  N_PROPS
};

enum
{
  COUNTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* ---- items */

/* The row at @position of what the filter lets through. */
static guint
index_at (PalierImportRows *self, guint position)
{
  GArray *rows = palier_import_scan_get_rows (self->scan, self->filter);
  return rows != NULL ? g_array_index (rows, guint32, position) : position;
}

static guint
count_items (PalierImportScan *scan, PalierImportFilter filter)
{
  GArray *rows = palier_import_scan_get_rows (scan, filter);
  return rows != NULL ? rows->len : (guint) palier_import_scan_get_counts (scan)->rows;
}

static GType
palier_import_rows_get_item_type (GListModel *model)
{
  return PALIER_TYPE_IMPORT_ROW;
}

static guint
palier_import_rows_get_n_items (GListModel *model)
{
  return PALIER_IMPORT_ROWS (model)->n_items;
}

static gpointer
palier_import_rows_get_item (GListModel *model, guint position)
{
  PalierImportRows *self = PALIER_IMPORT_ROWS (model);

  if (position >= self->n_items)
    return NULL;
  return g_object_ref (palier_import_items_get (self->items, index_at (self, position)));
}

static void
palier_import_rows_model_init (GListModelInterface *iface)
{
  iface->get_item_type = palier_import_rows_get_item_type;
  iface->get_n_items = palier_import_rows_get_n_items;
  iface->get_item = palier_import_rows_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PalierImportRows, palier_import_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      palier_import_rows_model_init))

/* ---- what is shown */

/* Rows behind the last one, of the scan that is shown. */
static void
grow (PalierImportRows *self)
{
  guint before = self->n_items;
  guint now = count_items (self->scan, self->filter);

  self->n_items = now;
  if (now > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, now - before);
}

static guint
index_of (PalierImportScan *scan, PalierImportFilter filter, guint position)
{
  GArray *rows = palier_import_scan_get_rows (scan, filter);
  return rows != NULL ? g_array_index (rows, guint32, position) : position;
}

/* Announces what differs between two lists of rows, and nothing around it. */
static void
announce (PalierImportRows *self, PalierImportScan *before, PalierImportFilter filter)
{
  guint old_n = self->n_items, new_n = count_items (self->scan, self->filter);
  guint start = 0, end = 0, shared = MIN (old_n, new_n);

  while (start < shared
         && index_of (before, filter, start) == index_of (self->scan, self->filter, start))
    start++;
  while (end < shared - start
         && index_of (before, filter, old_n - 1 - end)
                == index_of (self->scan, self->filter, new_n - 1 - end))
    end++;
  self->n_items = new_n;
  if (old_n - start - end != 0 || new_n - start - end != 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, old_n - start - end,
                                new_n - start - end);
}

static void
drop_rows (PalierImportRows *self)
{
  guint before = self->n_items;

  self->n_items = 0;
  palier_import_items_forget (self->items);
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
}

static gboolean
on_counted_cb (gpointer data)
{
  PalierImportRows *self = data;

  self->count_source = 0;
  g_signal_emit (self, signals[COUNTED], 0);
  return G_SOURCE_REMOVE;
}

static void
set_complete (PalierImportRows *self, gboolean complete)
{
  if (self->complete == complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

static void
tell_counted (PalierImportRows *self)
{
  if (self->count_source == 0)
    self->count_source = g_timeout_add (COUNT_DELAY_MS, on_counted_cb, self);
}

/* ---- scans */

static void
drop_scan (PalierImportScan **scan)
{
  if (*scan != NULL)
    palier_import_scan_stop (*scan);
  g_clear_pointer (scan, palier_import_scan_unref);
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
  announce (self, before, self->filter);
  palier_import_items_read_again (self->items);
}

static void
set_error (PalierImportRows *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
on_scan_cb (PalierImportScan *scan, const GError *error, gpointer data)
{
  PalierImportRows *self = data;
  gboolean complete = palier_import_scan_get_counts (scan)->complete;

  if (error != NULL)
    set_error (self, error);
  else if (scan == self->next && complete)
    adopt (self);
  else if (scan == self->scan)
    grow (self);
  set_complete (self, complete);
  tell_counted (self);
}

static PalierImportScan *
start_scan (PalierImportRows *self)
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
  self->next = start_scan (self);
  palier_import_items_set_viewer (self->items, self->next);
  return G_SOURCE_REMOVE;
}

/* Something changed by which rows are judged; several changes at once cost one scan. */
static void
scan_again (PalierImportRows *self)
{
  palier_import_items_read_again (self->items);
  set_complete (self, FALSE);
  g_clear_handle_id (&self->scan_source, g_source_remove);
  self->scan_source = g_timeout_add (SCAN_DELAY_MS, on_scan_again_cb, self);
}

/* The file is read in another way: nothing of what was shown holds. */
static void
scan_anew (PalierImportRows *self)
{
  g_clear_handle_id (&self->scan_source, g_source_remove);
  drop_scan (&self->next);
  drop_scan (&self->scan);
  set_error (self, NULL);
  self->scan = start_scan (self);
  palier_import_items_set_scan (self->items, self->scan);
  palier_import_items_set_viewer (self->items, NULL);
  drop_rows (self);
  set_complete (self, FALSE);
}

/* ---- the object */

static void
palier_import_rows_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PalierImportRows *self = PALIER_IMPORT_ROWS (object);

  switch (id)
  {
  case PROP_COMPLETE:
    g_value_set_boolean (value, self->complete);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
palier_import_rows_finalize (GObject *object)
{
  PalierImportRows *self = PALIER_IMPORT_ROWS (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  drop_scan (&self->next);
  drop_scan (&self->scan);
  g_clear_handle_id (&self->scan_source, g_source_remove);
  g_clear_handle_id (&self->count_source, g_source_remove);
  g_clear_pointer (&self->items, palier_import_items_free);
  palier_import_options_clear (&self->options);
  g_clear_pointer (&self->preview, palier_preview_free);
  g_clear_pointer (&self->core, palier_core_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (palier_import_rows_parent_class)->finalize (object);
}

static void
palier_import_rows_class_init (PalierImportRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = palier_import_rows_get_property;
  object_class->finalize = palier_import_rows_finalize;
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[COUNTED] = g_signal_new ("counted", PALIER_TYPE_IMPORT_ROWS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_import_rows_init (PalierImportRows *self)
{
}

/* @options: (nullable): copied */
PalierImportRows *
palier_import_rows_new (PalierCore *core, PalierPreview *preview,
                        const PalierImportOptions *options)
{
  PalierImportRows *self = g_object_new (PALIER_TYPE_IMPORT_ROWS, NULL);

  self->core = palier_core_ref (core);
  self->preview = palier_preview_ref (preview);
  self->options = palier_import_options_copy (options);
  self->items = palier_import_items_new (core, self->options.edits);
  self->scan = start_scan (self);
  palier_import_items_set_scan (self->items, self->scan);
  return self;
}

PalierPreview *
palier_import_rows_get_preview (PalierImportRows *self)
{
  return self->preview;
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
    scan_again (self);
  else
    scan_anew (self);
}

/* What is sure to be the same is merged, left out or kept, unless decided otherwise. */
void
palier_import_rows_set_duplicates (PalierImportRows *self, PalierDuplicates duplicates)
{
  self->options.duplicates = duplicates;
  scan_again (self);
}

PalierImportFilter
palier_import_rows_get_filter (PalierImportRows *self)
{
  return self->filter;
}

void
palier_import_rows_set_filter (PalierImportRows *self, PalierImportFilter filter)
{
  PalierImportFilter before = self->filter;

  self->filter = filter;
  if (before != filter)
    announce (self, self->scan, before);
}

/* Of what is shown; while another scan runs, its fraction tells how far that is. */
const PalierImportCounts *
palier_import_rows_get_counts (PalierImportRows *self)
{
  return palier_import_scan_get_counts (self->scan);
}

/* (transfer none) */
GPtrArray *
palier_import_rows_get_groups (PalierImportRows *self)
{
  GPtrArray *groups = palier_import_scan_get_groups (self->scan);

  for (guint i = 0; i < groups->len; i++)
  {
    PalierProblemGroup *group = g_ptr_array_index (groups, i);
    group->accepted = palier_import_edits_accepts (self->options.edits, group->column, group->code);
  }
  return groups;
}

gboolean
palier_import_rows_is_complete (PalierImportRows *self)
{
  return self->complete;
}

const GError *
palier_import_rows_get_error (PalierImportRows *self)
{
  return self->error;
}

PalierImportEdits *
palier_import_rows_get_edits (PalierImportRows *self)
{
  return self->options.edits;
}

void
palier_import_rows_mend (PalierImportRows *self, guint64 line, guint column, const char *text)
{
  palier_import_edits_set_cell (self->options.edits, line, column, text);
  scan_again (self);
}

void
palier_import_rows_mend_alike (PalierImportRows *self, guint column, const char *raw,
                               const char *text)
{
  palier_import_edits_set_alike (self->options.edits, column, raw, text);
  scan_again (self);
}

DexFuture *
palier_import_rows_count_alike (PalierImportRows *self, guint column, const char *raw)
{
  return palier_import_scan_count_alike (self->scan, column, raw);
}

void
palier_import_rows_accept (PalierImportRows *self, int column, const char *code, gboolean accept)
{
  palier_import_edits_accept (self->options.edits, column, code, accept);
  scan_again (self);
}

void
palier_import_rows_decide (PalierImportRows *self, guint64 line, PalierDecision decision)
{
  palier_import_edits_decide (self->options.edits, line, decision);
  scan_again (self);
}

void
palier_import_rows_decide_all (PalierImportRows *self, PalierImportVerdict verdict,
                               PalierDecision decision)
{
  palier_import_edits_decide_all (self->options.edits, verdict, decision);
  scan_again (self);
}
