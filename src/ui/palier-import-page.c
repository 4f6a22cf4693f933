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
#include "palier-import-page-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-column-dialog.h"
#include "palier-column-words.h"
#include "palier-field-chooser.h"
#include "palier-format.h"
#include "palier-import-mapping.h"
#include "palier-shell.h"

G_DEFINE_FINAL_TYPE (PalierImportPage, palier_import_page, ADW_TYPE_BIN)

/* ---- faces */

void
palier_import_page_show_face (PalierImportPage *self, const char *face)
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

void
palier_import_page_show_file_name (PalierImportPage *self)
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
  palier_import_page_show_face (self, "empty");
}

static void
on_format_changed_cb (PalierImportPage *self)
{
  if (palier_import_queue_get_file (self->queue) == NULL)
    return;
  g_clear_pointer (&self->shown, palier_preview_free);
  palier_import_page_start_look (self);
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

void
palier_import_page_drop_rows (PalierImportPage *self)
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
  palier_import_page_show_face (self, "board");
  palier_import_page_show_file_name (self);
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

void
palier_import_page_start_look (PalierImportPage *self)
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
  palier_import_page_start_look (self);
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

/* ---- overrides */

static void
palier_import_page_dispose (GObject *object)
{
  PalierImportPage *self = PALIER_IMPORT_PAGE (object);

  if (self->looking)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  palier_import_page_drop_rows (self);
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
  palier_import_page_install_storing (widget_class);
  palier_import_page_install_files (widget_class);
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
