/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

/* Of a folder: so that what was renamed in it is there after a crash. */
static gboolean
sync_path (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return synced;
}

/* Brings @draft to the disk and gives it the name @path, in place of what had it; both are in one
 * folder. Returns: FALSE with errno */
gboolean
palier_file_settle (const char *draft, const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);

  return sync_path (draft) && rename (draft, path) == 0 && sync_path (directory);
}

/* Removes a folder with the files in it, which has no folders. */
void
palier_folder_remove (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
  {
    g_autofree char *file = g_build_filename (path, name, NULL);
    g_unlink (file);
  }
  g_rmdir (path);
}
