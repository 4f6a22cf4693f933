/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store knows of itself: its version, its epoch; and the tenants with their data keys. */
#include "palier-store-private.h"

#include <string.h>

#define PREFIX "/fr/immo_ai/Palier/relay/sql/relay/"

GResource *palier_relay_store_get_resource (void);

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full): the engine's migrations, in order; they are numbered from 1, alike on
 *   every engine */
static char **
list_migrations (const char *folder)
{
  char **names = g_resource_enumerate_children (palier_relay_store_get_resource (), folder,
                                                G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  return names;
}

static gboolean
run_migration (PalierDb *db, const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (folder, name, NULL);
  g_autoptr (GBytes) sql = g_resource_lookup_data (palier_relay_store_get_resource (), path,
                                                   G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  return sql != NULL && palier_db_execute (db, g_bytes_get_data (sql, NULL), error);
}

/* A new store has no meta: that is no error, and it is undone. Any other error shows again in the
 * next step. */
static gint64
read_version (PalierDb *db)
{
  gint64 version = 0;

  palier_db_execute (db, "savepoint version", NULL);
  PalierRows *rows =
      palier_db_query (db, "select cast(value as integer) from meta where key = 'version'", "");
  if (palier_rows_next (rows))
  {
    version = palier_rows_integer (rows, 0);
    palier_rows_end (rows);
  }
  palier_db_forgive (db);
  palier_db_execute (db, "rollback to version", NULL);
  return version;
}

static gboolean
migrate_from (PalierDb *db, gint64 version, const char *folder, char **names, gint64 latest,
              GError **error)
{
  g_autofree char *note =
      g_strdup_printf ("insert into meta (key, value) values ('version', '%" G_GINT64_FORMAT "')"
                       " on conflict (key) do update set value = excluded.value",
                       latest);

  for (gint64 i = version; i < latest; i++)
    if (!run_migration (db, folder, names[i], error))
      return FALSE;
  return palier_db_execute (db, note, error);
}

static gboolean
migrate (PalierDb *db, const char *folder, gint64 most, GError **error)
{
  g_auto (GStrv) names = list_migrations (folder);
  gint64 known = g_strv_length (names);

  if (!palier_db_begin (db, TRUE, error))
    return FALSE;
  gint64 version = read_version (db);
  gint64 latest = MIN (known, most);
  gboolean good = version <= known;
  if (!good)
    g_set_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_NEWER,
                 "the store has version %" G_GINT64_FORMAT ", this program knows %" G_GINT64_FORMAT,
                 version, known);
  else if (version < latest)
    good = migrate_from (db, version, folder, names, latest, error);
  return palier_db_execute (db, good ? "commit" : "rollback", good ? error : NULL) && good;
}

/**
 * palier_store_migrate:
 * @place: where the owner of the tables comes in
 * @most: the version to stop at; 0: the latest
 *
 * Brings the tables to this program's version, in one transaction, one process at a time; others
 * may go on working meanwhile.
 *
 * Returns: FALSE with an error of PALIER_STORE_ERROR, and nothing changed
 */
gboolean
palier_store_migrate (const PalierDbEngine *engine, const char *place, gint64 most, GError **error)
{
  g_autofree char *folder = g_strconcat (PREFIX, engine->name, "/", NULL);
  g_autoptr (PalierDb) db = palier_db_open (engine, place, PALIER_DB_MIGRATE, error);

  return db != NULL && migrate (db, folder, most > 0 ? most : G_MAXINT64, error);
}

gboolean
palier_store_load_identity (PalierStore *self, PalierTx *tx, GError **error)
{
  if (!palier_store_load_keys (self, tx, error))
    return FALSE;

  g_autofree char *epoch = palier_meta_dup (tx->db, "epoch");
  if (epoch == NULL || !palier_id_parse (epoch, &self->epoch))
  {
    char text[PALIER_ID_TEXT_SIZE];
    self->epoch = palier_id_new (self->clock, self->random);
    palier_meta_set (tx->db, "epoch", palier_id_format (&self->epoch, text));
  }
  return palier_db_check (tx->db, error);
}

static PalierTenant *
remember (PalierStore *self, gint64 id, const PalierSealKey *key)
{
  g_mutex_lock (&self->tenants_lock);
  PalierTenant *tenant = g_hash_table_lookup (self->tenants, &id);
  if (tenant == NULL)
  {
    tenant = g_new0 (PalierTenant, 1);
    tenant->id = id;
    tenant->key = *key;
    g_hash_table_insert (self->tenants, &tenant->id, tenant);
  }
  g_mutex_unlock (&self->tenants_lock);
  return tenant;
}

/**
 * palier_store_add_tenant:
 * @id: above 0, of the caller's making; random, since it stands in links
 *
 * Returns: (transfer none) (nullable): NULL with PALIER_STORE_ERROR_CONFLICT when it exists
 */
PalierTenant *
palier_store_add_tenant (PalierTx *tx, gint64 id, GError **error)
{
  PalierSealPlace place = { .tenant = id, .table = "tenant" };
  PalierSealKey key;

  palier_seal_key_random (tx->random, &key);
  g_autoptr (GBytes) sealed =
      palier_tx_master_seal (tx, &place, key.bytes, sizeof key.bytes, error);
  if (sealed == NULL)
    return NULL;
  palier_db_run (
      tx->db,
      "insert into tenant (tenant_id, sealed_key, created_ms, contacts) values (?1, ?2, ?3, 0)",
      "Tbi", id, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), tx->now_ms);
  PalierTenant *tenant = palier_db_check (tx->db, error) ? remember (tx->store, id, &key) : NULL;
  palier_seal_key_clear (&key);
  return tenant;
}

