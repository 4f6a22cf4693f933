/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By what a file is known again. */
#include "palier-file-mark.h"

#include <sys/stat.h>

#include "palier-core.h"
#include "palier-worker.h"

#define PIECE (1 << 18)

typedef struct
{
  char *path;
  GCancellable *cancellable; /* (nullable) */
} Call;

PalierFileMark
palier_file_mark (const char *path)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return (PalierFileMark) { 0, 0, 0 };
  return (PalierFileMark) { (guint64) status.st_size,
                            status.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000)
                                + status.st_mtim.tv_nsec,
                            (guint64) status.st_ino };
}

gboolean
palier_file_mark_equal (const PalierFileMark *a, const PalierFileMark *b)
{
  return a->size == b->size && a->changed_ns == b->changed_ns && a->inode == b->inode;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->cancellable);
  g_free (call->path);
  g_free (call);
}

static char *
hash_stream (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE);
  gssize length;

  while ((length = g_input_stream_read (stream, piece, PIECE, cancellable, error)) > 0)
    g_checksum_update (checksum, piece, length);
  return length == 0 ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}

static DexFuture *
hash_job (gpointer data)
{
  Call *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (call->path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, call->cancellable, &error);
  char *hash =
      stream != NULL ? hash_stream (G_INPUT_STREAM (stream), call->cancellable, &error) : NULL;

  return hash != NULL ? dex_future_new_take_string (hash) : palier_reject (&error);
}

/**
 * palier_file_hash:
 *
 * Returns: (transfer full): resolves to a string, hexadecimal; rejects with G_IO_ERROR
 */
DexFuture *
palier_file_hash (const char *path, GCancellable *cancellable)
{
  Call *call = g_new0 (Call, 1);

  call->path = g_strdup (path);
  call->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return palier_pool_run (hash_job, call, call_free);
}
