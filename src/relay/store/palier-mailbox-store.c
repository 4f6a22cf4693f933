/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailboxes in which answers are looked for. Who looks puts the next look off in the same commit,
 * so that of several processes one looks; that two did would tell nothing twice. */
#include "palier-mailbox-store.h"

/* A mailbox that is to be looked into, at once. */
void
palier_mailbox_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender)
{
  palier_db_run (tx->db,
                 "insert into mailbox_due (tenant_id, sender_id, due_ms) values (?1, ?2, ?3)"
                 " on conflict (tenant_id, sender_id) do update set due_ms = excluded.due_ms",
                 "Tui", tenant->id, sender, tx->now_ms);
}

/* Looks into it at once, if at all: its secret has changed. */
void
palier_mailbox_store_hasten (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender)
{
  palier_db_run (tx->db,
                 "update mailbox_due set due_ms = ?3 where tenant_id = ?1 and sender_id = ?2",
                 "Tui", tenant->id, sender, tx->now_ms);
}

void
palier_mailbox_store_forget (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender)
{
  palier_db_run (tx->db, "delete from mailbox_due where tenant_id = ?1 and sender_id = ?2", "Tu",
                 tenant->id, sender);
}

/* Returns: whether a mailbox is due, which is @task then and due again at @next_ms */
gboolean
palier_mailbox_store_claim (PalierTx *tx, gint64 next_ms, PalierMailboxTask *task)
{
  gboolean found = FALSE;
  PalierRows *rows = palier_db_query (
      tx->db,
      "update mailbox_due set due_ms = ?2 where (tenant_id, sender_id) ="
      " (select tenant_id, sender_id from mailbox_due where due_ms <= ?1 order by due_ms limit 1)"
      " and due_ms <= ?1 returning tenant_id, sender_id",
      "ii", tx->now_ms, next_ms);

  while (palier_rows_next (rows))
  {
    task->tenant = palier_rows_integer (rows, 0);
    palier_rows_id (rows, 1, &task->sender);
    found = TRUE;
  }
  return found;
}

PalierMailboxPlace
palier_mailbox_store_get_place (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender)
{
  PalierMailboxPlace place = { 0 };
  PalierRows *rows = palier_db_query (tx->db,
                                      "select uid_validity, next_uid from mailbox_place"
                                      " where tenant_id = ?1 and sender_id = ?2",
                                      "Tu", tenant->id, sender);

  while (palier_rows_next (rows))
  {
    place.uid_validity = (guint32) palier_rows_integer (rows, 0);
    place.next_uid = (guint32) palier_rows_integer (rows, 1);
  }
  return place;
}

/* @fault: what the look failed at, "" when it did not */
void
palier_mailbox_store_set_place (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender,
                                const PalierMailboxPlace *place, const char *fault)
{
  palier_db_run (tx->db,
                 "insert into mailbox_place (tenant_id, sender_id, uid_validity, next_uid,"
                 " looked_ms, fault) values (?1, ?2, ?3, ?4, ?5, ?6)"
                 " on conflict (tenant_id, sender_id) do update set"
                 " uid_validity = excluded.uid_validity, next_uid = excluded.next_uid,"
                 " looked_ms = excluded.looked_ms, fault = excluded.fault",
                 "Tuiiit", tenant->id, sender, (gint64) place->uid_validity,
                 (gint64) place->next_uid, tx->now_ms, fault);
}

/* Returns: whether this mail is told as an answer to @job for the first time */
gboolean
palier_answer_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *job,
                         const guint8 digest[32])
{
  return palier_rows_any (palier_db_query (
      tx->db,
      "insert into answer (tenant_id, job_id, digest, at_ms) values (?1, ?2, ?3, ?4)"
      " on conflict (tenant_id, job_id, digest) do nothing returning at_ms",
      "Tubi", tenant->id, job, digest, (gsize) 32, tx->now_ms));
}
