/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-prospect-service.h"

G_BEGIN_DECLS

DexFuture *
palier_prospect_bulk_run (PalierCore *core, PalierBulk bulk, GArray *numbers, const char *value);

G_END_DECLS
