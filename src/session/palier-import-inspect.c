/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first look at a file, and what is remembered of the last one with the same titles. */
#include "palier-import-preview.h"
#include "palier-services.h"
#include "palier-setting-store.h"

typedef struct
{
  PalierCore *core;
  char *path;
  char *encoding;
  char *delimiter;
  char *sheet;
  int header_row;
  GPtrArray *mapping; /* (nullable) */
  GCancellable *cancellable;
} Inspection;

static void
inspection_free (gpointer data)
{
  Inspection *call = data;

  palier_core_unref (call->core);
  g_clear_pointer (&call->mapping, g_ptr_array_unref);
  g_clear_object (&call->cancellable);
  g_free (call->path);
  g_free (call->encoding);
  g_free (call->delimiter);
  g_free (call->sheet);
  g_free (call);
}

/* The mapping of the last file with these titles, if there was one. */
static gboolean
remember_mapping (PalierCore *core, PalierPreview *preview, GError **error)
{
  g_autofree char *key = palier_preview_dup_signature (preview);
  g_autoptr (GError) failure = NULL;
  g_autofree char *json =
      dex_await_string (palier_local_store_get (core->workspace, key), &failure);

  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  g_autoptr (GPtrArray) mapping =
      json != NULL ? palier_import_parse_mapping (json, -1, key, NULL) : NULL;
  if (mapping != NULL && preview->header_row >= 0)
    palier_preview_apply_mapping (preview, mapping, "memory");
  return TRUE;
}

static DexFuture *
inspect_fiber (gpointer data)
{
  Inspection *call = data;
  g_autoptr (GError) error = NULL;
  PalierReaderOptions options = { call->encoding, call->delimiter, call->sheet, call->header_row };
  gint64 now_ms = palier_core_now_ms (call->core);
  g_autoptr (PalierPreview) preview = dex_await_boxed (
      palier_import_preview_read (call->path, &options, now_ms, call->cancellable), &error);

  if (preview == NULL)
    return palier_reject (&error);
  if (call->mapping != NULL)
    palier_preview_apply_mapping (preview, call->mapping, "user");
  else if (!remember_mapping (call->core, preview, &error))
    return palier_reject (&error);
  if (call->mapping == NULL)
    palier_preview_keep_unmapped (preview, PALIER_UNMAPPED_FIELDS);
  return palier_import_preview_show (preview, now_ms, call->cancellable);
}

/**
 * palier_import_service_inspect:
 * @format: (nullable): how to read it; NULL: all guessed
 * @mapping: (nullable) (element-type PalierColumn): which column is which; NULL: as remembered from
 *   the last file with the same titles, else guessed
 *
 * Reads the beginning of a file. To show another mapping, change the preview's columns by
 * palier_preview_map() and inspect again with them.
 *
 * Returns: (transfer full): → PALIER_TYPE_PREVIEW. Errors: PALIER_IMPORT_ERROR,
 *   G_IO_ERROR_CANCELLED
 */
DexFuture *
palier_import_service_inspect (PalierImportService *self, const char *path,
                               const PalierImportFormat *format, GPtrArray *mapping,
                               GCancellable *cancellable)
{
  Inspection *call = g_new0 (Inspection, 1);

  call->core = palier_core_ref (palier_import_service_get_core (self));
  call->path = g_strdup (path);
  call->encoding = g_strdup (format != NULL ? format->encoding : NULL);
  call->delimiter = g_strdup (format != NULL ? format->delimiter : NULL);
  call->sheet = g_strdup (format != NULL ? format->sheet : NULL);
  call->header_row = format != NULL ? format->header_row : PALIER_HEADER_GUESS;
  call->mapping = mapping != NULL ? g_ptr_array_ref (mapping) : NULL;
  call->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dex_scheduler_spawn (NULL, 0, inspect_fiber, call, inspection_free);
}
