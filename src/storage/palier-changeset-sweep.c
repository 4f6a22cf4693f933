/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking back what was never published, and finishing what was cut short. Each step is a
 * transaction of its own that leaves a smaller rest of the same kind, so that a death in between
 * only leaves it to the next who opens the base. */
#include "palier-changeset-sweep.h"

#include "palier-changeset-log.h"
#include "palier-changeset-undo.h"
#include "palier-prospect-keys.h"
#include "palier-search.h"

#define SQL_UNFINISHED "SELECT n FROM changeset WHERE step IN (0, 2) AND n > ? ORDER BY n LIMIT 1"
#define SQL_STEP "SELECT step FROM changeset WHERE n = ?"
#define SQL_LAST_ROWS                                                                              \
  "SELECT kind, first_n, last_n FROM changeset_rows WHERE changeset = ? AND made = 1 "             \
  "ORDER BY kind, first_n DESC LIMIT 1"
#define SQL_DELETE_ROWS "DELETE FROM \"%s\" WHERE n BETWEEN ? AND ?"
#define SQL_DELETE_SCORES "DELETE FROM score WHERE n BETWEEN ? AND ?"
#define SQL_SHRINK                                                                                 \
  "UPDATE changeset_rows SET last_n = ? WHERE changeset = ? AND kind = ? AND made = 1 AND "        \
  "first_n = ?"
#define SQL_DROP_RANGE                                                                             \
  "DELETE FROM changeset_rows WHERE changeset = ? AND kind = ? AND made = 1 AND first_n = ?"
#define SQL_FORGET_VALUES "DELETE FROM changeset_value WHERE changeset = ?"
#define SQL_SHOW "DELETE FROM hidden WHERE changeset = ?"
#define SQL_FORGET_ORIGINS "DELETE FROM origin WHERE changeset = ?"
#define SQL_FORGET "DELETE FROM changeset WHERE n = ?"

typedef struct
{
  PalierKind kind;
  gint64 first_n;
  gint64 last_n;
} Range;

static gboolean
find_last_range (PalierDatabase *database, gint64 changeset, Range *range, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *statement = palier_database_query (database, error, SQL_LAST_ROWS, "i", changeset);

  *range = (Range) { PALIER_KIND_NONE, 0, -1 };
  if (statement == NULL)
    return FALSE;
  if (palier_database_next (database, statement, &local))
  {
    range->kind = (PalierKind) sqlite3_column_int (statement, 0);
    range->first_n = sqlite3_column_int64 (statement, 1);
    range->last_n = sqlite3_column_int64 (statement, 2);
    sqlite3_reset (statement);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
delete_rows (PalierDatabase *database, PalierKind kind, gint64 first_n, gint64 last_n,
             GError **error)
{
  g_autofree char *sql = g_strdup_printf (SQL_DELETE_ROWS, palier_kind_name (kind));

  if (kind == PALIER_KIND_PROSPECT
      && (!palier_search_take_out (database, first_n, last_n, error)
          || !palier_database_run (database, error, SQL_DELETE_SCORES, "ii", first_n, last_n)))
    return FALSE;
  return palier_database_run (database, error, sql, "ii", first_n, last_n);
}

/* From the end towards the beginning: what is left stays one range. */
static gboolean
remove_chunk (PalierDatabase *database, gint64 changeset, const Range *range, GError **error)
{
  gint64 first_n = MAX (range->first_n, range->last_n - PALIER_CHUNK_ROWS + 1);

  if (!delete_rows (database, range->kind, first_n, range->last_n, error))
    return FALSE;
  if (first_n > range->first_n)
    return palier_database_run (database, error, SQL_SHRINK, "iiii", first_n - 1, changeset,
                                (gint64) range->kind, range->first_n);
  return palier_database_run (database, error, SQL_DROP_RANGE, "iii", changeset,
                              (gint64) range->kind, range->first_n);
}

static gboolean
forget (PalierDatabase *database, gint64 changeset, GError **error)
{
  return palier_database_run (database, error, SQL_FORGET_VALUES, "i", changeset)
         && palier_database_run (database, error, SQL_SHOW, "i", changeset)
         && palier_database_run (database, error, SQL_FORGET_ORIGINS, "i", changeset)
         && palier_database_run (database, error, SQL_FORGET, "i", changeset);
}

/* One transaction of the removal; @done once there is nothing left of it. */
static gboolean
remove_step (PalierDatabase *database, gint64 changeset, gboolean *done, GError **error)
{
  Range range;

  if (!palier_database_begin_write (database, error))
    return FALSE;
  gboolean good = find_last_range (database, changeset, &range, error);
  *done = range.kind == PALIER_KIND_NONE;
  if (good)
    good = *done ? forget (database, changeset, error)
                 : remove_chunk (database, changeset, &range, error);
  if (good)
    return palier_database_commit (database, error);
  palier_database_rollback (database);
  return FALSE;
}

/**
 * palier_changeset_remove:
 * @changeset: open, and locked by the caller
 *
 * Removes its rows for good: nobody has seen them. In transactions of its own.
 */
gboolean
palier_changeset_remove (PalierDatabase *database, gint64 changeset, GError **error)
{
  gboolean done = FALSE;

  while (!done)
    if (!remove_step (database, changeset, &done, error))
      return FALSE;
  return palier_prospect_keys_complete (database, error);
}

/* Its step is read again under the lock: whoever held it may have finished meanwhile. */
static gboolean
finish_one (PalierDatabase *database, gint64 changeset, GError **error)
{
  gint64 step = PALIER_STEP_CLOSED;

  if (!palier_database_number (database, &step, error, SQL_STEP, "i", changeset))
    return FALSE;
  if (step == PALIER_STEP_OPEN)
    return palier_changeset_remove (database, changeset, error);
  if (step == PALIER_STEP_UNDOING)
    return palier_changeset_finish_undo (database, changeset, NULL, error);
  return TRUE;
}

/* Finishes or removes what dead processes left, and leaves alone what living ones work on: then
 * the indices may be missing on purpose. */
gboolean
palier_changeset_sweep (PalierDatabase *database, PalierEngine *engine, GError **error)
{
  gboolean others = FALSE;
  gint64 n = 0;

  for (;;)
  {
    gint64 next = 0;
    if (!palier_database_number (database, &next, error, SQL_UNFINISHED, "i", n))
      return FALSE;
    if (next == 0)
      break;
    n = next;
    if (!palier_engine_lock_changeset (engine, n))
    {
      others = TRUE;
      continue;
    }
    gboolean good = finish_one (database, n, error);
    palier_engine_unlock_changeset (engine, n);
    if (!good)
      return FALSE;
  }
  return others || palier_prospect_keys_complete (database, error);
}
