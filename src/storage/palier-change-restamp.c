/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stamps of what waits to be sent, given again: see palier-restamp.h. */
#include "palier-change-restamp.h"

#include "palier-changeset-log.h"
#include "palier-record-table.h"
#include "palier-restamp.h"

/* Clocks that differ by less are taken for the same. */
#define SAME_MS (30 * 1000)

#define SQL_LINES "SELECT kind, first_n, last_n FROM change ORDER BY seq"
#define SQL_ROWS "WHERE n >= ? AND n <= ?"
#define SQL_VALUES "UPDATE changeset_value SET stamp = ?2 WHERE stamp = ?1"
#define SQL_RECEIVED "SELECT received FROM clock"
#define SQL_SET_LAST "UPDATE clock SET last = ?"
#define SQL_FOLLOW "UPDATE clock SET relay_ahead_ms = ?1 WHERE abs (relay_ahead_ms - ?1) > ?2"

/* Notes how far the relay's clock is from this computer's: from now on stamps follow the relay's.
 * @off_ms: (out): how far this computer's is before it, 0 where they are the same */
gboolean
palier_change_follow_clock (PalierDatabase *database, gint64 relay_now_ms, gint64 *off_ms,
                            GError **error)
{
  gint64 ahead_ms = relay_now_ms - palier_clock_now_ms (database->clock);

  if (ABS (ahead_ms) < SAME_MS)
    ahead_ms = 0;
  *off_ms = -ahead_ms;
  return palier_database_run (database, error, SQL_FOLLOW, "ii", ahead_ms,
                              (gint64) (ahead_ms != 0 ? SAME_MS : 0));
}

typedef struct
{
  PalierDatabase *database;
  PalierRestamp *restamp;
  guint n_restamped;
} Restamping;

typedef gboolean (*RecordFunc) (Restamping *self, PalierRecord *record, gint64 n, GError **error);

static gboolean
visit_line (Restamping *self, PalierKind kind, gint64 first_n, gint64 last_n, RecordFunc func,
            GError **error)
{
  g_autofree char *sql = palier_record_table_dup_select (kind, SQL_ROWS);
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (self->database, error, sql, "ii", first_n, last_n);

  while (row != NULL && local == NULL && palier_database_next (self->database, row, &local))
  {
    g_autoptr (PalierRecord) record = palier_record_table_read (kind, row, &local);
    if (record != NULL && !func (self, record, sqlite3_column_int64 (row, 0), &local))
      sqlite3_reset (row);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return row != NULL && local == NULL;
}

typedef struct
{
  gint64 kind;
  gint64 first_n;
  gint64 last_n;
} Line;

/* The log as it stands: the second visit writes into it. */
static GArray *
load_lines (PalierDatabase *database, GError **error)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_LINES, "");

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    Line line = { sqlite3_column_int64 (row, 0), sqlite3_column_int64 (row, 1),
                  sqlite3_column_int64 (row, 2) };
    g_array_append_val (lines, line);
  }
  if (local == NULL)
    return g_steal_pointer (&lines);
  g_propagate_error (error, local);
  return NULL;
}

static gboolean
visit_unsent (Restamping *self, const GArray *lines, RecordFunc func, GError **error)
{
  for (guint i = 0; i < lines->len; i++)
  {
    const Line *line = &g_array_index (lines, Line, i);
    if (!visit_line (self, (PalierKind) line->kind, line->first_n, line->last_n, func, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
note_record (Restamping *self, PalierRecord *record, gint64 n, GError **error)
{
  palier_restamp_note (self->restamp, record);
  return TRUE;
}

static gboolean
restamp_record (Restamping *self, PalierRecord *record, gint64 n, GError **error)
{
  if (!palier_restamp_apply (self->restamp, record))
    return TRUE;
  self->n_restamped++;
  return palier_record_table_write (self->database, record, &n, error)
         && palier_change_log (self->database, record->kind, n, n, error);
}

/* What an undo compares with the marks of the records; and the clock, which goes on from there. */
static gboolean
restamp_beside (Restamping *self, GError **error)
{
  const GArray *stamps = palier_restamp_get_stamps (self->restamp);
  PalierStamp first = palier_restamp_get_first (self->restamp);

  for (guint i = 0; i < stamps->len; i++)
    if (!palier_database_run (self->database, error, SQL_VALUES, "ii",
                              g_array_index (stamps, gint64, i), (gint64) (first + i)))
      return FALSE;
  self->database->mark.time = first + stamps->len;
  return palier_database_run (self->database, error, SQL_SET_LAST, "i",
                              (gint64) self->database->mark.time);
}

/**
 * palier_change_restamp:
 * @n_restamped: (out): records
 *
 * Stamps anew, in a transaction of the caller's, what waits to be sent and lies too far before the
 * relay's clock.
 */
gboolean
palier_change_restamp (PalierDatabase *database, gint64 relay_now_ms, guint *n_restamped,
                       GError **error)
{
  gint64 received = 0;

  if (!palier_database_number (database, &received, error, SQL_RECEIVED, ""))
    return FALSE;
  g_autoptr (PalierRestamp) restamp =
      palier_restamp_new (database->device, relay_now_ms, (PalierStamp) received);
  g_autoptr (GArray) lines = load_lines (database, error);
  Restamping self = { database, restamp, 0 };
  gboolean good = lines != NULL && visit_unsent (&self, lines, note_record, error)
                  && visit_unsent (&self, lines, restamp_record, error)
                  && restamp_beside (&self, error);

  *n_restamped = self.n_restamped;
  return good;
}
