/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A device's side of the exchange, as storage and sync have it. */
#include <string.h>

#include "palier-restamp.h"
#include "world.h"

/* ---- writing on a device */

PalierMark
device_tick (World *world, Device *device)
{
  gint64 wall_ms = world->now_ms + device->skew_ms + device->relay_ahead_ms;
  return (PalierMark) { palier_hlc_tick (&device->hlc, wall_ms), device->tag };
}

void
device_mark_dirty (Device *device, Row *row)
{
  row->dirty = ++device->changes;
}

/* ---- the exchange, a device's side */

static int
compare_dirty (gconstpointer a, gconstpointer b)
{
  guint64 one = (*(Row *const *) a)->dirty, other = (*(Row *const *) b)->dirty;
  return one < other ? -1 : one > other;
}

GPtrArray *
device_list_dirty (Device *device)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  Row *row;

  g_hash_table_iter_init (&iter, device->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    if (row->dirty != 0)
      g_ptr_array_add (list, row);
  g_ptr_array_sort (list, compare_dirty);
  return list;
}

void
device_ask (World *world, guint index)
{
  Device *device = &world->devices[index];
  g_autoptr (PalierSyncWriter) writer = palier_sync_writer_new ();
  g_autoptr (GPtrArray) dirty = device_list_dirty (device);
  Letter *letter = g_new0 (Letter, 1);

  g_array_set_size (device->given, 0);
  for (guint i = 0; i < MIN (dirty->len, BATCH); i++)
  {
    Row *row = g_ptr_array_index (dirty, i);
    Given given = { row->record->id, row->dirty, palier_record_latest_mark (row->record).time };
    palier_sync_writer_add (writer, row->record);
    g_array_append_val (device->given, given);
  }
  device->batch = world_next_id (world);
  device->asked = TRUE;
  *letter = (Letter) { TRUE, index, device->batch,
                       palier_sync_writer_finish_request (writer, &device->id, &device->batch,
                                                          device->cursor) };
  g_ptr_array_add (world->mail, letter);
}

static gboolean
is_same (const PalierRecord *a, const PalierRecord *b)
{
  g_autofree char *one = palier_record_to_json (a, NULL);
  g_autofree char *other = palier_record_to_json (b, NULL);

  return strcmp (one, other) == 0;
}

/* What the relay lacks, or has in another state, is given again, and nothing else. */
static void
requeue (const World *world, Device *device)
{
  GHashTableIter iter;
  Row *row;

  g_hash_table_iter_init (&iter, device->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
  {
    const Row *theirs = g_hash_table_lookup (world->relay.rows, &row->record->id);
    if (theirs == NULL || !is_same (theirs->record, row->record))
      device_mark_dirty (device, row);
  }
}

static void
restamp (World *world, Device *device, gint64 relay_now_ms)
{
  g_autoptr (PalierRestamp) restamp =
      palier_restamp_new (device->tag, relay_now_ms, device->received);
  g_autoptr (GPtrArray) dirty = device_list_dirty (device);

  for (guint i = 0; i < dirty->len; i++)
    palier_restamp_note (restamp, ((Row *) g_ptr_array_index (dirty, i))->record);
  for (guint i = 0; i < dirty->len; i++)
  {
    Row *row = g_ptr_array_index (dirty, i);
    if (palier_restamp_apply (restamp, row->record))
      device_mark_dirty (device, row);
  }
  device->hlc.last = palier_restamp_get_first (restamp) + palier_restamp_get_stamps (restamp)->len;
  world->restamped = TRUE;
}

static void
acknowledge (Device *device)
{
  for (guint i = 0; i < device->given->len; i++)
  {
    const Given *given = &g_array_index (device->given, Given, i);
    Row *row = g_hash_table_lookup (device->rows, &given->id);
    if (row != NULL && row->dirty == given->dirty)
      row->dirty = 0;
  }
}

/* What the relay has taken of ours is as good as what came from it. */
static void
note_given (Device *device, gint64 relay_now_ms)
{
  for (guint i = 0; i < device->given->len; i++)
  {
    PalierStamp latest = g_array_index (device->given, Given, i).latest;
    if (PALIER_STAMP_MS (latest) <= relay_now_ms + PALIER_SYNC_MAX_AHEAD_MS)
      device->received = MAX (device->received, latest);
  }
}

/* What was refused waits on, stamped anew or, where the relay's clock has come up to it, as it is.
 */
static void
take_refused (World *world, Device *device, const PalierSyncAnswer *answer)
{
  if (answer->refused->len > 0)
    restamp (world, device, answer->now_ms);
  acknowledge (device);
  for (guint i = 0; i < answer->refused->len; i++)
  {
    Row *row = g_hash_table_lookup (device->rows,
                                    &g_array_index (answer->refused, PalierSyncRefused, i).id);
    if (row != NULL)
      device_mark_dirty (device, row);
  }
}

/* Returns: whether the relay has more */
static gboolean
take_answer (World *world, Device *device, const PalierSyncAnswer *answer)
{
  gboolean lost = !palier_id_is_nil (&device->cursor.epoch)
                  && !palier_id_equal (&device->cursor.epoch, &answer->cursor.epoch);
  gint64 ahead_ms = answer->now_ms - (world->now_ms + device->skew_ms);
  Row *row;

  device->asked = FALSE;
  if (lost)
  {
    /* One that was put back again meanwhile says so once more. */
    if (!palier_id_equal (&world->relay.epoch, &answer->cursor.epoch))
      return TRUE;
    requeue (world, device);
    device->cursor = (PalierCursor) { answer->cursor.epoch, 0 };
    return TRUE;
  }
  for (guint i = 0; i < answer->records->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (answer->records, i);
    PalierStamp latest = palier_record_latest_mark (record).time;
    device->hlc.last = MAX (device->hlc.last, latest);
    device->received = MAX (device->received, latest);
    table_merge (device->rows, record, &row);
  }
  device->relay_ahead_ms = ABS (ahead_ms) < 30000 ? 0 : ahead_ms;
  note_given (device, answer->now_ms);
  take_refused (world, device, answer);
  device->cursor = answer->cursor;
  return answer->more;
}

gboolean
device_read_answer (World *world, const Letter *letter)
{
  Device *device = &world->devices[letter->device];
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (letter->body, &length);

  if (!device->asked || !palier_id_equal (&device->batch, &letter->batch))
    return FALSE;
  g_autoptr (PalierSyncAnswer) answer = palier_sync_answer_parse (text, length, &error);
  if (answer == NULL)
    world->failure = "an answer that does not read";
  else if (answer->bad->len > 0)
    world->failure = "a record that does not read";
  return answer != NULL && take_answer (world, device, answer);
}

/* ---- copies and crashes */

void
device_keep_copy (Device *device)
{
  g_clear_pointer (&device->copy, g_hash_table_unref);
  device->copy = table_copy (device->rows);
  device->copy_hlc = device->hlc;
  device->copy_cursor = device->cursor;
  device->copy_changes = device->changes;
}

void
device_put_back (Device *device)
{
  if (device->copy == NULL)
    return;
  g_hash_table_unref (device->rows);
  device->rows = table_copy (device->copy);
  device->hlc = device->copy_hlc;
  device->cursor = device->copy_cursor;
  device->changes = device->copy_changes;
  device->asked = FALSE;
}
