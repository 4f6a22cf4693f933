/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "palier-cells.h"
#include "palier-decoder.h"
#include "palier-encoding.h"

#define CHUNK (256 * 1024)
#define LEAST_CHUNK 4096
/* A longer line is given in pieces. */
#define MAX_LINE (4 * 1024 * 1024)

struct _PalierText
{
  int fd;
  guint64 size;
  guint64 n_read;
  gboolean at_end;
  GCancellable *cancellable;
  char *wanted; /* (nullable): encoding, as the user says */
  guint8 *raw;
  gsize chunk;            /* size of it */
  PalierDecoder *decoder; /* (nullable): from the first chunk on */
  GByteArray *window;     /* of palier_text_read_line() */
  gsize pos;
};

/**
 * palier_text_new:
 * @fd: (transfer full)
 * @encoding: (nullable): guessed from the first chunk where %NULL
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR or G_CONVERT_ERROR
 */
PalierText *
palier_text_new (int fd, const char *encoding, GCancellable *cancellable, GError **error)
{
  g_autoptr (PalierText) self = g_new0 (PalierText, 1);
  struct stat status;

  self->fd = fd;
  self->size = fstat (fd, &status) == 0 ? (guint64) status.st_size : 0;
  self->wanted = g_strdup (encoding);
  /* A file that fits is read at once, and the chunk that is not full is its end. */
  self->chunk = (gsize) CLAMP (self->size + 1, LEAST_CHUNK, CHUNK);
  self->raw = g_malloc (self->chunk);
  self->window = g_byte_array_new ();
  g_set_object (&self->cancellable, cancellable);
  return palier_text_rewind (self, error) ? g_steal_pointer (&self) : NULL;
}

void
palier_text_free (PalierText *self)
{
  close (self->fd);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->decoder, palier_decoder_free);
  g_byte_array_unref (self->window);
  g_free (self->wanted);
  g_free (self->raw);
  g_free (self);
}

/* Begins again at the first letter. Returns: FALSE with G_CONVERT_ERROR for an unknown encoding */
gboolean
palier_text_rewind (PalierText *self, GError **error)
{
  g_clear_pointer (&self->decoder, palier_decoder_free);
  g_byte_array_set_size (self->window, 0);
  self->pos = 0;
  self->n_read = 0;
  self->at_end = FALSE;
  if (self->wanted == NULL)
    return TRUE;
  self->decoder = palier_decoder_new (self->wanted, error);
  return self->decoder != NULL;
}

static gssize
read_raw (PalierText *self, GError **error)
{
  gsize have = 0;
  gssize n;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return -1;
  do
  {
    n = pread (self->fd, self->raw + have, self->chunk - have, (off_t) (self->n_read + have));
    have += (gsize) MAX (n, 0);
  } while ((n > 0 && have < self->chunk) || (n < 0 && errno == EINTR));
  if (n < 0 || (have == 0 && self->n_read < self->size))
  {
    g_set_error (error, PALIER_IMPORT_ERROR,
                 n < 0 ? PALIER_IMPORT_ERROR_UNREADABLE : PALIER_IMPORT_ERROR_VANISHED, "%s",
                 n < 0 ? g_strerror (errno) : "cut short");
    return -1;
  }
  return (gssize) have;
}

/**
 * palier_text_read:
 * @out: (inout): the next letters are appended; those of the encoding only
 *
 * Returns: FALSE at the end, or with @error set
 */
gboolean
palier_text_read (PalierText *self, GByteArray *out, GError **error)
{
  gsize bom = 0;

  if (self->at_end)
    return FALSE;
  gssize n = read_raw (self, error);
  if (n < 0)
    return FALSE;
  gboolean whole = n < (gssize) self->chunk;
  if (self->n_read == 0)
  {
    g_autofree char *guess = palier_encoding_guess (self->raw, (gsize) n, whole, &bom);
    if (self->decoder == NULL)
      self->decoder = palier_decoder_new (guess, error);
    if (self->decoder == NULL)
      return FALSE;
  }
  self->n_read += (guint64) n;
  self->at_end = n == 0;
  palier_decoder_push (self->decoder, self->raw + bom, (gsize) n - bom, self->at_end, out);
  return !self->at_end || out->len > 0;
}

/* Where the line at @pos ends, or NULL where the window holds no end of it. */
static const guint8 *
find_end (const guint8 *from, gsize length)
{
  const guint8 *lf = memchr (from, '\n', length);
  const guint8 *cr = memchr (from, '\r', lf != NULL ? (gsize) (lf - from) : length);
  return cr != NULL ? cr : lf;
}

/* Drops what was given, and reads on. */
static gboolean
refill (PalierText *self, GError **error)
{
  g_byte_array_remove_range (self->window, 0, (guint) self->pos);
  self->pos = 0;
  return palier_text_read (self, self->window, error);
}

/**
 * palier_text_read_line:
 * @line: (out) (transfer none): until the next call; without its end (LF, CR, or both)
 *
 * Returns: FALSE at the end, or with @error set
 */
gboolean
palier_text_read_line (PalierText *self, const char **line, gsize *length, GError **error)
{
  g_autoptr (GError) problem = NULL;

  for (;;)
  {
    gsize left = self->window->len - self->pos;
    const guint8 *from = left > 0 ? self->window->data + self->pos : NULL;
    const guint8 *end = left > 0 ? find_end (from, left) : NULL;
    /* A CR at the window's end may be half of a CR LF. */
    gboolean whole = end != NULL && (*end == '\n' || end + 1 < from + left || self->at_end);
    if (!whole && left < MAX_LINE && refill (self, &problem))
      continue;
    if (problem != NULL)
      return g_propagate_error (error, g_steal_pointer (&problem)), FALSE;
    left = self->window->len - self->pos;
    if (left == 0)
      return FALSE;
    from = self->window->data + self->pos;
    end = find_end (from, left);
    *line = (const char *) from;
    *length = end != NULL ? (gsize) (end - from)
                          : palier_cut_length ((const char *) from, left, MIN (left, MAX_LINE));
    self->pos += *length;
    if (end != NULL)
      self->pos += *end == '\r' && end + 1 < from + left && end[1] == '\n' ? 2 : 1;
    return TRUE;
  }
}

const char *
palier_text_get_encoding (PalierText *self)
{
  return self->decoder != NULL ? palier_decoder_get_encoding (self->decoder) : NULL;
}

double
palier_text_get_fraction (PalierText *self)
{
  return self->size == 0 ? 1 : CLAMP ((double) self->n_read / (double) self->size, 0, 1);
}
