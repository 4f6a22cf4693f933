/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /v1/sync. What comes up is merged, numbered and applied in one transaction; what goes down
 * is read after it. A batch that comes again gets what it was told the first time, and what is new.
 */
#include "palier-api-access.h"

#include <string.h>

#include "palier-contact-store.h"
#include "palier-intake.h"
#include "palier-limit-alert.h"
#include "palier-record-batch.h"
#include "palier-relay-figures.h"

typedef struct
{
  PalierTenant *tenant;
  PalierRole role;
  PalierMeter meter;
  PalierEntitlement entitlement;
  PalierSyncRequest *request;
  guint8 digest[PALIER_DIGEST_SIZE];
  PalierSyncWriter *writer;
  PalierBatchState state;
  GByteArray *verdicts; /* what the batch was told, to be told again */
  GArray *persons;      /* (element-type PalierId): who is in what goes down */
  guint64 start;        /* … and after which number it begins */
  guint64 given;        /* the last number before this exchange's batches, or before this one;
                           without any, beyond all */
  PalierCursor cursor;
  gboolean more;
  gint64 now_ms;
} Exchange;

/* One record's fate, as it is kept with the batch. */
typedef struct
{
  guint8 kind;
  guint8 bytes[16];
  guint8 refusal; /* of `refusals` */
  guint64 seq;    /* 0: refused */
} Verdict;

static const char *const refusals[] = { PALIER_SYNC_CLOCK_AHEAD, "forbidden", "contact_limit",
                                        "subscription_ended" };

/* @refusal: (nullable): one of `refusals` */
static void
keep_verdict (Exchange *self, const PalierRecord *record, guint64 seq, const char *refusal)
{
  Verdict verdict = { .kind = (guint8) record->kind, .seq = seq };

  while (refusal != NULL && !g_str_equal (refusals[verdict.refusal], refusal))
    verdict.refusal++;

  memcpy (verdict.bytes, record->id.bytes, sizeof verdict.bytes);
  g_byte_array_append (self->verdicts, (const guint8 *) &verdict, sizeof verdict);
}

static void
tell_verdicts (Exchange *self)
{
  for (gsize at = 0; at + sizeof (Verdict) <= self->verdicts->len; at += sizeof (Verdict))
  {
    Verdict verdict;
    PalierId id;
    memcpy (&verdict, self->verdicts->data + at, sizeof verdict);
    memcpy (id.bytes, verdict.bytes, sizeof id.bytes);
    if (verdict.seq != 0)
      palier_sync_writer_accept (self->writer, (PalierKind) verdict.kind, &id, verdict.seq);
    else
      palier_sync_writer_refuse (self->writer, (PalierKind) verdict.kind, &id,
                                 refusals[MIN (verdict.refusal, G_N_ELEMENTS (refusals) - 1)]);
  }
  for (guint i = 0; i < self->request->bad->len; i++)
  {
    PalierSyncRefused *bad = &g_array_index (self->request->bad, PalierSyncRefused, i);
    palier_sync_writer_refuse (self->writer, bad->kind, &bad->id, bad->code);
  }
}

/* A stamp of the future would win over everything until then. */
static gboolean
is_ahead (const PalierRecord *record, gint64 now_ms)
{
  return PALIER_STAMP_MS (palier_record_latest_mark (record).time)
         > now_ms + PALIER_SYNC_MAX_AHEAD_MS;
}

/* What a person asked for, and what takes away, is never refused for money. */
static gboolean
is_free (const PalierRecord *record)
{
  return record->erased || record->deleted_ms != 0 || record->kind == PALIER_KIND_SUPPRESSION
         || (record->kind == PALIER_KIND_CONSENT
             && g_strcmp0 (palier_record_get (record, PALIER_CONSENT_FIELD_GIVEN), "no") == 0);
}

