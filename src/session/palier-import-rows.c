/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scan goes through the file and gives every row its place; an item exists only for a row that
 * somebody looks at, and is read when the main loop turns. After a change another scan starts, and
 * takes the place of the first when it is complete; meanwhile the rows in view are seen by the new
 * mapping and edits already. Only where the file is read in another way are there no rows to go on
 * showing. */
#include "palier-import-options.h"
#include "palier-import-preview.h"
#include "palier-import-rows-private.h"

#define COUNT_DELAY_MS 100

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

/* The row at @position of what @filter lets through. */
static guint
index_of (PalierImportScan *scan, PalierImportFilter filter, guint position)
{
  GArray *rows = palier_import_scan_get_rows (scan, filter);
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
  return g_object_ref (
      palier_import_items_get (self->items, index_of (self->scan, self->filter, position)));
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
void
palier_import_rows_grow (PalierImportRows *self)
{
  guint before = self->n_items;
  guint now = count_items (self->scan, self->filter);

  self->n_items = now;
  if (now > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, now - before);
}

/* Announces what differs between two lists of rows, and nothing around it. */
void
palier_import_rows_announce (PalierImportRows *self, PalierImportScan *before,
                             PalierImportFilter filter)
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

void
palier_import_rows_drop_shown (PalierImportRows *self)
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

void
palier_import_rows_set_complete (PalierImportRows *self, gboolean complete)
{
  if (self->complete == complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

void
palier_import_rows_tell_counted (PalierImportRows *self)
{
  if (self->count_source == 0)
    self->count_source = g_timeout_add (COUNT_DELAY_MS, on_counted_cb, self);
}

void
palier_import_rows_set_error (PalierImportRows *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
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
  palier_import_rows_drop_scans (self);
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
  self->scan = palier_import_rows_start_scan (self);
  palier_import_items_set_scan (self->items, self->scan);
  return self;
}

PalierPreview *
palier_import_rows_get_preview (PalierImportRows *self)
{
  return self->preview;
}

static int
compare_indices (gconstpointer a, gconstpointer b)
{
  const guint32 *one = a, *other = b;
  return (*one > *other) - (*one < *other);
}

/* The place of the row at @index of the file; FALSE where the filter does not let it through. */
static gboolean
find (PalierImportScan *scan, PalierImportFilter filter, guint index, guint *position)
{
  GArray *rows = palier_import_scan_get_rows (scan, filter);

  *position = index;
  return rows != NULL ? g_array_binary_search (rows, &index, compare_indices, position)
                      : index < count_items (scan, filter);
}

/**
 * palier_import_rows_find:
 * @index: palier_import_row_get_index()
 * @position: (out): of that row in the list
 *
 * Returns: whether the filter lets it through
 */
gboolean
palier_import_rows_find (PalierImportRows *self, guint index, guint *position)
{
  return find (self->scan, self->filter, index, position) && *position < self->n_items;
}

typedef struct
{
  PalierImportScan *scan;
  PalierImportFilter before;
  PalierImportFilter now;
  guint shared;
} MoveCall;

static gboolean
move_item (guint index, guint *moved, gpointer data)
{
  const MoveCall *call = data;
  guint position;

  if (!find (call->scan, call->before, index, &position) || position >= call->shared)
    return FALSE;
  *moved = index_of (call->scan, call->now, position);
  return TRUE;
}

void
palier_import_rows_set_filter (PalierImportRows *self, PalierImportFilter filter)
{
  guint old_n = self->n_items, new_n = count_items (self->scan, filter);
  MoveCall call = { self->scan, self->filter, filter, MIN (old_n, new_n) };

  if (filter == self->filter)
    return;
  palier_import_items_move (self->items, move_item, &call);
  self->filter = filter;
  self->n_items = new_n;
  if (old_n != new_n)
    g_list_model_items_changed (G_LIST_MODEL (self), call.shared, old_n - call.shared,
                                new_n - call.shared);
}

/* Of what is shown; while another scan runs, its fraction tells how far that is. */
const PalierImportCounts *
palier_import_rows_get_counts (PalierImportRows *self)
{
  return palier_import_scan_get_counts (self->scan);
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
