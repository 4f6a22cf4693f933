/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-id.h"

G_BEGIN_DECLS

#define PALIER_STORE_ERROR (palier_store_error_quark ())
GQuark palier_store_error_quark (void);
typedef enum
{
  PALIER_STORE_ERROR_OPEN,     /* the folder or file cannot be opened or written */
  PALIER_STORE_ERROR_LOCKED,   /* another relay serves it */
  PALIER_STORE_ERROR_NEWER,    /* written by a newer version */
  PALIER_STORE_ERROR_DAMAGED,  /* not a database, or broken */
  PALIER_STORE_ERROR_FULL,     /* no room */
  PALIER_STORE_ERROR_CONFLICT, /* a key that is there already */
  PALIER_STORE_ERROR_UNKNOWN,  /* what was asked for is not there */
  PALIER_STORE_ERROR_KEY,      /* the master key is not the one of this store */
  PALIER_STORE_ERROR_BUSY,     /* not now: the server is away, or others are in the way */
  PALIER_STORE_ERROR_INTERNAL, /* a statement the engine does not take */
} PalierStoreError;

/* What a connection is for. */
typedef enum
{
  PALIER_DB_READ,    /* each transaction sees one moment, and cannot write */
  PALIER_DB_WRITE,   /* works under the role that owns nothing and passes no wall */
  PALIER_DB_MIGRATE, /* works under the role that owns the tables */
} PalierDbUse;

/* Called in a writing transaction that has come to a tenant for whom another process is at work: it
 * may commit what was done for others, and must leave a transaction open. */
typedef void (*PalierDbCrowded) (gpointer data);

typedef void (*PalierDbHeard) (const char *word, gpointer data);

/* A store's engine: what SQLite and PostgreSQL do each in their way. The SQL of the stores is the
 * part that both understand; parameters are written ?1, ?2 … */
typedef struct
{
  const char *name;
  gpointer (*open) (const char *place, PalierDbUse use, GError **error);
  void (*close) (gpointer handle);
  gboolean (*is_broken) (gpointer handle); /* nothing will work over this connection any more */
  gboolean (*execute) (gpointer handle, const char *script, GError **error);
  /* @alone: no other process is at the same place of its program until the commit */
  gboolean (*begin) (gpointer handle, gboolean alone, GError **error);
  gboolean (*in_transaction) (gpointer handle);
  /* Until the transaction's end rows of @tenant alone exist; of no tenant's with 0. */
  gboolean (*set_tenant) (gpointer handle, gint64 tenant, GError **error);
  /* Whether set_tenant would come to @tenant without waiting for another process, which then waits
   * for this one. */
  gboolean (*is_free) (gpointer handle, gint64 tenant, gboolean *answer, GError **error);
  /* For the owner of the tables: until the commit the rows of all tenants in @table are there, for
   * statements that name none. To be closed again before it. */
  gboolean (*lift_wall) (gpointer handle, const char *table, gboolean lifted, GError **error);

  gpointer (*prepare) (gpointer handle, const char *sql, const char *format, GError **error);
  void (*finalize) (gpointer statement);
  void (*reset) (gpointer statement);
  void (*bind_null) (gpointer statement, int index);
  void (*bind_integer) (gpointer statement, int index, gint64 value);
  void (*bind_text) (gpointer statement, int index, const char *value);
  void (*bind_blob) (gpointer statement, int index, const void *value, gsize length);
  /* Runs what gives no rows; an error may show at the next step or settle only. */
  gboolean (*run) (gpointer handle, gpointer statement, GError **error);
  gboolean (*settle) (gpointer handle, GError **error);
  gboolean (*step) (gpointer handle, gpointer statement, gboolean *has_row, GError **error);
  gint64 (*get_integer) (gpointer statement, int column);
  const char *(*get_text) (gpointer statement, int column);
  const void *(*get_blob) (gpointer statement, int column, gsize *length);

  const char *tenant_tables; /* SQL: the names of all tables with a column tenant_id */
  const char *scrub;         /* SQL, outside of transactions: what was removed leaves the disk */

  /* What processes on one store tell each other; NULL where there is only one. A word reaches the
   * others with the commit. */
  gboolean (*tell) (gpointer handle, const char *word, GError **error);
  gboolean (*hear) (gpointer handle, guint wait_ms, PalierDbHeard heard, gpointer data,
                    GError **error);
} PalierDbEngine;

extern const PalierDbEngine palier_db_sqlite;
extern const PalierDbEngine palier_db_postgres;

const PalierDbEngine *palier_db_engine_of (const char *place);
gboolean palier_db_is_open_table (const char *name);

/* One connection, used by one thread at a time. Its error is sticky: after the first, statements do
 * nothing and give no rows, so that a function may run several and look once. */
typedef struct _PalierDb PalierDb;
typedef struct _PalierRows PalierRows;

PalierDb *
palier_db_open (const PalierDbEngine *engine, const char *place, PalierDbUse use, GError **error);
void palier_db_close (PalierDb *self);
gboolean palier_db_is_broken (PalierDb *self);
gboolean palier_db_execute (PalierDb *self, const char *script, GError **error);
gboolean palier_db_begin (PalierDb *self, gboolean alone, GError **error);
gboolean palier_db_in_transaction (PalierDb *self);
gboolean palier_db_is_writing (PalierDb *self);
void palier_db_leave_tenant (PalierDb *self);
void palier_db_lift_wall (PalierDb *self, const char *table, gboolean lifted);
gboolean palier_db_is_free (PalierDb *self, gint64 tenant);
void palier_db_set_crowded (PalierDb *self, PalierDbCrowded crowded, gpointer data);
void palier_db_tell (PalierDb *self, const char *word);
gboolean
palier_db_hear (PalierDb *self, guint wait_ms, PalierDbHeard heard, gpointer data, GError **error);

/* @format: one letter a parameter: T the tenant whose rows are meant (gint64; the first parameter
 * of every statement on a tenant's table, without which there are none); i gint64; t text
 * (nullable); b bytes and gsize (nullable bytes); u PalierId* (nullable). @sql: a literal:
 * statements are kept by its address. */
#define PALIER_DB_MAX_VALUES 16      /* of the two below */
#define PALIER_DB_MAX_PARAMETERS 256 /* of any statement */

/* A parameter by itself: an integer, or bytes (nullable); of a text the length is not looked at. */
typedef struct
{
  gint64 integer;
  const void *bytes;
  gsize length;
} PalierDbValue;

void palier_db_run_values (PalierDb *self, const char *sql, const char *format,
                           const PalierDbValue *values);
PalierRows *palier_db_query_values (PalierDb *self, const char *sql, const char *format,
                                    const PalierDbValue *values);
void palier_db_run (PalierDb *self, const char *sql, const char *format, ...);
PalierRows *palier_db_query (PalierDb *self, const char *sql, const char *format, ...);
gboolean palier_rows_next (PalierRows *self);
void palier_rows_end (PalierRows *self);
gboolean palier_rows_any (PalierRows *self);
gint64 palier_rows_integer (PalierRows *self, int column);
const char *palier_rows_text (PalierRows *self, int column);
const void *palier_rows_blob (PalierRows *self, int column, gsize *length);
gboolean palier_rows_id (PalierRows *self, int column, PalierId *out);

gboolean palier_db_check (PalierDb *self, GError **error);
void palier_db_fail (PalierDb *self, GError *error);
void palier_db_forgive (PalierDb *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDb, palier_db_close)

G_END_DECLS
