/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page, five faces:
 *
 *     empty → reading → board → running → done
 *       ↑        ↓         ↑ ↓       ↓      ↓
 *       └── (unreadable)   changed  (cancelled: board)  next file: reading
 *
 * Each look at the file has a number: an answer to an older look is dropped, so that quick changes
 * of the mapping never show a stale result. The whole file is counted behind the board; storing
 * does not wait for it. Files that come while another is looked at wait for their turn. */
#include "palier-import-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-column-dialog.h"
#include "palier-column-words.h"
#include "palier-field-chooser.h"
#include "palier-format.h"
#include "palier-import-bar.h"
#include "palier-import-board.h"
#include "palier-import-file-group.h"
#include "palier-import-files.h"
#include "palier-import-mapping.h"
#include "palier-import-options-group.h"
#include "palier-import-queue.h"
#include "palier-import-result.h"
#include "palier-import-running.h"
#include "palier-problems-export.h"
#include "palier-rows-view.h"
#include "palier-shell.h"

struct _PalierImportPage
{
  AdwBin parent_instance;

  PalierSession *session;
  PalierImportQueue *queue; /* its file is the one that is looked at */
  PalierPreview *shown;     /* (nullable): what the board shows */
  PalierImportRows *rows;   /* (nullable): the file's, as they would be stored */
  guint look;               /* its number */
  GCancellable *looking;    /* (nullable): reading the beginning of the file */
  GCancellable *running;    /* (nullable): storing */

  AdwWindowTitle *title;
  GtkWidget *other_button;
  GtkWidget *skip_button;
  PalierImportBar *bar;
  GtkStack *stack;
  AdwStatusPage *empty;
  PalierImportFileGroup *file_group;
  PalierImportBoard *board;
  PalierRowsView *rows_view;
  PalierImportOptionsGroup *options;
  PalierImportRunning *progress;
  PalierImportResult *result;
};

G_DEFINE_FINAL_TYPE (PalierImportPage, palier_import_page, ADW_TYPE_BIN)

static void start_look (PalierImportPage *self);

/* ---- faces */

static void
show_face (PalierImportPage *self, const char *face)
{
  gboolean board = g_str_equal (face, "board");

  gtk_stack_set_visible_child_name (self->stack, face);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), board);
  gtk_widget_set_visible (self->other_button, board);
  gtk_widget_set_visible (self->skip_button,
                          board && palier_import_queue_get_n_waiting (self->queue) > 0);
  if (!board)
    adw_window_title_set_subtitle (self->title, "");
}

static void
show_file_name (PalierImportPage *self)
{
  g_autofree char *title = palier_import_queue_dup_title (self->queue);

  adw_window_title_set_subtitle (self->title, title);
}

static void
show_unreadable (PalierImportPage *self, const GError *error)
{
  g_autofree char *words = palier_session_error_message (error);
  g_autofree char *name = palier_import_queue_dup_name (self->queue);
  /* Translators: a file's name */
  g_autofree char *title = g_strdup_printf (_ ("“%s” Cannot Be Imported"), name);

  adw_status_page_set_icon_name (self->empty, "dialog-warning-symbolic");
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, words);
  show_face (self, "empty");
}

static void
on_format_changed_cb (PalierImportPage *self)
{
  if (palier_import_queue_get_file (self->queue) == NULL)
    return;
  g_clear_pointer (&self->shown, palier_preview_free);
  start_look (self);
}

/* ---- rows */

/* The counts grow while the file is read. */
static void
on_counted_cb (PalierImportPage *self)
{
  palier_import_bar_show (self->bar, palier_import_rows_get_counts (self->rows),
                          palier_import_rows_get_error (self->rows) == NULL);
}

/* What is wrong with the rest of the file is told once, on the page. */
static void
on_rows_error_cb (PalierImportPage *self)
{
  const GError *error = palier_import_rows_get_error (self->rows);

  if (error)
    palier_shell_report (GTK_WIDGET (self), error);
}

static void
drop_rows (PalierImportPage *self)
{
  if (self->rows)
    g_signal_handlers_disconnect_by_data (self->rows, self);
  g_clear_object (&self->rows);
}

/* The rows of another file, or of the same one by another mapping. */
static void
show_rows (PalierImportPage *self)
{
  PalierImportOptions options = palier_import_options_group_get (self->options);

  if (self->rows)
  {
    palier_import_rows_set_preview (self->rows, self->shown);
    palier_rows_view_mapping_changed (self->rows_view);
    return;
  }
  self->rows = palier_import_service_rows (palier_session_get_imports (self->session), self->shown,
                                           &options);
  g_signal_connect_swapped (self->rows, "counted", G_CALLBACK (on_counted_cb), self);
  g_signal_connect_swapped (self->rows, "notify::error", G_CALLBACK (on_rows_error_cb), self);
  palier_rows_view_set_rows (self->rows_view, self->rows);
  on_counted_cb (self);
}

