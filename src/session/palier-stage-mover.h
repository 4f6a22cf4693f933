/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-prospect.h"
#include "palier-stage-store.h"

G_BEGIN_DECLS

gboolean palier_stage_mover_rule (const PalierEvent *event, PalierStageMove *move);
/* In a fiber. */
gboolean palier_stage_mover_note_by_hand (PalierCore *core, const PalierProspect *before,
                                          const PalierProspect *after, GError **error);
gboolean palier_stage_mover_run (PalierCore *core, GError **error);

G_END_DECLS
