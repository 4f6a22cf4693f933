/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-setting-store.h"

#include "palier-changeset-log.h"
#include "palier-job.h"
#include "palier-record.h"

#define SQL_GET "SELECT value FROM setting WHERE id = ? AND deleted_ms IS NULL AND erased IS NULL"
#define SQL_PUT                                                                                    \
  "INSERT INTO setting (id, stamp, device, key, value) VALUES (?, ?, ?, ?, ?) "                    \
  "ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp, device = excluded.device, marks = "      \
  "NULL, "                                                                                         \
  "deleted_ms = NULL, value = excluded.value"
#define SQL_FIND "SELECT n FROM setting WHERE id = ?"
#define SQL_GET_LOCAL "SELECT value FROM local WHERE key = ?"
#define SQL_PUT_LOCAL "REPLACE INTO local (key, value) VALUES (?, ?)"
#define SQL_DROP_LOCAL "DELETE FROM local WHERE key = ?"

/* Local keys of this store stand apart from the workspace's own (its device, its keys). */
#define LOCAL_PREFIX "user:"

static DexFuture *
read_text (PalierDatabase *database, sqlite3_stmt *statement, GError **error)
{
  GError *local = NULL;
  char *text = NULL;

  if (statement == NULL)
    return NULL;
  if (palier_database_next (database, statement, &local))
  {
    text = g_strdup (palier_statement_get_text (statement, 0));
    sqlite3_reset (statement);
  }
  if (local == NULL)
    return dex_future_new_take_string (text);
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
get_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  PalierId id = palier_setting_id (arguments->text);
  return read_text (database, palier_database_query (database, error, SQL_GET, "D", &id), error);
}

static DexFuture *
set_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  PalierId id = palier_setting_id (arguments->text);
  gint64 n;

  if (!palier_database_run (database, error, SQL_PUT, "Diitt", &id, (gint64) database->mark.time,
                            (gint64) database->mark.device, arguments->text, arguments->other)
      || !palier_database_number (database, &n, error, SQL_FIND, "D", &id)
      || !palier_change_log (database, PALIER_KIND_SETTING, n, n, error))
    return NULL;
  return dex_future_new_true ();
}

static DexFuture *
get_local_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  return read_text (database,
                    palier_database_query (database, error, SQL_GET_LOCAL, "t", arguments->text),
                    error);
}

static DexFuture *
set_local_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gboolean good = arguments->other != NULL
                      ? palier_database_run (database, error, SQL_PUT_LOCAL, "tt", arguments->text,
                                             arguments->other)
                      : palier_database_run (database, error, SQL_DROP_LOCAL, "t", arguments->text);
  return good ? dex_future_new_true () : NULL;
}

static PalierArguments *
arguments_for (const char *prefix, const char *key, const char *value)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->text = g_strconcat (prefix, key, NULL);
  arguments->other = g_strdup (value);
  return arguments;
}

/* Resolves to a string, NULL where it was never set. */
DexFuture *
palier_setting_store_get (PalierWorkspace *workspace, const char *key)
{
  return palier_workspace_read (workspace, get_job, arguments_for ("", key, NULL));
}

/* @value: (nullable): unset. Resolves to %TRUE. */
DexFuture *
palier_setting_store_set (PalierWorkspace *workspace, const char *key, const char *value)
{
  return palier_workspace_write (workspace, set_job, arguments_for ("", key, value));
}

/* Resolves to a string, NULL where it was never set. */
DexFuture *
palier_local_store_get (PalierWorkspace *workspace, const char *key)
{
  return palier_workspace_read (workspace, get_local_job, arguments_for (LOCAL_PREFIX, key, NULL));
}

/* @value: (nullable): forgotten. Resolves to %TRUE. */
DexFuture *
palier_local_store_set (PalierWorkspace *workspace, const char *key, const char *value)
{
  return palier_workspace_write (workspace, set_local_job,
                                 arguments_for (LOCAL_PREFIX, key, value));
}
