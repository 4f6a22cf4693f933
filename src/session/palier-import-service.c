/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journey of a row, from a file into the base:
 *
 *   1. import    file → rows                            palier-import-source.c
 *   2. import    row + mapping → draft of a prospect          "
 *   3. policy    → its legal basis, where it is from          "
 *   4. identity  → new, or the same as an earlier row         "
 *   5. scoring   → score                                      "
 *   6. identity  → the same as one of the base          palier-import-target.c
 *   7. storage   batch → one transaction of an open changeset "
 *
 * While a batch is written the next one is read. Cancelled, failed or killed at any point: the
 * changeset is not closed, and nothing of it is ever seen. */
#include "palier-import-service.h"

#include <string.h>

#include "palier-file-mark.h"
#include "palier-import-options.h"
#include "palier-import-preview.h"
#include "palier-import-row.h"
#include "palier-import-target.h"
#include "palier-record.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-setting-store.h"
#include "palier-words.h"

G_STATIC_ASSERT (PALIER_HEADER_GUESS == PALIER_READER_HEADER_GUESS);
G_STATIC_ASSERT (PALIER_HEADER_NONE == PALIER_READER_HEADER_NONE);

struct _PalierImportService
{
  GObject parent;
  PalierCore *core;
};

G_DEFINE_FINAL_TYPE (PalierImportService, palier_import_service, G_TYPE_OBJECT)

static void
palier_import_service_finalize (GObject *object)
{
  palier_core_unref (PALIER_IMPORT_SERVICE (object)->core);
  G_OBJECT_CLASS (palier_import_service_parent_class)->finalize (object);
}

static void
palier_import_service_class_init (PalierImportServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_import_service_finalize;
}

static void
palier_import_service_init (PalierImportService *self)
{
}

PalierImportService *
palier_import_service_new (PalierCore *core)
{
  PalierImportService *self = g_object_new (PALIER_TYPE_IMPORT_SERVICE, NULL);
  self->core = palier_core_ref (core);
  return self;
}

PalierCore *
palier_import_service_get_core (PalierImportService *self)
{
  return self->core;
}

typedef struct
{
  PalierCore *core;
  PalierPreview *preview;
  PalierImportSource *source;
  PalierImportWill will; /* its edits are owned */
  gboolean dry;
  gint64 now_ms;
  PalierImportFile *file;        /* what is kept of the import; its counts come last */
  DexFuture *hash;               /* (nullable): of the file, made beside */
  PalierImportProgress progress; /* (nullable) */
  gpointer data;
  GDestroyNotify destroy; /* (nullable) */
  GCancellable *cancellable;
} Journey;

static void
journey_free (gpointer data)
{
  Journey *call = data;

  if (call->destroy != NULL)
    call->destroy (call->data);
  g_clear_pointer (&call->source, palier_import_source_unref);
  dex_clear (&call->hash);
  palier_import_file_free (call->file);
  g_clear_pointer (&call->will.edits, palier_import_edits_unref);
  palier_preview_free (call->preview);
  palier_core_unref (call->core);
  g_clear_object (&call->cancellable);
  g_free (call);
}

/* Batch after batch; the next is read while this one is judged and written. */
static gboolean
travel (Journey *call, PalierImportTarget *target, guint64 *rows, GError **error)
{
  DexFuture *next = palier_import_source_next (call->source);

  for (gboolean more = TRUE; more;)
  {
    g_autoptr (PalierImportBatch) batch = dex_await_boxed (next, error);
    if (batch == NULL)
      return FALSE;
    more = !batch->is_last;
    next = more ? palier_import_source_next (call->source) : NULL;
    gboolean good = !g_cancellable_set_error_if_cancelled (call->cancellable, error)
                    && palier_import_target_take (target, batch, call->now_ms, error);
    if (!good)
    {
      if (next != NULL)
        dex_await (next, NULL);
      return FALSE;
    }
    *rows = batch->rows;
    if (call->progress != NULL)
      call->progress (batch->rows, batch->fraction, call->data);
  }
  return TRUE;
}

