/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prospects to a file. A fiber reads pages ahead from the base, the report is written on a pool
 * thread that takes them from a bounded queue: memory stays flat however many there are. */
#include "palier-exporter.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "palier-event-store.h"
#include "palier-export.h"
#include "palier-prospect-store.h"
#include "palier-words.h"
#include "palier-worker.h"

#define PAGE 500
#define PAGES_AHEAD 4
#define CUSTOM_MAX 1000 /* columns of custom texts */

typedef struct
{
  gatomicrefcount references;
  char *path;
  PalierExportFormat format;
  GCancellable *cancellable;     /* (nullable) */
  GArray *numbers;               /* (nullable) (element-type gint64) */
  GArray *fields;                /* (nullable) (element-type PalierField) */
  GPtrArray *custom_names;       /* (element-type char*) */
  PalierExportProgress progress; /* (nullable) */
  gpointer data;
  GMutex lock;
  GCond moved;
  GQueue pages;    /* (element-type GPtrArray) */
  gboolean ended;  /* by the reader */
  gboolean closed; /* by the writer */
  GError *error;   /* of the reader */
  GPtrArray *page; /* being written */
  guint row;
} Export;

static Export *
export_ref (Export *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

static void
export_unref (gpointer data)
{
  Export *self = data;

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_queue_clear_full (&self->pages, (GDestroyNotify) g_ptr_array_unref);
  g_clear_pointer (&self->page, g_ptr_array_unref);
  g_clear_pointer (&self->custom_names, g_ptr_array_unref);
  g_clear_pointer (&self->numbers, g_array_unref);
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->moved);
  g_free (self->path);
  g_free (self);
}

/* Waits for the next page; NULL at the end. On the writer's thread. */
static GPtrArray *
take_page (Export *self)
{
  g_mutex_lock (&self->lock);
  while (g_queue_is_empty (&self->pages) && !self->ended)
    g_cond_wait (&self->moved, &self->lock);
  GPtrArray *page = g_queue_pop_head (&self->pages);
  g_cond_broadcast (&self->moved);
  g_mutex_unlock (&self->lock);
  return page;
}

static gboolean
next_row (gpointer data, PalierProspect **row, GError **error)
{
  Export *self = data;

  *row = NULL;
  while (self->page == NULL || self->row >= self->page->len)
  {
    g_clear_pointer (&self->page, g_ptr_array_unref);
    self->row = 0;
    if ((self->page = take_page (self)) == NULL)
      break;
  }
  if (self->page == NULL)
    return self->error == NULL || (g_propagate_error (error, g_error_copy (self->error)), FALSE);
  *row = palier_prospect_ref (g_ptr_array_index (self->page, self->row++));
  return TRUE;
}

/* CSV, or cards. */
static gint64
write_stream (const PalierExport *export, Export *self, GFile *part, GError **error)
{
  g_autoptr (GFileOutputStream) file = g_file_replace (
      part, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, self->cancellable, error);
  GOutputStream *out = G_OUTPUT_STREAM (file);

  if (out == NULL)
    return -1;
  gint64 rows = self->format == PALIER_EXPORT_VCARD
                    ? palier_export_vcard (export, out, self->cancellable, error)
                    : palier_export_csv (export, out, self->cancellable, error);
  return rows >= 0 && g_output_stream_close (out, self->cancellable, error) ? rows : -1;
}

/* A stream that is given up leaves what it had written so far, so it writes beside the target. */
static gint64
write_whole (const PalierExport *export, Export *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".part", NULL);
  g_autoptr (GFile) part = g_file_new_for_path (path);
  g_autoptr (GFile) target = g_file_new_for_path (self->path);
  gint64 rows = write_stream (export, self, part, error);

  if (rows >= 0
      && g_file_move (part, target, G_FILE_COPY_OVERWRITE, self->cancellable, NULL, NULL, error))
    return rows;
  g_file_delete (part, NULL, NULL);
  return -1;
}

static void
add_custom_columns (Export *self, GArray *columns)
{
  for (guint i = 0; i < self->custom_names->len; i++)
  {
    const char *name = g_ptr_array_index (self->custom_names, i);
    PalierExportColumn column = { PALIER_FIELD_CUSTOM, name, name };
    g_array_append_val (columns, column);
  }
}

/* The chosen fields or all of them; custom texts are a column each. */
static GArray *
make_columns (Export *self)
{
  PalierField fields[PALIER_N_FIELDS];
  gsize n_fields = palier_export_default_columns (fields);
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (PalierExportColumn));

  for (gsize i = 0; i < (self->fields != NULL ? self->fields->len : n_fields); i++)
  {
    PalierField field =
        self->fields != NULL ? g_array_index (self->fields, PalierField, i) : fields[i];
    PalierExportColumn column = { field, palier_words_field (field), NULL };
    if (field == PALIER_FIELD_CUSTOM)
      add_custom_columns (self, columns);
    else
      g_array_append_val (columns, column);
  }
  if (self->fields == NULL)
    add_custom_columns (self, columns);
  return columns;
}

static gint64
write_file (Export *self, GError **error)
{
  g_autoptr (GArray) columns = make_columns (self);
  PalierExport export = { .columns = (const PalierExportColumn *) columns->data,
                          .n_columns = columns->len,
                          .sheet_name = _ ("Prospects"),
                          .next = next_row,
                          .data = self };
  /* A sheet is for people, CSV may be read back. */
  if (self->format == PALIER_EXPORT_XLSX)
  {
    export.word = palier_words_choice;
    return palier_export_xlsx (&export, self->path, self->cancellable, error);
  }
  return write_whole (&export, self, error);
}

