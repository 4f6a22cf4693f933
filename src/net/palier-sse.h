/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Server-sent events, read from bytes as they come (WHATWG HTML § 9.2): lines end by LF or CR LF,
 * several lines of data are one text, comments and unknown fields say nothing. */
typedef struct _PalierSse PalierSse;

PalierSse *palier_sse_new (gsize max_bytes);
void palier_sse_free (PalierSse *self);

gboolean palier_sse_feed (PalierSse *self, const char *bytes, gsize length, GError **error);
gboolean palier_sse_next (PalierSse *self, char **name, char **data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSse, palier_sse_free)

G_END_DECLS
