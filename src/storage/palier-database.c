/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said to SQLCipher, in one place. Statements are prepared once for each text, so their
 * texts are constants or few. A base is opened with the raw key: no derivation, 0.2 ms. */
#include "palier-database.h"

#include <errno.h>
#include <string.h>

#include "palier-fold.h"
#include "palier-list-cache.h"
#include "palier-temp-vfs.h"

#define WRITER_CACHE_KIB 65536
#define READER_CACHE_KIB 65536
#define FRUGAL_CACHE_KIB 32768
#define SORTING_CACHE_KIB 4096
#define BUSY_TIMEOUT_MS 15000

/* Room in the log before its pages go to the base: a bulk load rewrites its hot pages, and each
 * copy costs an encryption. */
#define LOG_PAGES 4000

static PalierStorageError
code_from_system (int system_error)
{
  switch (system_error)
  {
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return PALIER_STORAGE_ERROR_FULL;
  case EROFS:
  case EACCES:
  case EPERM:
    return PALIER_STORAGE_ERROR_READ_ONLY;
  default:
    return PALIER_STORAGE_ERROR_FAILED;
  }
}

static PalierStorageError
code_from_result (sqlite3 *handle)
{
  switch (sqlite3_errcode (handle) & 0xff)
  {
  case SQLITE_NOTADB:
  case SQLITE_CORRUPT:
    return PALIER_STORAGE_ERROR_DAMAGED;
  case SQLITE_FULL:
    return PALIER_STORAGE_ERROR_FULL;
  case SQLITE_READONLY:
    return PALIER_STORAGE_ERROR_READ_ONLY;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return PALIER_STORAGE_ERROR_BUSY;
  case SQLITE_CONSTRAINT:
    return sqlite3_extended_errcode (handle) == SQLITE_CONSTRAINT_DATATYPE
               ? PALIER_STORAGE_ERROR_VALUE
               : PALIER_STORAGE_ERROR_EXISTS;
  case SQLITE_IOERR:
  case SQLITE_CANTOPEN:
    return code_from_system (sqlite3_system_errno (handle));
  default:
    return PALIER_STORAGE_ERROR_FAILED;
  }
}

/* Sets @error from the connection's last result. Returns: FALSE, to be returned. */
gboolean
palier_database_set_error (PalierDatabase *self, GError **error, const char *what)
{
  g_set_error (error, PALIER_STORAGE_ERROR, (int) code_from_result (self->handle), "%s: %s (%d)",
               what, sqlite3_errmsg (self->handle), sqlite3_extended_errcode (self->handle));
  return FALSE;
}

/* Waits in steps of a millisecond: a bulk load leaves gaps between its chunks that SQLite's own
 * longer naps would miss. */
static int
on_busy_cb (void *unused, int attempt)
{
  if (attempt >= BUSY_TIMEOUT_MS)
    return 0;
  g_usleep (1000);
  return 1;
}

static void
fold_function (sqlite3_context *context, int n_arguments, sqlite3_value **arguments)
{
  const char *text = (const char *) sqlite3_value_text (arguments[0]);

  if (text != NULL)
    sqlite3_result_text (context, palier_fold (text), -1, g_free);
}

static gboolean
give_key (PalierDatabase *self, GBytes *key, GError **error)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (key, &size);
  char text[2 * 64 + 4];
  char *p = text;

  g_assert (size == 32);
  p = g_stpcpy (p, "x'");
  for (gsize i = 0; i < size; i++, p += 2)
    g_snprintf (p, 3, "%02x", bytes[i]);
  strcpy (p, "'");
  int result = sqlite3_key (self->handle, text, (int) strlen (text));
  explicit_bzero (text, sizeof text);
  return result == SQLITE_OK || palier_database_set_error (self, error, "key");
}

/* Another library of the same symbols may have been linked in first; it would ignore the key and
 * write in clear. Only the one that encrypts answers this question. */
static gboolean
require_cipher (PalierDatabase *self, GError **error)
{
  sqlite3_stmt *statement = palier_database_query (self, error, "PRAGMA cipher_version", "");

  if (statement == NULL)
    return FALSE;
  if (palier_database_next (self, statement, NULL) && sqlite3_column_bytes (statement, 0) > 0)
    return TRUE;
  g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NO_CIPHER,
                       "no cipher in this build of the database library");
  return FALSE;
}