/* Returns: (nullable): why a record is not taken; NULL: it is */
static const char *
find_refusal (PalierTx *tx, Exchange *self, PalierRecordBatch *batch, const PalierRecord *incoming)
{
  if (self->role < PALIER_ROLE_AGENT)
    return palier_hold_code (PALIER_HOLD_ROLE);
  if (!self->entitlement.may_write && !is_free (incoming))
    return palier_hold_code (PALIER_HOLD_SUBSCRIPTION);
  if (is_ahead (incoming, tx->now_ms))
    return PALIER_SYNC_CLOCK_AHEAD;
  if (incoming->kind == PALIER_KIND_PROSPECT
      && palier_entitlement_room (&self->entitlement, tx, self->tenant) == 0
      && palier_record_batch_adds_contact (batch, incoming))
    return palier_hold_code (PALIER_HOLD_CONTACTS);
  return NULL;
}

static void
take_record (PalierTx *tx, Exchange *self, PalierRecordBatch *batch, const PalierRecord *incoming)
{
  const PalierRecord *merged = NULL;
  const char *refusal = find_refusal (tx, self, batch, incoming);

  if (refusal != NULL)
  {
    keep_verdict (self, incoming, 0, refusal);
    return;
  }
  guint64 seq = palier_record_batch_merge (batch, incoming, &merged);
  if (merged != NULL)
    palier_intake_apply (tx, self->tenant, merged);
  if (merged != NULL && palier_contact_is (merged)
      && palier_entitlement_limit (&self->entitlement, PALIER_LIMIT_CONTACTS) != PALIER_NO_LIMIT)
    palier_intake_wake_prospect (tx, self->tenant, &merged->id);
  keep_verdict (self, incoming, seq, NULL);
}

static gboolean
take_batch (PalierTx *tx, gpointer data, GError **error)
{
  Exchange *self = data;
  g_autoptr (GBytes) answer = NULL;
  const PalierId *id = &self->request->batch;

  self->state = palier_batch_store_find (tx, self->tenant, id, self->digest, &answer);
  if (self->state == PALIER_BATCH_DONE && answer != NULL)
    g_byte_array_append (self->verdicts, g_bytes_get_data (answer, NULL),
                         (guint) g_bytes_get_size (answer));
  palier_entitlement_load (tx, self->tenant, self->meter, &self->entitlement);
  self->given = MIN (self->given, palier_record_store_last_seq (tx, self->tenant));
  if (self->state != PALIER_BATCH_NEW)
    return palier_db_check (tx->db, error);
  /* Counted before anything is merged, where that was not done yet. */
  palier_contact_store_count (tx, self->tenant);
  g_autoptr (PalierRecordBatch) batch =
      palier_record_batch_new (tx, self->tenant, &self->request->device, self->request->records);
  for (guint i = 0; i < self->request->records->len; i++)
    take_record (tx, self, batch, g_ptr_array_index (self->request->records, i));
  palier_record_batch_write (batch);
  palier_limit_alert_check_contacts (&self->entitlement, tx, self->tenant);
  g_autoptr (GBytes) told = g_bytes_new (self->verdicts->data, self->verdicts->len);
  palier_batch_store_add (tx, self->tenant, id, self->digest, told);
  return palier_db_check (tx->db, error);
}

/* A cursor of another epoch, or beyond our end, is worth nothing: the device gets everything. */
static guint64
get_start (PalierTx *tx, Exchange *self)
{
  const PalierCursor *cursor = &self->request->cursor;

  if (!palier_id_equal (&cursor->epoch, palier_store_get_epoch (tx->store))
      || cursor->seq > palier_record_store_last_seq (tx, self->tenant))
    return 0;
  return cursor->seq;
}

