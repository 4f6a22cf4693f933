/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample workspace: a base of its own in the user's cache, filled once from the sample file
 * through the import that everyone uses. It may be deleted at any time. */
#include "palier-sample.h"

#include "palier-paths.h"

/* Where the sample workspace is: (transfer full). */
char *
palier_sample_dup_directory (void)
{
  return g_build_filename (g_get_user_cache_dir (), "palier", "sample", NULL);
}

static PalierImportSummary *
await_import (PalierImportService *imports, const char *path, GError **error)
{
  const PalierImportFormat format = PALIER_IMPORT_FORMAT_GUESS;
  const PalierImportOptions options = { .legal_basis = "legitimate_interest",
                                        .source = "Fichier d’exemple",
                                        .duplicates = PALIER_DUPLICATES_MERGE };
  g_autoptr (PalierPreview) preview =
      dex_await_boxed (palier_import_service_inspect (imports, path, &format, NULL, NULL), error);

  if (preview == NULL)
    return NULL;
  return dex_await_boxed (
      palier_import_service_run (imports, preview, &options, NULL, NULL, NULL, NULL), error);
}

static DexFuture *
fill_fiber (gpointer data)
{
  PalierSession *session = data;
  g_autofree char *path = palier_paths_dup_data_file ("sample/contacts.csv");
  g_autoptr (PalierQuery) everybody = palier_query_new ();
  g_autoptr (PalierImportSummary) summary = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n = dex_await_int64 (
      palier_prospect_service_count (palier_session_get_prospects (session), everybody), &error);

  if (error == NULL && n == 0 && path == NULL)
    g_set_error_literal (&error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "sample/contacts.csv");
  if (error == NULL && n == 0)
    summary = await_import (palier_session_get_imports (session), path, &error);
  if (error)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_for_boolean (TRUE);
}

/**
 * palier_sample_fill:
 * @session: open
 *
 * Imports the sample file where the base is empty; does nothing otherwise.
 *
 * Returns: (transfer full): a future boolean. Errors: those of the import, and
 *   G_FILE_ERROR_NOENT where the sample file is not installed
 */
DexFuture *
palier_sample_fill (PalierSession *session)
{
  return dex_scheduler_spawn (NULL, 0, fill_fiber, g_object_ref (session), g_object_unref);
}
