/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stages that follow events. How far events were looked at is kept in the base and moves in the
 * transaction that moves the stages: each event is looked at once, whoever brought it. What is
 * moved here is no action of the user's, so no changeset holds it and no undo meets it.
 *
 * A stage that was set by hand stays until an event later than that; who set it is told by the last
 * prospect.stage_changed: where it leads to the present stage and its cause is not the user, a rule
 * did. */
#include "palier-stage-store.h"

#include "palier-gate.h"
#include "palier-job.h"
#include "palier-local.h"
#include "palier-prospect-store.h"
#include "palier-record-table.h"

#define KEY_LAST "stage.event"
#define SQL_LAST                                                                                   \
  "SELECT coalesce ((SELECT CAST (value AS INTEGER) FROM local WHERE key = 'app." KEY_LAST "'), 0)"
#define SQL_EVENTS                                                                                 \
  "WHERE n > ? AND erased IS NULL AND prospect IS NOT NULL AND name NOT IN "                       \
  "('message.state', 'prospect.stage_changed') ORDER BY n LIMIT ?"
#define SQL_ROW                                                                                    \
  "SELECT n FROM prospect WHERE id = coalesce ((SELECT merged_into FROM prospect WHERE id = ?1), " \
  "?1) AND deleted_ms IS NULL AND erased IS NULL"
#define SQL_LAST_MOVE                                                                                 \
  "SELECT json_extract (data, '$.to'), json_extract (data, '$.cause') FROM event WHERE prospect = ? " \
  "AND name = 'prospect.stage_changed' ORDER BY at DESC, n DESC LIMIT 1"

/* ---- which events come next */

static PalierEvent *
event_from_record (const PalierRecord *record, gint64 n)
{
  PalierEvent *event = palier_event_new ();

  event->n = n;
  event->id = record->id;
  event->name = g_strdup (palier_record_get (record, PALIER_EVENT_FIELD_NAME));
  event->at_ms = palier_record_get_integer (record, PALIER_EVENT_FIELD_AT, 0);
  palier_record_get_id (record, PALIER_EVENT_FIELD_PROSPECT, &event->prospect);
  event->data = g_strdup (palier_record_get (record, PALIER_EVENT_FIELD_DATA));
  return event;
}

static DexFuture *
next_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  g_autofree char *sql = palier_record_table_dup_select (PALIER_KIND_EVENT, SQL_EVENTS);
  gint64 last = 0;
  GError *local = NULL;

  if (!palier_database_number (database, &last, error, SQL_LAST, ""))
    return NULL;
  sqlite3_stmt *row =
      palier_database_query (database, error, sql, "ii", last, (gint64) arguments->limit);
  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    g_autoptr (PalierRecord) record = palier_record_table_read (PALIER_KIND_EVENT, row, &local);
    if (record == NULL)
    {
      sqlite3_reset (row);
      break;
    }
    g_ptr_array_add (events, event_from_record (record, sqlite3_column_int64 (row, 0)));
  }
  if (local == NULL)
    return palier_future_take_ptr_array (g_steal_pointer (&events));
  g_propagate_error (error, local);
  return NULL;
}

/* Resolves to a GPtrArray of PalierEvent that were not looked at yet, in the order they came. */
DexFuture *
palier_stage_store_next (PalierWorkspace *workspace, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->limit = limit;
  return palier_workspace_read (workspace, next_job, arguments);
}

/* ---- moving */

/* Where a stage stands in the list of the field: what is given up stands last. */
static int
rank_of (const char *stage)
{
  g_auto (GStrv) stages = g_strsplit (palier_field_info (PALIER_FIELD_STAGE)->choices, " ", -1);

  for (int i = 0; stage != NULL && stages[i] != NULL; i++)
    if (g_str_equal (stages[i], stage))
      return i;
  return 0;
}

