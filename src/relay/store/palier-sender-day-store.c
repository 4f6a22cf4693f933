/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-sender-day-store.h"

/* How many a sender has handed over on @day (YYYY-MM-DD, Paris). */
guint
palier_sender_day_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender,
                       const char *day)
{
  gint64 sent = 0;
  PalierRows *rows = palier_db_query (
      tx->db, "select sent from sender_day where tenant_id = ?1 and sender_id = ?2 and day = ?3",
      "Tut", tenant->id, sender, day);

  while (palier_rows_next (rows))
    sent = palier_rows_integer (rows, 0);
  return (guint) sent;
}

void
palier_sender_day_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender,
                       const char *day)
{
  palier_db_run (
      tx->db,
      "insert into sender_day (tenant_id, sender_id, day, sent, last_ms) values (?1, ?2, ?3, 1, ?4)"
      " on conflict (tenant_id, sender_id, day) do update set sent = sender_day.sent + 1,"
      " last_ms = excluded.last_ms",
      "Tuti", tenant->id, sender, day, tx->now_ms);
}

/* Returns: when a sender handed over last, 0: never */
gint64
palier_sender_last_ms (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender)
{
  gint64 last_ms = 0;
  PalierRows *rows =
      palier_db_query (tx->db,
                       "select last_ms from sender_day where tenant_id = ?1 and sender_id = ?2"
                       " order by day desc limit 1",
                       "Tu", tenant->id, sender);

  while (palier_rows_next (rows))
    last_ms = palier_rows_integer (rows, 0);
  return last_ms;
}
