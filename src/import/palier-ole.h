/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The container of old Office files ([MS-CFB]), held in memory. */
typedef struct _PalierOle PalierOle;

PalierOle *palier_ole_new (const guint8 *bytes, gsize length);
void palier_ole_free (PalierOle *self);
gboolean palier_ole_has (PalierOle *self, const char *name);
GByteArray *palier_ole_read (PalierOle *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierOle, palier_ole_free)

G_END_DECLS
