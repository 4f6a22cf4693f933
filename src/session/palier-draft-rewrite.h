/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai-service.h"
#include "palier-core.h"
#include "palier-settings-service.h"
#include "palier-written.h"

G_BEGIN_DECLS

/* Of this folder alone: what palier_message_service_rewrite_paragraph() does. */
DexFuture *
palier_draft_rewrite_run (PalierCore *core, PalierSettingsService *settings, PalierAiService *ai,
                          const PalierId *message, guint paragraph, const PalierWriteOrder *order);

G_END_DECLS
