/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Synced records, sealed, each with its number in the tenant's sequence. The number is taken inside
 * the one writing transaction that stores the record: a reader sees all numbers up to the last, so
 * a cursor never passes a change that commits later. */
#include "palier-record-store.h"

#include <string.h>

#include "palier-campaign-signal.h"
#include "palier-contact-store.h"
#include "palier-publish.h"
#include "palier-store-private.h"
#include "palier-usage-store.h"

#define BATCH_KEPT_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)

/* Returns: (transfer full) (nullable): NULL with the connection's error */
PalierRecord *
palier_record_unseal (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                      const void *sealed, gsize length)
{
  g_autoptr (GBytes) plain =
      palier_tx_unseal (tx, tenant, "record", id->bytes, sizeof id->bytes, sealed, length);
  GError *error = NULL;

  if (plain == NULL)
    return NULL;
  PalierRecord *record =
      palier_record_from_json (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), &error);
  if (record == NULL)
    palier_db_fail (tx->db, error);
  return record;
}

/* Returns: (transfer full) (nullable): NULL where there is none, or with the connection's error */
PalierRecord *
palier_record_store_get (PalierTx *tx, const PalierTenant *tenant, PalierKind kind,
                         const PalierId *id)
{
  PalierRecord *record = NULL;
  PalierRows *rows = palier_db_query (
      tx->db, "select sealed from record where tenant_id = ?1 and kind = ?2 and id = ?3", "Ttu",
      tenant->id, palier_kind_name (kind), id);

  if (palier_rows_next (rows))
  {
    gsize length = 0;
    const void *sealed = palier_rows_blob (rows, 0, &length);
    record = palier_record_unseal (tx, tenant, id, sealed, length);
    palier_rows_end (rows);
  }
  return record;
}

/**
 * palier_record_store_page:
 * @before: (nullable): those with an id below this one
 *
 * Returns: (transfer full) (element-type PalierRecord): by id, the highest (newest) first
 */
GPtrArray *
palier_record_store_page (PalierTx *tx, const PalierTenant *tenant, PalierKind kind,
                          const PalierId *before, guint limit)
{
  GPtrArray *page = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  PalierRows *rows = palier_db_query (
      tx->db,
      "select id, sealed from record where tenant_id = ?1 and kind = ?2 and id < ?3"
      " order by id desc limit ?4",
      "Ttui", tenant->id, palier_kind_name (kind), before != NULL ? before : &PALIER_ID_LAST,
      (gint64) limit);

  while (palier_rows_next (rows))
  {
    gsize length = 0;
    PalierId id;
    palier_rows_id (rows, 0, &id);
    const void *sealed = palier_rows_blob (rows, 1, &length);
    PalierRecord *record = palier_record_unseal (tx, tenant, &id, sealed, length);
    if (record != NULL)
      g_ptr_array_add (page, record);
  }
  return page;
}

/**
 * palier_record_store_digest:
 * @limit: how many records are looked at
 * @records: (element-type PalierRecordDigest): gets them, by id
 *
 * Returns: whether the range has more
 */
gboolean
palier_record_store_digest (PalierTx *tx, const PalierTenant *tenant, PalierKind kind,
                            const PalierIdRange *range, guint limit, GArray *records)
{
  gboolean more = FALSE;
  PalierRows *rows = palier_db_query (
      tx->db,
      "select id, sealed from record where tenant_id = ?1 and kind = ?2 and id > ?3 and id <= ?4"
      " order by id limit ?5",
      "Ttuui", tenant->id, palier_kind_name (kind), &range->after,
      palier_id_is_nil (&range->to) ? &PALIER_ID_LAST : &range->to, (gint64) limit + 1);

  while (!more && palier_rows_next (rows))
  {
    gsize length = 0;
    PalierId id;
    palier_rows_id (rows, 0, &id);
    const void *sealed = palier_rows_blob (rows, 1, &length);
    g_autoptr (GBytes) json =
        palier_tx_unseal (tx, tenant, "record", id.bytes, sizeof id.bytes, sealed, length);
    more = records->len == limit;
    if (json == NULL || more)
      continue;
    PalierRecordDigest one =
        palier_record_digest (&id, g_bytes_get_data (json, NULL), g_bytes_get_size (json));
    g_array_append_val (records, one);
  }
  palier_rows_end (rows);
  return more;
}

/* Returns: how many are stored, those that are gone too */
guint64
palier_record_store_count (PalierTx *tx, const PalierTenant *tenant, PalierKind kind)
{
  gint64 count = 0;
  PalierRows *rows =
      palier_db_query (tx->db, "select count (*) from record where tenant_id = ?1 and kind = ?2",
                       "Tt", tenant->id, palier_kind_name (kind));

  while (palier_rows_next (rows))
    count = palier_rows_integer (rows, 0);
  return (guint64) count;
}

