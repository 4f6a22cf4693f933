/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <zip.h>

#include "palier-import-error.h"

G_BEGIN_DECLS

/* Bytes that are no file, as a file without a name: it is gone with its last descriptor. */
typedef struct _PalierSpool PalierSpool;

PalierSpool *palier_spool_new_for_bytes (GBytes *bytes, GError **error);
PalierSpool *palier_spool_new_for_stream (int fd, GCancellable *cancellable, GError **error);
void palier_spool_free (PalierSpool *self);
const char *palier_spool_get_path (PalierSpool *self);

int palier_spool_gzip (int fd, GCancellable *cancellable, GError **error);
int palier_spool_member (zip_t *archive, guint64 index, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSpool, palier_spool_free)

G_END_DECLS
