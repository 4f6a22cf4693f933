/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Size and page of the window and what was chosen on its pages, in a key file of the user's state
 * folder: it belongs to this computer, not to the workspace. Whatever cannot be read or written is
 * forgotten silently. */
#include "palier-window-state.h"

#define GROUP "window"

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "palier", "window.ini", NULL);
}

static int
get_size (GKeyFile *file, const char *key, int fallback)
{
  int size = g_key_file_get_integer (file, GROUP, key, NULL);
  return size >= 360 && size <= 16384 ? size : fallback;
}

static GKeyFile *
load (void)
{
  GKeyFile *file = g_key_file_new ();
  g_autofree char *path = dup_path ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

static void
save (GKeyFile *file)
{
  g_autofree char *path = dup_path ();
  g_autofree char *directory = g_path_get_dirname (path);

  if (g_mkdir_with_parents (directory, 0700) == 0)
    g_key_file_save_to_file (file, path, NULL);
}

/**
 * palier_window_state_restore:
 *
 * Gives @window the size it had.
 *
 * Returns: (transfer full): the page it showed
 */
char *
palier_window_state_restore (GtkWindow *window)
{
  g_autoptr (GKeyFile) file = load ();
  char *page;
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  gtk_window_set_default_size (window, get_size (file, "width", width),
                               get_size (file, "height", height));
  if (g_key_file_get_boolean (file, GROUP, "maximized", NULL))
    gtk_window_maximize (window);
  page = g_key_file_get_string (file, GROUP, "page", NULL);
  return page ? page : g_strdup ("prospects");
}

void
palier_window_state_save (GtkWindow *window, const char *page)
{
  g_autoptr (GKeyFile) file = load ();
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_key_file_set_integer (file, GROUP, "width", width);
  g_key_file_set_integer (file, GROUP, "height", height);
  g_key_file_set_boolean (file, GROUP, "maximized", gtk_window_is_maximized (window));
  g_key_file_set_string (file, GROUP, "page", page);
  save (file);
}

/* (transfer full) (nullable) (array zero-terminated=1) */
char **
palier_window_state_dup_list (const char *key)
{
  g_autoptr (GKeyFile) file = load ();

  return g_key_file_get_string_list (file, GROUP, key, NULL, NULL);
}

/* @list: (array zero-terminated=1) */
void
palier_window_state_set_list (const char *key, const char *const *list)
{
  g_autoptr (GKeyFile) file = load ();

  g_key_file_set_string_list (file, GROUP, key, list, g_strv_length ((char **) list));
  save (file);
}
