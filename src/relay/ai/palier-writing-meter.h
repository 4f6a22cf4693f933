/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai.h"
#include "palier-entitlement.h"

G_BEGIN_DECLS

/* What a question takes of the agency's plan. It is held before the service is asked, for as much
 * as it may take, and settled as it took. */
typedef struct
{
  PalierTenant *tenant;
  PalierId cause;
  PalierMeter meter;
  gint64 most; /* tokens */
} PalierWritingHold;

#define PALIER_WRITING_LIMIT "writing_limit" /* the code, where the month's tokens are used */

const char *palier_writing_meter_hold (PalierTx *tx, const PalierWritingHold *hold,
                                       const PalierEntitlement *entitlement, PalierLimitUse *use);
void palier_writing_meter_settle (PalierTx *tx, const PalierWritingHold *hold,
                                  const PalierAiUsage *usage, const char *model);
gint64 palier_writing_meter_cost (const PalierAiUsage *usage, const char *model);

G_END_DECLS
