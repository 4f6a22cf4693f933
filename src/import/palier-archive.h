/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <zip.h>

#include "palier-table.h"

G_BEGIN_DECLS

PalierTable *palier_zip_new (int fd, const PalierReaderOptions *options, guint depth,
                             GCancellable *cancellable, GError **error);

G_END_DECLS
