/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file, WAL, every commit flushed (synchronous FULL): what was answered is on the disk. */
#include "palier-db.h"

#include <sqlite3.h>

#define BUSY_MS 5000

static const char *const set_up = "pragma journal_mode = wal;"
                                  "pragma synchronous = full;"
                                  "pragma foreign_keys = on;"
                                  "pragma secure_delete = on;"
                                  "pragma trusted_schema = off;"
                                  "pragma cache_size = -16384;"
                                  "pragma wal_autocheckpoint = 4000;"
                                  "pragma temp_store = memory;";

static PalierStoreError
translate (int code)
{
  switch (code & 0xff)
  {
  case SQLITE_CANTOPEN:
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return PALIER_STORE_ERROR_OPEN;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return PALIER_STORE_ERROR_LOCKED;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return PALIER_STORE_ERROR_DAMAGED;
  case SQLITE_FULL:
  case SQLITE_IOERR:
  case SQLITE_NOMEM:
    return PALIER_STORE_ERROR_FULL;
  case SQLITE_CONSTRAINT:
    return PALIER_STORE_ERROR_CONFLICT;
  default:
    return PALIER_STORE_ERROR_INTERNAL;
  }
}

static gboolean
fail (sqlite3 *handle, GError **error)
{
  g_set_error (error, PALIER_STORE_ERROR, translate (sqlite3_extended_errcode (handle)), "%s",
               sqlite3_errmsg (handle));
  return FALSE;
}

static gboolean
execute (gpointer handle, const char *script, GError **error)
{
  return sqlite3_exec (handle, script, NULL, NULL, NULL) == SQLITE_OK || fail (handle, error);
}

static void
close_handle (gpointer handle)
{
  sqlite3_close (handle);
}

static gpointer
open_handle (const char *place, gboolean writer, GError **error)
{
  int flags = writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
  sqlite3 *handle = NULL;

  if (sqlite3_open_v2 (place, &handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK
      || sqlite3_busy_timeout (handle, BUSY_MS) != SQLITE_OK)
    fail (handle, error);
  else if (execute (handle, set_up, error)
           && (writer || execute (handle, "pragma query_only = on", error)))
    return handle;
  sqlite3_close (handle);
  return NULL;
}

static gboolean
in_transaction (gpointer handle)
{
  return !sqlite3_get_autocommit (handle);
}

static gint64
changes (gpointer handle)
{
  return sqlite3_changes64 (handle);
}

static gpointer
prepare (gpointer handle, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)
      != SQLITE_OK)
    fail (handle, error);
  return statement;
}

static void
finalize (gpointer statement)
{
  sqlite3_finalize (statement);
}

static void
reset (gpointer statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

static void
bind_null (gpointer statement, int index)
{
  sqlite3_bind_null (statement, index);
}

static void
bind_integer (gpointer statement, int index, gint64 value)
{
  sqlite3_bind_int64 (statement, index, value);
}

static void
bind_text (gpointer statement, int index, const char *value)
{
  sqlite3_bind_text (statement, index, value, -1, SQLITE_TRANSIENT);
}

static void
bind_blob (gpointer statement, int index, const void *value, gsize length)
{
  sqlite3_bind_blob64 (statement, index, value, length, SQLITE_TRANSIENT);
}

static gboolean
step (gpointer handle, gpointer statement, gboolean *has_row, GError **error)
{
  int code = sqlite3_step (statement);

  *has_row = code == SQLITE_ROW;
  return code == SQLITE_ROW || code == SQLITE_DONE || fail (handle, error);
}

static gboolean
is_null (gpointer statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL;
}

static gint64
get_integer (gpointer statement, int column)
{
  return sqlite3_column_int64 (statement, column);
}

static const char *
get_text (gpointer statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

static const void *
get_blob (gpointer statement, int column, gsize *length)
{
  const void *bytes = sqlite3_column_blob (statement, column);
  *length = (gsize) sqlite3_column_bytes (statement, column);
  return bytes;
}

const PalierDbEngine palier_db_sqlite = {
  .name = "sqlite",
  .open = open_handle,
  .close = close_handle,
  .execute = execute,
  .in_transaction = in_transaction,
  .changes = changes,
  .prepare = prepare,
  .finalize = finalize,
  .reset = reset,
  .bind_null = bind_null,
  .bind_integer = bind_integer,
  .bind_text = bind_text,
  .bind_blob = bind_blob,
  .step = step,
  .is_null = is_null,
  .get_integer = get_integer,
  .get_text = get_text,
  .get_blob = get_blob,
};
