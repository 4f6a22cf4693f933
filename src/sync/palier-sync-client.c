/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Push and pull in one exchange, until neither side has more.
 *
 * What is kept true: a change is acknowledged in the base only after the relay said that it has it;
 * the cursor moves in the transaction that stores what came before it. A batch whose answer was
 * lost is sent again with other bytes perhaps, and merging makes the second time a change of
 * nothing. A record that one side cannot take is put aside and counted: it never holds up the
 * others. */
#include "palier-sync-client.h"

#include "palier-change-store.h"
#include "palier-erasure-store.h"
#include "palier-event-store.h"
#include "palier-setting-store.h"
#include "palier-sync.h"

/* An exchange ends by itself; this only bounds a relay that would always promise more. */
#define MAX_BATCHES 100000

G_DEFINE_BOXED_TYPE (PalierSyncRound, palier_sync_round, palier_sync_round_copy, g_free)

PalierSyncRound *
palier_sync_round_copy (const PalierSyncRound *self)
{
  return g_memdup2 (self, sizeof *self);
}

typedef struct
{
  PalierWorkspace *workspace;
  PalierAccount *account;
  char *cursor_key;
  char *lost_key; /* under which the base keeps that the relay lost its history, until it is dealt
                     with */
  char *told_key;
  guint kinds;
  GHashTable *told; /* of PalierId: messages whose state came from the relay in this exchange */
  PalierSyncRound round;
} Exchange;

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  g_object_unref (exchange->workspace);
  g_hash_table_unref (exchange->told);
  g_free (exchange->cursor_key);
  g_free (exchange->lost_key);
  g_free (exchange->told_key);
  g_free (exchange);
}

/* "epoch:seq", as the base keeps it; anything else is the beginning. */
static PalierCursor
parse_cursor (const char *text)
{
  PalierCursor cursor = { PALIER_ID_NIL, 0 };
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ":", 2);

  if (g_strv_length (parts) == 2 && palier_id_parse (parts[0], &cursor.epoch)
      && g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXUINT64, &cursor.seq, NULL))
    return cursor;
  return (PalierCursor) { PALIER_ID_NIL, 0 };
}

static char *
format_cursor (PalierCursor cursor)
{
  char epoch[PALIER_ID_TEXT_SIZE];
  return g_strdup_printf ("%s:%" G_GUINT64_FORMAT, palier_id_format (&cursor.epoch, epoch),
                          cursor.seq);
}

/* Takes as many of the changes as a batch holds; the rest stays pending. */
static guint
write_changes (PalierSyncWriter *writer, PalierChanges *changes)
{
  guint n = 0;

  while (n < changes->records->len
         && palier_sync_writer_add (writer, g_ptr_array_index (changes->records, n)))
    n++;
  return n;
}

static PalierSyncAnswer *
post (Exchange *exchange, PalierChanges *changes, PalierCursor cursor, GError **error)
{
  g_autoptr (PalierSyncWriter) writer = palier_sync_writer_new ();
  PalierId batch = palier_workspace_new_id (exchange->workspace);

  palier_changes_keep (changes, write_changes (writer, changes));
  g_autoptr (GBytes) body = palier_sync_writer_finish_request (
      writer, palier_workspace_get_device (exchange->workspace), &batch, cursor);
  g_autoptr (GBytes) bytes =
      dex_await_boxed (palier_account_call (exchange->account, "POST", "/v1/sync", body), error);
  if (bytes == NULL)
    return NULL;

  g_autoptr (GError) failure = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  PalierSyncAnswer *answer = palier_sync_answer_parse (text, length, &failure);
  if (answer == NULL)
    g_set_error_literal (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_NONSENSE, failure->message);
  return answer;
}

static void
note_told (Exchange *exchange, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (records, i);
    PalierId message;
    if (record->kind == PALIER_KIND_EVENT
        && palier_record_get_id (record, PALIER_EVENT_FIELD_MESSAGE, &message))
      g_hash_table_add (exchange->told, g_memdup2 (&message, sizeof message));
  }
}

static void
count (PalierSyncRound *round, const PalierSyncAnswer *answer, const PalierApplied *applied)
{
  round->pushed += answer->accepted->len;
  round->pulled += answer->records->len;
  round->put_aside += applied->n_put_aside;
  round->held += applied->n_held;
  round->replaced += applied->n_replaced;
  round->restamped += applied->n_restamped;
  round->erased += applied->n_erased;
  if (applied->n_restamped > 0)
    round->clock_off_ms = applied->clock_off_ms;
}

/* Stores what came, moves the cursor and forgets what was taken, with one commit. @again: (out):
 * whether there is to be sent anew what was refused */
static gboolean
take_answer (Exchange *exchange, PalierChanges *changes, PalierSyncAnswer *answer, gboolean *again,
             GError **error)
{
  g_autofree char *cursor = format_cursor (answer->cursor);
  PalierDelivery delivery = { .records = answer->records,
                              .taken = changes,
                              .refused = answer->refused,
                              .unread = answer->bad,
                              .relay_now_ms = answer->now_ms,
                              .terms = answer->terms,
                              .cursor_key = exchange->cursor_key,
                              .cursor = cursor };
  g_autofree PalierApplied *applied =
      dex_await_boxed (palier_change_store_apply (exchange->workspace, &delivery), error);

  if (applied == NULL)
    return FALSE;
  note_told (exchange, answer->records);
  count (&exchange->round, answer, applied);
  *again = applied->n_restamped > 0 || applied->n_released > 0;
  return TRUE;
}