/* @seq, @event_seq: (out): the tenant's last numbers */
static void
read_seqs (PalierTx *tx, gint64 tenant, guint64 *seq, guint64 *event_seq)
{
  gboolean found = FALSE;
  PalierRows *rows = palier_db_query (
      tx->db, "select last_seq, last_event from tenant where tenant_id = ?1", "T", tenant);

  *seq = *event_seq = 0;
  while (palier_rows_next (rows))
  {
    *seq = (guint64) palier_rows_integer (rows, 0);
    *event_seq = (guint64) palier_rows_integer (rows, 1);
    found = TRUE;
  }
  if (!found)
    palier_db_fail (tx->db, g_error_new_literal (PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN,
                                                 "no such tenant"));
}

/* Writes the numbers that were taken, before others can be: at the end of each function of a
 * transaction, and when another tenant's are asked for. */
void
palier_record_store_keep_seq (PalierTx *tx)
{
  if (tx->seq_tenant == 0)
    return;
  palier_db_run (tx->db,
                 "update tenant set last_seq = ?2, last_event = ?3, contacts = contacts + ?4"
                 " where tenant_id = ?1",
                 "Tiii", tx->seq_tenant, (gint64) tx->seq, (gint64) tx->event_seq, tx->contacts);
  if (tx->contacts != 0)
    palier_usage_store_add_daily (tx, tx->seq_tenant, PALIER_DAILY_CONTACTS, tx->contacts);
  if (tx->has_events)
    palier_outbox_store_announce (tx, tx->seq_tenant);
  tx->has_events = FALSE;
  tx->seq_tenant = 0;
}

static void
open_seqs (PalierTx *tx, const PalierTenant *tenant)
{
  if (tx->seq_tenant == tenant->id)
    return;
  palier_record_store_keep_seq (tx);
  read_seqs (tx, tenant->id, &tx->seq, &tx->event_seq);
  tx->contacts = 0;
  tx->seq_tenant = tenant->id;
}

/* Returns: the next number of the tenant's sequence */
guint64
palier_record_store_take_seq (PalierTx *tx, const PalierTenant *tenant)
{
  open_seqs (tx, tenant);
  return ++tx->seq;
}

/* Returns: the next number of the tenant's events */
guint64
palier_record_store_take_event_seq (PalierTx *tx, const PalierTenant *tenant)
{
  open_seqs (tx, tenant);
  tx->has_events = TRUE;
  return ++tx->event_seq;
}

guint64
palier_record_store_last_seq (PalierTx *tx, const PalierTenant *tenant)
{
  guint64 seq = tx->seq;
  guint64 event_seq;

  if (tx->seq_tenant != tenant->id)
    read_seqs (tx, tenant->id, &seq, &event_seq);
  return seq;
}

/* Returns: (transfer full) (nullable): NULL with the connection's error */
GBytes *
palier_record_seal (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record)
{
  gsize length = 0;
  g_autofree char *json = palier_record_to_json (record, &length);

  return palier_tx_seal (tx, tenant, "record", record->id.bytes, sizeof record->id.bytes, json,
                         length);
}

/**
 * palier_record_store_put:
 * @device: (nullable): who already holds exactly this record, and need not get it back
 *
 * Returns: the record's number in the tenant's sequence
 */
