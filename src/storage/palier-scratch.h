/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "palier-storage-error.h"

G_BEGIN_DECLS

/* Room on the disk for what need not stay in memory: a file without a name, encrypted with a key
 * that only this object has. It is gone with the object, however the process ends. May be used by
 * several threads at places that do not overlap. */
typedef struct _PalierScratch PalierScratch;

PalierScratch *palier_scratch_new (const char *folder, GError **error);
PalierScratch *palier_scratch_ref (PalierScratch *self);
void palier_scratch_unref (PalierScratch *self);

gboolean palier_scratch_write (PalierScratch *self, guint64 offset, const void *data, gsize length,
                               GError **error);
gboolean
palier_scratch_read (PalierScratch *self, guint64 offset, void *data, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierScratch, palier_scratch_unref)

G_END_DECLS
