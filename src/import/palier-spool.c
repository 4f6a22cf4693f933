/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is pasted, piped or packed, as a file that can be read again from its beginning. It has no
 * name, so that nothing of it stays behind however the program ends. */
#include "palier-spool.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK (256 * 1024)
/* No list of contacts is larger; and none, once it is large, is so many times its packed size. */
#define MAX_BYTES (G_GUINT64_CONSTANT (2) << 30)
#define RATIO_FROM (64 * 1024 * 1024)
#define MAX_RATIO 150

struct _PalierSpool
{
  int fd;
  char *path;
};

/* A file on the disk where it is large and that can be; else in memory. */
static int
new_file (gboolean large, GError **error)
{
  int fd = large ? open ("/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) : -1;

  if (fd < 0)
    fd = memfd_create ("palier", MFD_CLOEXEC);
  if (fd < 0)
    g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_UNREADABLE, "%s",
                 g_strerror (errno));
  return fd;
}

/* A disk that is full is told apart: there the user can help. */
static void
set_write_error (GError **error, int problem)
{
  if (problem == ENOSPC || problem == EDQUOT || problem == EFBIG)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, g_strerror (problem));
  else
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_UNREADABLE,
                         g_strerror (problem));
}

static gboolean
write_all (int fd, const void *bytes, gsize length, GError **error)
{
  const char *from = bytes;

  while (length > 0)
  {
    gssize n = write (fd, from, length);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
    {
      set_write_error (error, errno);
      return FALSE;
    }
    from += n;
    length -= (gsize) n;
  }
  return TRUE;
}

static gboolean
is_too_big (guint64 packed, guint64 unpacked, GError **error)
{
  if (unpacked <= MAX_BYTES && (unpacked <= RATIO_FROM || unpacked / MAX (packed, 1) <= MAX_RATIO))
    return FALSE;
  g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_TOO_BIG,
                       "more than any list of contacts holds");
  return TRUE;
}

static PalierSpool *
new_spool (int fd)
{
  PalierSpool *self = g_new0 (PalierSpool, 1);

  self->fd = fd;
  self->path = g_strdup_printf ("/proc/self/fd/%d", fd);
  return self;
}

/**
 * palier_spool_new_for_bytes:
 *
 * What was on the clipboard, for palier_reader_open().
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR_UNREADABLE or G_IO_ERROR_NO_SPACE
 */
PalierSpool *
palier_spool_new_for_bytes (GBytes *bytes, GError **error)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  int fd = new_file (length > CHUNK, error);

  if (fd >= 0 && !write_all (fd, data, length, error))
  {
    close (fd);
    return NULL;
  }
  return fd >= 0 ? new_spool (fd) : NULL;
}

typedef gssize (*ReadFunc) (gpointer source, void *buffer, gsize length, GError **error);

/* A chunk that is not full is the last one. Returns: its size, or -1 */
static gssize
read_chunk (ReadFunc read_some, gpointer source, char *buffer, GCancellable *cancellable,
            GError **error)
{
  gsize have = 0;
  gssize n = 1;

  while (n > 0 && have < CHUNK)
  {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return -1;
    n = read_some (source, buffer + have, CHUNK - have, error);
    have += (gsize) MAX (n, 0);
  }
  return n < 0 ? -1 : (gssize) have;
}

/* Copies a source to a new file, within bounds. @packed is moved on by what it was read from.
 * Returns: its descriptor, or -1 */
static int
copy (ReadFunc read_some, gpointer source, const guint64 *packed, GCancellable *cancellable,
      GError **error)
{
  g_autofree char *buffer = g_malloc (CHUNK);
  gssize n = read_chunk (read_some, source, buffer, cancellable, error);
  int fd = n >= 0 ? new_file (n == CHUNK, error) : -1;
  guint64 total = 0;

  while (fd >= 0 && n > 0)
  {
    total += (guint64) n;
    if (is_too_big (packed != NULL ? *packed : total, total, error)
        || !write_all (fd, buffer, (gsize) n, error)
        || (n = read_chunk (read_some, source, buffer, cancellable, error)) < 0)
    {
      close (fd);
      return -1;
    }
  }
  return fd;
}

static gssize
read_fd (gpointer source, void *buffer, gsize length, GError **error)
{
  gssize n;

  do
    n = read (*(int *) source, buffer, length);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_UNREADABLE, "%s",
                 g_strerror (errno));
  return n;
}

