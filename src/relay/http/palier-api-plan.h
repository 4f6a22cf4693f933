/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-entitlement.h"
#include "palier-http-request.h"

G_BEGIN_DECLS

/* What the agency's plan does not have is refused with 402, which says nothing of the request
 * itself: the same request, with its key, passes once the plan has it. */
gboolean palier_api_plan_has_api (PalierTx *tx, PalierRequest *request, PalierMeter meter);
gboolean
palier_api_plan_takes (PalierTx *tx, PalierRequest *request, PalierMeter meter, gboolean adds);
void palier_api_plan_check_contacts (PalierTx *tx, const PalierRequest *request, PalierMeter meter);

G_END_DECLS
