/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each base has a key of its own, made with it. As a setting it reaches the other devices of the
 * agency: what one base wrote before they came together is then found by all. */
#include "palier-suppression-keys.h"

#include <string.h>

#include "palier-record-table.h"

#define SQL_OWN "SELECT value FROM local WHERE key = 'suppression_key'"
#define SQL_MAKE "INSERT OR IGNORE INTO local VALUES ('suppression_key', ?)"
#define SQL_HAS "SELECT EXISTS (SELECT 1 FROM local WHERE key = 'suppression_key_shared')"
#define SQL_SHARED "INSERT OR IGNORE INTO local VALUES ('suppression_key_shared', 1)"
#define SQL_KEYS                                                                                   \
  "SELECT \"key\", value FROM setting WHERE \"key\" GLOB '" PALIER_SUPPRESSION_SETTING             \
  "*' AND deleted_ms IS NULL"

/* Errors: DAMAGED where a base has none. */
gboolean
palier_suppression_load_own_key (PalierDatabase *database, guint8 key[PALIER_SUPPRESSION_KEY_SIZE],
                                 GError **error)
{
  sqlite3_stmt *row = palier_database_query (database, error, SQL_OWN, "");
  GError *local = NULL;
  gboolean found = FALSE;

  if (row == NULL)
    return FALSE;
  if (palier_database_next (database, row, &local))
  {
    found = sqlite3_column_bytes (row, 0) == PALIER_SUPPRESSION_KEY_SIZE;
    if (found)
      memcpy (key, sqlite3_column_blob (row, 0), PALIER_SUPPRESSION_KEY_SIZE);
    sqlite3_reset (row);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  else if (!found)
    g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_DAMAGED,
                         "no key of suppressions");
  return found;
}

static gboolean
publish (PalierDatabase *database, const guint8 *key, GError **error)
{
  g_autofree char *name = palier_suppression_dup_setting (key);
  g_autofree char *value = palier_suppression_dup_hex (key);
  PalierId id = palier_setting_id (name);
  gint64 n = 0;

  if (!palier_record_table_find (database, PALIER_KIND_SETTING, &id, &n, error))
    return FALSE;
  if (n != 0)
    return TRUE;
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_SETTING, &id);
  palier_record_set (record, PALIER_SETTING_FIELD_KEY, name, database->mark);
  palier_record_set (record, PALIER_SETTING_FIELD_VALUE, value, database->mark);
  return palier_record_table_store_own (database, record, &n, error);
}

static gboolean
share (PalierDatabase *database, GError **error)
{
  guint8 key[PALIER_SUPPRESSION_KEY_SIZE];

  palier_random_bytes (database->random, key, sizeof key);
  gboolean good = palier_database_run (database, error, SQL_MAKE, "b", key, sizeof key)
                  && palier_suppression_load_own_key (database, key, error)
                  && publish (database, key, error)
                  && palier_database_run (database, error, SQL_SHARED, "");
  explicit_bzero (key, sizeof key);
  return good;
}

/* Makes this base's key where it has none yet, and the setting by which the others get it, in a
 * transaction of its own. A base of an earlier version has a key that nobody else has got. */
gboolean
palier_suppression_ensure_key (PalierDatabase *database, GError **error)
{
  gint64 shared = 0;

  if (!palier_database_number (database, &shared, error, SQL_HAS, "") || shared != 0)
    return shared != 0;
  if (!palier_database_begin_write (database, error))
    return FALSE;
  if (share (database, error))
    return palier_database_commit (database, error);
  palier_database_rollback (database);
  return FALSE;
}

static void
wipe (gpointer data)
{
  GByteArray *keys = data;

  explicit_bzero (keys->data, keys->len);
  g_byte_array_unref (keys);
}

/* Returns: (transfer full) (nullable): all that are known, one after another */
GBytes *
palier_suppression_load_keys (PalierDatabase *database, GError **error)
{
  GByteArray *keys = g_byte_array_new ();
  sqlite3_stmt *row = palier_database_query (database, error, SQL_KEYS, "");
  GError *local = NULL;
  guint8 key[PALIER_SUPPRESSION_KEY_SIZE];

  while (row != NULL && palier_database_next (database, row, &local))
    if (palier_suppression_read_setting (palier_statement_get_text (row, 0),
                                         palier_statement_get_text (row, 1), key))
      g_byte_array_append (keys, key, sizeof key);
  explicit_bzero (key, sizeof key);
  GBytes *bytes = g_bytes_new_with_free_func (keys->data, keys->len, wipe, keys);
  if (row != NULL && local == NULL)
    return bytes;
  g_bytes_unref (bytes);
  if (local != NULL)
    g_propagate_error (error, local);
  return NULL;
}