guint64
palier_record_store_put (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record,
                         const PalierId *device)
{
  g_autoptr (GBytes) sealed = palier_record_seal (tx, tenant, record);
  g_autoptr (PalierRecord) before =
      record->kind == PALIER_KIND_PROSPECT
          ? palier_record_store_get (tx, tenant, record->kind, &record->id)
          : NULL;

  if (sealed == NULL)
    return 0;

  guint64 seq = palier_record_store_take_seq (tx, tenant);
  palier_db_run (tx->db,
                 "insert into record (tenant_id, kind, id, seq, device, sealed)"
                 " values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (tenant_id, kind, id) do update set"
                 " seq = excluded.seq, device = excluded.device, sealed = excluded.sealed",
                 "Ttuiub", tenant->id, palier_kind_name (record->kind), &record->id, (gint64) seq,
                 device, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  tx->contacts += palier_contact_is (record) - palier_contact_is (before);
  palier_tx_changed (tx, tenant);
  return seq;
}

static gboolean
add_row (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows, PalierSyncWriter *writer,
         GArray *persons)
{
  gsize length = 0;
  PalierId id;

  palier_rows_id (rows, 1, &id);
  const void *sealed = palier_rows_blob (rows, 2, &length);
  g_autoptr (GBytes) plain =
      palier_tx_unseal (tx, tenant, "record", id.bytes, sizeof id.bytes, sealed, length);
  gboolean added = plain != NULL
                   && palier_sync_writer_add_json (writer, g_bytes_get_data (plain, NULL),
                                                   g_bytes_get_size (plain));
  if (added && palier_rows_integer (rows, 3) != 0)
    g_array_append_val (persons, id);
  return added;
}

/**
 * palier_record_store_since:
 * @device: whose own records after @given are left out: it gave them just now. Earlier ones are
 *   not: a device that was put back to an old copy has lost them
 * @given: the last number before what it gave
 * @persons: (element-type PalierId): gets the prospects among them
 * @more: (out): whether the writer was full before the end
 *
 * Adds to @writer what has changed after @seq, in the order of the sequence.
 *
 * Returns: the number up to which the device has everything then
 */
guint64
palier_record_store_since (PalierTx *tx, const PalierTenant *tenant, guint64 seq,
                           const PalierId *device, guint64 given, PalierSyncWriter *writer,
                           GArray *persons, gboolean *more)
{
  guint64 last = palier_record_store_last_seq (tx, tenant);
  guint64 reached = seq;
  /* One more than the writer takes, so that it says when there is more. */
  gint64 limit = PALIER_SYNC_MAX_RECORDS + 1;
  PalierRows *rows = palier_db_query (
      tx->db,
      "select seq, id, sealed,"
      " cast (case when kind = 'prospect' then 1 else 0 end as bigint)"
      " from record where tenant_id = ?1 and seq > ?2 and (seq <= ?4 or device is distinct from ?3)"
      " order by seq limit ?5",
      "Tiuii", tenant->id, (gint64) seq, device, (gint64) given, limit);

  *more = FALSE;
  while (!*more && palier_rows_next (rows))
  {
    *more = !add_row (tx, tenant, rows, writer, persons);
    if (!*more)
      reached = (guint64) palier_rows_integer (rows, 0);
  }
  palier_rows_end (rows);
  return *more ? reached : last;
}

/* A mark for what the relay itself writes: its device is the process, of which several may
 * write. */
PalierMark
palier_tx_mark (PalierTx *tx)
{
  PalierStore *store = tx->store;
  return (PalierMark) { palier_hlc_tick (&store->hlc, tx->now_ms),
                        palier_mark_device (&store->process) };
}

/**
 * palier_event_store_add:
 * @at_ms: when it happened
 * @prospect: (nullable)
 * @message: (nullable)
 * @data: (nullable): a JSON object
 *
 * Writes an event for the tenant's devices, in the transaction of what it tells.
 */
void
palier_event_store_add (PalierTx *tx, const PalierTenant *tenant, const char *name, gint64 at_ms,
                        const PalierId *prospect, const PalierId *message, const char *data)
{
  PalierId id = palier_id_new (tx->store->clock, tx->random);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_EVENT, &id);
  PalierMark mark = palier_tx_mark (tx);
  char text[PALIER_ID_TEXT_SIZE];

  palier_record_set (record, PALIER_EVENT_FIELD_NAME, name, mark);
  palier_record_set_integer (record, PALIER_EVENT_FIELD_AT, at_ms, mark);
  if (prospect != NULL && !palier_id_is_nil (prospect))
    palier_record_set (record, PALIER_EVENT_FIELD_PROSPECT, palier_id_format (prospect, text),
                       mark);
  if (message != NULL && !palier_id_is_nil (message))
    palier_record_set (record, PALIER_EVENT_FIELD_MESSAGE, palier_id_format (message, text), mark);
  if (data != NULL)
    palier_record_set (record, PALIER_EVENT_FIELD_DATA, data, mark);
  palier_record_store_put (tx, tenant, record, NULL);
  palier_publish_record (tx, tenant, record, TRUE);
  palier_campaign_hear (tx, tenant, &(PalierHappening) { name, at_ms, prospect, message, data });
}

/* Whether this batch was answered before; @answer (out) (transfer full): what it was told then. */
PalierBatchState
palier_batch_store_find (PalierTx *tx, const PalierTenant *tenant, const PalierId *batch,
                         const guint8 digest[32], GBytes **answer)
{
  PalierBatchState state = PALIER_BATCH_NEW;
  PalierRows *rows = palier_db_query (
      tx->db, "select digest, sealed_answer from batch where tenant_id = ?1 and batch_id = ?2",
      "Tu", tenant->id, batch);

  *answer = NULL;
  if (palier_rows_next (rows))
  {
    gsize length = 0;
    const void *bytes = palier_rows_blob (rows, 0, &length);
    state =
        length == 32 && memcmp (bytes, digest, 32) == 0 ? PALIER_BATCH_DONE : PALIER_BATCH_OTHER;
    bytes = palier_rows_blob (rows, 1, &length);
    *answer =
        palier_tx_unseal (tx, tenant, "batch", batch->bytes, sizeof batch->bytes, bytes, length);
    palier_rows_end (rows);
  }
  return state;
}

void
palier_batch_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *batch,
                        const guint8 digest[32], GBytes *answer)
{
  g_autoptr (GBytes) sealed =
      palier_tx_seal (tx, tenant, "batch", batch->bytes, sizeof batch->bytes,
                      g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  if (sealed == NULL)
    return;
  palier_db_run (tx->db, "delete from batch where tenant_id = ?1 and at_ms < ?2", "Ti", tenant->id,
                 tx->now_ms - BATCH_KEPT_MS);
  palier_db_run (tx->db,
                 "insert into batch (tenant_id, batch_id, digest, sealed_answer, at_ms)"
                 " values (?1, ?2, ?3, ?4, ?5)",
                 "Tubbi", tenant->id, batch, digest, (gsize) 32, g_bytes_get_data (sealed, NULL),
                 g_bytes_get_size (sealed), tx->now_ms);
}
