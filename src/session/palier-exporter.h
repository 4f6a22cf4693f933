/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"

G_BEGIN_DECLS

DexFuture *palier_exporter_run (PalierCore *core, PalierQuery *query, GArray *numbers,
                                GArray *fields, const char *path, GCancellable *cancellable);

G_END_DECLS
