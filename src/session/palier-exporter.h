/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-prospect-service.h"

G_BEGIN_DECLS

DexFuture *
palier_exporter_run (PalierCore *core, const PalierExportOrder *order,
                     PalierExportProgress progress, gpointer data, GCancellable *cancellable);

G_END_DECLS