/* Puts together what is kept of the import. */
static gboolean
complete_file (Journey *call, guint64 rows, GError **error)
{
  g_autoptr (GError) failure = NULL;

  call->file->rows = rows;
  call->file->skipped = palier_import_source_get_n_skipped (call->source);
  call->file->file_hash = dex_await_string (g_steal_pointer (&call->hash), &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
publish (Journey *call, PalierImportTarget *target, guint64 rows, GError **error)
{
  return complete_file (call, rows, error)
         && !g_cancellable_set_error_if_cancelled (call->cancellable, error)
         && palier_import_target_publish (target, call->file, error);
}

/* Before the first row is read the base is made ready. */
static gboolean
note_ready (double fraction, gpointer data)
{
  Journey *call = data;

  if (call->progress != NULL)
    call->progress (0, fraction, call->data);
  return !g_cancellable_is_cancelled (call->cancellable);
}

/* The whole of it: all is published, or nothing was. Where it is only to be counted, it goes the
 * same way and is given up at the end: what one row adds to another is known once both are there.
 */
static gboolean
run_journey (Journey *call, PalierImportTarget *target, guint64 *rows, GError **error)
{
  g_autofree char *label = g_filename_display_basename (call->preview->path);

  if (!palier_import_target_begin (target, call->core, label, &call->will, FALSE, note_ready, call,
                                   error))
    return FALSE;
  if (!call->dry)
    call->hash = palier_file_hash (call->preview->path, call->cancellable);
  gboolean good = travel (call, target, rows, error);
  if (good && !call->dry && publish (call, target, *rows, error))
    return TRUE;
  if (call->cancellable != NULL && g_cancellable_is_cancelled (call->cancellable))
    palier_import_target_give_up_behind (target);
  else
    palier_import_target_give_up (target);
  return good && call->dry;
}

static GPtrArray *
steal_problems (PalierImportSource *source)
{
  return g_ptr_array_ref (palier_import_source_get_problems (source));
}

static PalierPreview *
copy_description (const PalierPreview *from)
{
  PalierPreview *to = palier_preview_new ();

  to->path = g_strdup (from->path);
  to->mark = from->mark;
  to->format = g_strdup (from->format);
  to->encoding = g_strdup (from->encoding);
  to->delimiter = g_strdup (from->delimiter);
  to->sheet = g_strdup (from->sheet);
  to->sheets = g_strdupv (from->sheets);
  to->hidden_sheets = g_strdupv (from->hidden_sheets);
  to->header_row = from->header_row;
  to->columns = g_ptr_array_ref (from->columns);
  to->prospects = from->prospects != NULL ? g_ptr_array_ref (from->prospects) : NULL;
  return to;
}

static PalierImportSummary *
summarize (Journey *call, const PalierImportTarget *target, guint64 rows)
{
  PalierImportSummary *summary = palier_import_summary_new ();

  summary->changeset = target->changeset;
  summary->rows = rows;
  summary->created = target->created;
  summary->updated = target->updated;
  summary->merged = target->merged;
  summary->unchanged = target->unchanged;
  summary->skipped = palier_import_source_get_n_skipped (call->source);
  summary->suppressed = target->suppressed;
  summary->n_problems = palier_import_source_get_n_problems (call->source);
  summary->n_to_mend = palier_import_source_get_n_to_mend (call->source);
  summary->problems = steal_problems (call->source);
  summary->n_unsure = target->n_unsure;
  summary->unsure = g_array_ref (target->unsure);
  summary->earlier_at_ms = target->earlier_at_ms;
  return summary;
}

static DexFuture *
count_fiber (gpointer data)
{
  Journey *call = data;
  g_autoptr (GError) error = NULL;
  g_auto (PalierImportTarget) target = { 0 };
  guint64 rows = 0;

  if (!run_journey (call, &target, &rows, &error))
    return palier_reject (&error);
  PalierPreview *counted = copy_description (call->preview);
  counted->rows = rows;
  counted->complete = TRUE;
  counted->problems = steal_problems (call->source);
  counted->n_problems = palier_import_source_get_n_problems (call->source);
  counted->counts = summarize (call, &target, rows);
  counted->n_in_file = target.n_in_file;
  counted->n_in_base = target.n_in_base;
  counted->known = g_array_ref (target.known);
  return dex_future_new_take_boxed (PALIER_TYPE_PREVIEW, counted);
}

static gboolean
keep_mapping (Journey *call, GError **error)
{
  g_autofree char *key = palier_preview_dup_signature (call->preview);
  g_autofree char *json = palier_import_mapping_to_json (call->preview->columns);

  return call->preview->header_row < 0
         || dex_await (palier_local_store_set (call->core->workspace, key, json), error);
}

static DexFuture *
run_fiber (gpointer data)
{
  Journey *call = data;
  g_autoptr (GError) error = NULL;
  g_auto (PalierImportTarget) target = { 0 };
  guint64 rows = 0;

  if (!palier_preview_has_contact (call->preview))
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_CONTACT,
                                  "no column of a contact");
  if (!run_journey (call, &target, &rows, &error) || !keep_mapping (call, &error))
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_IMPORT_SUMMARY, summarize (call, &target, rows));
}

