/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AES-256 in counter mode, the counter being the place in the file, so that any piece is read by
 * itself. The key is random and dies with the object. Of a place that is written twice, whoever
 * kept both states of the disk could tell where they differ, and nothing else; the file has no
 * name, and what was in it is worth nothing to anybody a moment later. */
#include "palier-scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>
#include <unistd.h>

#define KEY_SIZE 32
#define BLOCK 16
#define PIECE 16384

struct _PalierScratch
{
  int fd;
  guint8 key[KEY_SIZE];
};

static gboolean
fail (GError **error, const char *what)
{
  int code = errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? PALIER_STORAGE_ERROR_FULL
                                                                  : PALIER_STORAGE_ERROR_FAILED;

  g_set_error (error, PALIER_STORAGE_ERROR, code, "scratch: %s: %s", what, g_strerror (errno));
  return FALSE;
}

/* Not every file system knows files without a name; there it loses its name at once. */
static int
open_nameless (const char *folder)
{
  int fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);

  if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT))
    return fd;
  g_autofree char *path = g_build_filename (folder, ".scratch-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    unlink (path);
  return fd;
}

/**
 * palier_scratch_new:
 * @folder: on whose disk it is
 *
 * Returns: (transfer full): %NULL with PALIER_STORAGE_ERROR FULL or FAILED
 */
PalierScratch *
palier_scratch_new (const char *folder, GError **error)
{
  guint8 key[KEY_SIZE];

  if (RAND_bytes (key, sizeof key) != 1)
  {
    g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NO_CIPHER,
                         "scratch: no random key");
    return NULL;
  }
  int fd = open_nameless (folder);
  if (fd < 0)
    return fail (error, folder), NULL;
  PalierScratch *self = g_atomic_rc_box_new0 (PalierScratch);
  self->fd = fd;
  memcpy (self->key, key, sizeof key);
  OPENSSL_cleanse (key, sizeof key);
  return self;
}

PalierScratch *
palier_scratch_ref (PalierScratch *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
scratch_clear (gpointer data)
{
  PalierScratch *self = data;

  close (self->fd);
  OPENSSL_cleanse (self->key, sizeof self->key);
}

void
palier_scratch_unref (PalierScratch *self)
{
  g_atomic_rc_box_release_full (self, scratch_clear);
}

/* The cipher, standing at @offset. */
static EVP_CIPHER_CTX *
cipher_at (PalierScratch *self, guint64 offset)
{
  guint8 counter[BLOCK] = { 0 }, skipped[BLOCK] = { 0 };
  guint64 block = GUINT64_TO_BE (offset / BLOCK);
  int length;
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();

  memcpy (counter + BLOCK - sizeof block, &block, sizeof block);
  if (context == NULL
      || EVP_EncryptInit_ex (context, EVP_aes_256_ctr (), NULL, self->key, counter) != 1
      || (offset % BLOCK != 0
          && EVP_EncryptUpdate (context, skipped, &length, skipped, (int) (offset % BLOCK)) != 1))
    g_clear_pointer (&context, EVP_CIPHER_CTX_free);
  return context;
}

static gboolean
write_piece (int fd, guint64 offset, const guint8 *data, gsize length)
{
  while (length > 0)
  {
    gssize written = pwrite (fd, data, length, (off_t) offset);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return FALSE;
    data += written;
    offset += (guint64) written;
    length -= (gsize) written;
  }
  return TRUE;
}

static gboolean
encrypt_to (PalierScratch *self, EVP_CIPHER_CTX *context, guint64 offset, const guint8 *data,
            gsize length)
{
  guint8 piece[PIECE];
  int made;

  for (gsize n; length > 0; data += n, offset += n, length -= n)
  {
    n = MIN (length, sizeof piece);
    if (EVP_EncryptUpdate (context, piece, &made, data, (int) n) != 1
        || !write_piece (self->fd, offset, piece, n))
      return FALSE;
  }
  return TRUE;
}

/* Errors: PALIER_STORAGE_ERROR FULL or FAILED; then what stands there is undefined. */
gboolean
palier_scratch_write (PalierScratch *self, guint64 offset, const void *data, gsize length,
                      GError **error)
{
  EVP_CIPHER_CTX *context = cipher_at (self, offset);
  gboolean good = context != NULL && encrypt_to (self, context, offset, data, length);

  EVP_CIPHER_CTX_free (context);
  return good || fail (error, "write");
}

static gboolean
read_piece (int fd, guint64 offset, guint8 *data, gsize length)
{
  while (length > 0)
  {
    gssize n = pread (fd, data, length, (off_t) offset);
    if (n < 0 && errno == EINTR)
      continue;
    if (n == 0)
      errno = EIO;
    if (n <= 0)
      return FALSE;
    data += n;
    offset += (guint64) n;
    length -= (gsize) n;
  }
  return TRUE;
}

/* Reads what was written; beyond its end: PALIER_STORAGE_ERROR_FAILED. */
gboolean
palier_scratch_read (PalierScratch *self, guint64 offset, void *data, gsize length, GError **error)
{
  guint8 *bytes = data;

  if (!read_piece (self->fd, offset, bytes, length))
    return fail (error, "read");
  EVP_CIPHER_CTX *context = cipher_at (self, offset);
  gboolean good = context != NULL;
  for (gsize done = 0; good && done < length; done += PIECE)
  {
    int made, n = (int) MIN (length - done, PIECE);
    good = EVP_EncryptUpdate (context, bytes + done, &made, bytes + done, n) == 1;
  }
  EVP_CIPHER_CTX_free (context);
  return good || fail (error, "read");
}
