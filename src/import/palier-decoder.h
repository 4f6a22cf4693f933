/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PalierDecoder PalierDecoder;

PalierDecoder *palier_decoder_new (const char *encoding, GError **error);
void palier_decoder_free (PalierDecoder *self);
void palier_decoder_push (PalierDecoder *self, const guint8 *bytes, gsize length, gboolean is_last,
                          GByteArray *out);
const char *palier_decoder_get_encoding (PalierDecoder *self);
gboolean palier_decoder_take_bad_before (PalierDecoder *self, guint64 offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDecoder, palier_decoder_free)

G_END_DECLS