static gboolean
give_changes (PalierTx *tx, gpointer data, GError **error)
{
  Exchange *self = data;
  self->start = get_start (tx, self);
  palier_entitlement_load (tx, self->tenant, self->meter, &self->entitlement);
  PalierSyncTerms terms = {
    .may_write = self->role >= PALIER_ROLE_AGENT && self->entitlement.may_write,
    .room = palier_entitlement_room (&self->entitlement, tx, self->tenant),
  };
  palier_sync_writer_set_terms (self->writer, &terms);
  self->now_ms = tx->now_ms;
  palier_sync_writer_set_given (self->writer,
                                MIN (self->given, palier_record_store_last_seq (tx, self->tenant)));
  self->cursor = (PalierCursor) { *palier_store_get_epoch (tx->store), self->start };
  self->more = self->request->quiet;
  if (!self->request->quiet)
    self->cursor.seq =
        palier_record_store_since (tx, self->tenant, self->start, &self->request->device,
                                   self->given, self->writer, self->persons, &self->more);
  return palier_db_check (tx->db, error);
}

/* A device that knows us from before our history was lost is told so before anything of it is
 * taken: what it has to say first, as a mailbox's password, comes before the messages. */
static gboolean
knows_another_epoch (PalierRelayApi *api, const Exchange *self)
{
  const PalierId *epoch = &self->request->cursor.epoch;

  return !palier_id_is_nil (epoch) && !palier_id_equal (epoch, palier_store_get_epoch (api->store));
}

static gboolean
run (PalierRelayApi *api, Exchange *self, GError **error)
{
  /* A device that only asks writes nothing, and waits for no flush. */
  if (self->request->records->len > 0 && !knows_another_epoch (api, self)
      && !palier_store_write (api->store, take_batch, self, error))
    return FALSE;
  if (self->state == PALIER_BATCH_OTHER)
    return TRUE;
  tell_verdicts (self);
  return palier_store_read (api->store, give_changes, self, error);
}

/* FALSE when the request is answered. */
static gboolean
note (PalierRelayApi *api, PalierRequest *request, const Exchange *self)
{
  PalierAccessEntry access = { .action = PALIER_ACCESS_SYNC,
                               .first = self->start + 1,
                               .last = self->cursor.seq,
                               .persons = self->persons };

  return palier_api_note (api, request, &access);
}

static void
answer (PalierRelayApi *api, PalierRequest *request, Exchange *self)
{
  g_autoptr (GError) error = NULL;

  if (!run (api, self, &error))
    palier_relay_api_fail (request, error);
  else if (self->state == PALIER_BATCH_OTHER)
    palier_request_problem (request, 422, "batch_reused");
  else if (note (api, request, self))
  {
    GBytes *body =
        palier_sync_writer_finish_answer (self->writer, self->cursor, self->now_ms, self->more);
    palier_request_answer (request, 200, "application/json", body);
    palier_figure_add (PALIER_FIGURE_SYNCED_RECORDS, self->request->records->len);
  }
}

void
palier_api_sync (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autoptr (GError) error = NULL;

  g_autoptr (PalierSyncRequest) sync =
      palier_sync_request_parse ((const char *) request->body->data, request->body->len, &error);
  if (sync == NULL)
  {
    gboolean other = g_error_matches (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_VERSION);
    palier_request_problem (request, other ? 409 : 400, other ? "wire_version" : "bad_request");
    return;
  }
  g_autoptr (PalierSyncWriter) writer = palier_sync_writer_new ();
  g_autoptr (GByteArray) verdicts = g_byte_array_new ();
  g_autoptr (GArray) persons = g_array_new (FALSE, FALSE, sizeof (PalierId));
  Exchange exchange = {
    .tenant = request->tenant,
    .role = request->caller.role,
    .meter = api->meter,
    .request = sync,
    .writer = writer,
    .verdicts = verdicts,
    .persons = persons,
    .given = sync->given,
  };
  palier_digest (request->body->data, request->body->len, exchange.digest);
  answer (api, request, &exchange);
}

void
palier_api_events (PalierRequest *request, gpointer data)
{
  request->status = 200;
  request->stream = TRUE;
}