/* A relay that lost its history (a restore, a failover) begins a new epoch: it took nothing of this
 * batch and gets everything again, and merging keeps what it still had. All but the messages that
 * it was given before: its ledger may be lost too, and it would send a second time what left. */
static gboolean
is_new_epoch (PalierCursor before, PalierCursor after)
{
  return !palier_id_is_nil (&before.epoch) && !palier_id_equal (&before.epoch, &after.epoch);
}

/* The cursor comes last: with it the loss is forgotten. */
static gboolean
begin_anew (Exchange *exchange, PalierCursor cursor, GError **error)
{
  guint told = exchange->kinds & ~PALIER_CHANGED (PALIER_KIND_MESSAGE);
  g_autofree char *start = format_cursor ((PalierCursor) { cursor.epoch, 0 });

  exchange->round.new_epoch = TRUE;
  return dex_await (palier_local_store_set (exchange->workspace, exchange->lost_key, "yes"), error)
         && dex_await (palier_change_store_requeue (exchange->workspace, told), error)
         && dex_await (palier_local_store_set (exchange->workspace, exchange->told_key, NULL),
                       error)
         && dex_await (palier_local_store_set (exchange->workspace, exchange->cursor_key, start),
                       error);
}

static gboolean
exchange_batch (Exchange *exchange, gboolean *more, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = dex_await_string (
      palier_local_store_get (exchange->workspace, exchange->cursor_key), &failure);
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;

  PalierCursor cursor = parse_cursor (text);
  g_autoptr (PalierChanges) changes = dex_await_boxed (
      palier_change_store_pending (exchange->workspace, exchange->kinds, PALIER_SYNC_MAX_RECORDS),
      error);
  if (changes == NULL)
    return FALSE;
  g_autoptr (PalierSyncAnswer) answer = post (exchange, changes, cursor, error);
  if (answer == NULL)
    return FALSE;
  if (is_new_epoch (cursor, answer->cursor))
  {
    *more = FALSE;
    return begin_anew (exchange, answer->cursor, error);
  }
  gboolean again = FALSE;
  if (!take_answer (exchange, changes, answer, &again, error))
    return FALSE;
  *more = answer->more || changes->more || again;
  return TRUE;
}

/* After an exchange that came to its end with a relay that had lost its history: of what was on its
 * way and is not known to it any more, nobody can say whether it left. */
static gboolean
deal_with_loss (Exchange *exchange, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *lost =
      dex_await_string (palier_local_store_get (exchange->workspace, exchange->lost_key), &failure);

  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  return lost == NULL
         || (dex_await (palier_event_store_doubt (exchange->workspace, exchange->told), error)
             && dex_await (palier_local_store_set (exchange->workspace, exchange->lost_key, NULL),
                           error));
}

static DexFuture *
exchange_fiber (gpointer data)
{
  Exchange *exchange = data;
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  for (guint i = 0; more && i < MAX_BATCHES; i++)
    if (!exchange_batch (exchange, &more, &error))
      return dex_future_new_for_error (g_steal_pointer (&error));
  if (!exchange->round.new_epoch && !deal_with_loss (exchange, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (exchange->round.erased > 0
      && !dex_await (palier_erasure_store_wipe (exchange->workspace), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (PALIER_TYPE_SYNC_ROUND,
                                    palier_sync_round_copy (&exchange->round));
}

/**
 * palier_sync_client_run:
 * @account: kept by the caller until the future has settled
 * @cursor_key: under which the base keeps the place in this relay's sequence
 * @told_key: under which the base keeps what this relay was told beside the records: void when the
 *   relay proves to have lost its history
 * @kinds: bits PALIER_CHANGED (kind) of what is pushed; everything that comes is stored
 *
 * One exchange, to its end, or until such a proof (new_epoch): then the next begins with what the
 * relay must be told anew. The caller holds PALIER_LOCK_SYNC.
 *
 * Returns: → PALIER_TYPE_SYNC_ROUND. Errors: PALIER_SYNC_ERROR, PALIER_NET_ERROR,
 *   PALIER_STORAGE_ERROR; what was exchanged before stays
 */
DexFuture *
palier_sync_client_run (PalierWorkspace *workspace, PalierAccount *account, const char *cursor_key,
                        const char *told_key, guint kinds)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->workspace = g_object_ref (workspace);
  exchange->account = account;
  exchange->cursor_key = g_strdup (cursor_key);
  exchange->lost_key = g_strconcat (cursor_key, ".lost", NULL);
  exchange->told_key = g_strdup (told_key);
  exchange->told = g_hash_table_new_full (palier_id_hash, palier_id_equal, g_free, NULL);
  exchange->kinds = kinds;
  return dex_scheduler_spawn (NULL, 0, exchange_fiber, exchange, exchange_free);
}
