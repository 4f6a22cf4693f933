/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-changeset-log.h"

#include "palier-workspace.h"

#define SQL_FIND "SELECT n, step FROM changeset WHERE id = ?"
#define SQL_INSERT                                                                                 \
  "INSERT INTO changeset (id, stamp, device, action, label, at, n_records, undone, step) "         \
  "VALUES (?, ?, ?, ?, ?, ?, 0, 'no', ?)"
#define SQL_EXTEND_ROWS                                                                            \
  "UPDATE changeset_rows SET last_n = ?5 WHERE changeset = ?1 AND kind = ?2 AND made = ?3 "        \
  "AND last_n = ?4 - 1"
#define SQL_ADD_ROWS                                                                               \
  "INSERT INTO changeset_rows (changeset, kind, made, first_n, last_n) VALUES (?, ?, ?, ?, ?)"
#define SQL_FINISH                                                                                 \
  "UPDATE changeset SET step = 1, n_records = "                                                    \
  "(SELECT coalesce (sum (last_n - first_n + 1), 0) FROM changeset_rows "                          \
  "WHERE changeset = ?1 AND kind <> 8) + "                                                         \
  "(SELECT count(*) FROM (SELECT DISTINCT kind, n FROM changeset_value WHERE changeset = ?1)) "    \
  "WHERE n = ?1"
#define SQL_LOG "REPLACE INTO change (kind, first_n, last_n) VALUES (?, ?, ?)"

/* @n: 0 where there is none */
gboolean
palier_changeset_find (PalierDatabase *database, const PalierId *id, gint64 *n, PalierStep *step,
                       GError **error)
{
  sqlite3_stmt *statement = palier_database_query (database, error, SQL_FIND, "D", id);
  GError *local = NULL;

  *n = 0;
  if (statement == NULL)
    return FALSE;
  if (palier_database_next (database, statement, &local))
  {
    *n = sqlite3_column_int64 (statement, 0);
    *step = (PalierStep) sqlite3_column_int (statement, 1);
    sqlite3_reset (statement);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
palier_changeset_insert (PalierDatabase *database, const PalierId *id, const char *action,
                         const char *label, PalierStep step, gint64 *n, GError **error)
{
  PalierId made = id != NULL ? *id : palier_id_new (database->clock, database->random);

  if (!palier_database_run (database, error, SQL_INSERT, "Diittii", &made,
                            (gint64) database->mark.time, (gint64) database->mark.device, action,
                            label, database->now_ms, (gint64) step))
    return FALSE;
  *n = sqlite3_last_insert_rowid (database->handle);
  database->changed |= PALIER_CHANGED (PALIER_KIND_CHANGESET);
  return TRUE;
}

gboolean
palier_changeset_require_open (PalierDatabase *database, const PalierId *id, gint64 *n,
                               GError **error)
{
  PalierStep step = PALIER_STEP_UNDONE;

  if (!palier_changeset_find (database, id, n, &step, error))
    return FALSE;
  if (*n != 0 && step == PALIER_STEP_OPEN)
    return TRUE;
  g_set_error_literal (error, PALIER_STORAGE_ERROR,
                       *n == 0 ? PALIER_STORAGE_ERROR_NOT_FOUND : PALIER_STORAGE_ERROR_STATE,
                       "no open changeset of this id");
  return FALSE;
}

/* Notes that the changeset made or deleted these rows: a range grows by its end. */
gboolean
palier_changeset_add_rows (PalierDatabase *database, gint64 changeset, PalierKind kind,
                           gint64 first_n, gint64 last_n, gboolean made, GError **error)
{
  if (!palier_database_run (database, error, SQL_EXTEND_ROWS, "iiiii", changeset, (gint64) kind,
                            (gint64) made, first_n, last_n))
    return FALSE;
  if (sqlite3_changes (database->handle) > 0)
    return TRUE;
  return palier_database_run (database, error, SQL_ADD_ROWS, "iiiii", changeset, (gint64) kind,
                              (gint64) made, first_n, last_n);
}

/* Counts its records, and closes it: the last thing its transaction does. */
gboolean
palier_changeset_finish (PalierDatabase *database, gint64 changeset, GError **error)
{
  database->changed |= PALIER_CHANGED (PALIER_KIND_CHANGESET);
  return palier_database_run (database, error, SQL_FINISH, "i", changeset)
         && palier_change_log (database, PALIER_KIND_CHANGESET, changeset, changeset, error);
}

/* Notes for the sync that these rows were written here. */
gboolean
palier_change_log (PalierDatabase *database, PalierKind kind, gint64 first_n, gint64 last_n,
                   GError **error)
{
  database->changed |= PALIER_CHANGED (kind);
  return palier_database_run (database, error, SQL_LOG, "iii", (gint64) kind, first_n, last_n);
}
