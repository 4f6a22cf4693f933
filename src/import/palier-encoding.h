/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *palier_encoding_guess (const guint8 *bytes, gsize length, gboolean is_whole, gsize *bom);
int palier_encoding_sequence_length (const guint8 *p, gsize left);

G_END_DECLS
