/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-signing-key-store.h"

#include <string.h>

static void
signing_key_free (gpointer data)
{
  PalierSigningKey *key = data;

  palier_seal_key_clear (&key->seed);
  g_free (key->kid);
  g_free (key);
}

/* A new key, which signs from now on; those that ended an hour ago go. */
gboolean
palier_signing_key_store_add (PalierTx *tx, GError **error)
{
  PalierId id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  char kid[PALIER_ID_TEXT_SIZE];
  PalierSealPlace place = { 0, "signing_key", (const guint8 *) palier_id_format (&id, kid),
                            strlen (kid) };
  PalierSealKey seed;

  palier_seal_key_random (tx->random, &seed);
  g_autoptr (GBytes) sealed =
      palier_tx_master_seal (tx, &place, seed.bytes, sizeof seed.bytes, error);
  palier_seal_key_clear (&seed);
  if (sealed == NULL)
    return FALSE;
  palier_db_run (tx->db,
                 "delete from signing_key where created_ms <"
                 " (select max (created_ms) from signing_key where created_ms <= ?1)",
                 "i", tx->now_ms - PALIER_SIGNING_KEY_KEPT_MS);
  palier_db_run (tx->db, "insert into signing_key (kid, sealed, created_ms) values (?1, ?2, ?3)",
                 "tbi", kid, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                 tx->now_ms);
  return palier_db_check (tx->db, error);
}

static gboolean
read_signing_key (PalierTx *tx, PalierRows *rows, PalierSigningKey *key, GError **error)
{
  gsize length = 0;
  const void *sealed = palier_rows_blob (rows, 1, &length);

  key->kid = g_strdup (palier_rows_text (rows, 0));
  key->created_ms = palier_rows_integer (rows, 2);
  PalierSealPlace place = { 0, "signing_key", (const guint8 *) key->kid, strlen (key->kid) };
  g_autoptr (GBytes) plain = palier_tx_master_unseal (tx, &place, sealed, length, error);
  if (plain == NULL || g_bytes_get_size (plain) != sizeof key->seed.bytes)
    return FALSE;
  memcpy (key->seed.bytes, g_bytes_get_data (plain, NULL), sizeof key->seed.bytes);
  return TRUE;
}

/* Returns: (transfer full) (element-type PalierSigningKey) (nullable): the newest first; NULL with
 *   an error of the store or of the keys */
GPtrArray *
palier_signing_key_store_list (PalierTx *tx, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (signing_key_free);
  gboolean good = TRUE;
  PalierRows *rows = palier_db_query (
      tx->db, "select kid, sealed, created_ms from signing_key order by created_ms desc, kid desc",
      "");

  while (good && palier_rows_next (rows))
  {
    PalierSigningKey *key = g_new0 (PalierSigningKey, 1);
    g_ptr_array_add (keys, key);
    good = read_signing_key (tx, rows, key, error);
  }
  palier_rows_end (rows);
  return good && palier_db_check (tx->db, error) ? g_steal_pointer (&keys) : NULL;
}
