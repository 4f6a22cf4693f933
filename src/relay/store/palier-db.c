/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-db.h"

#include <stdarg.h>
#include <string.h>

/* A prepared statement and, while it runs, its row. */
struct _PalierRows
{
  PalierDb *db;
  gpointer statement;
  gboolean running;
};

struct _PalierDb
{
  const PalierDbEngine *engine;
  PalierDbUse use;
  gpointer handle;
  GHashTable *statements; /* the SQL's address → PalierRows */
  gint64 tenant;          /* whose rows the transaction sees; 0: nobody's */
  GArray *entered;        /* (element-type gint64): whose it has seen since its begin */
  gboolean written;       /* since the tenant was left */
  PalierDbCrowded crowded;
  gpointer crowded_data;
  GError *error;
};

G_DEFINE_QUARK (palier-store-error-quark, palier_store_error)

static void
free_rows (gpointer data)
{
  PalierRows *rows = data;
  rows->db->engine->finalize (rows->statement);
  g_free (rows);
}

/* The engine of a place: PostgreSQL's for postgresql://…, else a file of SQLite's. */
const PalierDbEngine *
palier_db_engine_of (const char *place)
{
  return g_str_has_prefix (place, "postgresql://") || g_str_has_prefix (place, "postgres://")
             ? &palier_db_postgres
             : &palier_db_sqlite;
}

/* Whether @name is one of the few tables that are read before the tenant is known. They hold
 * nothing of a person; every other table stands behind the wall of its tenant. */
gboolean
palier_db_is_open_table (const char *name)
{
  static const char *const open_tables[] = { "meta",          "signing_key", "directory",
                                             "due",           "process",     "held",
                                             "challenge",     "publication", "store_key",
                                             "erased_tenant", "host",        "alert_due",
                                             "pass",          "mailbox_due", NULL };
  return g_strv_contains (open_tables, name);
}

PalierDb *
palier_db_open (const PalierDbEngine *engine, const char *place, PalierDbUse use, GError **error)
{
  gpointer handle = engine->open (place, use, error);
  if (handle == NULL)
    return NULL;

  PalierDb *self = g_new0 (PalierDb, 1);
  self->engine = engine;
  self->use = use;
  self->handle = handle;
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, free_rows);
  self->entered = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

/* Whether this connection may write. */
gboolean
palier_db_is_writing (PalierDb *self)
{
  return self->use != PALIER_DB_READ;
}

