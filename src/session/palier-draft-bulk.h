/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-message-service.h"
#include "palier-settings-service.h"

G_BEGIN_DECLS

/* → PALIER_TYPE_CHANGESET (nullable) */
DexFuture *palier_draft_bulk_run (PalierCore *core, PalierSettingsService *settings,
                                  GArray *numbers, const PalierDraftOrder *order);

G_END_DECLS