/**
 * palier_spool_new_for_stream:
 * @fd: what can be read once only, as standard input
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR_TOO_BIG, _UNREADABLE, G_IO_ERROR_NO_SPACE or
 *   G_IO_ERROR_CANCELLED
 */
PalierSpool *
palier_spool_new_for_stream (int fd, GCancellable *cancellable, GError **error)
{
  int copied = copy (read_fd, &fd, NULL, cancellable, error);
  return copied >= 0 ? new_spool (copied) : NULL;
}

void
palier_spool_free (PalierSpool *self)
{
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

/* A path that this process can open, as often as it wants, until the spool is freed. */
const char *
palier_spool_get_path (PalierSpool *self)
{
  return self->path;
}

typedef struct
{
  int fd;
  guint64 packed; /* bytes read so far */
  GConverter *inflater;
  guint8 in[16384];
  gsize begin;
  gsize end;
  gboolean at_end;
  gboolean done;
} Gzip;

static gssize
read_gzip (gpointer source, void *buffer, gsize length, GError **error)
{
  Gzip *self = source;

  while (!self->done)
  {
    gsize taken = 0, given = 0;
    g_autoptr (GError) problem = NULL;
    if (self->begin == self->end && !self->at_end)
    {
      gssize n = read_fd (&self->fd, self->in, sizeof self->in, error);
      if (n < 0)
        return -1;
      self->begin = 0;
      self->end = (gsize) n;
      self->packed += (guint64) n;
      self->at_end = n == 0;
    }
    GConverterResult result = g_converter_convert (
        self->inflater, self->in + self->begin, self->end - self->begin, buffer, length,
        self->at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &taken, &given, &problem);
    self->begin += taken;
    self->done = result == G_CONVERTER_FINISHED;
    if (given > 0)
      return (gssize) given;
    if (result == G_CONVERTER_ERROR
        && (self->at_end || !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)))
    {
      g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_DAMAGED, "%s", problem->message);
      return -1;
    }
  }
  return 0;
}

/**
 * palier_spool_gzip:
 * @fd: of a file packed by gzip, at its beginning
 *
 * Returns: a descriptor of what it holds; -1 with PALIER_IMPORT_ERROR_DAMAGED, _TOO_BIG,
 *   _UNREADABLE, G_IO_ERROR_NO_SPACE or G_IO_ERROR_CANCELLED
 */
int
palier_spool_gzip (int fd, GCancellable *cancellable, GError **error)
{
  Gzip gzip = { .fd = fd };
  g_autoptr (GZlibDecompressor) inflater = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);

  gzip.inflater = G_CONVERTER (inflater);
  return copy (read_gzip, &gzip, &gzip.packed, cancellable, error);
}

static gssize
read_member (gpointer source, void *buffer, gsize length, GError **error)
{
  zip_int64_t n = zip_fread (source, buffer, length);

  if (n < 0)
    g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_DAMAGED, "%s",
                 zip_file_strerror (source));
  return (gssize) n;
}

/**
 * palier_spool_member:
 *
 * Returns: a descriptor of what that file of the archive holds; -1 with
 *   PALIER_IMPORT_ERROR_ENCRYPTED, _DAMAGED, _TOO_BIG, _UNREADABLE, G_IO_ERROR_NO_SPACE or
 *   G_IO_ERROR_CANCELLED
 */
int
palier_spool_member (zip_t *archive, guint64 index, GCancellable *cancellable, GError **error)
{
  zip_stat_t status;

  if (zip_stat_index (archive, index, 0, &status) != 0)
    zip_stat_init (&status);
  zip_file_t *file = zip_fopen_index (archive, index, 0);
  if (file == NULL)
  {
    int code = zip_error_code_zip (zip_get_error (archive));
    gboolean locked = code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD;
    g_set_error (error, PALIER_IMPORT_ERROR,
                 locked ? PALIER_IMPORT_ERROR_ENCRYPTED : PALIER_IMPORT_ERROR_DAMAGED, "%s",
                 zip_strerror (archive));
    return -1;
  }
  guint64 packed = (status.valid & ZIP_STAT_COMP_SIZE) != 0 ? status.comp_size : 1;
  int fd = copy (read_member, file, &packed, cancellable, error);
  zip_fclose (file);
  return fd;
}