void
palier_db_close (PalierDb *self)
{
  g_hash_table_unref (self->statements);
  g_array_unref (self->entered);
  self->engine->close (self->handle);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
palier_db_is_broken (PalierDb *self)
{
  return self->engine->is_broken (self->handle);
}

/* Runs a script of several statements without parameters; for migrations and transactions. */
gboolean
palier_db_execute (PalierDb *self, const char *script, GError **error)
{
  return self->engine->execute (self->handle, script, error);
}

/* @alone: what is done until the commit is done by one process at a time */
gboolean
palier_db_begin (PalierDb *self, gboolean alone, GError **error)
{
  self->tenant = 0;
  g_array_set_size (self->entered, 0);
  return self->engine->begin (self->handle, alone, error);
}

gboolean
palier_db_in_transaction (PalierDb *self)
{
  return self->engine->in_transaction (self->handle);
}

/* Called when the transaction comes to a tenant who is not free, with others' in its hands. */
void
palier_db_set_crowded (PalierDb *self, PalierDbCrowded crowded, gpointer data)
{
  self->crowded = crowded;
  self->crowded_data = data;
}

static gboolean
has_entered (PalierDb *self, gint64 tenant)
{
  for (guint i = 0; i < self->entered->len; i++)
    if (g_array_index (self->entered, gint64, i) == tenant)
      return TRUE;
  return FALSE;
}

/* Whether a write may come to @tenant without waiting for another process. */
gboolean
palier_db_is_free (PalierDb *self, gint64 tenant)
{
  gboolean is_free = FALSE;

  return self->error == NULL && self->engine->is_free (self->handle, tenant, &is_free, &self->error)
         && is_free;
}

/* Who holds one tenant waits for no other: two that wait for each other would wait for ever. One
 * that has written already cannot let go; then the server ends one of the two. */
static void
make_way (PalierDb *self, gint64 tenant)
{
  if (self->crowded == NULL || self->written || self->entered->len == 0)
    return;
  if (!palier_db_is_free (self, tenant) && self->error == NULL)
    self->crowded (self->crowded_data);
}

static void
enter_tenant (PalierDb *self, gint64 tenant)
{
  if (self->tenant == tenant || self->error != NULL)
    return;
  if (!has_entered (self, tenant))
  {
    make_way (self, tenant);
    g_array_append_val (self->entered, tenant);
  }
  if (self->error != NULL)
    return;
  self->tenant = tenant;
  self->engine->set_tenant (self->handle, tenant, &self->error);
}

/* Closes the wall: no tenant's rows are there until a statement names one again. */
void
palier_db_leave_tenant (PalierDb *self)
{
  if (self->tenant != 0 && self->error == NULL)
  {
    self->tenant = 0;
    self->engine->set_tenant (self->handle, 0, &self->error);
  }
  self->written = FALSE;
}

/* Of a connection that migrates: whether statements without a tenant see all rows of @table. */
void
palier_db_lift_wall (PalierDb *self, const char *table, gboolean lifted)
{
  if (self->error == NULL)
    self->engine->lift_wall (self->handle, table, lifted, &self->error);
}

/* Tells the other processes of this store @word, once the transaction is committed. */
void
palier_db_tell (PalierDb *self, const char *word)
{
  if (self->error == NULL && self->engine->tell != NULL)
    self->engine->tell (self->handle, word, &self->error);
}

/* Waits for words of other processes, at most @wait_ms. */
gboolean
palier_db_hear (PalierDb *self, guint wait_ms, PalierDbHeard heard, gpointer data, GError **error)
{
  return self->engine->hear (self->handle, wait_ms, heard, data, error);
}

static PalierRows *
get_statement (PalierDb *self, const char *sql, const char *format)
{
  PalierRows *rows = g_hash_table_lookup (self->statements, sql);

  if (rows == NULL && self->error == NULL)
  {
    gpointer statement = self->engine->prepare (self->handle, sql, format, &self->error);
    if (statement == NULL)
      return NULL;
    rows = g_new0 (PalierRows, 1);
    rows->db = self;
    rows->statement = statement;
    g_hash_table_insert (self->statements, (gpointer) sql, rows);
  }
  return self->error == NULL ? rows : NULL;
}

static void
bind_bytes (const PalierDbEngine *engine, gpointer statement, int index, const PalierDbValue *value)
{
  if (value->bytes == NULL)
    engine->bind_null (statement, index);
  else
    engine->bind_blob (statement, index, value->bytes, value->length);
}

static void
bind_all (const PalierDbEngine *engine, gpointer statement, const char *format,
          const PalierDbValue *values)
{
  for (int i = 0; format[i] != '\0'; i++)
    if (format[i] == 'T' || format[i] == 'i')
      engine->bind_integer (statement, i + 1, values[i].integer);
    else if (format[i] == 't' && values[i].bytes != NULL)
      engine->bind_text (statement, i + 1, values[i].bytes);
    else
      bind_bytes (engine, statement, i + 1, &values[i]);
}

static void
read_values (const char *format, va_list args, PalierDbValue *values)
{
  g_assert (strlen (format) <= PALIER_DB_MAX_VALUES);
  for (int i = 0; format[i] != '\0'; i++)
    switch (format[i])
    {
    case 'T':
    case 'i':
      values[i].integer = va_arg (args, gint64);
      break;
    case 't':
      values[i].bytes = va_arg (args, const char *);
      break;
    case 'b':
      values[i].bytes = va_arg (args, const void *);
      values[i].length = va_arg (args, gsize);
      break;
    case 'u':
      values[i].bytes = va_arg (args, const PalierId *);
      values[i].length = sizeof (PalierId);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* As palier_db_run(), for a statement of many parameters, or of which their number is known only
 * when the program runs. */
void
palier_db_run_values (PalierDb *self, const char *sql, const char *format,
                      const PalierDbValue *values)
{
  PalierRows *rows = palier_db_query_values (self, sql, format, values);

  if (rows == NULL)
    return;
  self->written = TRUE;
  self->engine->run (self->handle, rows->statement, &self->error);
  palier_rows_end (rows);
}

/* As palier_db_query(), for a statement of many parameters. */
PalierRows *
palier_db_query_values (PalierDb *self, const char *sql, const char *format,
                        const PalierDbValue *values)
{
  PalierRows *rows = get_statement (self, sql, format);

  if (rows != NULL && format[0] == 'T')
    enter_tenant (self, values[0].integer);
  if (rows == NULL || self->error != NULL)
    return NULL;
  g_assert (!rows->running);
  bind_all (self->engine, rows->statement, format, values);
  rows->running = TRUE;
  return rows;
}

/* Runs a statement that gives no rows. */
void
palier_db_run (PalierDb *self, const char *sql, const char *format, ...)
{
  PalierDbValue values[PALIER_DB_MAX_VALUES];
  va_list args;

  va_start (args, format);
  read_values (format, args, values);
  va_end (args);
  palier_db_run_values (self, sql, format, values);
}

/**
 * palier_db_query:
 *
 * Returns: (transfer none) (nullable): rows, to be read until palier_rows_next() gives FALSE or to
 *   be left by palier_rows_end(); NULL after an error, which both take as no rows
 */
PalierRows *
palier_db_query (PalierDb *self, const char *sql, const char *format, ...)
{
  PalierDbValue values[PALIER_DB_MAX_VALUES];
  va_list args;

  va_start (args, format);
  read_values (format, args, values);
  va_end (args);
  return palier_db_query_values (self, sql, format, values);
}

gboolean
palier_rows_next (PalierRows *self)
{
  gboolean has_row = FALSE;

  if (self == NULL)
    return FALSE;
  PalierDb *db = self->db;
  if (db->error == NULL)
    db->engine->step (db->handle, self->statement, &has_row, &db->error);
  if (!has_row)
    palier_rows_end (self);
  return has_row;
}

void
palier_rows_end (PalierRows *self)
{
  if (self == NULL || !self->running)
    return;
  self->db->engine->reset (self->statement);
  self->running = FALSE;
}

/* Reads them to the end. Returns: whether there was one, as of a statement with "returning" that
 * changed something */
gboolean
palier_rows_any (PalierRows *self)
{
  gboolean any = FALSE;

  while (palier_rows_next (self))
    any = TRUE;
  return any;
}

gint64
palier_rows_integer (PalierRows *self, int column)
{
  return self->db->engine->get_integer (self->statement, column);
}

/* Returns: (nullable): until the next row */
const char *
palier_rows_text (PalierRows *self, int column)
{
  return self->db->engine->get_text (self->statement, column);
}

const void *
palier_rows_blob (PalierRows *self, int column, gsize *length)
{
  return self->db->engine->get_blob (self->statement, column, length);
}

/* Returns: whether there is an id in @column; else @out is nil */
gboolean
palier_rows_id (PalierRows *self, int column, PalierId *out)
{
  gsize length = 0;
  const void *bytes = palier_rows_blob (self, column, &length);

  *out = PALIER_ID_NIL;
  if (length != sizeof *out)
    return FALSE;
  memcpy (out, bytes, sizeof *out);
  return TRUE;
}

/* Waits for what was run. Returns: FALSE with the first error since the connection's last
 * palier_db_forgive() */
gboolean
palier_db_check (PalierDb *self, GError **error)
{
  if (self->error == NULL && self->engine->settle (self->handle, &self->error))
    return TRUE;
  if (error != NULL && *error == NULL)
    *error = g_error_copy (self->error);
  return FALSE;
}

/* Makes @error (transfer full) the connection's, unless it has one. */
void
palier_db_fail (PalierDb *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
}

void
palier_db_forgive (PalierDb *self)
{
  self->engine->settle (self->handle, NULL);
  g_clear_error (&self->error);
  self->tenant = -1; /* an undone transaction may have taken it back: it is set again */
}