static gboolean
is_by_rule (PalierDatabase *database, const PalierRecord *record, gboolean *by_rule, GError **error)
{
  sqlite3_stmt *row = palier_database_query (database, error, SQL_LAST_MOVE, "D", &record->id);
  GError *local = NULL;

  *by_rule = FALSE;
  if (row == NULL)
    return FALSE;
  if (palier_database_next (database, row, &local))
  {
    *by_rule = g_strcmp0 (palier_statement_get_text (row, 0),
                          palier_record_get (record, PALIER_FIELD_STAGE))
                   == 0
               && g_strcmp0 (palier_statement_get_text (row, 1), "user") != 0;
    sqlite3_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
may_move (PalierDatabase *database, const PalierRecord *record, const PalierStageMove *move,
          gboolean *may, GError **error)
{
  const char *from = palier_record_get (record, PALIER_FIELD_STAGE);
  PalierMark mark = palier_record_get_mark (record, PALIER_FIELD_STAGE);
  gboolean set_later = !palier_mark_is_none (mark)
                       && palier_mark_compare (mark, palier_record_row_mark (record)) != 0
                       && PALIER_STAMP_MS (mark.time) > move->at_ms;
  gboolean by_rule = TRUE;

  *may =
      move->to != NULL
      && (rank_of (move->to) > rank_of (from) || (move->reopens && g_strcmp0 (from, "lost") == 0))
      && !(g_str_equal (move->to, "opted-out") && g_strcmp0 (from, "customer") == 0);
  if (!*may || !set_later)
    return TRUE;
  if (!is_by_rule (database, record, &by_rule, error))
    return FALSE;
  *may = by_rule;
  return TRUE;
}

/* Its id follows from the cause's, so that two devices that see the same cause write one event. */
static gboolean
append_event (PalierDatabase *database, const PalierRecord *prospect, const PalierStageMove *move,
              GError **error)
{
  const char *from = palier_record_get (prospect, PALIER_FIELD_STAGE);
  PalierId id = move->cause;
  char text[PALIER_ID_TEXT_SIZE];
  gint64 n = 0;
  g_autofree char *data =
      g_strdup_printf ("{\"from\":\"%s\",\"to\":\"%s\",\"cause\":\"%s\"}",
                       from != NULL ? from : "prospect", move->to, move->because);

  id.bytes[15] ^= 1;
  if (!palier_record_table_find (database, PALIER_KIND_EVENT, &id, &n, error))
    return FALSE;
  if (n != 0)
    return TRUE;
  g_autoptr (PalierRecord) event = palier_record_new (PALIER_KIND_EVENT, &id);
  palier_record_set (event, PALIER_EVENT_FIELD_NAME, "prospect.stage_changed", database->mark);
  palier_record_set_integer (event, PALIER_EVENT_FIELD_AT, move->at_ms, database->mark);
  palier_record_set (event, PALIER_EVENT_FIELD_PROSPECT, palier_id_format (&prospect->id, text),
                     database->mark);
  palier_record_set (event, PALIER_EVENT_FIELD_DATA, data, database->mark);
  return palier_record_table_store_own (database, event, &n, error);
}

static gboolean
apply_move (PalierDatabase *database, const PalierStageMove *move, GArray *touched, GError **error)
{
  gboolean may = FALSE;
  gint64 n = 0;

  if (!palier_database_number (database, &n, error, SQL_ROW, "D", &move->prospect))
    return FALSE;
  if (n == 0)
    return TRUE;
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_PROSPECT, n, error);
  if (record == NULL || !may_move (database, record, move, &may, error)
      || (may && !append_event (database, record, move, error)))
    return FALSE;
  g_array_append_val (touched, n);
  gint64 noted_ms = palier_record_get_integer (record, PALIER_FIELD_LAST_SIGN_AT, 0);
  gboolean sign = move->is_sign && palier_gate_sign_ms (noted_ms, database->now_ms) < move->at_ms;
  if (may)
    palier_record_set (record, PALIER_FIELD_STAGE, move->to, database->mark);
  if (sign)
    palier_record_set_integer (record, PALIER_FIELD_LAST_SIGN_AT, move->at_ms, database->mark);
  return (!may && !sign) || palier_record_table_store_own (database, record, &n, error);
}

static DexFuture *
move_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) touched = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *last = g_strdup_printf ("%" G_GINT64_FORMAT, arguments->from);
  gint64 before = 0;

  /* Another process may have been here meanwhile. */
  if (!palier_database_number (database, &before, error, SQL_LAST, ""))
    return NULL;
  if (before >= arguments->from)
    return palier_future_take_array (g_steal_pointer (&touched));
  for (guint i = 0; i < arguments->array->len; i++)
    if (!apply_move (database, &g_array_index (arguments->array, PalierStageMove, i), touched,
                     error))
      return NULL;
  return palier_local_put (database, KEY_LAST, last, error)
             ? palier_future_take_array (g_steal_pointer (&touched))
             : NULL;
}

/**
 * palier_stage_store_move:
 * @moves: (element-type PalierStageMove): kept by reference
 * @last_n: of the last event that was looked at
 *
 * Returns: (transfer full): resolves to a GArray of gint64 (G_TYPE_ARRAY): the row numbers of the
 * prospects that were moved or looked at
 */
DexFuture *
palier_stage_store_move (PalierWorkspace *workspace, GArray *moves, gint64 last_n)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (moves);
  arguments->from = last_n;
  return palier_workspace_write (workspace, move_job, arguments);
}
