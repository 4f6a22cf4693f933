/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files come to the page, and one after another. */
#include <glib/gi18n.h>

#include "palier-import-files.h"
#include "palier-import-page-private.h"
#include "palier-shell.h"

/* ---- one file after another */

static void
start_file (PalierImportPage *self)
{
  palier_import_file_group_reset (self->file_group);
  palier_import_options_group_reset (self->options);
  g_clear_pointer (&self->shown, palier_preview_free);
  palier_import_page_drop_rows (self);
  palier_import_page_show_face (self, "reading");
  palier_import_page_show_file_name (self);
  palier_import_page_start_look (self);
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
  palier_import_page_show_file_name (self);
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
  g_autoptr (GListModel) files = dex_await_object (
      palier_import_files_choose (GTK_WIDGET (self), _ ("Choose Contact Files"), NULL), NULL);

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

void
palier_import_page_install_files (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "import.choose", NULL, on_choose_cb);
  gtk_widget_class_install_action (widget_class, "import.next", NULL, on_next_cb);
}
