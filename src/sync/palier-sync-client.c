/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Push and pull in one exchange, until neither side has more. While a request is on its way the
 * next batch is read and sent, and what came is stored while the next is on its way. The text of a
 * batch is written and read on other threads: of a full one that takes longer than a frame.
 *
 * What is kept true: a change is acknowledged in the base only after the relay said that it has it;
 * the cursor moves in the transaction that stores what came before it. A batch whose answer was
 * lost is sent again with other bytes perhaps, and merging makes the second time a change of
 * nothing. A record that one side cannot take is put aside and counted: it never holds up the
 * others. A message leaves once the relay has it, so it has everything before it by then: a batch
 * with messages is sent when all before it are answered. */
#include "palier-sync-client.h"

#include "palier-change-store.h"
#include "palier-erasure-store.h"
#include "palier-event-store.h"
#include "palier-setting-store.h"
#include "palier-sync-compare.h"
#include "palier-sync.h"
#include "palier-worker.h"

/* An exchange ends by itself; this only bounds a relay that would always promise more. */
#define MAX_BATCHES 100000

/* One is on the wire, one is taken by the relay, one waits for its disk. */
#define MAX_FLIGHTS 3

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
  PalierSyncLimits limits; /* of one batch */
  PalierCursor cursor;
  guint64 given;       /* as the relay said with its first answer */
  gint64 relay_now_ms; /* … and its clock by the last */
  guint n_batches;
  GQueue flights;      /* (element-type Flight): in the order they were sent */
  PalierChanges *next; /* (nullable): read, to be sent when there is room */
  gboolean unsent;     /* there may be changes after `place` */
  PalierChangePlace place;
  gboolean again;   /* what was sent is to be sent anew */
  GHashTable *told; /* of PalierId: messages whose state came from the relay in this exchange */
  PalierSyncRound round;
} Exchange;

/* A request, and its answer once that is there. Another thread may still have it when the exchange
 * has ended. */
typedef struct
{
  PalierChanges *changes;   /* (nullable): what it gives */
  GArray *too_big;          /* (element-type PalierSyncRefused): of those, what is not given */
  guint n_taken;            /* of those, together */
  gboolean quiet;           /* and asks for nothing */
  PalierSyncWriter *writer; /* (nullable): until it is sent */
  DexFuture *response;      /* (nullable): once it is sent */
  GBytes *text;             /* (nullable): of the answer */
  PalierSyncAnswer *answer; /* (nullable): what that says, … */
  GError *failure;          /* … or why it says nothing */
} Flight;

static void
flight_clear (gpointer data)
{
  Flight *flight = data;

  g_clear_pointer (&flight->changes, palier_changes_free);
  g_array_unref (flight->too_big);
  g_clear_pointer (&flight->writer, palier_sync_writer_free);
  dex_clear (&flight->response);
  g_clear_pointer (&flight->text, g_bytes_unref);
  g_clear_pointer (&flight->answer, palier_sync_answer_free);
  g_clear_error (&flight->failure);
}

static void
flight_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, flight_clear);
}

/* @changes: (nullable) (transfer full) */
static Flight *
flight_new (const Exchange *exchange, PalierChanges *changes, gboolean quiet)
{
  Flight *self = g_atomic_rc_box_new0 (Flight);

  self->changes = changes;
  self->too_big = g_array_new (FALSE, FALSE, sizeof (PalierSyncRefused));
  self->quiet = quiet;
  self->writer = palier_sync_writer_new ();
  palier_sync_writer_set_most (self->writer, exchange->limits.bytes);
  palier_sync_writer_set_given (self->writer, exchange->given);
  if (quiet)
    palier_sync_writer_set_quiet (self->writer);
  return self;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Flight, flight_unref)

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  g_queue_clear_full (&exchange->flights, flight_unref);
  g_clear_pointer (&exchange->next, palier_changes_free);
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

/* Takes as many of the changes as a batch holds; the rest stays pending. What is too big for any
 * batch of this relay's is named in @too_big as if the relay had refused it, and holds up no other.
 *
 * Returns: how many were taken, those named too */
static guint
write_changes (PalierSyncWriter *writer, PalierChanges *changes, GArray *too_big)
{
  guint n = 0, n_written = 0;

  for (; n < changes->records->len; n++)
  {
    const PalierRecord *record = g_ptr_array_index (changes->records, n);
    PalierSyncRefused refused = { record->kind, record->id, PALIER_SYNC_TOO_BIG };
    if (palier_sync_writer_add (writer, record))
      n_written++;
    else if (n_written > 0)
      break;
    else
      g_array_append_val (too_big, refused);
  }
  return n;
}

