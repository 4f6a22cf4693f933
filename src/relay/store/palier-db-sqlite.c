/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file, WAL, every commit flushed (synchronous FULL): what was answered is on the disk.
 *
 * The wall between tenants, which PostgreSQL has in its tables, stands in the connection here: when
 * a statement is prepared SQLite says which tables it touches, and one on a tenant's table runs
 * only with the tenant that was set, which must be its first parameter. */
#include "palier-db.h"

#include <sqlite3.h>
#include <string.h>

#define BUSY_MS 5000

static const char *const set_up = "pragma journal_mode = wal;"
                                  "pragma synchronous = full;"
                                  "pragma foreign_keys = on;"
                                  "pragma secure_delete = on;"
                                  "pragma trusted_schema = off;"
                                  "pragma wal_autocheckpoint = 4000;"
                                  "pragma temp_store = memory;";

/* In KiB. Many read, each commit empties their caches, and the system's own serves them nearly as
 * fast. To map the file would be faster still, but an error of the disk would end the process. */
static const char *const cache_to_write = "pragma cache_size = -16384";
static const char *const cache_to_read = "pragma query_only = on; pragma cache_size = -4096";

typedef struct
{
  sqlite3 *db;
  PalierDbUse use;
  gint64 tenant;
  gboolean lifted; /* there is no wall for now */
  gboolean walled; /* what is being prepared touches a tenant's table */
} Handle;

typedef struct
{
  sqlite3_stmt *stmt;
  gboolean walled;
  gint64 first; /* the first parameter */
} Statement;

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
fail (sqlite3 *db, GError **error)
{
  g_set_error (error, PALIER_STORE_ERROR, translate (sqlite3_extended_errcode (db)), "%s",
               sqlite3_errmsg (db));
  return FALSE;
}

static gboolean
execute (gpointer handle, const char *script, GError **error)
{
  sqlite3 *db = ((Handle *) handle)->db;
  return sqlite3_exec (db, script, NULL, NULL, NULL) == SQLITE_OK || fail (db, error);
}

static void
close_handle (gpointer handle)
{
  sqlite3_close (((Handle *) handle)->db);
  g_free (handle);
}

static int
on_access (void *data, int action, const char *table, const char *column, const char *database,
           const char *inner)
{
  Handle *self = data;
  gboolean touches = action == SQLITE_READ || action == SQLITE_INSERT || action == SQLITE_UPDATE
                     || action == SQLITE_DELETE;

  if (touches && !palier_db_is_open_table (table) && !g_str_has_prefix (table, "sqlite_"))
    self->walled = TRUE;
  return SQLITE_OK;
}

static gpointer
open_handle (const char *place, PalierDbUse use, GError **error)
{
  int create = use == PALIER_DB_MIGRATE ? SQLITE_OPEN_CREATE : 0;
  Handle *self = g_new0 (Handle, 1);

  self->use = use;
  if (sqlite3_open_v2 (place, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | create, NULL)
          != SQLITE_OK
      || sqlite3_busy_timeout (self->db, BUSY_MS) != SQLITE_OK
      || sqlite3_set_authorizer (self->db, on_access, self) != SQLITE_OK)
    fail (self->db, error);
  else if (execute (self, set_up, error)
           && execute (self, use == PALIER_DB_READ ? cache_to_read : cache_to_write, error))
    return self;
  close_handle (self);
  return NULL;
}

static gboolean
is_broken (gpointer handle)
{
  return FALSE;
}

/* A process has the store for itself: see palier_relay_lock(). */
static gboolean
begin (gpointer handle, gboolean alone, GError **error)
{
  Handle *self = handle;

  self->tenant = 0;
  self->lifted = FALSE;
  return execute (self, self->use == PALIER_DB_READ ? "begin" : "begin immediate", error);
}

static gboolean
in_transaction (gpointer handle)
{
  return !sqlite3_get_autocommit (((Handle *) handle)->db);
}

static gboolean
set_tenant (gpointer handle, gint64 tenant, GError **error)
{
  ((Handle *) handle)->tenant = tenant;
  return TRUE;
}

static gboolean
is_free (gpointer handle, gint64 tenant, gboolean *answer, GError **error)
{
  *answer = TRUE;
  return TRUE;
}

/* All tables at once: who may lift one wall may lift each. */
static gboolean
lift_wall (gpointer handle, const char *table, gboolean lifted, GError **error)
{
  Handle *self = handle;

  g_assert (self->use == PALIER_DB_MIGRATE);
  self->lifted = lifted;
  return TRUE;
}