static PalierTenant *
load_tenant (PalierTx *tx, gint64 id, GError **error)
{
  PalierSealPlace place = { .tenant = id, .table = "tenant" };
  g_autoptr (GBytes) plain = NULL;
  PalierRows *rows =
      palier_db_query (tx->db, "select sealed_key from tenant where tenant_id = ?1", "T", id);

  if (!palier_rows_next (rows))
  {
    if (palier_db_check (tx->db, error))
      g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN, "no such tenant");
    return NULL;
  }
  gsize length = 0;
  const void *sealed = palier_rows_blob (rows, 0, &length);
  plain = palier_tx_master_unseal (tx, &place, sealed, length, error);
  palier_rows_end (rows);
  if (plain == NULL || g_bytes_get_size (plain) != PALIER_SEAL_KEY_SIZE)
    return NULL;
  return remember (tx->store, id, g_bytes_get_data (plain, NULL));
}

/* Returns: (transfer none) (nullable): for the life of the store, usable until it is erased; NULL
 * with PALIER_STORE_ERROR_UNKNOWN */
PalierTenant *
palier_store_get_tenant (PalierTx *tx, gint64 id, GError **error)
{
  g_mutex_lock (&tx->store->tenants_lock);
  PalierTenant *tenant = g_hash_table_lookup (tx->store->tenants, &id);
  g_mutex_unlock (&tx->store->tenants_lock);
  return tenant != NULL ? tenant : load_tenant (tx, id, error);
}

/* The data key of a tenant who was erased leaves the memory. What works with the tenant at this
 * moment fails. */
void
palier_store_forget_tenant (PalierStore *self, gint64 id)
{
  g_mutex_lock (&self->tenants_lock);
  PalierTenant *tenant = g_hash_table_lookup (self->tenants, &id);
  if (tenant != NULL)
  {
    g_atomic_int_set (&tenant->gone, TRUE);
    palier_seal_key_clear (&tenant->key);
    g_hash_table_steal (self->tenants, &id);
    g_ptr_array_add (self->gone, tenant);
  }
  g_mutex_unlock (&self->tenants_lock);
}

static gboolean
is_there (PalierTx *tx, const PalierTenant *tenant)
{
  if (!g_atomic_int_get (&tenant->gone))
    return TRUE;
  palier_db_fail (tx->db, g_error_new_literal (PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN,
                                               "the tenant was erased"));
  return FALSE;
}

/* Seals a value of @tenant's row; on failure the connection's error is set and NULL comes back. */
GBytes *
palier_tx_seal (PalierTx *tx, const PalierTenant *tenant, const char *table, const void *row,
                gsize row_length, const void *plain, gsize length)
{
  PalierSealPlace place = { tenant->id, table, row, row_length };
  GError *error = NULL;
  if (!is_there (tx, tenant))
    return NULL;
  GBytes *sealed = palier_seal (&tenant->key, &place, tx->random, plain, length, &error);

  if (sealed == NULL)
    palier_db_fail (tx->db, error);
  return sealed;
}

/* Opens what palier_tx_seal() made; NULL with the connection's error when it does not open. */
GBytes *
palier_tx_unseal (PalierTx *tx, const PalierTenant *tenant, const char *table, const void *row,
                  gsize row_length, const void *sealed, gsize length)
{
  PalierSealPlace place = { tenant->id, table, row, row_length };
  GError *error = NULL;
  if (!is_there (tx, tenant))
    return NULL;
  GBytes *plain = palier_unseal (&tenant->key, &place, sealed, length, &error);

  if (plain == NULL)
    palier_db_fail (tx->db, error);
  return plain;
}
