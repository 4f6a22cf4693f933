/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The import itself, with its progress and its end, and the rows that it left to mend. */
#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-import-page-private.h"
#include "palier-problems-export.h"
#include "palier-shell.h"

static void
on_progress_cb (guint64 rows, double fraction, gpointer data)
{
  PalierImportPage *self = data;

  palier_import_running_show (self->progress, rows, fraction);
  palier_shell_set_progress (GTK_WIDGET (self), "import", fraction);
}

static void
show_done (PalierImportPage *self, const PalierImportSummary *summary)
{
  palier_import_result_show (self->result, summary);
  palier_import_result_set_waiting (self->result, palier_import_queue_get_n_waiting (self->queue));
  palier_import_page_show_face (self, "done");
  palier_import_page_show_file_name (self);
}

/* Who is on another page is told. */
static void
tell_done (PalierImportPage *self, const PalierImportSummary *summary)
{
  g_autofree char *created = palier_format_count (summary->created);
  g_autofree char *words = g_strdup_printf (
      ngettext ("%s contact imported", "%s contacts imported", (gulong) summary->created), created);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    palier_shell_toast (GTK_WIDGET (self), words);
}

static void
tell_failed (PalierImportPage *self, const GError *error)
{
  palier_import_page_show_face (self, "board");
  palier_import_page_show_file_name (self);
  if (palier_session_error_failure (error) == PALIER_FAILURE_CANCELLED)
    palier_shell_toast (GTK_WIDGET (self), _ ("Import cancelled, nothing was stored"));
  else
    palier_shell_report (GTK_WIDGET (self), error);
}

static DexFuture *
run_fiber (gpointer data)
{
  PalierImportPage *self = data;
  PalierImportService *imports = palier_session_get_imports (self->session);
  PalierImportOptions options = palier_import_options_group_get (self->options);
  g_autoptr (PalierPreview) preview = palier_preview_ref (self->shown);
  g_autoptr (GError) error = NULL;
  options.edits = palier_import_rows_get_edits (self->rows);
  g_autoptr (PalierImportSummary) summary = dex_await_boxed (
      palier_import_service_run (imports, preview, &options, on_progress_cb, g_object_ref (self),
                                 g_object_unref, self->running),
      &error);

  g_clear_object (&self->running);
  palier_shell_set_progress (GTK_WIDGET (self), "import", -1);
  if (summary == NULL)
  {
    tell_failed (self, error);
    return NULL;
  }
  show_done (self, summary);
  tell_done (self, summary);
  return NULL;
}

static void
on_run_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierImportPage *self = PALIER_IMPORT_PAGE (widget);

  if (self->shown == NULL || self->rows == NULL || self->running)
    return;
  if (self->looking)
    g_cancellable_cancel (self->looking);
  self->look++;
  self->running = g_cancellable_new ();
  palier_import_running_start (self->progress,
                               palier_import_rows_is_complete (self->rows)
                                   ? palier_import_rows_get_counts (self->rows)->rows
                                   : 0);
  palier_import_page_show_face (self, "running");
  palier_import_page_show_file_name (self);
  palier_shell_spawn (widget, run_fiber);
}

static void
on_cancel_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierImportPage *self = PALIER_IMPORT_PAGE (widget);

  if (self->running)
    g_cancellable_cancel (self->running);
}

/* ---- what could not be taken, as a file */

static void
on_save_problems_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierImportPage *self = PALIER_IMPORT_PAGE (widget);

  if (self->shown)
    palier_problems_export_start (widget, palier_session_get_imports (self->session), self->shown,
                                  self->rows ? palier_import_rows_get_edits (self->rows) : NULL);
}

void
palier_import_page_install_storing (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "import.run", NULL, on_run_cb);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, on_cancel_cb);
  gtk_widget_class_install_action (widget_class, "import.save-problems", NULL, on_save_problems_cb);
}