/* ---- sending */

static DexFuture *
write_job (gpointer data)
{
  Flight *flight = data;

  flight->n_taken = write_changes (flight->writer, flight->changes, flight->too_big);
  return dex_future_new_true ();
}

/* @changes: (nullable) (transfer full): those that do not fit in are sent with the next.
 * @quiet: whether it only gives */
static void
post (Exchange *self, PalierChanges *changes, gboolean quiet)
{
  Flight *flight = flight_new (self, changes, quiet);
  PalierId batch = palier_workspace_new_id (self->workspace);

  if (changes != NULL)
  {
    dex_await (palier_pool_run (write_job, g_atomic_rc_box_acquire (flight), flight_unref), NULL);
    palier_changes_keep (changes, flight->n_taken);
  }
  g_autoptr (GBytes) body = palier_sync_writer_finish_request (
      flight->writer, palier_workspace_get_device (self->workspace), &batch, self->cursor);
  g_clear_pointer (&flight->writer, palier_sync_writer_free);
  flight->response = palier_account_call (self->account, "POST", "/v1/sync", body);
  g_queue_push_tail (&self->flights, flight);
}

static void
send_changes (Exchange *self, PalierChanges *changes, gboolean quiet)
{
  post (self, changes, quiet);
  self->unsent = changes->more;
  if (changes->places->len > 0)
    self->place = g_array_index (changes->places, PalierChangePlace, changes->places->len - 1);
}

/* A message, or what may be refused as being ahead: that is stamped anew with all that waits, so
 * nothing of it may be under way. */
static gboolean
must_go_alone (const Exchange *self, const PalierChanges *changes)
{
  for (guint i = 0; i < changes->records->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (changes->records, i);
    gint64 stamp_ms = PALIER_STAMP_MS (palier_record_latest_mark (record).time);
    if (record->kind == PALIER_KIND_MESSAGE
        || stamp_ms > self->relay_now_ms + PALIER_SYNC_MAX_AHEAD_MS / 2)
      return TRUE;
  }
  return FALSE;
}

/* Reads on in the log, and sends what there is room for. */
static gboolean
send_on (Exchange *self, GError **error)
{
  while (self->unsent && self->flights.length < MAX_FLIGHTS)
  {
    if (self->next == NULL)
      self->next =
          dex_await_boxed (palier_change_store_pending_after (self->workspace, self->kinds,
                                                              &self->place, self->limits.records),
                           error);
    if (self->next == NULL)
      return FALSE;
    if (self->flights.length > 0 && must_go_alone (self, self->next))
      return TRUE;
    send_changes (self, g_steal_pointer (&self->next), TRUE);
  }
  return TRUE;
}

/* ---- what is answered */

static DexFuture *
read_job (gpointer data)
{
  Flight *flight = data;
  gsize length;
  const char *text = g_bytes_get_data (flight->text, &length);

  flight->answer = palier_sync_answer_parse (text, length, &flight->failure);
  return dex_future_new_true ();
}

/* Returns: (nullable) (transfer none) */
static PalierSyncAnswer *
await_answer (Flight *flight, GError **error)
{
  flight->text = dex_await_boxed (dex_ref (flight->response), error);
  if (flight->text == NULL)
    return NULL;
  dex_await (palier_pool_run (read_job, g_atomic_rc_box_acquire (flight), flight_unref), NULL);
  if (flight->answer == NULL)
    g_set_error_literal (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_NONSENSE,
                         flight->failure->message);
  return flight->answer;
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

/* Stores what came, moves the cursor and forgets what was taken, with one commit. */
static gboolean
take_answer (Exchange *self, Flight *flight, GError **error)
{
  const PalierSyncAnswer *answer = flight->answer;
  g_autofree char *cursor = format_cursor (answer->cursor);
  g_array_append_vals (answer->refused, flight->too_big->data, flight->too_big->len);
  PalierDelivery delivery = { .records = answer->records,
                              .taken = flight->changes,
                              .refused = answer->refused,
                              .unread = answer->bad,
                              .relay_now_ms = answer->now_ms,
                              .terms = answer->terms,
                              .cursor_key = flight->quiet ? NULL : self->cursor_key,
                              .cursor = cursor,
                              .more_follows = self->unsent || self->flights.length > 0 };
  g_autofree PalierApplied *applied =
      dex_await_boxed (palier_change_store_apply (self->workspace, &delivery), error);

  if (applied == NULL)
    return FALSE;
  note_told (self, answer->records);
  count (&self->round, answer, applied);
  self->again |= applied->n_restamped > 0 || applied->n_released > 0;
  return TRUE;
}

/* A relay that lost its history (a restore, a failover) begins a new epoch: it took nothing of this
 * batch and gets what it lacks, and what it has in another state: merging keeps what is newer
 * there. All but the messages that it was given before: its ledger may be lost too, and it would
 * send a second time what left. */
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
         && dex_await (
             palier_sync_requeue (exchange->workspace, exchange->account, told, &cursor.epoch),
             error)
         && dex_await (palier_local_store_set (exchange->workspace, exchange->told_key, NULL),
                       error)
         && dex_await (palier_local_store_set (exchange->workspace, exchange->cursor_key, start),
                       error);
}

