/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai-month.h"
#include "palier-core.h"

G_BEGIN_DECLS

/* Of this folder alone: what services that write cost this month. A device writes its own sums, as
 * a setting, and reads those of the others. */
typedef struct _PalierAiLedger PalierAiLedger;

PalierAiLedger *palier_ai_ledger_new (PalierCore *core);
void palier_ai_ledger_free (PalierAiLedger *self);

PalierAiMonth *palier_ai_ledger_load (PalierAiLedger *self, GError **error);
gboolean palier_ai_ledger_add (PalierAiLedger *self, const PalierAiUse *use, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiLedger, palier_ai_ledger_free)

G_END_DECLS
