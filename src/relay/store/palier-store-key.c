/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The master key seals the tenants' data keys, the keys of the store itself, what has no tenant yet
 * and the keys that sign; nothing else. It is not in the store, which knows it by a proof: a digest
 * of a fixed word, made with a key derived from it. The proof is looked at with each use, since the
 * key may have been changed under a process that was cut off meanwhile. */
#include "palier-store-private.h"

#include <string.h>

#define PROOF "palier-relay"

/* Returns: (transfer full) (nullable) */
char *
palier_meta_dup (PalierDb *db, const char *key)
{
  char *value = NULL;
  PalierRows *rows = palier_db_query (db, "select value from meta where key = ?1", "t", key);
  if (palier_rows_next (rows))
  {
    value = g_strdup (palier_rows_text (rows, 0));
    palier_rows_end (rows);
  }
  return value;
}

void
palier_meta_set (PalierDb *db, const char *key, const char *value)
{
  palier_db_run (db,
                 "insert into meta (key, value) values (?1, ?2)"
                 " on conflict (key) do update set value = excluded.value",
                 "tt", key, value);
}

/* Returns: (transfer full): by what the store knows @master_key */
char *
palier_master_key_dup_proof (const PalierSealKey *master_key)
{
  PalierSealKey key;
  guint8 digest[PALIER_DIGEST_SIZE];

  palier_seal_key_derive (master_key, "proof", &key);
  palier_keyed_digest (&key, PROOF, strlen (PROOF), digest);
  palier_seal_key_clear (&key);
  return g_base64_encode (digest, sizeof digest);
}

static gboolean
check_proof (PalierTx *tx, GError **error)
{
  g_autofree char *stored = palier_meta_dup (tx->db, "proof");

  if (g_strcmp0 (stored, tx->store->proof) == 0)
    return TRUE;
  if (palier_db_check (tx->db, error))
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_KEY,
                         "the master key is not the one of this store");
  return FALSE;
}

/* As palier_seal(), with the master key; PALIER_STORE_ERROR_KEY when it is not the store's any
 * more. */
GBytes *
palier_tx_master_seal (PalierTx *tx, const PalierSealPlace *place, const void *plain, gsize length,
                       GError **error)
{
  return check_proof (tx, error)
             ? palier_seal (&tx->store->master_key, place, tx->random, plain, length, error)
             : NULL;
}

/* Opens what palier_tx_master_seal() made, with the same errors. */
GBytes *
palier_tx_master_unseal (PalierTx *tx, const PalierSealPlace *place, const void *sealed,
                         gsize length, GError **error)
{
  return check_proof (tx, error)
             ? palier_unseal (&tx->store->master_key, place, sealed, length, error)
             : NULL;
}

static gboolean
read_key (PalierTx *tx, const PalierSealPlace *place, PalierRows *rows, PalierSealKey *out,
          GError **error)
{
  gsize length = 0;
  const void *sealed = palier_rows_blob (rows, 0, &length);
  g_autoptr (GBytes) plain = palier_tx_master_unseal (tx, place, sealed, length, error);

  if (plain == NULL || g_bytes_get_size (plain) != sizeof out->bytes)
    return FALSE;
  memcpy (out->bytes, g_bytes_get_data (plain, NULL), sizeof out->bytes);
  return TRUE;
}

/* A key of the store's own, which stays when the master key changes.
 * @key: what it is where there is none yet; then the one there is */
static gboolean
load_key (PalierTx *tx, const char *name, PalierSealKey *key, GError **error)
{
  PalierSealPlace place = { 0, "store_key", (const guint8 *) name, strlen (name) };
  PalierRows *rows =
      palier_db_query (tx->db, "select sealed from store_key where name = ?1", "t", name);

  if (palier_rows_next (rows))
  {
    gboolean good = read_key (tx, &place, rows, key, error);
    palier_rows_end (rows);
    return good;
  }
  g_autoptr (GBytes) sealed =
      palier_tx_master_seal (tx, &place, key->bytes, sizeof key->bytes, error);
  if (sealed == NULL)
    return FALSE;
  palier_db_run (tx->db, "insert into store_key (name, sealed) values (?1, ?2)", "tb", name,
                 g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  return palier_db_check (tx->db, error);
}

/* Checks the master key and loads those of the store. In a store of before they were derived from
 * the master key, and stay what they were; in a new one they are random. */
gboolean
palier_store_load_keys (PalierStore *self, PalierTx *tx, GError **error)
{
  g_autofree char *stored = palier_meta_dup (tx->db, "proof");

  palier_seal_key_derive (&self->master_key, "directory", &self->directory_key);
  palier_seal_key_derive (&self->master_key, "journal", &self->journal_key);
  if (stored == NULL)
  {
    palier_meta_set (tx->db, "proof", self->proof);
    palier_seal_key_random (tx->random, &self->directory_key);
    palier_seal_key_random (tx->random, &self->journal_key);
  }
  return load_key (tx, "directory", &self->directory_key, error)
         && load_key (tx, "journal", &self->journal_key, error);
}
