/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* What two files of contacts have in common, without a base. */

/* → int64: pairs written */
DexFuture *
palier_file_match (const char *first, const char *second, const char *out, double threshold,
                   gboolean explain, gint64 now_ms, GCancellable *cancellable);

G_END_DECLS
