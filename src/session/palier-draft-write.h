/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai-service.h"
#include "palier-core.h"
#include "palier-settings-service.h"
#include "palier-written.h"

G_BEGIN_DECLS

/* Of this folder alone: what palier_message_service_write() does. @changeset: (nullable): by which
 * the drafts are undone with others, as palier_message_store_insert() has it; not where some are
 * replaced. */
DexFuture *palier_draft_write_run (PalierCore *core, PalierSettingsService *settings,
                                   PalierAiService *ai, const PalierId *prospect,
                                   const PalierWriteOrder *order, const PalierId *changeset);

G_END_DECLS
