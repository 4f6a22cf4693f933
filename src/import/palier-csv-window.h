/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-decoder.h"

G_BEGIN_DECLS

#define PALIER_CSV_NO_MARK G_MAXSIZE
#define PALIER_CSV_END_MARK 0x1a /* Control-Z: old programs end a text with it */

/* A window on the text of a file: what was read leaves it at its front, more comes at its back, so
 * that memory does not grow with the file.
 *
 *   file ─ read ─▶ raw ─ decoder ─▶ in (UTF-8)
 */
typedef struct
{
  GByteArray *in;
  gsize pos;     /* where reading goes on */
  gsize mark;    /* the text from here on stays; PALIER_CSV_NO_MARK for none */
  guint64 base;  /* bytes that have left the window */
  GError *error; /* (nullable): what ended reading before the file's end */
  PalierDecoder *decoder;
  guint64 size; /* of the file */
  guint64 n_read;

  /* private */
  int fd;
  gboolean at_end; /* of the file */
  GCancellable *cancellable;
  guint8 *raw;
  gsize chunk; /* size of it */
} PalierCsvWindow;

gboolean palier_csv_window_open (PalierCsvWindow *self, int fd, const char *encoding,
                                 GCancellable *cancellable, GError **error);
void palier_csv_window_clear (PalierCsvWindow *self);
gboolean palier_csv_window_fill_more (PalierCsvWindow *self);

/* Makes a byte stand at the window's position, if there is one left. */
static inline gboolean
palier_csv_window_fill (PalierCsvWindow *self)
{
  return self->pos < self->in->len || palier_csv_window_fill_more (self);
}

G_END_DECLS
