/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What the agency's plan is, and how much of it is used; shown once it is known. */
#define PALIER_TYPE_ACCOUNT_PLAN (palier_account_plan_get_type ())
G_DECLARE_FINAL_TYPE (PalierAccountPlan, palier_account_plan, PALIER, ACCOUNT_PLAN,
                      AdwPreferencesGroup)

void palier_account_plan_show (PalierAccountPlan *self, const PalierUsageInfo *usage);

G_END_DECLS
