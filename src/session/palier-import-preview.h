/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-import-service.h"
#include "palier-reader.h"

G_BEGIN_DECLS

DexFuture *palier_import_preview_read (const char *path, const PalierReaderOptions *options,
                                       gint64 now_ms, GCancellable *cancellable);
DexFuture *
palier_import_preview_show (PalierPreview *preview, gint64 now_ms, GCancellable *cancellable);

void palier_preview_apply_mapping (PalierPreview *preview, GPtrArray *mapping, const char *reason);
char *palier_preview_dup_signature (const PalierPreview *preview);
PalierReaderOptions palier_preview_get_options (const PalierPreview *preview);
gboolean palier_preview_has_contact (const PalierPreview *preview);

G_END_DECLS