static DexFuture *
write_job (gpointer data)
{
  Export *self = data;
  g_autoptr (GError) error = NULL;
  gint64 rows = write_file (self, &error);

  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_cond_broadcast (&self->moved);
  g_mutex_unlock (&self->lock);
  if (rows < 0)
    return palier_reject (&error);
  return dex_future_new_for_int64 (rows);
}

static guint
count_waiting (Export *self)
{
  g_mutex_lock (&self->lock);
  guint waiting = self->closed ? G_MAXUINT : g_queue_get_length (&self->pages);
  g_mutex_unlock (&self->lock);
  return waiting;
}

static void
give (Export *self, GPtrArray *page, gboolean ended, const GError *error)
{
  g_mutex_lock (&self->lock);
  if (page != NULL)
    g_queue_push_tail (&self->pages, page);
  if (error != NULL)
    self->error = g_error_copy (error);
  self->ended = ended;
  g_cond_broadcast (&self->moved);
  g_mutex_unlock (&self->lock);
}

static void
drop_gone_rows (GPtrArray *rows)
{
  for (guint i = rows->len; i > 0; i--)
    if (g_ptr_array_index (rows, i - 1) == NULL)
      g_ptr_array_remove_index (rows, i - 1);
}

/* Reads page after page until the end or until the writer gave up. In a fiber. */
static void
read_pages (PalierCore *core, GArray *ns, Export *self)
{
  g_autoptr (GError) error = NULL;

  for (guint start = 0; start < ns->len;)
  {
    guint waiting = count_waiting (self);
    if (waiting == G_MAXUINT)
      return;
    if (g_cancellable_set_error_if_cancelled (self->cancellable, &error))
      break;
    if (waiting >= PAGES_AHEAD)
    {
      dex_await (dex_timeout_new_msec (2), NULL);
      continue;
    }
    g_autoptr (GArray) part = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_array_append_vals (part, &g_array_index (ns, gint64, start), MIN (ns->len - start, PAGE));
    GPtrArray *rows = dex_await_boxed (palier_prospect_store_rows (core->workspace, part), &error);
    if (rows == NULL)
      break;
    drop_gone_rows (rows);
    give (self, rows, FALSE, NULL);
    start += part->len;
    if (self->progress != NULL)
      self->progress (start, ns->len, self->data);
  }
  give (self, NULL, TRUE, error);
}

/* Who takes data out of the base stands in its log: how, how much, and whom it is about. */
static char *
describe (const Export *self, const PalierQuery *query, gint64 rows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *filter =
      query != NULL && query->filter != NULL ? palier_filter_to_json (query->filter) : NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_string_value (builder, palier_export_format_name (self->format));
  json_builder_set_member_name (builder, "rows");
  json_builder_add_int_value (builder, rows);
  json_builder_set_member_name (builder, "scope");
  json_builder_add_string_value (builder, self->numbers != NULL ? "selection"
                                          : filter != NULL      ? "filter"
                                                                : "list");
  if (filter != NULL)
  {
    json_builder_set_member_name (builder, "filter");
    json_builder_add_string_value (builder, filter);
  }
  if (self->fields != NULL)
  {
    json_builder_set_member_name (builder, "columns");
    json_builder_begin_array (builder);
    for (guint i = 0; i < self->fields->len; i++)
      json_builder_add_string_value (
          builder, palier_field_name (g_array_index (self->fields, PalierField, i)));
    json_builder_end_array (builder);
  }
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
log_access (PalierCall *call, gint64 rows, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  PalierEvent *event = palier_event_new ();

  event->id = palier_workspace_new_id (call->core->workspace);
  event->name = g_strdup ("data.exported");
  event->at_ms = palier_core_now_ms (call->core);
  event->data = describe (call->value, call->query, rows);
  g_ptr_array_add (events, event);
  return dex_await (palier_event_store_append (call->core->workspace, events), error);
}

static DexFuture *
export_fiber (gpointer data)
{
  PalierCall *call = data;
  Export *self = call->value;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ns =
      self->numbers != NULL
          ? g_array_ref (self->numbers)
          : dex_await_boxed (palier_prospect_store_ids (call->core->workspace, call->query, 0),
                             &error);

  if (ns == NULL)
    return palier_reject (&error);
  self->custom_names = dex_await_boxed (
      palier_prospect_store_custom_names (call->core->workspace, CUSTOM_MAX), &error);
  if (self->custom_names == NULL)
    return palier_reject (&error);
  DexFuture *written = palier_pool_run (write_job, export_ref (self), export_unref);
  read_pages (call->core, ns, self);
  gint64 rows = dex_await_int64 (written, &error);
  /* A base that is open for reading only keeps no log. */
  if (error != NULL
      || (!palier_workspace_is_read_only (call->core->workspace)
          && !log_access (call, rows, &error)))
    return palier_reject (&error);
  return dex_future_new_for_int64 (rows);
}

/* → int64: rows written. */
DexFuture *
palier_exporter_run (PalierCore *core, const PalierExportOrder *order,
                     PalierExportProgress progress, gpointer data, GCancellable *cancellable)
{
  Export *self = g_new0 (Export, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  g_cond_init (&self->moved);
  self->path = g_strdup (order->path);
  self->format = order->format;
  self->progress = progress;
  self->data = data;
  if (order->numbers != NULL)
    self->numbers = g_array_ref (order->numbers);
  if (order->fields != NULL && order->fields->len > 0)
    self->fields = g_array_ref (order->fields);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return palier_call_run (
      &(PalierCall) {
          .core = core, .query = order->query, .value = self, .free_value = export_unref },
      export_fiber);
}
