/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements:
 *
 *   insert   one event, in the transaction of its cause, with the next number of its tenant
 *   delete   those of thirty days ago, now and then; those of a person who is erased
 *   select   by number, by name, by id
 *   publication: insert … where there is a subscription; earliest first; the next time of a tenant
 */
#include "palier-outbox-store.h"

#include <string.h>

#include "palier-store-private.h"

#define KEPT_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)
#define SWEEP_EVERY 256
#define COLUMNS "seq, event_id, name, at_ms, sealed_data"

void
palier_outbox_event_free (PalierOutboxEvent *self)
{
  g_free (self->name);
  g_free (self->data);
  g_free (self);
}

gboolean
palier_outbox_store_has (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  return palier_rows_any (palier_db_query (
      tx->db, "select 1 from outbox where tenant_id = ?1 and event_id = ?2", "Tu", tenant->id, id));
}

/**
 * palier_outbox_store_add:
 * @event: which is not there; its number is given here
 * @prospect: (nullable): whom it is about
 */
void
palier_outbox_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierOutboxEvent *event,
                         const PalierId *prospect)
{
  g_autoptr (GBytes) sealed =
      palier_tx_seal (tx, tenant, "outbox", event->id.bytes, sizeof event->id.bytes, event->data,
                      strlen (event->data));
  if (sealed == NULL)
    return;
  guint64 seq = palier_record_store_take_event_seq (tx, tenant);
  palier_db_run (
      tx->db,
      "insert into outbox (tenant_id, seq, event_id, name, prospect_id, at_ms, stored_ms,"
      " sealed_data) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      "Tiutuiib", tenant->id, (gint64) seq, &event->id, event->name, prospect, event->at_ms,
      tx->now_ms, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  if (seq % SWEEP_EVERY == 0)
    palier_db_run (tx->db, "delete from outbox where tenant_id = ?1 and stored_ms < ?2", "Ti",
                   tenant->id, tx->now_ms - KEPT_MS);
}

static PalierOutboxEvent *
read_event (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows)
{
  PalierOutboxEvent *event = g_new0 (PalierOutboxEvent, 1);
  gsize length = 0;

  event->seq = (guint64) palier_rows_integer (rows, 0);
  palier_rows_id (rows, 1, &event->id);
  event->name = g_strdup (palier_rows_text (rows, 2));
  event->at_ms = palier_rows_integer (rows, 3);
  const void *sealed = palier_rows_blob (rows, 4, &length);
  g_autoptr (GBytes) plain = palier_tx_unseal (tx, tenant, "outbox", event->id.bytes,
                                               sizeof event->id.bytes, sealed, length);
  if (plain != NULL)
    event->data = g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
  return event;
}

static GPtrArray *
read_events (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_outbox_event_free);

  while (palier_rows_next (rows))
    g_ptr_array_add (events, read_event (tx, tenant, rows));
  return events;
}

/* Returns: (transfer full) (element-type PalierOutboxEvent): those after @seq, in their order */
GPtrArray *
palier_outbox_store_since (PalierTx *tx, const PalierTenant *tenant, guint64 seq, guint limit)
{
  return read_events (tx, tenant,
                      palier_db_query (tx->db,
                                       "select " COLUMNS
                                       " from outbox where tenant_id = ?1 and seq > ?2"
                                       " order by seq limit ?3",
                                       "Tii", tenant->id, (gint64) seq, (gint64) limit));
}

/* Returns: (transfer full) (element-type PalierOutboxEvent): the newest first */
GPtrArray *
palier_outbox_store_latest (PalierTx *tx, const PalierTenant *tenant, const char *name, guint limit)
{
  return read_events (tx, tenant,
                      palier_db_query (tx->db,
                                       "select " COLUMNS
                                       " from outbox where tenant_id = ?1 and name = ?2"
                                       " order by seq desc limit ?3",
                                       "Tti", tenant->id, name, (gint64) limit));
}

/* Returns: (transfer full) (nullable): NULL when it is not kept any more */
PalierOutboxEvent *
palier_outbox_store_get (PalierTx *tx, const PalierTenant *tenant, guint64 seq)
{
  PalierOutboxEvent *event = NULL;
  PalierRows *rows =
      palier_db_query (tx->db, "select " COLUMNS " from outbox where tenant_id = ?1 and seq = ?2",
                       "Ti", tenant->id, (gint64) seq);

  if (palier_rows_next (rows))
    event = read_event (tx, tenant, rows);
  palier_rows_end (rows);
  return event;
}

/* Returns: the number of the tenant's last event, 0: none yet */
guint64
palier_outbox_store_last (PalierTx *tx, const PalierTenant *tenant)
{
  gint64 last = 0;
  PalierRows *rows = palier_db_query (tx->db, "select last_event from tenant where tenant_id = ?1",
                                      "T", tenant->id);

  while (palier_rows_next (rows))
    last = palier_rows_integer (rows, 0);
  return tx->seq_tenant == tenant->id ? tx->event_seq : (guint64) last;
}

/* Forgets what was told of a person. */
void
palier_outbox_store_erase (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect)
{
  palier_db_run (tx->db, "delete from outbox where tenant_id = ?1 and prospect_id = ?2", "Tu",
                 tenant->id, prospect);
}

#define ANNOUNCE                                                                                   \
  " on conflict (tenant_id) do update set due_ms = excluded.due_ms"                                \
  " where excluded.due_ms < publication.due_ms"

/* Notes that a tenant has events to publish, where anybody is to be told. */
void
palier_outbox_store_announce (PalierTx *tx, gint64 tenant)
{
  if (tx->store->streams)
    palier_db_run (tx->db, "insert into publication (tenant_id, due_ms) values (?1, ?2)" ANNOUNCE,
                   "Ti", tenant, tx->now_ms);
  else
    palier_db_run (
        tx->db,
        "insert into publication (tenant_id, due_ms) select ?1, ?2 where exists"
        " (select 1 from subscription where tenant_id = ?1 and state = 'active')" ANNOUNCE,
        "Ti", tenant, tx->now_ms);
  tx->has_news = TRUE;
}

/**
 * palier_publication_store_due:
 * @next_ms: (out): when the next one after them is due, G_MAXINT64 if none
 *
 * Returns: (transfer full) (element-type gint64): tenants with something to publish now
 */
GArray *
palier_publication_store_due (PalierTx *tx, guint limit, gint64 *next_ms)
{
  GArray *tenants = g_array_new (FALSE, FALSE, sizeof (gint64));
  PalierRows *rows =
      palier_db_query (tx->db, "select tenant_id, due_ms from publication order by due_ms limit ?1",
                       "i", (gint64) limit + 1);

  *next_ms = G_MAXINT64;
  while (palier_rows_next (rows))
  {
    gint64 tenant = palier_rows_integer (rows, 0);
    gint64 due_ms = palier_rows_integer (rows, 1);
    if (due_ms <= tx->now_ms && tenants->len < limit)
      g_array_append_val (tenants, tenant);
    else
      *next_ms = MIN (*next_ms, due_ms);
  }
  return tenants;
}

/* @due_ms: when there is something to publish next; G_MAXINT64: not until something happens */
void
palier_publication_store_set (PalierTx *tx, const PalierTenant *tenant, gint64 due_ms)
{
  palier_db_run (tx->db, "delete from publication where tenant_id = ?1", "T", tenant->id);
  if (due_ms != G_MAXINT64)
    palier_db_run (tx->db, "insert into publication (tenant_id, due_ms) values (?1, ?2)", "Ti",
                   tenant->id, due_ms);
}
