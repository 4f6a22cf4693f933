/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-agency-plan-store.h"

static const char *const names[PALIER_N_PLAN_STATUSES] = { "trialing", "active", "past_due",
                                                           "paused",   "unpaid", "canceled" };

const char *
palier_plan_status_name (PalierPlanStatus status)
{
  return names[status];
}

/* @name: (nullable) */
gboolean
palier_plan_status_from_name (const char *name, PalierPlanStatus *out)
{
  for (guint i = 0; i < PALIER_N_PLAN_STATUSES; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return *out = i, TRUE;
  return FALSE;
}

void
palier_agency_plan_clear (PalierAgencyPlan *self)
{
  g_clear_pointer (&self->plan, g_free);
  g_clear_pointer (&self->alerted, g_free);
}

/* @out: without a plan where none was ever set */
void
palier_agency_plan_store_get (PalierTx *tx, const PalierTenant *tenant, PalierAgencyPlan *out)
{
  PalierRows *rows = palier_db_query (
      tx->db,
      "select plan, status, since_ms, coalesce (until_ms, 0), coalesce (budget, -1), alerted"
      " from agency_plan where tenant_id = ?1",
      "T", tenant->id);

  *out = (PalierAgencyPlan) { .budget = PALIER_BUDGET_OF_PLAN };
  while (palier_rows_next (rows))
  {
    out->plan = g_strdup (palier_rows_text (rows, 0));
    palier_plan_status_from_name (palier_rows_text (rows, 1), &out->status);
    out->since_ms = palier_rows_integer (rows, 2);
    out->until_ms = palier_rows_integer (rows, 3);
    out->budget = palier_rows_integer (rows, 4);
    out->alerted = g_strdup (palier_rows_text (rows, 5));
  }
}

void
palier_agency_plan_store_set (PalierTx *tx, const PalierTenant *tenant,
                              const PalierAgencyPlan *subscription)
{
  palier_db_run (
      tx->db,
      "insert into agency_plan (tenant_id, plan, status, since_ms, until_ms, budget, alerted)"
      " values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict (tenant_id) do update set"
      " plan = excluded.plan, status = excluded.status, since_ms = excluded.since_ms,"
      " until_ms = excluded.until_ms, budget = excluded.budget, alerted = excluded.alerted",
      "Tttiiit", tenant->id, subscription->plan, palier_plan_status_name (subscription->status),
      subscription->since_ms, subscription->until_ms, subscription->budget, subscription->alerted);
}
