/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-store.h"

static const char *const states[] = { "draft", "running", "paused", "stopped" };

const char *
palier_campaign_state_name (PalierCampaignState state)
{
  return states[state];
}

/* Returns: a draft for NULL and for a name that is none: it sends nothing */
PalierCampaignState
palier_campaign_state_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i], name) == 0)
      return (PalierCampaignState) i;
  return PALIER_CAMPAIGN_DRAFT;
}

/* Notes that the campaign's record has changed, and what it is now. */
void
palier_campaign_store_put (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                           PalierCampaignState state)
{
  gint64 since_ms = state == PALIER_CAMPAIGN_RUNNING ? tx->now_ms : 0;

  palier_db_run (tx->db,
                 "insert into campaign (tenant_id, campaign_id, state, version, since_ms)"
                 " values (?1, ?2, ?3, 1, ?4) on conflict (tenant_id, campaign_id) do update set"
                 " version = campaign.version + 1, since_ms = case when excluded.since_ms > 0"
                 " and campaign.state <> excluded.state then excluded.since_ms"
                 " else campaign.since_ms end, state = excluded.state",
                 "Tuti", tenant->id, id, states[state], since_ms);
}

static void
read_row (PalierRows *rows, PalierCampaignRow *out)
{
  palier_rows_id (rows, 0, &out->id);
  out->state = palier_campaign_state_from_name (palier_rows_text (rows, 1));
  out->version = palier_rows_integer (rows, 2);
  out->since_ms = palier_rows_integer (rows, 3);
}

/* Returns: FALSE where its record has not come yet */
gboolean
palier_campaign_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                           PalierCampaignRow *out)
{
  PalierRows *rows = palier_db_query (tx->db,
                                      "select campaign_id, state, version, since_ms from campaign"
                                      " where tenant_id = ?1 and campaign_id = ?2",
                                      "Tu", tenant->id, id);
  gboolean found = palier_rows_next (rows);

  if (found)
  {
    read_row (rows, out);
    palier_rows_end (rows);
  }
  return found;
}

/* Returns: (transfer full) (element-type PalierCampaignRow): those with messages that have not left
 *   and are no drafts, by id */
GArray *
palier_campaign_store_list_open (PalierTx *tx, const PalierTenant *tenant)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (PalierCampaignRow));
  PalierRows *rows = palier_db_query (
      tx->db,
      "select campaign_id, state, version, since_ms from campaign where tenant_id = ?1"
      " and state <> 'draft' and campaign_id in (select campaign_id from job where tenant_id = ?1"
      " and state in ('waiting', 'scheduled', 'claimed', 'deferred', 'handing_over'))"
      " order by campaign_id",
      "T", tenant->id);

  while (palier_rows_next (rows))
  {
    PalierCampaignRow row = { 0 };
    read_row (rows, &row);
    g_array_append_val (list, row);
  }
  return list;
}

/* ---- passes */

/* Something has happened that may change the plan: it is looked at @due_ms at the latest. */
void
palier_pass_store_touch (PalierTx *tx, const PalierTenant *tenant, gint64 due_ms)
{
  palier_db_run (tx->db,
                 "insert into pass (tenant_id, due_ms, version) values (?1, ?2, 1)"
                 " on conflict (tenant_id) do update set version = pass.version + 1,"
                 " due_ms = case when excluded.due_ms < pass.due_ms then excluded.due_ms"
                 " else pass.due_ms end",
                 "Ti", tenant->id, due_ms);
  tx->has_due = TRUE;
}

/**
 * palier_pass_store_claim:
 * @until_ms: who claims and dies has it looked at again then
 *
 * Returns: (transfer full) (element-type gint64): tenants whose campaigns are to be looked at now,
 *   by the caller alone
 */
GArray *
palier_pass_store_claim (PalierTx *tx, guint limit, gint64 until_ms)
{
  GArray *tenants = g_array_new (FALSE, FALSE, sizeof (gint64));
  PalierRows *rows = palier_db_query (tx->db,
                                      "select tenant_id from pass where due_ms <= ?1"
                                      " order by due_ms limit ?2 for update skip locked",
                                      "ii", tx->now_ms, (gint64) limit);

  while (palier_rows_next (rows))
  {
    gint64 tenant = palier_rows_integer (rows, 0);
    g_array_append_val (tenants, tenant);
  }
  for (guint i = 0; i < tenants->len; i++)
    palier_db_run (tx->db, "update pass set due_ms = ?2 where tenant_id = ?1", "ii",
                   g_array_index (tenants, gint64, i), until_ms);
  return tenants;
}

/* Returns: when the first one is due, G_MAXINT64 if none */
gint64
palier_pass_store_next_ms (PalierTx *tx)
{
  gint64 next_ms = G_MAXINT64;
  PalierRows *rows =
      palier_db_query (tx->db, "select due_ms from pass order by due_ms limit 1", "");

  while (palier_rows_next (rows))
    next_ms = palier_rows_integer (rows, 0);
  return next_ms;
}

/* Returns: what grows with whatever happens to the tenant's campaigns */
gint64
palier_pass_store_version (PalierTx *tx, const PalierTenant *tenant)
{
  gint64 version = 0;
  PalierRows *rows =
      palier_db_query (tx->db, "select version from pass where tenant_id = ?1", "T", tenant->id);

  while (palier_rows_next (rows))
    version = palier_rows_integer (rows, 0);
  return version;
}

/* Puts the next look off until @due_ms, unless something has happened since @version. */
void
palier_pass_store_end (PalierTx *tx, const PalierTenant *tenant, gint64 version, gint64 due_ms)
{
  palier_db_run (tx->db, "update pass set due_ms = ?3 where tenant_id = ?1 and version = ?2", "Tii",
                 tenant->id, version, due_ms);
}

/* A tenant who is no more has no campaigns. */
void
palier_pass_store_forget (PalierTx *tx, gint64 tenant)
{
  palier_db_run (tx->db, "delete from pass where tenant_id = ?1", "T", tenant);
}
