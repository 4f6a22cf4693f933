/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table on the clipboard, from a spreadsheet or a web page, becomes a file like any other: in the
 * session's own folder, which is in memory and readable by nobody else, until it is forgotten. */
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "palier-import-files.h"

#define MAX_BYTES (64 * 1024 * 1024)
#define CHUNK (256 * 1024)

static const char *const html_types[] = { "text/html", NULL };
static const char *const text_types[] = { "text/tab-separated-values",
                                          "text/csv",
                                          "text/plain;charset=utf-8",
                                          "text/plain",
                                          "UTF8_STRING",
                                          NULL };

/* ---- reading the clipboard */

static void
on_stream_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DexPromise *promise = data;
  GError *error = NULL;
  GInputStream *stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);

  if (stream)
    dex_promise_resolve_object (promise, stream);
  else
    dex_promise_reject (promise, error);
  dex_unref (promise);
}

/* → GInputStream */
static DexFuture *
read_stream (GdkClipboard *clipboard, const char *const *types)
{
  DexPromise *promise = dex_promise_new ();

  gdk_clipboard_read_async (clipboard, (const char **) types, G_PRIORITY_DEFAULT, NULL,
                            on_stream_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

/* Returns: (transfer full) (nullable): what the clipboard holds as one of @types */
static GBytes *
await_bytes (GdkClipboard *clipboard, const char *const *types, GError **error)
{
  g_autoptr (GInputStream) stream = dex_await_object (read_stream (clipboard, types), error);
  g_autoptr (GByteArray) all = g_byte_array_new ();

  while (stream)
  {
    g_autoptr (GBytes) some =
        dex_await_boxed (dex_input_stream_read_bytes (stream, CHUNK, G_PRIORITY_DEFAULT), error);
    if (some == NULL)
      return NULL;
    if (g_bytes_get_size (some) == 0)
      return g_byte_array_free_to_bytes (g_steal_pointer (&all));
    if (all->len + g_bytes_get_size (some) > MAX_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "the table is too long");
      return NULL;
    }
    g_byte_array_append (all, g_bytes_get_data (some, NULL), (guint) g_bytes_get_size (some));
  }
  return NULL;
}

static gboolean
holds (GBytes *bytes, const char *what)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  return text && memmem (text, length, what, strlen (what)) != NULL;
}

/* A table of HTML keeps what text loses (line breaks in a cell); else lines, or cells, of text. */
static GBytes *
await_table (GdkClipboard *clipboard, const char **name, GError **error)
{
  g_autoptr (GBytes) html = await_bytes (clipboard, html_types, NULL);
  g_autoptr (GBytes) text = NULL;

  /* Translators: the name of a file made of what was pasted */
  *name = _ ("Pasted table.html");
  if (html && (holds (html, "<table") || holds (html, "<TABLE")))
    return g_steal_pointer (&html);
  /* Translators: the name of a file made of what was pasted */
  *name = _ ("Pasted table.tsv");
  text = await_bytes (clipboard, text_types, error);
  if (text == NULL || holds (text, "\t") || holds (text, "\n"))
    return g_steal_pointer (&text);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no table on the clipboard");
  return NULL;
}

/* ---- files that were copied in a file manager */

static void
on_files_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DexPromise *promise = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  GListStore *files = g_list_store_new (G_TYPE_FILE);

  for (GSList *l = value ? g_value_get_boxed (value) : NULL; l; l = l->next)
    g_list_store_append (files, l->data);
  dex_promise_resolve_object (promise, files);
  dex_unref (promise);
}

/* → GListModel */
static DexFuture *
read_files (GdkClipboard *clipboard)
{
  DexPromise *promise = dex_promise_new ();

  gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                  on_files_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

/* ---- the file that a table becomes */

static GQuark
pasted_quark (void)
{
  return g_quark_from_static_string ("palier-pasted");
}

static GFile *
make_place (const char *name, GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "palier-XXXXXX", NULL);
  GFile *file;

  if (g_mkdtemp (folder) == NULL)
  {
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
    return NULL;
  }
  file = g_file_new_build_filename (folder, name, NULL);
  g_object_set_qdata (G_OBJECT (file), pasted_quark (), GINT_TO_POINTER (TRUE));
  return file;
}

static DexFuture *
paste_fiber (gpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (data);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) table = NULL;
  g_autoptr (GFile) file = NULL;
  const char *name = NULL;

  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    return read_files (clipboard);
  table = await_table (clipboard, &name, &error);
  file = table ? make_place (name, &error) : NULL;
  if (file
      && dex_await (
          dex_file_replace_contents_bytes (file, table, NULL, FALSE, G_FILE_CREATE_PRIVATE),
          &error))
  {
    g_list_store_append (files, file);
    return dex_future_new_take_object (g_steal_pointer (&files));
  }
  return dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
palier_import_files_paste (GtkWidget *widget)
{
  return dex_scheduler_spawn (NULL, 0, paste_fiber, g_object_ref (widget), g_object_unref);
}

void
palier_import_files_forget (GFile *file)
{
  g_autoptr (GFile) folder = NULL;

  if (g_object_get_qdata (G_OBJECT (file), pasted_quark ()) == NULL)
    return;
  folder = g_file_get_parent (file);
  g_unlink (g_file_peek_path (file));
  g_rmdir (g_file_peek_path (folder));
}
