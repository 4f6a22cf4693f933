/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai-service.h"
#include "palier-core.h"
#include "palier-message-service.h"
#include "palier-settings-service.h"

G_BEGIN_DECLS

/* Of this folder alone: many prospects for a service that writes. An order is copied. */
void palier_draft_order_copy (const PalierDraftOrder *order, PalierDraftOrder *out);
void palier_draft_order_clear (PalierDraftOrder *self);

/* → PALIER_TYPE_CHANGESET (nullable) */
DexFuture *
palier_draft_many_run (PalierCore *core, PalierSettingsService *settings, PalierAiService *ai,
                       GArray *numbers, const PalierDraftOrder *order);
/* → PALIER_TYPE_WRITE_ESTIMATE */
DexFuture *
palier_draft_estimate_run (PalierCore *core, PalierSettingsService *settings, PalierAiService *ai,
                           GArray *numbers, const PalierDraftOrder *order);

G_END_DECLS
