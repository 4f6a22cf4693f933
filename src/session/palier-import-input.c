/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An import reads its file several times, and keeps its name; a pipe has neither. Its bytes go into
 * a file without a name, which is gone with this process, and a link in a private folder names it.
 */
#include "palier-import-input.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "palier-spool.h"

struct _PalierImportInput
{
  PalierSpool *spool;
  char *folder;
  char *path;
};

/**
 * palier_import_input_new:
 * @fd: read to its end
 * @name: shown as the file's name
 *
 * Blocks until all is read.
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR_TOO_BIG, _UNREADABLE or G_IO_ERROR_CANCELLED
 */
PalierImportInput *
palier_import_input_new (int fd, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (PalierImportInput) self = g_new0 (PalierImportInput, 1);

  self->spool = palier_spool_new_for_stream (fd, cancellable, error);
  if (self->spool == NULL)
    return NULL;
  self->folder = g_dir_make_tmp ("palier-XXXXXX", error);
  if (self->folder == NULL)
    return NULL;
  self->path = g_build_filename (self->folder, name, NULL);
  if (symlink (palier_spool_get_path (self->spool), self->path) == 0)
    return g_steal_pointer (&self);
  g_set_error_literal (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno),
                       g_strerror (errno));
  return NULL;
}

void
palier_import_input_free (PalierImportInput *self)
{
  if (self->path != NULL)
    g_unlink (self->path);
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_clear_pointer (&self->spool, palier_spool_free);
  g_free (self->path);
  g_free (self->folder);
  g_free (self);
}

const char *
palier_import_input_get_path (PalierImportInput *self)
{
  return self->path;
}
