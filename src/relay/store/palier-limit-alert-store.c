/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An alert is written with its cause and taken by one process, before its mail leaves: who dies in
 * between leaves it as handing_over, and nobody is told twice. */
#include "palier-limit-alert-store.h"

static const char *const states[] = { "waiting", "handing_over", "told", "refused", "void" };

void
palier_limit_alert_free (PalierLimitAlert *self)
{
  g_free (self->kind);
  g_free (self->period);
  g_free (self);
}

/* Whether anybody was to be told of this limit, this month, at this mark or a higher one. */
gboolean
palier_limit_alert_store_has (PalierTx *tx, const PalierTenant *tenant,
                              const PalierLimitAlert *alert)
{
  return palier_rows_any (palier_db_query (
      tx->db,
      "select 1 from limit_alert where tenant_id = ?1 and kind = ?2 and period = ?3 and most = ?4"
      " and percent >= ?5 limit 1",
      "Tttii", tenant->id, alert->kind, alert->period, alert->most, alert->percent));
}

static void
note_due (PalierTx *tx, const PalierTenant *tenant, gint64 due_ms)
{
  palier_db_run (tx->db,
                 "insert into alert_due (tenant_id, due_ms) values (?1, ?2)"
                 " on conflict (tenant_id) do update set due_ms = excluded.due_ms"
                 " where excluded.due_ms < alert_due.due_ms",
                 "ii", tenant->id, due_ms);
}

/* What waits until a higher mark is reached need not be told any more. */
static void
drop_lower (PalierTx *tx, const PalierTenant *tenant, const PalierLimitAlert *alert)
{
  palier_db_run (tx->db,
                 "update limit_alert set state = ?6 where tenant_id = ?1 and kind = ?2"
                 " and period = ?3 and account_id = ?4 and percent < ?5 and state = ?7",
                 "Tttuitt", tenant->id, alert->kind, alert->period, &alert->account, alert->percent,
                 states[PALIER_ALERT_VOID], states[PALIER_ALERT_WAITING]);
}

void
palier_limit_alert_store_add (PalierTx *tx, const PalierTenant *tenant,
                              const PalierLimitAlert *alert)
{
  drop_lower (tx, tenant, alert);
  palier_db_run (
      tx->db,
      "insert into limit_alert (tenant_id, kind, period, most, percent, account_id,"
      " used, reached_ms, state, due_ms) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      "Tttiiuiiti", tenant->id, alert->kind, alert->period, alert->most, alert->percent,
      &alert->account, alert->used, alert->reached_ms, states[PALIER_ALERT_WAITING], tx->now_ms);
  note_due (tx, tenant, tx->now_ms);
}

gboolean
palier_limit_alert_store_is_due (PalierTx *tx)
{
  return palier_rows_any (palier_db_query (
      tx->db, "select 1 from alert_due where due_ms <= ?1 limit 1", "i", tx->now_ms));
}

/* Finds a tenant with an alert that is due, and puts it off to @next_ms, so that of several
 * processes one takes it. Returns: the tenant, or 0 */
gint64
palier_limit_alert_store_claim (PalierTx *tx, gint64 next_ms)
{
  gint64 tenant = 0;
  PalierRows *rows = palier_db_query (
      tx->db,
      "update alert_due set due_ms = ?2 where tenant_id = (select tenant_id from alert_due"
      " where due_ms <= ?1 order by due_ms limit 1) and due_ms <= ?1 returning tenant_id",
      "ii", tx->now_ms, next_ms);

  while (palier_rows_next (rows))
    tenant = palier_rows_integer (rows, 0);
  return tenant;
}

static gint64
find_next_due (PalierTx *tx, const PalierTenant *tenant)
{
  gint64 due_ms = 0;
  PalierRows *rows = palier_db_query (
      tx->db,
      "select coalesce (min (due_ms), 0) from limit_alert where tenant_id = ?1 and state = ?2",
      "Tt", tenant->id, states[PALIER_ALERT_WAITING]);

  while (palier_rows_next (rows))
    due_ms = palier_rows_integer (rows, 0);
  return due_ms;
}

/* Returns: (transfer full) (element-type PalierLimitAlert): those that are due, as handing_over
 * from now on */
GPtrArray *
palier_limit_alert_store_take (PalierTx *tx, const PalierTenant *tenant)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_limit_alert_free);
  PalierRows *rows = palier_db_query (
      tx->db,
      "update limit_alert set state = ?2, attempts = attempts + 1 where tenant_id = ?1"
      " and state = ?3 and due_ms <= ?4"
      " returning kind, period, most, percent, account_id, used, reached_ms, attempts - 1",
      "Ttti", tenant->id, states[PALIER_ALERT_HANDING_OVER], states[PALIER_ALERT_WAITING],
      tx->now_ms);

  while (palier_rows_next (rows))
  {
    PalierLimitAlert *alert = g_new0 (PalierLimitAlert, 1);
    alert->kind = g_strdup (palier_rows_text (rows, 0));
    alert->period = g_strdup (palier_rows_text (rows, 1));
    alert->most = palier_rows_integer (rows, 2);
    alert->percent = palier_rows_integer (rows, 3);
    palier_rows_id (rows, 4, &alert->account);
    alert->used = palier_rows_integer (rows, 5);
    alert->reached_ms = palier_rows_integer (rows, 6);
    alert->attempts = palier_rows_integer (rows, 7);
    g_ptr_array_add (list, alert);
  }
  palier_db_run (tx->db, "delete from alert_due where tenant_id = ?1", "i", tenant->id);
  gint64 next_ms = find_next_due (tx, tenant);
  if (next_ms != 0)
    note_due (tx, tenant, next_ms);
  return list;
}

/* @due_ms: when it is tried again, where it waits */
void
palier_limit_alert_store_settle (PalierTx *tx, const PalierTenant *tenant,
                                 const PalierLimitAlert *alert, PalierAlertState state,
                                 gint64 due_ms)
{
  palier_db_run (tx->db,
                 "update limit_alert set state = ?7, due_ms = ?8 where tenant_id = ?1"
                 " and kind = ?2 and period = ?3 and most = ?4 and percent = ?5"
                 " and account_id = ?6",
                 "Tttiiuti", tenant->id, alert->kind, alert->period, alert->most, alert->percent,
                 &alert->account, states[state], due_ms);
  if (state == PALIER_ALERT_WAITING)
    note_due (tx, tenant, due_ms);
}
