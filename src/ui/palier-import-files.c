/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the files of an import come from and where what is left of them goes. */
#include "palier-import-files.h"

#include <glib/gi18n.h>

static GtkWindow *
window_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* What a promise is waiting for came, or did not. Takes all of its arguments but @error. */
static void
settle (DexPromise *promise, gpointer object, GError *error)
{
  if (object)
    dex_promise_resolve_object (promise, object);
  else
    dex_promise_reject (promise, error);
  dex_unref (promise);
}

/* ---- choosing */

static void
on_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  GListModel *files =
      gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, &error);

  settle (data, files, error);
}

/* @meant: (nullable): the files of contacts */
static GListModel *
make_filters (GtkFileFilter *meant)
{
  static const char *const suffixes[] = { "csv", "txt", "tsv", "xlsx", "xlsm", "xls", "ods",
                                          "vcf", "zip", "gz",  "html", "htm",  "fods" };
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_filter_set_name (tables, _ ("Contact files"));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (tables, suffixes[i]);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, meant != NULL ? meant : tables);
  g_list_store_append (filters, all);
  return G_LIST_MODEL (filters);
}

/**
 * palier_import_files_choose:
 * @meant: (nullable): which files are offered first; those of contacts
 */
DexFuture *
palier_import_files_choose (GtkWidget *widget, const char *title, GtkFileFilter *meant)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = make_filters (meant);
  DexPromise *promise = dex_promise_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_open_multiple (dialog, window_of (widget), NULL, on_chosen_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  settle (data, file, error);
}

/**
 * palier_import_files_save:
 * @name: proposed for the file
 */
DexFuture *
palier_import_files_save (GtkWidget *widget, const char *title, const char *name)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  DexPromise *promise = dex_promise_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, window_of (widget), NULL, on_saved_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}
