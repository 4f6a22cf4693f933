/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-import.h"

G_BEGIN_DECLS

/* By what a file is known again: cheaply, to see whether it is still the one that was shown, and by
 * its bytes. */
PalierFileMark palier_file_mark (const char *path);
gboolean palier_file_mark_equal (const PalierFileMark *a, const PalierFileMark *b);

/* SHA-256 of a file's bytes, on a pool thread. */
DexFuture *palier_file_hash (const char *path, GCancellable *cancellable);

G_END_DECLS
