/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-writing-meter.h"

#include "palier-ai-models.h"

#define DEAD_MS (10 * 60 * 1000) /* no question lives so long: its process has died */
#define FEATURE "ai"

static const char *
code_of (PalierUseVerdict verdict)
{
  switch (verdict)
  {
  case PALIER_USE_QUOTA:
    return PALIER_WRITING_LIMIT;
  case PALIER_USE_BUDGET:
    return "budget_reached";
  case PALIER_USE_CLOSED:
    return "subscription_ended";
  default:
    return NULL;
  }
}

/**
 * palier_writing_meter_hold:
 * @use: (out): of the month's limit, where that is why it is refused
 *
 * Returns: (nullable): the code of the problem that refuses it; NULL: it is held
 */
const char *
palier_writing_meter_hold (PalierTx *tx, const PalierWritingHold *hold,
                           const PalierEntitlement *entitlement, PalierLimitUse *use)
{
  if (!palier_entitlement_has (entitlement, FEATURE))
    return "plan_without_ai";
  palier_usage_store_release_before (tx, hold->tenant, PALIER_USE_AI_TOKEN, tx->now_ms - DEAD_MS);
  PalierUseVerdict verdict = palier_entitlement_hold (
      entitlement, tx, hold->tenant, PALIER_USE_AI_TOKEN, &hold->cause, hold->most);
  gint64 limit = palier_entitlement_limit (entitlement, PALIER_LIMIT_AI_TOKENS);
  *use = (PalierLimitUse) { .used = limit, .limit = limit };
  return code_of (verdict);
}

/* What it cost the operator, in millionths of a euro. */
gint64
palier_writing_meter_cost (const PalierAiUsage *usage, const char *model)
{
  const PalierAiModel *known = palier_ai_model_find (model);

  return known != NULL ? palier_ai_model_cost (known, usage, PALIER_AI_RATE_ONE)
                       : (usage->prompt + usage->completion)
                             * palier_plans_get ()->prices[PALIER_USE_AI_TOKEN].cost;
}

/**
 * palier_writing_meter_settle:
 * @usage: (nullable): NULL: nothing came of it, and nothing is charged
 * @model: that was asked
 */
void
palier_writing_meter_settle (PalierTx *tx, const PalierWritingHold *hold,
                             const PalierAiUsage *usage, const char *model)
{
  if (usage != NULL)
    palier_meter_settle_as (hold->meter, tx, hold->tenant, PALIER_USE_AI_TOKEN, &hold->cause,
                            usage->prompt + usage->completion,
                            palier_writing_meter_cost (usage, model));
  else
    palier_meter_settle (hold->meter, tx, hold->tenant, PALIER_USE_AI_TOKEN, &hold->cause, FALSE);
}
