/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What services that write may cost in a month, and what they have cost in this one. Emits
 * "changed" when the budget is changed by hand. */
#define PALIER_TYPE_WRITING_BUDGET (palier_writing_budget_get_type ())
G_DECLARE_FINAL_TYPE (PalierWritingBudget, palier_writing_budget, PALIER, WRITING_BUDGET,
                      AdwPreferencesGroup)

void palier_writing_budget_set_value (PalierWritingBudget *self, gint64 micro_eur);
gint64 palier_writing_budget_get_value (PalierWritingBudget *self);
void palier_writing_budget_show_month (PalierWritingBudget *self, const PalierAiMonth *month);

G_END_DECLS
