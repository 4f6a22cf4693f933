/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reader.h"

G_BEGIN_DECLS

/* A text file of any encoding as UTF-8, piece by piece. */
typedef struct _PalierText PalierText;

PalierText *
palier_text_new (int fd, const char *encoding, GCancellable *cancellable, GError **error);
void palier_text_free (PalierText *self);
gboolean palier_text_rewind (PalierText *self, GError **error);
gboolean palier_text_read (PalierText *self, GByteArray *out, GError **error);
gboolean palier_text_read_line (PalierText *self, const char **line, gsize *length, GError **error);
const char *palier_text_get_encoding (PalierText *self);
double palier_text_get_fraction (PalierText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierText, palier_text_free)

G_END_DECLS
