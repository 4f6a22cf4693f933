/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger, and its sums by day, which are written with it: what is held counts in them. A tenant
 * is written for by one process after the other (palier-store.h), so a sum that was read in a
 * transaction holds until its end. */
#include "palier-usage-store.h"

#include "palier-wall-time.h"

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

static const char *const names[PALIER_N_USES] = { "email",    "sms",    "ai_token", "enrichment",
                                                  "api_call", "letter", "training" };

const char *
palier_use_name (PalierUse use)
{
  return names[use];
}

/* @name: (nullable) */
gboolean
palier_use_from_name (const char *name, PalierUse *out)
{
  for (guint i = 0; i < PALIER_N_USES; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return *out = i, TRUE;
  return FALSE;
}

static void
add_to_day (PalierTx *tx, gint64 tenant, const char *kind, const char *day,
            const PalierUsage *usage, int sign)
{
  palier_db_run (tx->db,
                 "insert into usage_day (tenant_id, kind, day, quantity, price, cost)"
                 " values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (tenant_id, kind, day) do update set"
                 " quantity = usage_day.quantity + excluded.quantity,"
                 " price = usage_day.price + excluded.price, cost = usage_day.cost + excluded.cost",
                 "Tttiii", tenant, kind, day, sign * usage->quantity, sign * usage->price,
                 sign * usage->cost);
}

/* @quantity: also less than none */
void
palier_usage_store_add_daily (PalierTx *tx, gint64 tenant, const char *kind, gint64 quantity)
{
  g_autofree char *day = palier_wall_day (tx->now_ms);
  PalierUsage usage = { .quantity = quantity };

  add_to_day (tx, tenant, kind, day, &usage, 1);
}

gboolean
palier_usage_store_has (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                        const PalierId *cause)
{
  return palier_rows_any (palier_db_query (
      tx->db, "select 1 from usage where tenant_id = ?1 and kind = ?2 and cause = ?3", "Ttu",
      tenant->id, palier_use_name (use), cause));
}

/**
 * palier_usage_store_hold:
 * @cause: what it is for; the same one again is held once
 * @usage: with its price, which is known before the act
 *
 * Returns: FALSE when there was one of this cause
 */
gboolean
palier_usage_store_hold (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                         const PalierId *cause, const PalierUsage *usage)
{
  g_autofree char *day = palier_wall_day (tx->now_ms);
  gboolean added = palier_rows_any (palier_db_query (
      tx->db,
      "insert into usage (tenant_id, kind, cause, state, at_ms, day, quantity, price, cost)"
      " values (?1, ?2, ?3, 'held', ?4, ?5, ?6, ?7, ?8)"
      " on conflict (tenant_id, kind, cause) do nothing returning 1",
      "Ttuitiii", tenant->id, palier_use_name (use), cause, tx->now_ms, day, usage->quantity,
      usage->price, usage->cost));

  if (added)
    add_to_day (tx, tenant->id, palier_use_name (use), day, usage, 1);
  return added;
}

/* What was held has happened. */
void
palier_usage_store_charge (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                           const PalierId *cause)
{
  palier_db_run (tx->db,
                 "update usage set state = 'charged'"
                 " where tenant_id = ?1 and kind = ?2 and cause = ?3 and state = 'held'",
                 "Ttu", tenant->id, palier_use_name (use), cause);
}

/* What was held has not happened: nothing of it counts. */
void
palier_usage_store_release (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                            const PalierId *cause)
{
  g_autofree char *day = NULL;
  PalierUsage usage = { 0 };
  PalierRows *rows = palier_db_query (
      tx->db,
      "delete from usage where tenant_id = ?1 and kind = ?2 and cause = ?3 and state = 'held'"
      " returning day, quantity, price, cost",
      "Ttu", tenant->id, palier_use_name (use), cause);

  while (palier_rows_next (rows))
  {
    day = g_strdup (palier_rows_text (rows, 0));
    usage = (PalierUsage) { palier_rows_integer (rows, 1), palier_rows_integer (rows, 2),
                            palier_rows_integer (rows, 3) };
  }
  if (day != NULL)
    add_to_day (tx, tenant->id, palier_use_name (use), day, &usage, -1);
}

/* @from_day: YYYY-MM-DD of Paris, the first that counts */
void
palier_usage_store_sum (PalierTx *tx, const PalierTenant *tenant, const char *from_day,
                        PalierUsage sums[PALIER_N_USES])
{
  PalierRows *rows = palier_db_query (
      tx->db,
      "select kind, cast (sum (quantity) as bigint), cast (sum (price) as bigint),"
      " cast (sum (cost) as bigint) from usage_day where tenant_id = ?1 and day >= ?2"
      " group by kind",
      "Tt", tenant->id, from_day);

  for (guint i = 0; i < PALIER_N_USES; i++)
    sums[i] = (PalierUsage) { 0 };
  while (palier_rows_next (rows))
  {
    PalierUse use;
    if (palier_use_from_name (palier_rows_text (rows, 0), &use))
      sums[use] = (PalierUsage) { palier_rows_integer (rows, 1), palier_rows_integer (rows, 2),
                                  palier_rows_integer (rows, 3) };
  }
}

/* Quantities of the last days, today last. */
void
palier_usage_store_daily (PalierTx *tx, const PalierTenant *tenant, const char *kind,
                          gint64 daily[PALIER_FORECAST_DAYS])
{
  for (guint i = 0; i < PALIER_FORECAST_DAYS; i++)
  {
    g_autofree char *day = palier_wall_day (tx->now_ms - (PALIER_FORECAST_DAYS - 1 - i) * DAY_MS);
    PalierRows *rows = palier_db_query (
        tx->db, "select quantity from usage_day where tenant_id = ?1 and kind = ?2 and day = ?3",
        "Ttt", tenant->id, kind, day);
    daily[i] = 0;
    while (palier_rows_next (rows))
      daily[i] = palier_rows_integer (rows, 0);
  }
}
