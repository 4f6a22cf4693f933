/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements:
 *
 *   directory: where a prefix leads; insert and delete with its key
 *   insert     one key, whose digest alone is kept
 *   select     by prefix, all, whether one is there
 *   update     when it was used
 *   delete     one: from then on it is unknown */
#include "palier-key-store.h"

#include <string.h>

#include "palier-account-store.h"

#define COLUMNS "key_id, prefix, sealed_name, grants, created_ms, used_ms, expires_ms"
#define LIVE "(expires_ms = 0 or expires_ms > ?3)"

static const char *const names[PALIER_N_GRANTS] = {
  "prospects:read", "prospects:write", "messages:read",  "events:read",
  "counters:read",  "webhooks:read",   "webhooks:write",
};

/* @index: below PALIER_N_GRANTS; the grant is 1 << @index */
const char *
palier_grant_name (guint index)
{
  return names[index];
}

/* @name: (nullable). Returns: PALIER_GRANT_NONE for what is none */
PalierGrant
palier_grant_from_name (const char *name)
{
  for (guint i = 0; i < PALIER_N_GRANTS; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return (PalierGrant) (1 << i);
  return PALIER_GRANT_NONE;
}

void
palier_api_key_free (PalierApiKey *self)
{
  g_free (self->prefix);
  g_free (self->name);
  g_free (self);
}

static void
digest_prefix (PalierTx *tx, const char *prefix, guint8 out[PALIER_DIGEST_SIZE])
{
  g_autofree char *text = g_strconcat ("api_key ", prefix, NULL);

  palier_keyed_digest (palier_store_get_directory_key (tx->store), text, strlen (text), out);
}

/* Returns: the tenant whose key begins so, or 0 */
gint64
palier_key_store_find_tenant (PalierTx *tx, const char *prefix)
{
  guint8 digest[PALIER_DIGEST_SIZE];

  digest_prefix (tx, prefix, digest);
  return palier_directory_find (tx, digest);
}

void
palier_key_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierApiKey *key,
                      const guint8 digest[PALIER_DIGEST_SIZE])
{
  guint8 place[PALIER_DIGEST_SIZE];
  g_autoptr (GBytes) sealed = palier_tx_seal (tx, tenant, "api_key", key->id.bytes,
                                              sizeof key->id.bytes, key->name, strlen (key->name));
  if (sealed == NULL)
    return;
  digest_prefix (tx, key->prefix, place);
  palier_directory_add (tx, place, tenant->id);
  palier_db_run (tx->db,
                 "insert into api_key (tenant_id, key_id, prefix, digest, sealed_name, grants,"
                 " created_ms, expires_ms) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                 "Tutbbiii", tenant->id, &key->id, key->prefix, digest, (gsize) PALIER_DIGEST_SIZE,
                 g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), (gint64) key->grants,
                 tx->now_ms, key->expires_ms);
}

static PalierApiKey *
read_key (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows)
{
  PalierApiKey *key = g_new0 (PalierApiKey, 1);
  gsize length = 0;

  palier_rows_id (rows, 0, &key->id);
  key->prefix = g_strdup (palier_rows_text (rows, 1));
  const void *sealed = palier_rows_blob (rows, 2, &length);
  g_autoptr (GBytes) plain =
      palier_tx_unseal (tx, tenant, "api_key", key->id.bytes, sizeof key->id.bytes, sealed, length);
  if (plain != NULL)
    key->name = g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
  key->grants = (guint) palier_rows_integer (rows, 3);
  key->created_ms = palier_rows_integer (rows, 4);
  key->used_ms = palier_rows_integer (rows, 5);
  key->expires_ms = palier_rows_integer (rows, 6);
  return key;
}

/* Returns: (transfer full) (nullable): the live key of this prefix, when its digest is this one */
PalierApiKey *
palier_key_store_check (PalierTx *tx, const PalierTenant *tenant, const char *prefix,
                        const guint8 digest[PALIER_DIGEST_SIZE])
{
  PalierApiKey *key = NULL;
  PalierRows *rows =
      palier_db_query (tx->db,
                       "select " COLUMNS " from api_key where tenant_id = ?1"
                       " and prefix = ?2 and " LIVE " and digest = ?4",
                       "Ttib", tenant->id, prefix, tx->now_ms, digest, (gsize) PALIER_DIGEST_SIZE);

  if (palier_rows_next (rows))
    key = read_key (tx, tenant, rows);
  palier_rows_end (rows);
  return key;
}

/* Returns: (transfer full) (element-type PalierApiKey): oldest first, ended ones too */
GPtrArray *
palier_key_store_list (PalierTx *tx, const PalierTenant *tenant)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_api_key_free);
  PalierRows *rows = palier_db_query (
      tx->db, "select " COLUMNS " from api_key where tenant_id = ?1 order by key_id", "T",
      tenant->id);

  while (palier_rows_next (rows))
    g_ptr_array_add (list, read_key (tx, tenant, rows));
  return list;
}

gboolean
palier_key_store_is_live (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  return palier_rows_any (palier_db_query (
      tx->db, "select 1 from api_key where tenant_id = ?1 and key_id = ?2 and " LIVE, "Tui",
      tenant->id, id, tx->now_ms));
}

void
palier_key_store_touch (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  palier_db_run (tx->db, "update api_key set used_ms = ?3 where tenant_id = ?1 and key_id = ?2",
                 "Tui", tenant->id, id, tx->now_ms);
}

/* Returns: whether there was one */
gboolean
palier_key_store_remove (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  guint8 digest[PALIER_DIGEST_SIZE];
  g_autofree char *prefix = NULL;
  PalierRows *rows = palier_db_query (
      tx->db, "delete from api_key where tenant_id = ?1 and key_id = ?2 returning prefix", "Tu",
      tenant->id, id);

  while (palier_rows_next (rows))
    g_set_str (&prefix, palier_rows_text (rows, 0));
  if (prefix == NULL)
    return FALSE;
  digest_prefix (tx, prefix, digest);
  palier_directory_remove (tx, digest);
  return TRUE;
}
