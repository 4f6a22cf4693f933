/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "palier-clock.h"
#include "palier-id.h"
#include "palier-mark.h"
#include "palier-random.h"
#include "palier-storage-error.h"

G_BEGIN_DECLS

typedef struct _PalierListCache PalierListCache;

/* One connection and its prepared statements; belongs to one thread. */
typedef struct
{
  sqlite3 *handle;
  GHashTable *statements; /* (element-type utf8 sqlite3_stmt) */
  PalierClock *clock;
  PalierRandom *random;
  PalierListCache *lists; /* (nullable): orders of lists, of a reader */

  /* Of the running write transaction. */
  guint64 device;
  PalierMark mark;
  gint64 now_ms;
  guint changed; /* PALIER_CHANGED (…) */
  gboolean bulk; /* one chunk of many */

  gboolean frugal; /* palier_database_set_frugal() */
} PalierDatabase;

typedef enum
{
  PALIER_DATABASE_READ_WRITE,
  PALIER_DATABASE_CREATE,
  PALIER_DATABASE_READER,
} PalierDatabaseMode;

PalierDatabase *palier_database_open (const char *path, GBytes *key, PalierDatabaseMode mode,
                                      PalierClock *clock, PalierRandom *random, GError **error);
gboolean palier_database_is_truncated (const char *path, GBytes *key);
void palier_database_free (PalierDatabase *self);

/* @types: one letter an argument: i gint64, d double, t text (nullable), D PalierId pointer
 * (nullable), b pointer and gsize. */
sqlite3_stmt *palier_database_query (PalierDatabase *self, GError **error, const char *sql,
                                     const char *types, ...);
gboolean palier_database_next (PalierDatabase *self, sqlite3_stmt *statement, GError **error);
gboolean palier_database_step (PalierDatabase *self, sqlite3_stmt *statement, GError **error);
gboolean
palier_database_run (PalierDatabase *self, GError **error, const char *sql, const char *types, ...);
gboolean palier_database_number (PalierDatabase *self, gint64 *out, GError **error, const char *sql,
                                 const char *types, ...);
gboolean palier_database_exec (PalierDatabase *self, const char *sql, GError **error);

gboolean palier_database_begin_read (PalierDatabase *self, GError **error);
gboolean palier_database_begin_write (PalierDatabase *self, GError **error);
gboolean palier_database_commit (PalierDatabase *self, GError **error);
void palier_database_rollback (PalierDatabase *self);

void palier_database_set_frugal (PalierDatabase *self, gboolean frugal);
void palier_database_set_sorting (PalierDatabase *self);
void palier_database_set_durable (PalierDatabase *self, gboolean durable);
gboolean palier_database_set_error (PalierDatabase *self, GError **error, const char *what);

void palier_statement_bind_id (sqlite3_stmt *statement, int index, const PalierId *id);
gboolean palier_statement_get_id (sqlite3_stmt *statement, int column, PalierId *out);
const char *palier_statement_get_text (sqlite3_stmt *statement, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDatabase, palier_database_free)

G_END_DECLS
