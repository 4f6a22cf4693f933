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

typedef struct
{
  char *day;
  PalierUsage usage;
} Held;

static void
held_clear (gpointer data)
{
  g_free (((Held *) data)->day);
}

/* @rows: of day, quantity, price and cost. Returns: (element-type Held) */
static GArray *
read_held (PalierRows *rows)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Held));

  g_array_set_clear_func (list, held_clear);
  while (palier_rows_next (rows))
  {
    Held held = { g_strdup (palier_rows_text (rows, 0)),
                  { palier_rows_integer (rows, 1), palier_rows_integer (rows, 2),
                    palier_rows_integer (rows, 3) } };
    g_array_append_val (list, held);
  }
  return list;
}

/* @rows: what was held, and is no more */
static void
take_from_days (PalierTx *tx, const PalierTenant *tenant, PalierUse use, PalierRows *rows)
{
  g_autoptr (GArray) list = read_held (rows);

  for (guint i = 0; i < list->len; i++)
  {
    const Held *held = &g_array_index (list, Held, i);
    add_to_day (tx, tenant->id, palier_use_name (use), held->day, &held->usage, -1);
  }
}

/* What was held has happened, and took @usage instead. */
void
palier_usage_store_charge_as (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                              const PalierId *cause, const PalierUsage *usage)
{
  const char *kind = palier_use_name (use);
  g_autoptr (GArray) list = read_held (
      palier_db_query (tx->db,
                       "select day, quantity, price, cost from usage"
                       " where tenant_id = ?1 and kind = ?2 and cause = ?3 and state = 'held'",
                       "Ttu", tenant->id, kind, cause));

  if (list->len == 0)
    return;
  const Held *held = &g_array_index (list, Held, 0);
  add_to_day (tx, tenant->id, kind, held->day, &held->usage, -1);
  add_to_day (tx, tenant->id, kind, held->day, usage, 1);
  palier_db_run (tx->db,
                 "update usage set state = 'charged', quantity = ?4, price = ?5, cost = ?6"
                 " where tenant_id = ?1 and kind = ?2 and cause = ?3",
                 "Ttuiii", tenant->id, kind, cause, usage->quantity, usage->price, usage->cost);
}

/* What was held has not happened: nothing of it counts. */
void
palier_usage_store_release (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                            const PalierId *cause)
{
  take_from_days (
      tx, tenant, use,
      palier_db_query (
          tx->db,
          "delete from usage where tenant_id = ?1 and kind = ?2 and cause = ?3 and state = 'held'"
          " returning day, quantity, price, cost",
          "Ttu", tenant->id, palier_use_name (use), cause));
}

/* The same of all that was held before @before_ms, whose process has died. */
void
palier_usage_store_release_before (PalierTx *tx, const PalierTenant *tenant, PalierUse use,
                                   gint64 before_ms)
{
  take_from_days (
      tx, tenant, use,
      palier_db_query (
          tx->db,
          "delete from usage where tenant_id = ?1 and kind = ?2 and state = 'held' and at_ms < ?3"
          " returning day, quantity, price, cost",
          "Tti", tenant->id, palier_use_name (use), before_ms));
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