static gboolean
configure (PalierDatabase *self, PalierDatabaseMode mode, GError **error)
{
  g_autofree char *cache =
      g_strdup_printf ("PRAGMA cache_size = -%d",
                       mode == PALIER_DATABASE_READER ? READER_CACHE_KIB : WRITER_CACHE_KIB);
  g_autofree char *log = g_strdup_printf ("PRAGMA wal_autocheckpoint = %d", LOG_PAGES);

  sqlite3_busy_handler (self->handle, on_busy_cb, NULL);
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_create_function (self->handle, "palier_fold", 1,
                           SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                           fold_function, NULL, NULL);
  if (!palier_database_exec (self, cache, error)
      || !palier_database_exec (self, "PRAGMA temp_store = file; PRAGMA foreign_keys = off", error))
    return FALSE;
  if (mode == PALIER_DATABASE_READER)
    return palier_database_exec (self, "PRAGMA query_only = on", error);
  return palier_database_exec (self, "PRAGMA secure_delete = on; PRAGMA synchronous = full", error)
         && palier_database_exec (self, log, error)
         && palier_database_exec (self, "PRAGMA journal_mode = wal", error);
}

static gboolean
set_up (PalierDatabase *self, GBytes *key, PalierDatabaseMode mode, GError **error)
{
  return give_key (self, key, error) && require_cipher (self, error)
         && configure (self, mode, error)
         && palier_database_exec (self, "SELECT count(*) FROM sqlite_schema", error);
}

/* Texts of a thousand characters are looked up for each row: the ends tell them apart, and the
 * comparison does the rest. */
static guint
hash_sql (gconstpointer key)
{
  const char *sql = key;
  gsize length = strlen (sql);
  guint hash = (guint) length;

  for (gsize i = 0; i < MIN (length, 24); i++)
    hash = hash * 31 + (guint) sql[i] + ((guint) sql[length - 1 - i] << 8);
  return hash;
}

/* The library counts its memory under a lock that all connections share; nobody reads the count. */
static void
configure_library (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
    if (!palier_temp_vfs_register ())
      g_warning ("storage: no place for temporary files");
    g_once_init_leave (&ready, 1);
  }
}

static PalierDatabase *
database_new (PalierClock *clock, PalierRandom *random)
{
  PalierDatabase *self = g_new0 (PalierDatabase, 1);

  configure_library ();
  self->clock = clock != NULL ? palier_clock_ref (clock) : NULL;
  self->random = random != NULL ? palier_random_ref (random) : NULL;
  self->statements =
      g_hash_table_new_full (hash_sql, g_str_equal, g_free, (GDestroyNotify) sqlite3_finalize);
  return self;
}

/**
 * palier_database_open:
 * @key: 32 bytes
 * @mode: only CREATE makes the file
 *
 * Returns: (transfer full): a connection whose first page was read with the key; or %NULL with a
 * PALIER_STORAGE_ERROR, DAMAGED also where the key is another one
 */
PalierDatabase *
palier_database_open (const char *path, GBytes *key, PalierDatabaseMode mode, PalierClock *clock,
                      PalierRandom *random, GError **error)
{
  g_autoptr (PalierDatabase) self = database_new (clock, random);
  g_autofree char *folder = g_path_get_dirname (path);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

  palier_temp_vfs_set_folder (folder);

  if (mode == PALIER_DATABASE_CREATE)
    flags |= SQLITE_OPEN_CREATE;
  if (mode == PALIER_DATABASE_READER)
    flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2 (path, &self->handle, flags, PALIER_TEMP_VFS) != SQLITE_OK)
    palier_database_set_error (self, error, "open");
  else if (set_up (self, key, mode, error))
    return g_steal_pointer (&self);
  return NULL;
}

/* Of a base that cannot be read: whether the file has fewer pages than its first one says. That is
 * looked at when a transaction begins, before any other page, and overlooked only by a connection
 * that may mend schemas. */
