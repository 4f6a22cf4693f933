/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a file that want mending, as a file of their own with a column that says why. They
 * are read again, so that the cells are as they were. */
#include <glib/gi18n.h>
#include <string.h>

#include "palier-core.h"
#include "palier-import-preview.h"
#include "palier-import-source.h"
#include "palier-mapping.h"
#include "palier-words.h"
#include "palier-worker.h"

typedef struct
{
  PalierPreview *preview;
  PalierImportEdits *edits; /* what was mended is not to be mended any more */
  char *path;
  gint64 now_ms;
  GCancellable *cancellable; /* (nullable) */
} Export;

static void
export_free (gpointer data)
{
  Export *call = data;

  palier_preview_free (call->preview);
  palier_import_edits_unref (call->edits);
  g_clear_object (&call->cancellable);
  g_free (call->path);
  g_free (call);
}

/* Quoted, and harmless in a spreadsheet: a cell that begins like a formula gets an apostrophe. */
static void
append_cell (GString *line, const char *cell)
{
  g_string_append_c (line, '"');
  if (*cell != '\0' && strchr ("=+-@\t\r", *cell) != NULL)
    g_string_append_c (line, '\'');
  for (const char *c = cell; *c != '\0'; c++)
  {
    if (*c == '"')
      g_string_append_c (line, '"');
    g_string_append_c (line, *c);
  }
  g_string_append (line, "\";");
}

static gboolean
write_line (GOutputStream *out, GString *line, GError **error)
{
  g_string_append (line, "\r\n");
  gboolean good = g_output_stream_write_all (out, line->str, line->len, NULL, NULL, error);
  g_string_truncate (line, 0);
  return good;
}

static void
append_reasons (GString *line, GPtrArray *problems)
{
  g_autoptr (GString) reasons = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
  {
    const PalierProblem *problem = g_ptr_array_index (problems, i);
    g_autofree char *words = palier_words_problem (problem);
    if (palier_problem_code_wants_mending (problem->code))
      g_string_append_printf (reasons, "%s%s", reasons->len > 0 ? "; " : "", words);
  }
  append_cell (line, reasons->str);
}

static gboolean
write_header (GOutputStream *out, PalierReader *reader, GString *line, GError **error)
{
  char **headers = palier_reader_get_headers (reader);

  g_string_append (line, "\xef\xbb\xbf");
  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    append_cell (line, headers[i]);
  append_cell (line, _ ("To mend"));
  return write_line (out, line, error);
}

static gboolean
write_row (GOutputStream *out, const PalierRow *row, GPtrArray *problems, GString *line,
           GError **error)
{
  for (guint i = 0; i < row->n_cells; i++)
    append_cell (line, row->cells[i]);
  append_reasons (line, problems);
  return write_line (out, line, error);
}

static gint64
write_rows (Export *call, PalierMapper *mapper, PalierReader *reader, GOutputStream *out,
            GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GPtrArray) problems =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_free);
  g_autoptr (GError) failure = NULL;
  const PalierRow *row;
  gint64 count = 0;

  if (!write_header (out, reader, line, error))
    return -1;
  while ((row = palier_reader_next (reader, &failure)) != NULL)
  {
    g_autoptr (PalierDraft) draft =
        palier_import_map_row (mapper, call->edits, call->preview->columns, row, problems);
    if (palier_problems_want_mending (problems))
    {
      if (!write_row (out, row, problems, line, error))
        return -1;
      count++;
    }
    g_ptr_array_set_size (problems, 0);
  }
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), -1;
  return count;
}

static gint64
write_file (Export *call, GError **error)
{
  PalierReaderOptions options = palier_preview_get_options (call->preview);
  g_autoptr (GFile) file = g_file_new_for_path (call->path);
  g_autoptr (PalierReader) first =
      palier_reader_open (call->preview->path, &options, call->cancellable, error);
  g_autoptr (GPtrArray) sample =
      first != NULL ? palier_reader_take_sample (first, 200, error) : NULL;
  g_autoptr (PalierReader) reader =
      sample != NULL ? palier_reader_open (call->preview->path, &options, call->cancellable, error)
                     : NULL;
  if (reader == NULL)
    return -1;
  g_autoptr (PalierMapper) mapper =
      palier_mapper_new (call->preview->columns, sample, call->now_ms);
  g_autoptr (GFileOutputStream) out = g_file_replace (
      file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, call->cancellable, error);
  if (out == NULL)
    return -1;
  gint64 count = write_rows (call, mapper, reader, G_OUTPUT_STREAM (out), error);
  if (count >= 0 && !g_output_stream_close (G_OUTPUT_STREAM (out), call->cancellable, error))
    return -1;
  return count;
}

static DexFuture *
export_job (gpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 count = write_file (data, &error);
  return count >= 0 ? dex_future_new_for_int64 (count) : palier_reject (&error);
}

/* @edits: (nullable): rows that they mend are left out. → int64: rows written. Errors:
 * PALIER_IMPORT_ERROR, G_IO_ERROR. */
DexFuture *
palier_import_service_export_problems (PalierImportService *self, PalierPreview *preview,
                                       PalierImportEdits *edits, const char *path,
                                       GCancellable *cancellable)
{
  Export *call = g_new0 (Export, 1);

  call->preview = palier_preview_ref (preview);
  call->edits = palier_import_edits_copy (edits);
  call->path = g_strdup (path);
  call->now_ms = g_get_real_time () / 1000;
  call->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return palier_pool_run (export_job, call, export_free);
}
