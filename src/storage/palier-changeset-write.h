/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-database.h"
#include "palier-kind.h"

G_BEGIN_DECLS

gboolean
palier_changeset_stage (PalierDatabase *database, gint64 changeset, PalierKind kind, gint64 n,
                        const char *field, const char *value, const char *original, GError **error);
gboolean palier_changeset_apply_values (PalierDatabase *database, gint64 changeset,
                                        GCancellable *cancellable, GError **error);
DexFuture *palier_changeset_complete (PalierDatabase *database, gint64 changeset, GError **error);
gboolean palier_changeset_put_original (PalierDatabase *database, gint64 n, const char *field,
                                        const char *text, char **before, GError **error);

G_END_DECLS
