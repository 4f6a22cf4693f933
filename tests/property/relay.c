/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The relay's side of the exchange, as its record store and its API have it. */
#include <string.h>

#include "world.h"

/* ---- the relay's side */

/* What became of one record: told again when the batch comes again. */
typedef struct
{
  PalierId id;
  guint64 seq; /* 0: refused */
} Verdict;

static GArray *
relay_take (World *world, const PalierSyncRequest *request)
{
  GArray *verdicts = g_array_new (FALSE, FALSE, sizeof (Verdict));
  Relay *relay = &world->relay;

  for (guint i = 0; i < request->records->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (request->records, i);
    Verdict verdict = { record->id, 0 };
    Row *row = NULL;
    gboolean ahead = PALIER_STAMP_MS (palier_record_latest_mark (record).time)
                     > world->now_ms + PALIER_SYNC_MAX_AHEAD_MS;
    if (!ahead && table_merge (relay->rows, record, &row))
    {
      g_autofree char *ours = palier_record_to_json (row->record, NULL);
      g_autofree char *theirs = palier_record_to_json (record, NULL);
      row->seq = ++relay->seq;
      row->device = strcmp (ours, theirs) == 0 ? palier_mark_device (&request->device) : 0;
    }
    verdict.seq = ahead ? 0 : row->seq;
    g_array_append_val (verdicts, verdict);
  }
  return verdicts;
}

static void
relay_tell (const GArray *verdicts, PalierSyncWriter *writer)
{
  for (guint i = 0; i < verdicts->len; i++)
  {
    const Verdict *verdict = &g_array_index (verdicts, Verdict, i);
    if (verdict->seq != 0)
      palier_sync_writer_accept (writer, PALIER_KIND_PROSPECT, &verdict->id, verdict->seq);
    else
      palier_sync_writer_refuse (writer, PALIER_KIND_PROSPECT, &verdict->id,
                                 PALIER_SYNC_CLOCK_AHEAD);
  }
}

static int
compare_seq (gconstpointer a, gconstpointer b)
{
  guint64 one = (*(Row *const *) a)->seq, other = (*(Row *const *) b)->seq;
  return one < other ? -1 : one > other;
}

/* What the device has just given need not come back. */
static guint64
relay_give (Relay *relay, guint64 since, guint64 before, guint64 tag, PalierSyncWriter *writer,
            gboolean *more)
{
  g_autoptr (GPtrArray) rows = g_hash_table_get_values_as_ptr_array (relay->rows);
  guint64 reached = since;
  guint n = 0;

  *more = FALSE;
  g_ptr_array_sort (rows, compare_seq);
  for (guint i = 0; i < rows->len && !*more; i++)
  {
    Row *row = g_ptr_array_index (rows, i);
    if (row->seq <= since || (row->seq > before && row->device == tag))
      continue;
    *more = n++ == BATCH;
    if (*more)
      break;
    palier_sync_writer_add (writer, row->record);
    reached = row->seq;
  }
  return *more ? reached : relay->seq;
}

void
relay_answer (World *world, const Letter *letter)
{
  Relay *relay = &world->relay;
  g_autoptr (PalierSyncWriter) writer = palier_sync_writer_new ();
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (letter->body, &length);
  g_autoptr (PalierSyncRequest) request = palier_sync_request_parse (text, length, &error);

  if (request == NULL || request->bad->len > 0)
  {
    world->failure = "a request that does not read";
    return;
  }
  guint64 before = relay->seq;
  gboolean same_epoch = palier_id_equal (&request->cursor.epoch, &relay->epoch);
  GArray *verdicts = g_hash_table_lookup (relay->batches, &request->batch);
  if (verdicts == NULL && (same_epoch || palier_id_is_nil (&request->cursor.epoch)))
  {
    verdicts = relay_take (world, request);
    g_hash_table_insert (relay->batches, g_memdup2 (&request->batch, sizeof request->batch),
                         verdicts);
  }
  if (verdicts != NULL)
    relay_tell (verdicts, writer);

  gboolean known = same_epoch && request->cursor.seq <= relay->seq;
  gboolean more;
  PalierCursor cursor = { relay->epoch, 0 };
  cursor.seq = relay_give (relay, known ? request->cursor.seq : 0, before,
                           palier_mark_device (&request->device), writer, &more);
  Letter *answer = g_new0 (Letter, 1);
  *answer = (Letter) { FALSE, letter->device, letter->batch,
                       palier_sync_writer_finish_answer (writer, cursor, world->now_ms, more) };
  g_ptr_array_add (world->mail, answer);
}

void
relay_put_back (World *world)
{
  Relay *relay = &world->relay;

  if (relay->copy == NULL)
    return;
  g_hash_table_unref (relay->rows);
  relay->rows = table_copy (relay->copy);
  relay->seq = relay->copy_seq;
  relay->epoch = world_next_id (world);
  g_hash_table_remove_all (relay->batches);
}