gboolean
palier_database_is_truncated (const char *path, GBytes *key)
{
  g_autoptr (PalierDatabase) self = database_new (NULL, NULL);

  if (sqlite3_open_v2 (path, &self->handle, SQLITE_OPEN_READWRITE, PALIER_TEMP_VFS) != SQLITE_OK
      || !give_key (self, key, NULL) || palier_database_exec (self, "BEGIN IMMEDIATE", NULL)
      || sqlite3_errcode (self->handle) != SQLITE_CORRUPT)
    return FALSE;
  return palier_database_exec (self, "PRAGMA writable_schema = on", NULL)
         && palier_database_exec (self, "BEGIN IMMEDIATE", NULL);
}

void
palier_database_free (PalierDatabase *self)
{
  g_clear_pointer (&self->lists, palier_list_cache_free);
  g_hash_table_unref (self->statements);
  sqlite3_close (self->handle);
  g_clear_pointer (&self->clock, palier_clock_unref);
  g_clear_pointer (&self->random, palier_random_unref);
  g_free (self);
}

static sqlite3_stmt *
prepare (PalierDatabase *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL)
  {
    sqlite3_reset (statement);
    sqlite3_clear_bindings (statement);
    return statement;
  }
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)
      != SQLITE_OK)
  {
    palier_database_set_error (self, error, sql);
    return NULL;
  }
  g_hash_table_insert (self->statements, g_strdup (sql), statement);
  return statement;
}

static void
bind_one (sqlite3_stmt *statement, int index, char type, va_list *arguments)
{
  const void *data;

  switch (type)
  {
  case 'i':
    sqlite3_bind_int64 (statement, index, va_arg (*arguments, gint64));
    break;
  case 'd':
    sqlite3_bind_double (statement, index, va_arg (*arguments, double));
    break;
  case 't':
    sqlite3_bind_text (statement, index, va_arg (*arguments, const char *), -1, SQLITE_TRANSIENT);
    break;
  case 'D':
    palier_statement_bind_id (statement, index, va_arg (*arguments, const PalierId *));
    break;
  case 'b':
    data = va_arg (*arguments, const void *);
    sqlite3_bind_blob64 (statement, index, data, va_arg (*arguments, gsize), SQLITE_TRANSIENT);
    break;
  default:
    g_assert_not_reached ();
  }
}

static sqlite3_stmt *
query_valist (PalierDatabase *self, GError **error, const char *sql, const char *types,
              va_list *arguments)
{
  sqlite3_stmt *statement = prepare (self, sql, error);

  for (int i = 0; statement != NULL && types[i] != '\0'; i++)
    bind_one (statement, i + 1, types[i], arguments);
  return statement;
}

/**
 * palier_database_query:
 *
 * Returns: (transfer none) (nullable): the statement, bound and ready to step; it stays valid until
 * the same @sql is asked for again
 */
sqlite3_stmt *
palier_database_query (PalierDatabase *self, GError **error, const char *sql, const char *types,
                       ...)
{
  va_list arguments;

  va_start (arguments, types);
  sqlite3_stmt *statement = query_valist (self, error, sql, types, &arguments);
  va_end (arguments);
  return statement;
}

/* Goes to the next row. Returns: FALSE at the end, and with @error set on failure; the statement is
 * reset in both cases. */
gboolean
palier_database_next (PalierDatabase *self, sqlite3_stmt *statement, GError **error)
{
  int result = sqlite3_step (statement);

  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    palier_database_set_error (self, error, "step");
  sqlite3_reset (statement);
  return FALSE;
}

/* Runs a statement that returns no rows, or whose rows do not matter. */
gboolean
palier_database_step (PalierDatabase *self, sqlite3_stmt *statement, GError **error)
{
  int result;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    ;
  if (result != SQLITE_DONE)
    palier_database_set_error (self, error, "step");
  sqlite3_reset (statement);
  return result == SQLITE_DONE;
}

gboolean
palier_database_run (PalierDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  va_list arguments;

  va_start (arguments, types);
  sqlite3_stmt *statement = query_valist (self, error, sql, types, &arguments);
  va_end (arguments);
  return statement != NULL && palier_database_step (self, statement, error);
}

