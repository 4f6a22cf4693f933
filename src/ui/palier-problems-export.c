/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-problems-export.h"

#include "palier-import-files.h"
#include "palier-shell.h"

typedef struct
{
  GtkWidget *widget;
  PalierImportService *imports;
  PalierPreview *preview;
  PalierImportEdits *edits;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->imports);
  palier_preview_free (self->preview);
  palier_import_edits_unref (self->edits);
  g_free (self);
}

static DexFuture *
export_fiber (gpointer data)
{
  Export *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dex_await_object (
      palier_import_files_save (job->widget, _ ("Save the Rows to Mend"), _ ("rows-to-mend.csv")),
      NULL);

  if (file == NULL || g_file_peek_path (file) == NULL)
    return NULL;
  if (dex_await (palier_import_service_export_problems (job->imports, job->preview, job->edits,
                                                        g_file_peek_path (file), NULL),
                 &error))
    palier_shell_toast (job->widget, _ ("The rows to mend were saved"));
  else
    palier_shell_report (job->widget, error);
  return NULL;
}

/* @edits: (nullable): copied; what was mended by them is left out */
void
palier_problems_export_start (GtkWidget *widget, PalierImportService *imports,
                              PalierPreview *preview, PalierImportEdits *edits)
{
  Export *job = g_new (Export, 1);

  *job = (Export) { g_object_ref (widget), g_object_ref (imports), palier_preview_ref (preview),
                    palier_import_edits_copy (edits) };
  dex_future_disown (dex_scheduler_spawn (NULL, 0, export_fiber, job, export_free));
}
