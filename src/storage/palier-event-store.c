/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events are written once: one that is there already is left as it is, whoever brings it again. */
#include "palier-event-store.h"

#include "palier-job.h"
#include "palier-record-table.h"
#include "palier-visible.h"

#define SQL_OF_PROSPECT                                                                            \
  "WHERE prospect IN " PALIER_SQL_WITH_MERGED (                                                    \
      "?1") " AND erased IS NULL ORDER BY at DESC, n DESC LIMIT ?2"
/* Given to a relay, and not known to have come to its end. What has changed since is not with it
 * yet.
 */
#define SQL_ON_ITS_WAY                                                                             \
  "SELECT id, prospect FROM message m WHERE state = 'approved' AND due_at > 0 "                    \
  "AND deleted_ms IS NULL AND erased IS NULL AND NOT EXISTS (SELECT 1 FROM change c "              \
  "WHERE c.kind = ? AND m.n BETWEEN c.first_n AND c.last_n) AND coalesce ((SELECT "                \
  "json_extract (e.data, '$.state') FROM event e WHERE e.message = m.id "                          \
  "AND e.name = 'message.state' ORDER BY e.at DESC, e.n DESC LIMIT 1), 'scheduled') IN "           \
  "('waiting', 'scheduled', 'claimed', 'handing_over', 'deferred')"
#define DOUBT "{\"state\":\"uncertain\",\"reason\":\"relay_lost\"}"
#define HUMAN "coalesce (json_extract (data, '$.machine'), 0) = 0"
#define SQL_HISTORY                                                                                \
  "SELECT min (at) FILTER (WHERE name = 'message.sent'),"                                          \
  " max (at) FILTER (WHERE name = 'message.sent'),"                                                \
  " max (at) FILTER (WHERE name = 'message.opened' AND " HUMAN "),"                                \
  " max (at) FILTER (WHERE name = 'message.clicked' AND " HUMAN "),"                               \
  " max (at) FILTER (WHERE name = 'message.replied'),"                                             \
  " count (DISTINCT message) FILTER (WHERE name = 'message.sent'),"                                \
  " count (DISTINCT message) FILTER (WHERE name = 'message.opened' AND " HUMAN "),"                \
  " count (DISTINCT message) FILTER (WHERE name = 'message.clicked' AND " HUMAN "),"               \
  " count (DISTINCT message) FILTER (WHERE name = 'message.replied'),"                             \
  " count (*) FILTER (WHERE name = 'message.unsubscribed'),"                                       \
  " count (*) FILTER (WHERE name = 'message.opened' AND at >= ?2 AND " HUMAN "),"                  \
  " count (*) FILTER (WHERE name = 'message.clicked' AND at >= ?2 AND " HUMAN ")"                  \
  " FROM event WHERE prospect IN " PALIER_SQL_WITH_MERGED ("id FROM prospect WHERE n = ?1")

static void
set_id (PalierRecord *record, guint field, const PalierId *id, PalierMark mark)
{
  char text[PALIER_ID_TEXT_SIZE];

  if (!palier_id_is_nil (id))
    palier_record_set (record, field, palier_id_format (id, text), mark);
}

static gboolean
append_one (PalierDatabase *database, const PalierEvent *event, guint *n_new, GError **error)
{
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_EVENT, &event->id);
  gint64 n = 0;

  if (!palier_record_table_find (database, PALIER_KIND_EVENT, &event->id, &n, error))
    return FALSE;
  if (n != 0)
    return TRUE;
  palier_record_set (record, PALIER_EVENT_FIELD_NAME, event->name, database->mark);
  palier_record_set_integer (record, PALIER_EVENT_FIELD_AT, event->at_ms, database->mark);
  set_id (record, PALIER_EVENT_FIELD_PROSPECT, &event->prospect, database->mark);
  set_id (record, PALIER_EVENT_FIELD_MESSAGE, &event->message, database->mark);
  if (event->data != NULL)
    palier_record_set (record, PALIER_EVENT_FIELD_DATA, event->data, database->mark);
  (*n_new)++;
  return palier_record_table_store_own (database, record, &n, error);
}

static DexFuture *
append_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  guint n_new = 0;

  for (guint i = 0; i < arguments->objects->len; i++)
    if (!append_one (database, g_ptr_array_index (arguments->objects, i), &n_new, error))
      return NULL;
  return dex_future_new_for_uint (n_new);
}

static GPtrArray *
list_on_its_way (PalierDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  GError *local = NULL;
  sqlite3_stmt *row =
      palier_database_query (database, error, SQL_ON_ITS_WAY, "i", (gint64) PALIER_KIND_MESSAGE);

  while (row != NULL && palier_database_next (database, row, &local))
  {
    PalierEvent *event = palier_event_new ();
    palier_statement_get_id (row, 0, &event->message);
    palier_statement_get_id (row, 1, &event->prospect);
    g_ptr_array_add (events, event);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return row != NULL && local == NULL ? g_steal_pointer (&events) : NULL;
}

static DexFuture *
doubt_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) events = list_on_its_way (database, error);
  guint n_new = 0;

  for (guint i = 0; events != NULL && i < events->len; i++)
  {
    PalierEvent *event = g_ptr_array_index (events, i);
    if (g_hash_table_contains (arguments->boxed, &event->message))
      continue;
    event->id = palier_id_new (database->clock, database->random);
    event->name = g_strdup ("message.state");
    event->at_ms = database->now_ms;
    event->data = g_strdup (DOUBT);
    if (!append_one (database, event, &n_new, error))
      return NULL;
  }
  return events != NULL ? dex_future_new_for_uint (n_new) : NULL;
}

