/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-csv-window.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "palier-encoding.h"
#include "palier-table.h"

#define CHUNK (256 * 1024)
#define LEAST_CHUNK 4096

/* Reads the next chunk of the file into the window. Returns: FALSE at the end or for an error. */
static gboolean
read_chunk (PalierCsvWindow *self)
{
  gssize n;

  if (self->at_end || self->error != NULL
      || g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    return FALSE;
  do
    n = read (self->fd, self->raw, self->chunk);
  while (n < 0 && errno == EINTR);
  if (n < 0)
  {
    g_set_error (&self->error, PALIER_IMPORT_ERROR,
                 errno == ESTALE || errno == ENODEV ? PALIER_IMPORT_ERROR_VANISHED
                                                    : PALIER_IMPORT_ERROR_UNREADABLE,
                 "%s", g_strerror (errno));
    return FALSE;
  }
  self->n_read += (guint64) n;
  self->at_end = n == 0;
  if (self->at_end && self->n_read < self->size)
  {
    g_set_error (&self->error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_VANISHED,
                 "only %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " bytes were there",
                 self->n_read, self->size);
    return FALSE;
  }
  if (self->decoder != NULL)
    palier_decoder_push (self->decoder, self->raw, (gsize) n, self->at_end, self->in);
  return TRUE;
}

/* palier_csv_window_fill() where the position has come to the window's end. */
gboolean
palier_csv_window_fill_more (PalierCsvWindow *self)
{
  while (self->pos >= self->in->len)
  {
    /* Two bytes stay behind the position: what stands before a quote matters. */
    gsize keep = MIN (self->mark, self->pos - MIN (self->pos, 2));
    g_byte_array_remove_range (self->in, 0, (guint) keep);
    self->base += keep;
    self->pos -= keep;
    if (self->mark != PALIER_CSV_NO_MARK)
      self->mark -= keep;
    if (!read_chunk (self))
      return FALSE;
  }
  return TRUE;
}

/* Whether the head of a file holds what no text does: many control characters. */
static gboolean
is_binary (const GByteArray *text)
{
  gsize odd = 0;

  for (guint i = 0; i < text->len; i++)
    odd += text->data[i] < 0x20 && !(text->data[i] >= '\t' && text->data[i] <= '\r')
           && !(text->data[i] == PALIER_CSV_END_MARK && i + 1 == text->len);
  return odd * 50 > text->len;
}

static gboolean
is_blank (const GByteArray *text)
{
  for (guint i = 0; i < text->len; i++)
    if (!g_ascii_isspace (text->data[i]) && text->data[i] != PALIER_CSV_END_MARK)
      return FALSE;
  return TRUE;
}

/* Reads and decodes the head of the file, from which everything is guessed. */
static gboolean
read_head (PalierCsvWindow *self, const char *encoding, GError **error)
{
  g_autoptr (GByteArray) head = g_byte_array_sized_new ((guint) self->chunk);
  gsize bom = 0;

  while (head->len < CHUNK && read_chunk (self) && !self->at_end)
    g_byte_array_append (head, self->raw, (guint) (self->n_read - head->len));
  if (self->error != NULL)
  {
    g_propagate_error (error, g_steal_pointer (&self->error));
    return FALSE;
  }
  gboolean whole = self->at_end || self->n_read >= self->size;
  g_autofree char *guess = palier_encoding_guess (head->data, head->len, whole, &bom);
  self->decoder = palier_decoder_new (encoding != NULL ? encoding : guess, error);
  if (self->decoder == NULL)
    return FALSE;
  palier_decoder_push (self->decoder, head->data + bom, head->len - bom, self->at_end, self->in);
  if (whole && is_blank (self->in))
  {
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_EMPTY, "no text");
    return FALSE;
  }
  if (is_binary (self->in))
  {
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_NOT_A_TABLE, "not text");
    return FALSE;
  }
  return TRUE;
}

/**
 * palier_csv_window_open:
 * @self: (out caller-allocates): to be cleared in any case
 * @fd: (transfer full): at the file's beginning
 * @encoding: (nullable): NULL to guess it
 *
 * Returns: FALSE with the errors of palier_csv_new()
 */
gboolean
palier_csv_window_open (PalierCsvWindow *self, int fd, const char *encoding,
                        GCancellable *cancellable, GError **error)
{
  struct stat status;

  *self = (PalierCsvWindow) { .fd = fd, .mark = PALIER_CSV_NO_MARK };
  self->size = fstat (fd, &status) == 0 ? (guint64) status.st_size : 0;
  g_set_object (&self->cancellable, cancellable);
  self->chunk = (gsize) CLAMP (self->size + 1, LEAST_CHUNK, CHUNK);
  self->raw = g_malloc (self->chunk);
  self->in = g_byte_array_new ();
  return read_head (self, encoding, error);
}

void
palier_csv_window_clear (PalierCsvWindow *self)
{
  close (self->fd);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->decoder, palier_decoder_free);
  g_free (self->raw);
  g_byte_array_unref (self->in);
}
