/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* SHA-256 of a file's bytes, on a pool thread. */
DexFuture *palier_file_hash (const char *path, GCancellable *cancellable);

G_END_DECLS