/* One process writes, on one connection: rows need no locks, and the syntax knows none. */
static int
get_length_without_lock (const char *sql)
{
  const char *lock = strstr (sql, " for update");
  return lock != NULL ? (int) (lock - sql) : -1;
}

static gpointer
prepare (gpointer handle, const char *sql, const char *format, GError **error)
{
  Handle *self = handle;
  sqlite3_stmt *stmt = NULL;

  self->walled = FALSE;
  if (sqlite3_prepare_v3 (self->db, sql, get_length_without_lock (sql), SQLITE_PREPARE_PERSISTENT,
                          &stmt, NULL)
      != SQLITE_OK)
  {
    fail (self->db, error);
    return NULL;
  }
  Statement *statement = g_new0 (Statement, 1);
  statement->stmt = stmt;
  statement->walled = self->walled;
  return statement;
}

static void
finalize (gpointer statement)
{
  sqlite3_finalize (((Statement *) statement)->stmt);
  g_free (statement);
}

static void
reset (gpointer statement)
{
  Statement *self = statement;

  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  self->first = 0;
}

static void
bind_null (gpointer statement, int index)
{
  sqlite3_bind_null (((Statement *) statement)->stmt, index);
}

static void
bind_integer (gpointer statement, int index, gint64 value)
{
  Statement *self = statement;

  if (index == 1)
    self->first = value;
  sqlite3_bind_int64 (self->stmt, index, value);
}

static void
bind_text (gpointer statement, int index, const char *value)
{
  sqlite3_bind_text (((Statement *) statement)->stmt, index, value, -1, SQLITE_TRANSIENT);
}

static void
bind_blob (gpointer statement, int index, const void *value, gsize length)
{
  sqlite3_bind_blob64 (((Statement *) statement)->stmt, index, value, length, SQLITE_TRANSIENT);
}

static gboolean
step (gpointer handle, gpointer statement, gboolean *has_row, GError **error)
{
  Handle *self = handle;
  Statement *one = statement;

  *has_row = FALSE;
  if (one->walled && !self->lifted && (self->tenant == 0 || one->first != self->tenant))
  {
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_INTERNAL,
                         "a tenant's table without its tenant as the first parameter");
    return FALSE;
  }
  int code = sqlite3_step (one->stmt);
  *has_row = code == SQLITE_ROW;
  return code == SQLITE_ROW || code == SQLITE_DONE || fail (self->db, error);
}

static gboolean
run (gpointer handle, gpointer statement, GError **error)
{
  gboolean has_row = TRUE;
  gboolean good = TRUE;

  while (good && has_row)
    good = step (handle, statement, &has_row, error);
  return good;
}

static gboolean
settle (gpointer handle, GError **error)
{
  return TRUE;
}

static gint64
get_integer (gpointer statement, int column)
{
  return sqlite3_column_int64 (((Statement *) statement)->stmt, column);
}

static const char *
get_text (gpointer statement, int column)
{
  return (const char *) sqlite3_column_text (((Statement *) statement)->stmt, column);
}

static const void *
get_blob (gpointer statement, int column, gsize *length)
{
  sqlite3_stmt *stmt = ((Statement *) statement)->stmt;
  const void *bytes = sqlite3_column_blob (stmt, column);

  *length = (gsize) sqlite3_column_bytes (stmt, column);
  return bytes;
}

const PalierDbEngine palier_db_sqlite = {
  .name = "sqlite",
  .open = open_handle,
  .close = close_handle,
  .is_broken = is_broken,
  .execute = execute,
  .begin = begin,
  .in_transaction = in_transaction,
  .set_tenant = set_tenant,
  .is_free = is_free,
  .lift_wall = lift_wall,
  .prepare = prepare,
  .finalize = finalize,
  .reset = reset,
  .bind_null = bind_null,
  .bind_integer = bind_integer,
  .bind_text = bind_text,
  .bind_blob = bind_blob,
  .run = run,
  .settle = settle,
  .step = step,
  .get_integer = get_integer,
  .get_text = get_text,
  .get_blob = get_blob,
  .tenant_tables = "select name from sqlite_schema where type = 'table'"
                   " and sql like '%tenant_id%' order by name",
  .scrub = "pragma wal_checkpoint (truncate)",
};