static PalierEvent *
event_from_record (const PalierRecord *record)
{
  PalierEvent *event = palier_event_new ();

  event->id = record->id;
  event->name = g_strdup (palier_record_get (record, PALIER_EVENT_FIELD_NAME));
  event->at_ms = palier_record_get_integer (record, PALIER_EVENT_FIELD_AT, 0);
  palier_record_get_id (record, PALIER_EVENT_FIELD_PROSPECT, &event->prospect);
  palier_record_get_id (record, PALIER_EVENT_FIELD_MESSAGE, &event->message);
  event->data = g_strdup (palier_record_get (record, PALIER_EVENT_FIELD_DATA));
  return event;
}

static DexFuture *
read_events (PalierDatabase *database, sqlite3_stmt *row, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  GError *local = NULL;

  while (row != NULL && palier_database_next (database, row, &local))
  {
    g_autoptr (PalierRecord) record = palier_record_table_read (PALIER_KIND_EVENT, row, error);
    if (record == NULL)
    {
      sqlite3_reset (row);
      return NULL;
    }
    g_ptr_array_add (events, event_from_record (record));
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return row != NULL && local == NULL ? palier_future_take_ptr_array (g_steal_pointer (&events))
                                      : NULL;
}

static DexFuture *
timeline_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autofree char *sql = palier_record_table_dup_select (PALIER_KIND_EVENT, SQL_OF_PROSPECT);
  gint64 limit = arguments->limit > 0 ? (gint64) arguments->limit : -1;

  return read_events (
      database, palier_database_query (database, error, sql, "Di", &arguments->id, limit), error);
}

static void
read_history (sqlite3_stmt *row, PalierProspectHistory *history)
{
  history->first_sent_ms = sqlite3_column_int64 (row, 0);
  history->last_sent_ms = sqlite3_column_int64 (row, 1);
  history->last_open_ms = sqlite3_column_int64 (row, 2);
  history->last_click_ms = sqlite3_column_int64 (row, 3);
  history->last_reply_ms = sqlite3_column_int64 (row, 4);
  history->n_sent = (guint) sqlite3_column_int64 (row, 5);
  history->n_opened = (guint) sqlite3_column_int64 (row, 6);
  history->n_clicked = (guint) sqlite3_column_int64 (row, 7);
  history->n_replied = (guint) sqlite3_column_int64 (row, 8);
  history->unsubscribed = sqlite3_column_int64 (row, 9) > 0;
  history->recent_opens = (guint) sqlite3_column_int64 (row, 10);
  history->recent_clicks = (guint) sqlite3_column_int64 (row, 11);
}

static DexFuture *
history_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, TRUE, sizeof (PalierProspectHistory));

  for (guint i = 0; i < arguments->array->len; i++)
  {
    PalierProspectHistory history = { 0 };
    sqlite3_stmt *row =
        palier_database_query (database, error, SQL_HISTORY, "ii",
                               g_array_index (arguments->array, gint64, i), arguments->from);
    /* An aggregate always has its row: no row is a failure. */
    if (row == NULL || !palier_database_next (database, row, error))
      return NULL;
    read_history (row, &history);
    sqlite3_reset (row);
    g_array_append_val (found, history);
  }
  return palier_future_take_array (g_steal_pointer (&found));
}

/**
 * palier_event_store_append:
 * @events: (element-type PalierEvent): with their ids; an id that is there already is left alone
 *
 * Returns: (transfer full): resolves to the guint of those that were new
 */
DexFuture *
palier_event_store_append (PalierWorkspace *workspace, GPtrArray *events)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->objects = g_ptr_array_ref (events);
  return palier_workspace_write (workspace, append_job, arguments);
}

/**
 * palier_event_store_doubt:
 * @told: (element-type PalierId): messages of which a relay still knows
 *
 * For a relay that has lost its ledger: what it was given and may have sent is uncertain, and is
 * not given to it again by itself.
 *
 * Returns: (transfer full): resolves to the guint of messages that are uncertain now
 */
DexFuture *
palier_event_store_doubt (PalierWorkspace *workspace, GHashTable *told)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->boxed = g_hash_table_ref (told);
  arguments->boxed_free = (GDestroyNotify) g_hash_table_unref;
  return palier_workspace_write (workspace, doubt_job, arguments);
}

/* Resolves to a GPtrArray of PalierEvent of one prospect, the latest first; @limit 0: all. */
DexFuture *
palier_event_store_timeline (PalierWorkspace *workspace, const PalierId *prospect, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *prospect;
  arguments->limit = limit;
  return palier_workspace_read (workspace, timeline_job, arguments);
}

/**
 * palier_event_store_history:
 * @ns: (element-type gint64): row numbers of prospects
 * @recent_ms: from when on an opening is recent
 *
 * Returns: (transfer full): resolves to a GArray of PalierProspectHistory (G_TYPE_ARRAY) of the
 * same length and order
 */
DexFuture *
palier_event_store_history (PalierWorkspace *workspace, GArray *ns, gint64 recent_ms)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->from = recent_ms;
  arguments->array = g_array_ref (ns);
  return palier_workspace_read (workspace, history_job, arguments);
}
