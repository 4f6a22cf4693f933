/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements:
 *
 *   delete   what is older than thirty days
 *   insert   a request that begins; one that is there already stays
 *   update   a request whose process has ended is begun again; its answer is kept, and goes with
 *            the person that it is about
 *   delete   a request that ended without an answer to keep */
#include "palier-idempotency-store.h"

#include <string.h>

#include "palier-process-store.h"

#define KEPT_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)
/* No request takes as long: what says that it runs was left behind. */
#define RUNNING_MOST_MS (2 * 60 * 1000)

typedef struct
{
  gboolean found;
  gboolean same;
  gboolean done;
  PalierId process;
  gint64 at_ms;
} Row;

static void
read_row (PalierTx *tx, const PalierTenant *tenant, const PalierIdempotencyKey *key, Row *row,
          guint *status, GBytes **answer)
{
  gsize length = 0;
  PalierRows *rows =
      palier_db_query (tx->db,
                       "select request, status, sealed_answer, process_id, at_ms from idempotency"
                       " where tenant_id = ?1 and digest = ?2",
                       "Tb", tenant->id, key->digest, (gsize) PALIER_DIGEST_SIZE);

  row->found = palier_rows_next (rows);
  if (!row->found)
    return;
  const void *bytes = palier_rows_blob (rows, 0, &length);
  row->same = length == PALIER_DIGEST_SIZE && memcmp (bytes, key->request, length) == 0;
  *status = (guint) palier_rows_integer (rows, 1);
  row->done = *status != 0;
  palier_rows_id (rows, 3, &row->process);
  row->at_ms = palier_rows_integer (rows, 4);
  bytes = palier_rows_blob (rows, 2, &length);
  if (row->same && row->done && bytes != NULL)
    *answer = palier_tx_unseal (tx, tenant, "idempotency", key->digest, PALIER_DIGEST_SIZE, bytes,
                                length);
  palier_rows_end (rows);
}

static void
sweep (PalierTx *tx, const PalierTenant *tenant)
{
  palier_db_run (tx->db, "delete from idempotency where tenant_id = ?1 and at_ms < ?2", "Ti",
                 tenant->id, tx->now_ms - KEPT_MS);
}

static void
write_begin (PalierTx *tx, const PalierTenant *tenant, const PalierIdempotencyKey *key)
{
  palier_db_run (tx->db,
                 "insert into idempotency (tenant_id, digest, request, process_id, at_ms)"
                 " values (?1, ?2, ?3, ?4, ?5) on conflict (tenant_id, digest)"
                 " do update set process_id = excluded.process_id, at_ms = excluded.at_ms",
                 "Tbbui", tenant->id, key->digest, (gsize) PALIER_DIGEST_SIZE, key->request,
                 (gsize) PALIER_DIGEST_SIZE, palier_store_get_process (tx->store), tx->now_ms);
}

/**
 * palier_idempotency_store_begin:
 * @status: (out): of the answer, where there is one
 * @answer: (out) (transfer full) (nullable): its body
 *
 * Notes that a request begins, unless it was answered or runs. What a process had begun that has
 * ended since is begun again: its effect and its answer are committed together, so there was none.
 */
PalierIdempotencyState
palier_idempotency_store_begin (PalierTx *tx, const PalierTenant *tenant,
                                const PalierIdempotencyKey *key, guint *status, GBytes **answer)
{
  Row row = { 0 };

  *status = 0;
  *answer = NULL;
  sweep (tx, tenant);
  read_row (tx, tenant, key, &row, status, answer);
  if (row.found && !row.same)
    return PALIER_IDEMPOTENCY_OTHER;
  if (row.done)
    return *answer != NULL ? PALIER_IDEMPOTENCY_DONE : PALIER_IDEMPOTENCY_ERASED;
  if (row.found && tx->now_ms - row.at_ms < RUNNING_MOST_MS
      && palier_process_store_is_alive (tx, &row.process))
    return PALIER_IDEMPOTENCY_RUNNING;
  write_begin (tx, tenant, key);
  return PALIER_IDEMPOTENCY_NEW;
}

/* Keeps the answer, in the transaction of what the request did. @prospect: whom it is about; nil:
 * nobody */
void
palier_idempotency_store_finish (PalierTx *tx, const PalierTenant *tenant,
                                 const PalierIdempotencyKey *key, guint status, GBytes *answer,
                                 const PalierId *prospect)
{
  g_autoptr (GBytes) sealed =
      palier_tx_seal (tx, tenant, "idempotency", key->digest, PALIER_DIGEST_SIZE,
                      g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));

  if (sealed != NULL)
    palier_db_run (tx->db,
                   "update idempotency set status = ?3, sealed_answer = ?4, at_ms = ?5,"
                   " prospect_id = ?6 where tenant_id = ?1 and digest = ?2",
                   "Tbibiu", tenant->id, key->digest, (gsize) PALIER_DIGEST_SIZE, (gint64) status,
                   g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), tx->now_ms,
                   palier_id_is_nil (prospect) ? NULL : prospect);
}

/* What was answered about @prospect goes; that it was asked stays, so that who asks again does not
 * bring the person back. */
void
palier_idempotency_store_erase (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect)
{
  palier_db_run (tx->db,
                 "update idempotency set sealed_answer = null"
                 " where tenant_id = ?1 and prospect_id = ?2",
                 "Tu", tenant->id, prospect);
}

/* Forgets a request that did nothing; one that was answered stays. */
void
palier_idempotency_store_drop (PalierTx *tx, const PalierTenant *tenant,
                               const PalierIdempotencyKey *key)
{
  palier_db_run (tx->db,
                 "delete from idempotency where tenant_id = ?1 and digest = ?2 and status is null",
                 "Tb", tenant->id, key->digest, (gsize) PALIER_DIGEST_SIZE);
}