static PalierImportFile *
describe_file (const PalierPreview *preview, const PalierImportStamp *stamp)
{
  PalierImportFile *file = palier_import_file_new ();

  file->file_name = g_filename_display_basename (preview->path);
  file->format = g_strdup (preview->format);
  file->at_ms = stamp->now_ms;
  file->legal_basis = g_strdup (stamp->legal_basis);
  file->source = g_strdup (stamp->source);
  file->source_date = g_strdup (stamp->source_date);
  file->mapping = palier_import_mapping_to_json (preview->columns);
  if (strlen (file->mapping) > PALIER_RECORD_MAX_LONG_TEXT)
    g_clear_pointer (&file->mapping, g_free);
  return file;
}

static Journey *
journey_new (PalierImportService *self, PalierPreview *preview, const PalierImportOptions *options,
             GCancellable *cancellable)
{
  Journey *call = g_new0 (Journey, 1);
  PalierReaderOptions format = palier_preview_get_options (preview);

  call->core = palier_core_ref (self->core);
  call->preview = palier_preview_ref (preview);
  call->now_ms = palier_core_now_ms (self->core);
  call->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  call->will = palier_import_options_will (options, preview);
  call->will.edits = palier_import_edits_copy (call->will.edits);
  PalierImportStamp stamp = palier_import_options_stamp (options, preview, call->now_ms);
  call->file = describe_file (preview, &stamp);
  call->source =
      palier_import_source_new (preview->path, &format, preview->columns, &stamp, cancellable);
  palier_import_source_set_mark (call->source, &preview->mark);
  palier_import_source_set_edits (call->source, call->will.edits);
  return call;
}

/**
 * palier_import_service_count:
 * @options: (nullable): what the import would be run with
 * @progress: (nullable): on the caller's thread, after each batch
 *
 * Imports the whole file and gives it up again: the counts are those of
 * palier_import_service_run(), and nothing is kept.
 *
 * Returns: (transfer full): → PALIER_TYPE_PREVIEW, complete: its counts are of the whole file.
 *   Errors: as palier_import_service_run()
 */
DexFuture *
palier_import_service_count (PalierImportService *self, PalierPreview *preview,
                             const PalierImportOptions *options, PalierImportProgress progress,
                             gpointer data, GDestroyNotify destroy, GCancellable *cancellable)
{
  Journey *call = journey_new (self, preview, options, cancellable);

  call->dry = TRUE;
  call->progress = progress;
  call->data = data;
  call->destroy = destroy;
  return dex_scheduler_spawn (NULL, 0, count_fiber, call, journey_free);
}

/**
 * palier_import_service_run:
 * @preview: its columns are the mapping
 * @options: (nullable)
 * @progress: (nullable): on the caller's thread, after each batch
 *
 * Imports the file as one changeset; the same file a second time changes nothing.
 *
 * Returns: (transfer full): → PALIER_TYPE_IMPORT_SUMMARY; its changeset is nil where nothing was
 *   written. Errors: PALIER_SESSION_ERROR_NO_CONTACT, PALIER_IMPORT_ERROR, PALIER_STORAGE_ERROR,
 *   G_IO_ERROR_CANCELLED: then nothing was changed
 */
DexFuture *
palier_import_service_run (PalierImportService *self, PalierPreview *preview,
                           const PalierImportOptions *options, PalierImportProgress progress,
                           gpointer data, GDestroyNotify destroy, GCancellable *cancellable)
{
  Journey *call = journey_new (self, preview, options, cancellable);

  call->progress = progress;
  call->data = data;
  call->destroy = destroy;
  return dex_scheduler_spawn (NULL, 0, run_fiber, call, journey_free);
}

/**
 * palier_import_service_rows:
 * @options: (nullable): its edits are copied
 *
 * Returns: (transfer full): a list of all rows, which is read in the background
 */
PalierImportRows *
palier_import_service_rows (PalierImportService *self, PalierPreview *preview,
                            const PalierImportOptions *options)
{
  return palier_import_rows_new (self->core, preview, options);
}