/* What has changed goes on being asked for before what came is stored. */
static gboolean
receive (Exchange *self, GError **error)
{
  g_autoptr (Flight) flight = g_queue_pop_head (&self->flights);
  const PalierSyncAnswer *answer = await_answer (flight, error);

  if (answer == NULL)
    return FALSE;
  if (is_new_epoch (self->cursor, answer->cursor))
    return begin_anew (self, answer->cursor, error);
  if (self->given == PALIER_SYNC_NOTHING_GIVEN)
    self->given = answer->given;
  self->relay_now_ms = answer->now_ms;
  if (!flight->quiet)
    self->cursor = answer->cursor;
  if (!flight->quiet && answer->more)
    post (self, NULL, FALSE);
  return take_answer (self, flight, error);
}

static gboolean
begin (Exchange *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text =
      dex_await_string (palier_local_store_get (self->workspace, self->cursor_key), &failure);
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;

  self->cursor = parse_cursor (text);
  self->given = PALIER_SYNC_NOTHING_GIVEN;
  self->again = FALSE;
  PalierChanges *changes = dex_await_boxed (
      palier_change_store_pending (self->workspace, self->kinds, self->limits.records), error);
  if (changes != NULL)
    send_changes (self, changes, FALSE);
  return changes != NULL;
}

/* From the first change of the log to the last of both sides. The first answer says what those that
 * follow depend on, so they wait for it. */
static gboolean
go_through (Exchange *self, GError **error)
{
  gboolean good = begin (self, error);

  while (good && self->flights.length > 0 && !self->round.new_epoch
         && self->n_batches++ < MAX_BATCHES)
    good = receive (self, error) && (self->round.new_epoch || send_on (self, error));
  return good;
}

/* Whatever became of it: no request is under way any more. */
static void
await_landing (Exchange *self)
{
  for (GList *item = self->flights.head; item != NULL; item = item->next)
    dex_await (dex_ref (((Flight *) item->data)->response), NULL);
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

static gboolean
run (Exchange *self, GError **error)
{
  do
    if (!go_through (self, error))
      return FALSE;
  while (self->again && !self->round.new_epoch && self->n_batches < MAX_BATCHES);
  return (self->round.new_epoch || deal_with_loss (self, error))
         && (self->round.erased == 0
             || dex_await (palier_erasure_store_wipe (self->workspace), error));
}

static DexFuture *
exchange_fiber (gpointer data)
{
  Exchange *exchange = data;
  g_autoptr (GError) error = NULL;
  gboolean good = run (exchange, &error);

  await_landing (exchange);
  if (!good)
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
 * @limits: what the relay takes at once
 *
 * One exchange, to its end, or until such a proof (new_epoch): then the next begins with what the
 * relay must be told anew. The caller holds PALIER_LOCK_SYNC.
 *
 * Returns: → PALIER_TYPE_SYNC_ROUND. Errors: PALIER_SYNC_ERROR, PALIER_NET_ERROR,
 *   PALIER_STORAGE_ERROR; what was exchanged before stays
 */
DexFuture *
palier_sync_client_run (PalierWorkspace *workspace, PalierAccount *account, const char *cursor_key,
                        const char *told_key, guint kinds, PalierSyncLimits limits)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->workspace = g_object_ref (workspace);
  exchange->account = account;
  exchange->cursor_key = g_strdup (cursor_key);
  exchange->lost_key = g_strconcat (cursor_key, ".lost", NULL);
  exchange->told_key = g_strdup (told_key);
  exchange->told = g_hash_table_new_full (palier_id_hash, palier_id_equal, g_free, NULL);
  exchange->kinds = kinds;
  exchange->limits = limits;
  g_queue_init (&exchange->flights);
  return dex_scheduler_spawn (NULL, 0, exchange_fiber, exchange, exchange_free);
}
