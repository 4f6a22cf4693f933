/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rows to messages: the whole of them, or what a list shows. */
#include "palier-message-sql.h"

#include "palier-message-json.h"
#include "palier-prospect-sql.h"
#include "palier-record-table.h"

#define SQL_DELIVERY                                                                               \
  "SELECT data FROM event WHERE message = ? AND name = 'message.state' ORDER BY at DESC, n DESC "  \
  "LIMIT 1"
#define SQL_HEAD                                                                                   \
  "SELECT id, prospect, channel, angle, subject, state, due_at, created_at, campaign, step "       \
  "FROM message WHERE n = ? AND deleted_ms IS NULL AND erased IS NULL"

static PalierMessage *
message_from_record (const PalierRecord *record)
{
  PalierMessage *message = palier_message_new ();

  message->id = record->id;
  palier_record_get_id (record, PALIER_MESSAGE_FIELD_PROSPECT, &message->prospect);
  palier_record_get_id (record, PALIER_MESSAGE_FIELD_SENDER, &message->sender);
  message->channel = palier_record_dup (record, PALIER_MESSAGE_FIELD_CHANNEL);
  message->template_key = palier_record_dup (record, PALIER_MESSAGE_FIELD_TEMPLATE_KEY);
  message->angle = palier_record_dup (record, PALIER_MESSAGE_FIELD_ANGLE);
  message->subject = palier_record_dup (record, PALIER_MESSAGE_FIELD_SUBJECT);
  message->body = palier_record_dup (record, PALIER_MESSAGE_FIELD_BODY);
  palier_message_state_from_name (palier_record_get (record, PALIER_MESSAGE_FIELD_STATE),
                                  &message->state);
  message->due_ms = palier_record_get_integer (record, PALIER_MESSAGE_FIELD_DUE_AT, 0);
  message->created_ms = palier_record_get_integer (record, PALIER_MESSAGE_FIELD_CREATED_AT, 0);
  message->approved_ms = palier_record_get_integer (record, PALIER_MESSAGE_FIELD_APPROVED_AT, 0);
  message->personalization =
      (int) palier_record_get_integer (record, PALIER_MESSAGE_FIELD_PERSONALIZATION, 0);
  message->reading_s = (int) palier_record_get_integer (record, PALIER_MESSAGE_FIELD_READING_S, 0);
  message->facts =
      palier_message_facts_from_json (palier_record_get (record, PALIER_MESSAGE_FIELD_FACTS));
  message->checks =
      palier_message_checks_from_json (palier_record_get (record, PALIER_MESSAGE_FIELD_CHECKS));
  message->writer =
      palier_message_writer_from_json (palier_record_get (record, PALIER_MESSAGE_FIELD_WRITER));
  message->to = palier_record_dup (record, PALIER_MESSAGE_FIELD_TO);
  message->to_name = palier_record_dup (record, PALIER_MESSAGE_FIELD_TO_NAME);
  message->has_notice =
      g_strcmp0 (palier_record_get (record, PALIER_MESSAGE_FIELD_NOTICE), "yes") == 0;
  palier_record_get_id (record, PALIER_MESSAGE_FIELD_CAMPAIGN, &message->campaign);
  message->step = (guint) palier_record_get_integer (record, PALIER_MESSAGE_FIELD_STEP, 0);
  return message;
}

static gboolean
add_delivery (PalierDatabase *database, PalierMessage *message, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_DELIVERY, "D", &message->id);

  if (row == NULL)
    return FALSE;
  if (palier_database_next (database, row, &local))
  {
    palier_message_set_delivery (message, palier_statement_get_text (row, 0));
    sqlite3_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
add_prospect_name (PalierDatabase *database, PalierMessage *message, GError **error)
{
  GError *local = NULL;
  gint64 n = 0;
  sqlite3_stmt *row;

  if (!palier_record_table_find (database, PALIER_KIND_PROSPECT, &message->prospect, &n, error)
      || (row = palier_prospect_sql_select (database, error)) == NULL)
    return FALSE;
  sqlite3_bind_int64 (row, 1, n);
  if (palier_database_next (database, row, &local))
  {
    g_autoptr (PalierProspect) prospect = palier_prospect_sql_read (row);
    message->prospect_name = palier_prospect_dup_display_name (prospect);
    sqlite3_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* Returns: (transfer full): with its delivery and the prospect's name; %NULL with NOT_FOUND */
PalierMessage *
palier_message_sql_load (PalierDatabase *database, gint64 n, GError **error)
{
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_MESSAGE, n, error);

  if (record == NULL)
    return NULL;
  if (record->deleted_ms != 0)
    return g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND,
                                "the message was deleted"),
           NULL;
  g_autoptr (PalierMessage) message = message_from_record (record);
  if (!add_delivery (database, message, error) || !add_prospect_name (database, message, error))
    return NULL;
  return g_steal_pointer (&message);
}

static void
read_head (sqlite3_stmt *row, PalierMessage *message)
{
  palier_statement_get_id (row, 0, &message->id);
  palier_statement_get_id (row, 1, &message->prospect);
  message->channel = g_strdup (palier_statement_get_text (row, 2));
  message->angle = g_strdup (palier_statement_get_text (row, 3));
  message->subject = g_strdup (palier_statement_get_text (row, 4));
  palier_message_state_from_name (palier_statement_get_text (row, 5), &message->state);
  message->due_ms = sqlite3_column_int64 (row, 6);
  message->created_ms = sqlite3_column_int64 (row, 7);
  palier_statement_get_id (row, 8, &message->campaign);
  message->step = (guint) sqlite3_column_int64 (row, 9);
}

/* The same without text, facts, checks and what else no list shows. */
PalierMessage *
palier_message_sql_load_head (PalierDatabase *database, gint64 n, GError **error)
{
  g_autoptr (PalierMessage) message = palier_message_new ();
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_HEAD, "i", n);

  if (row == NULL)
    return NULL;
  if (!palier_database_next (database, row, &local))
  {
    if (local == NULL)
      g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND,
                           "no such message");
    else
      g_propagate_error (error, local);
    return NULL;
  }
  read_head (row, message);
  sqlite3_reset (row);
  if (!add_delivery (database, message, error) || !add_prospect_name (database, message, error))
    return NULL;
  return g_steal_pointer (&message);
}

static void
clear_message (gpointer message)
{
  if (message != NULL)
    palier_message_free (message);
}

/**
 * palier_message_sql_load_all:
 * @ns: (element-type gint64)
 *
 * Returns: (transfer full) (element-type PalierMessage): of the same length and order, %NULL where
 *   one is gone
 */
GPtrArray *
palier_message_sql_load_all (PalierDatabase *database, GArray *ns, PalierMessageLoad load,
                             GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (clear_message);

  for (guint i = 0; i < ns->len; i++)
  {
    GError *local = NULL;
    g_ptr_array_add (rows, load (database, g_array_index (ns, gint64, i), &local));
    if (local == NULL
        || g_error_matches (local, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND))
    {
      g_clear_error (&local);
      continue;
    }
    g_propagate_error (error, local);
    return NULL;
  }
  return g_steal_pointer (&rows);
}
