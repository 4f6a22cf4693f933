/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <string.h>

/* ---- a device's copy of everything, and the relay's */

static void
row_free (gpointer data)
{
  Row *row = data;

  palier_record_free (row->record);
  g_free (row);
}

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (palier_id_hash, palier_id_equal, NULL, row_free);
}

Row *
table_put (GHashTable *table, PalierRecord *record)
{
  Row *row = g_new0 (Row, 1);

  row->record = record;
  g_hash_table_replace (table, &record->id, row);
  return row;
}

static PalierRecord *
record_copy (const PalierRecord *record)
{
  PalierRecord *copy = palier_record_new (record->kind, &record->id);

  palier_record_merge (copy, record);
  return copy;
}

GHashTable *
table_copy (GHashTable *table)
{
  GHashTable *copy = table_new ();
  GHashTableIter iter;
  Row *row;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
  {
    Row *twin = table_put (copy, record_copy (row->record));
    twin->dirty = row->dirty;
    twin->seq = row->seq;
    twin->device = row->device;
  }
  return copy;
}

char *
table_dump (GHashTable *table)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  Row *row;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    g_ptr_array_add (texts, palier_record_to_json (row->record, NULL));
  g_ptr_array_sort_values (texts, (GCompareFunc) strcmp);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv ("\n", (char **) texts->pdata);
}

/* Returns: whether it changed anything */
gboolean
table_merge (GHashTable *table, const PalierRecord *record, Row **out)
{
  Row *row = g_hash_table_lookup (table, &record->id);

  if (row == NULL)
  {
    *out = table_put (table, record_copy (record));
    return TRUE;
  }
  *out = row;
  return palier_record_merge (row->record, record);
}

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  g_bytes_unref (letter->body);
  g_free (letter);
}

PalierId
world_next_id (World *world)
{
  PalierId id = { { 0 } };
  guint64 number = ++world->ids;

  for (int i = 0; i < 8; i++)
    id.bytes[15 - i] = (guint8) (number >> (8 * i));
  id.bytes[6] = 0x70;
  id.bytes[8] = 0x80;
  return id;
}

void
world_init (World *world, guint64 seed)
{
  *world = (World) { .random = palier_random_new_seeded (seed), .now_ms = START_MS };
  world->n_devices = 3 + (guint) palier_random_below (world->random, MAX_DEVICES - 2);
  world->mail = g_ptr_array_new_with_free_func (letter_free);
  world->relay.rows = table_new ();
  world->relay.batches = g_hash_table_new_full (palier_id_hash, palier_id_equal, g_free,
                                                (GDestroyNotify) g_array_unref);
  world->relay.epoch = world_next_id (world);
  for (guint i = 0; i < N_POOL; i++)
    world->pool[i] = world_next_id (world);
  for (guint i = 0; i < world->n_devices; i++)
  {
    Device *device = &world->devices[i];
    device->id = world_next_id (world);
    device->tag = palier_mark_device (&device->id);
    device->rows = table_new ();
    device->given = g_array_new (FALSE, FALSE, sizeof (Given));
    device->skew_ms =
        i % 2 == 0 ? 0 : (gint64) palier_random_below (world->random, 2 * DAY_MS) - DAY_MS;
  }
}

void
world_clear (World *world)
{
  for (guint i = 0; i < world->n_devices; i++)
  {
    Device *device = &world->devices[i];
    g_hash_table_unref (device->rows);
    g_clear_pointer (&device->copy, g_hash_table_unref);
    g_array_unref (device->given);
    g_free (device->last.old);
  }
  g_hash_table_unref (world->relay.rows);
  g_hash_table_unref (world->relay.batches);
  g_clear_pointer (&world->relay.copy, g_hash_table_unref);
  g_ptr_array_unref (world->mail);
  palier_random_unref (world->random);
}

/* Returns: of an answer, whether the relay has more */
gboolean
world_deliver (World *world, guint index, gboolean again)
{
  Letter *letter = g_ptr_array_index (world->mail, index);
  g_autoptr (GBytes) body = g_bytes_ref (letter->body);
  Letter copy = *letter;
  gboolean more = FALSE;

  if (!again)
    g_ptr_array_remove_index (world->mail, index);
  copy.body = body;
  if (copy.to_relay)
    relay_answer (world, &copy);
  else
    more = device_read_answer (world, &copy);
  return more;
}