/* The first column of the first row; @out stays as it was where there is no row. */
gboolean
palier_database_number (PalierDatabase *self, gint64 *out, GError **error, const char *sql,
                        const char *types, ...)
{
  va_list arguments;
  GError *local = NULL;

  va_start (arguments, types);
  sqlite3_stmt *statement = query_valist (self, error, sql, types, &arguments);
  va_end (arguments);
  if (statement == NULL)
    return FALSE;
  if (palier_database_next (self, statement, &local))
  {
    *out = sqlite3_column_int64 (statement, 0);
    sqlite3_reset (statement);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
palier_database_exec (PalierDatabase *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK
         || palier_database_set_error (self, error, sql);
}

/* A bulk load writes at the ends of its trees and does not look back: a small cache serves it as
 * well, and leaves the memory to the sorting of indices. */
void
palier_database_set_frugal (PalierDatabase *self, gboolean frugal)
{
  g_autofree char *sql =
      g_strdup_printf ("PRAGMA cache_size = -%d", frugal ? FRUGAL_CACHE_KIB : WRITER_CACHE_KIB);

  self->frugal = frugal;
  palier_database_exec (self, sql, NULL);
  sqlite3_db_release_memory (self->handle);
}

/* An index is sorted in as much memory as the cache may take; what is more goes to the disk in
 * pieces of that size, and is merged from there at nearly the same speed. */
void
palier_database_set_sorting (PalierDatabase *self)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA cache_size = -%d", SORTING_CACHE_KIB);

  palier_database_exec (self, sql, NULL);
  sqlite3_db_release_memory (self->handle);
}

/* Outside of a transaction. A commit that is not durable does not wait for the disk; the next one
 * that is makes it so too, and if the power fails before, the base is as it was at some earlier
 * commit. That is enough for chunks of an open changeset, which would be taken back anyway, and for
 * what a relay would give again. */
void
palier_database_set_durable (PalierDatabase *self, gboolean durable)
{
  palier_database_exec (self, durable ? "PRAGMA synchronous = full" : "PRAGMA synchronous = normal",
                        NULL);
}

gboolean
palier_database_begin_read (PalierDatabase *self, GError **error)
{
  return palier_database_run (self, error, "BEGIN", "");
}

/* Where the relay's clock is known to differ, stamps follow it. */
static gboolean
read_clock (PalierDatabase *self, PalierHlc *last, gint64 *relay_ahead_ms, GError **error)
{
  sqlite3_stmt *row =
      palier_database_query (self, error, "SELECT last, relay_ahead_ms FROM clock", "");

  if (row == NULL || !palier_database_next (self, row, error))
    return FALSE;
  last->last = (PalierStamp) sqlite3_column_int64 (row, 0);
  *relay_ahead_ms = sqlite3_column_int64 (row, 1);
  sqlite3_reset (row);
  return TRUE;
}

/* Begins a transaction and gives it its mark, above all that any process of this base has used:
 * the last one is read and written under the lock. */
gboolean
palier_database_begin_write (PalierDatabase *self, GError **error)
{
  gint64 relay_ahead_ms = 0;
  PalierHlc last;

  self->changed = 0;
  self->now_ms = palier_clock_now_ms (self->clock);
  if (!palier_database_run (self, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  if (read_clock (self, &last, &relay_ahead_ms, error))
  {
    self->mark =
        (PalierMark) { palier_hlc_tick (&last, self->now_ms + relay_ahead_ms), self->device };
    if (palier_database_run (self, error, "UPDATE clock SET last = ?", "i",
                             (gint64) self->mark.time))
      return TRUE;
  }
  palier_database_rollback (self);
  return FALSE;
}

gboolean
palier_database_commit (PalierDatabase *self, GError **error)
{
  if (palier_database_run (self, error, "COMMIT", ""))
    return TRUE;
  palier_database_rollback (self);
  return FALSE;
}

void
palier_database_rollback (PalierDatabase *self)
{
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

void
palier_statement_bind_id (sqlite3_stmt *statement, int index, const PalierId *id)
{
  if (id != NULL && !palier_id_is_nil (id))
    sqlite3_bind_blob (statement, index, id->bytes, sizeof id->bytes, SQLITE_TRANSIENT);
}

/* Returns: whether there was one; else @out is nil. */
gboolean
palier_statement_get_id (sqlite3_stmt *statement, int column, PalierId *out)
{
  const void *bytes = sqlite3_column_blob (statement, column);

  *out = PALIER_ID_NIL;
  if (bytes == NULL || sqlite3_column_bytes (statement, column) != sizeof out->bytes)
    return FALSE;
  memcpy (out->bytes, bytes, sizeof out->bytes);
  return TRUE;
}

const char *
palier_statement_get_text (sqlite3_stmt *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}