static void
on_options_changed_cb (PalierImportPage *self)
{
  if (self->rows)
    palier_import_rows_set_duplicates (self->rows,
                                       palier_import_options_group_get (self->options).duplicates);
}

/* ---- looking at the file */

static void
show_preview (PalierImportPage *self, PalierPreview *preview)
{
  g_autofree char *name = palier_import_queue_dup_name (self->queue);

  if (self->shown && self->shown != preview)
    palier_import_mapping_keep_guesses (self->shown->columns, preview->columns);
  if (self->shown != preview)
  {
    g_clear_pointer (&self->shown, palier_preview_free);
    self->shown = palier_preview_ref (preview);
  }
  palier_import_file_group_show (self->file_group, name, preview);
  palier_import_board_set_columns (self->board, preview->columns);
  show_rows (self);
  show_face (self, "board");
  show_file_name (self);
}

typedef struct
{
  PalierImportPage *page;
  guint look;
  GCancellable *cancellable;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_object_unref (self->page);
  g_object_unref (self->cancellable);
  g_free (self);
}

static DexFuture *
await_inspect (Look *look)
{
  PalierImportPage *self = look->page;
  PalierImportFormat format = palier_import_file_group_get_format (self->file_group);

  return palier_import_service_inspect (
      palier_session_get_imports (self->session),
      g_file_peek_path (palier_import_queue_get_file (self->queue)), &format,
      self->shown ? self->shown->columns : NULL, look->cancellable);
}

static DexFuture *
look_fiber (gpointer data)
{
  Look *look = data;
  PalierImportPage *self = look->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierPreview) preview = dex_await_boxed (await_inspect (look), &error);

  if (look->look != self->look)
    return NULL;
  if (preview == NULL)
  {
    show_unreadable (self, error);
    return NULL;
  }
  show_preview (self, preview);
  return NULL;
}

static void
start_look (PalierImportPage *self)
{
  Look *look = g_new0 (Look, 1);

  if (self->looking)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  look->page = g_object_ref (self);
  look->look = ++self->look;
  look->cancellable = g_object_ref (self->looking);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, look, look_free));
}

/* The mapping was changed by hand: shown at once, and the file looked at again with it. */
static void
look_again (PalierImportPage *self)
{
  palier_import_board_set_columns (self->board, self->shown->columns);
  start_look (self);
}

static void
on_mapped_cb (PalierImportPage *self, guint column, int target)
{
  if (self->shown == NULL || column >= self->shown->columns->len)
    return;
  palier_column_set_target (g_ptr_array_index (self->shown->columns, column), target);
  look_again (self);
}

static void
on_keep_all_cb (PalierImportPage *self)
{
  if (self->shown == NULL)
    return;
  palier_import_mapping_keep_all (self->shown->columns);
  look_again (self);
}

static void
on_column_set_cb (PalierImportPage *self, PalierColumnDialog *dialog)
{
  guint index = palier_column_dialog_get_index (dialog);

  if (self->shown == NULL || index >= self->shown->columns->len)
    return;
  palier_column_place (g_ptr_array_index (self->shown->columns, index),
                       palier_column_dialog_get_column (dialog));
  look_again (self);
}

static void
on_details_cb (PalierImportPage *self, guint column)
{
  PalierColumnDialog *dialog;

  if (self->shown == NULL || column >= self->shown->columns->len)
    return;
  dialog = palier_column_dialog_new (self->shown->columns, column);
  g_signal_connect_object (dialog, "changed", G_CALLBACK (on_column_set_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* ---- storing */

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
  show_face (self, "done");
  show_file_name (self);
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
  show_face (self, "board");
  show_file_name (self);
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
  show_face (self, "running");
  show_file_name (self);
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

/* ---- one file after another */

static void
start_file (PalierImportPage *self)
{
  palier_import_file_group_reset (self->file_group);
  palier_import_options_group_reset (self->options);
  g_clear_pointer (&self->shown, palier_preview_free);
  drop_rows (self);
  show_face (self, "reading");
  show_file_name (self);
  start_look (self);
}

static void
start_next (PalierImportPage *self)
{
  if (palier_import_queue_next (self->queue))
    start_file (self);
}

/* Whether a file is being worked on, so that others have to wait. */
static gboolean
is_busy (PalierImportPage *self)
{
  const char *face = gtk_stack_get_visible_child_name (self->stack);

  return g_str_equal (face, "reading") || g_str_equal (face, "board")
         || g_str_equal (face, "running");
}

static void
on_next_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierImportPage *self = PALIER_IMPORT_PAGE (widget);

  if (self->running == NULL)
    start_next (self);
}

/* ---- choosing */

static void
open_files (PalierImportPage *self, GFile **files, guint n, gboolean wait)
{
  if (!palier_import_queue_add (self->queue, files, n, wait))
    palier_shell_toast (GTK_WIDGET (self), _ ("Only files on this computer can be imported"));
  if (palier_import_queue_get_n_waiting (self->queue) == 0)
    return;
  if (!wait)
  {
    start_next (self);
    return;
  }
  palier_import_result_set_waiting (self->result, palier_import_queue_get_n_waiting (self->queue));
  gtk_widget_set_visible (self->skip_button, self->running == NULL);
  show_file_name (self);
  palier_shell_toast (GTK_WIDGET (self), _ ("It follows after the file that is open"));
}

static void
open_all (PalierImportPage *self, GListModel *files, gboolean wait)
{
  guint n = g_list_model_get_n_items (files);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, g_list_model_get_item (files, i));
  open_files (self, (GFile **) all->pdata, all->len, wait);
}

/* Who asks for another file wants to see it in the place of the one that is open. */
static DexFuture *
choose_fiber (gpointer data)
{
  PalierImportPage *self = data;
  g_autoptr (GListModel) files =
      dex_await_object (palier_import_files_choose (GTK_WIDGET (self)), NULL);

  if (files)
    open_all (self, files, self->running != NULL);
  return NULL;
}

static DexFuture *
paste_fiber (gpointer data)
{
  PalierImportPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files =
      dex_await_object (palier_import_files_paste (GTK_WIDGET (self)), &error);

  if (files && g_list_model_get_n_items (files) > 0)
    open_all (self, files, is_busy (self));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    palier_shell_toast (GTK_WIDGET (self), _ ("Too long to paste: save it as a file first"));
  else
    palier_shell_toast (GTK_WIDGET (self),
                        _ ("No table to paste: copy rows in a spreadsheet first"));
  return NULL;
}

static void
on_choose_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_import_page_choose (PALIER_IMPORT_PAGE (widget));
}

/* ---- overrides */

static void
palier_import_page_dispose (GObject *object)
{
  PalierImportPage *self = PALIER_IMPORT_PAGE (object);

  if (self->looking)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  drop_rows (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_IMPORT_PAGE);
  g_clear_object (&self->running);
  g_clear_object (&self->session);
  g_clear_pointer (&self->shown, palier_preview_free);
  g_clear_pointer (&self->queue, palier_import_queue_free);
  G_OBJECT_CLASS (palier_import_page_parent_class)->dispose (object);
}

static void
bind_board (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, file_group);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, board);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, rows_view);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, options);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "import.choose", NULL, on_choose_cb);
  gtk_widget_class_install_action (widget_class, "import.run", NULL, on_run_cb);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, on_cancel_cb);
  gtk_widget_class_install_action (widget_class, "import.next", NULL, on_next_cb);
  gtk_widget_class_install_action (widget_class, "import.save-problems", NULL, on_save_problems_cb);
}

static void
palier_import_page_class_init (PalierImportPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_import_page_dispose;
  g_type_ensure (PALIER_TYPE_IMPORT_BAR);
  g_type_ensure (PALIER_TYPE_IMPORT_BOARD);
  g_type_ensure (PALIER_TYPE_IMPORT_FILE_GROUP);
  g_type_ensure (PALIER_TYPE_IMPORT_OPTIONS_GROUP);
  g_type_ensure (PALIER_TYPE_IMPORT_RESULT);
  g_type_ensure (PALIER_TYPE_IMPORT_RUNNING);
  g_type_ensure (PALIER_TYPE_ROWS_VIEW);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-import-page.ui");
  bind_board (widget_class);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, title);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, other_button);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, skip_button);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, bar);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, empty);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, progress);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, result);
}

static void
palier_import_page_init (PalierImportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->queue = palier_import_queue_new ();
  g_signal_connect_swapped (self->board, "mapped", G_CALLBACK (on_mapped_cb), self);
  g_signal_connect_swapped (self->board, "details", G_CALLBACK (on_details_cb), self);
  g_signal_connect_swapped (self->board, "keep-all", G_CALLBACK (on_keep_all_cb), self);
  g_signal_connect_swapped (self->options, "changed", G_CALLBACK (on_options_changed_cb), self);
  g_signal_connect_swapped (self->file_group, "changed", G_CALLBACK (on_format_changed_cb), self);
}

/**
 * palier_import_page_new:
 * @session: open
 */
GtkWidget *
palier_import_page_new (PalierSession *session)
{
  PalierImportPage *self = g_object_new (PALIER_TYPE_IMPORT_PAGE, NULL);

  self->session = g_object_ref (session);
  palier_import_result_set_session (self->result, session);
  return GTK_WIDGET (self);
}

/**
 * palier_import_page_open:
 * @files: (array length=n)
 *
 * Reads the first of @files and shows what it would become; the others follow. While a file is
 * worked on, all of them wait.
 */
void
palier_import_page_open (PalierImportPage *self, GFile **files, guint n)
{
  open_files (self, files, n, is_busy (self));
}

/* Takes the table that is on the clipboard, or the files. */
void
palier_import_page_paste (PalierImportPage *self)
{
  palier_shell_spawn (GTK_WIDGET (self), paste_fiber);
}

/* Asks for files. */
void
palier_import_page_choose (PalierImportPage *self)
{
  palier_shell_spawn (GTK_WIDGET (self), choose_fiber);
}
