/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-message-store.h"

#include "palier-changeset-log.h"
#include "palier-changeset-write.h"
#include "palier-job.h"
#include "palier-message-json.h"
#include "palier-message-sql.h"
#include "palier-record-edit.h"
#include "palier-record-table.h"
#include "palier-visible.h"

#define SQL_IDS                                                                                    \
  "SELECT n FROM message WHERE deleted_ms IS NULL AND erased IS NULL AND (?1 IS NULL OR prospect " \
  "= ?1) AND (?2 IS NULL OR state = ?2) ORDER BY n DESC LIMIT ?3"
#define SQL_IDS_OF_CHANGESET                                                                       \
  "SELECT m.n FROM changeset c JOIN changeset_rows r ON r.changeset = c.n AND r.kind = ?4 "        \
  "AND r.made = 1 JOIN message m ON m.n BETWEEN r.first_n AND r.last_n "                           \
  "WHERE c.id = ?1 AND m.deleted_ms IS NULL AND m.erased IS NULL "                                 \
  "AND (?2 IS NULL OR m.state = ?2) ORDER BY m.n DESC LIMIT ?3"
#define SQL_IDS_OF_PROSPECT                                                                                     \
  "SELECT n FROM message WHERE deleted_ms IS NULL AND erased IS NULL AND prospect IN " PALIER_SQL_WITH_MERGED ( \
      "?1") " AND (?2 IS NULL OR state = ?2) ORDER BY n DESC LIMIT ?3"

/* Writes a field where it differs, so that what nobody touched keeps its mark. */
static void
set_text (PalierRecord *record, guint field, const char *text, PalierMark mark)
{
  const char *value = text != NULL && *text != '\0' ? text : NULL;

  if (g_strcmp0 (palier_record_get (record, field), value) != 0)
    palier_record_set (record, field, value, mark);
}

static void
set_number (PalierRecord *record, guint field, gint64 number, PalierMark mark)
{
  if (palier_record_get_integer (record, field, 0) != number)
    palier_record_set_integer (record, field, number, mark);
}

static void
fill_record (PalierRecord *record, const PalierMessage *message, PalierMark mark)
{
  g_autofree char *facts = palier_message_facts_to_json (message->facts);
  g_autofree char *checks = palier_message_checks_to_json (message->checks);
  g_autofree char *writer = palier_message_writer_to_json (message->writer);

  palier_record_fill_id (record, PALIER_MESSAGE_FIELD_PROSPECT, &message->prospect, mark);
  palier_record_fill_id (record, PALIER_MESSAGE_FIELD_SENDER, &message->sender, mark);
  palier_record_fill_id (record, PALIER_MESSAGE_FIELD_CAMPAIGN, &message->campaign, mark);
  set_text (record, PALIER_MESSAGE_FIELD_CHANNEL, message->channel, mark);
  set_text (record, PALIER_MESSAGE_FIELD_TEMPLATE_KEY, message->template_key, mark);
  set_text (record, PALIER_MESSAGE_FIELD_ANGLE, message->angle, mark);
  set_text (record, PALIER_MESSAGE_FIELD_SUBJECT, message->subject, mark);
  set_text (record, PALIER_MESSAGE_FIELD_BODY, message->body, mark);
  set_text (record, PALIER_MESSAGE_FIELD_STATE, palier_message_state_name (message->state), mark);
  set_text (record, PALIER_MESSAGE_FIELD_FACTS, facts, mark);
  set_text (record, PALIER_MESSAGE_FIELD_CHECKS, checks, mark);
  set_text (record, PALIER_MESSAGE_FIELD_WRITER, writer, mark);
  set_text (record, PALIER_MESSAGE_FIELD_TO, message->to, mark);
  set_text (record, PALIER_MESSAGE_FIELD_TO_NAME, message->to_name, mark);
  set_text (record, PALIER_MESSAGE_FIELD_NOTICE, message->has_notice ? "yes" : "no", mark);
  set_number (record, PALIER_MESSAGE_FIELD_DUE_AT, message->due_ms, mark);
  set_number (record, PALIER_MESSAGE_FIELD_CREATED_AT, message->created_ms, mark);
  set_number (record, PALIER_MESSAGE_FIELD_APPROVED_AT, message->approved_ms, mark);
  set_number (record, PALIER_MESSAGE_FIELD_PERSONALIZATION, message->personalization, mark);
  set_number (record, PALIER_MESSAGE_FIELD_READING_S, message->reading_s, mark);
  set_number (record, PALIER_MESSAGE_FIELD_STEP, message->step, mark);
}

/* The id of a campaign's message says of whom and of which step it is, so that it may be there
 * already: written by another device, or removed here since.
 * @out: (out) (nullable) (transfer full): NULL where it stands */
static gboolean
begin_record (PalierDatabase *database, const PalierMessage *message, PalierRecord **out, gint64 *n,
              GError **error)
{
  if (!palier_id_is_nil (&message->campaign)
      && !palier_record_table_find (database, PALIER_KIND_MESSAGE, &message->id, n, error))
    return FALSE;
  if (*n == 0)
  {
    *out = palier_record_new (PALIER_KIND_MESSAGE, &message->id);
    return TRUE;
  }
  *out = palier_record_table_load (database, PALIER_KIND_MESSAGE, *n, error);
  if (*out == NULL)
    return FALSE;
  if ((*out)->deleted_ms == 0 || (*out)->erased)
    g_clear_pointer (out, palier_record_free);
  else
    palier_record_undelete (*out, database->mark);
  return TRUE;
}

/* @changeset: 0: none */
static gboolean
insert_all (PalierDatabase *database, gint64 changeset, GPtrArray *messages, GError **error)
{
  for (guint i = 0; i < messages->len; i++)
  {
    const PalierMessage *message = g_ptr_array_index (messages, i);
    g_autoptr (PalierRecord) record = NULL;
    gint64 n = 0;
    if (!begin_record (database, message, &record, &n, error))
      return FALSE;
    if (record == NULL)
      continue;
    fill_record (record, message, database->mark);
    if (!palier_record_table_store_own (database, record, &n, error)
        || (changeset != 0
            && !palier_changeset_add_rows (database, changeset, PALIER_KIND_MESSAGE, n, n,
                                           PALIER_ROWS_MADE, error)))
      return FALSE;
  }
  return TRUE;
}

/* The one that many calls add to: begun by the first of them and closed from then on, so that what
 * was written stays, to be undone as a whole, whatever becomes of the program. */
static gboolean
find_growing (PalierDatabase *database, const PalierId *id, gint64 *n, GError **error)
{
  PalierStep step = PALIER_STEP_CLOSED;

  if (!palier_changeset_find (database, id, n, &step, error))
    return FALSE;
  if (*n == 0)
    return palier_changeset_insert (database, id, "draft", NULL, PALIER_STEP_CLOSED, n, error);
  if (step == PALIER_STEP_CLOSED)
    return TRUE;
  g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_STATE,
                       "what it made was undone");
  return FALSE;
}

static DexFuture *
insert_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 n = 0;

  if ((arguments->has_id && !find_growing (database, &arguments->id, &n, error))
      || !insert_all (database, n, arguments->objects, error)
      || (n != 0 && !palier_changeset_finish (database, n, error)))
    return NULL;
  return dex_future_new_true ();
}

/* The row of an id; rejects with NOT_FOUND. */
static gboolean
find_row (PalierDatabase *database, const PalierId *id, gint64 *n, GError **error)
{
  if (!palier_record_table_find (database, PALIER_KIND_MESSAGE, id, n, error))
    return FALSE;
  if (*n != 0)
    return TRUE;
  g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND,
                       "no such message");
  return FALSE;
}

static gboolean
update_one (PalierDatabase *database, const PalierMessage *message, GError **error)
{
  gint64 n;

  if (!find_row (database, &message->id, &n, error))
    return FALSE;
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_MESSAGE, n, error);
  if (record == NULL)
    return FALSE;
  fill_record (record, message, database->mark);
  return palier_record_table_store_own (database, record, &n, error);
}

static DexFuture *
update_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  for (guint i = 0; i < arguments->objects->len; i++)
    if (!update_one (database, arguments->objects->pdata[i], error))
      return NULL;
  return dex_future_new_true ();
}

static gboolean
delete_one (PalierDatabase *database, gint64 changeset, const PalierId *id, GError **error)
{
  gint64 n;

  if (!find_row (database, id, &n, error))
    return FALSE;
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_MESSAGE, n, error);
  if (record == NULL)
    return FALSE;
  if (record->deleted_ms != 0)
    return TRUE;
  palier_record_delete (record, database->now_ms, database->mark);
  return palier_record_table_store_own (database, record, &n, error)
         && palier_changeset_add_rows (database, changeset, PALIER_KIND_MESSAGE, n, n,
                                       PALIER_ROWS_DELETED, error);
}

static DexFuture *
replace_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 n;

  if (!palier_changeset_insert (database, NULL, "rewrite", NULL, PALIER_STEP_OPEN, &n, error))
    return NULL;
  for (guint i = 0; i < arguments->array->len; i++)
    if (!delete_one (database, n, &g_array_index (arguments->array, PalierId, i), error))
      return NULL;
  return insert_all (database, n, arguments->objects, error)
             ? palier_changeset_complete (database, n, error)
             : NULL;
}

static gboolean
stage_state (PalierDatabase *database, gint64 changeset, const PalierId *id, const char *state,
             gint64 approved_ms, GError **error)
{
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, approved_ms);
  gint64 n;

  return find_row (database, id, &n, error)
         && palier_changeset_stage (database, changeset, PALIER_KIND_MESSAGE, n, "state", state,
                                    NULL, error)
         && (approved_ms == 0
             || palier_changeset_stage (database, changeset, PALIER_KIND_MESSAGE, n, "approved_at",
                                        time, NULL, error));
}

/* @arguments: text: the action, other: the new state, from: when approved, or 0 */
static DexFuture *
set_state_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset;

  if (!palier_changeset_insert (database, NULL, arguments->text, NULL, PALIER_STEP_OPEN, &changeset,
                                error))
    return NULL;
  for (guint i = 0; i < arguments->array->len; i++)
    if (!stage_state (database, changeset, &g_array_index (arguments->array, PalierId, i),
                      arguments->other, arguments->from, error))
      return NULL;
  return palier_changeset_complete (database, changeset, error);
}

static DexFuture *
get_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 n;
  PalierMessage *message = find_row (database, &arguments->id, &n, error)
                               ? palier_message_sql_load (database, n, error)
                               : NULL;

  return message != NULL ? dex_future_new_take_boxed (PALIER_TYPE_MESSAGE, message) : NULL;
}

static GArray *
find_ids (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;
  gint64 limit = arguments->limit > 0 ? (gint64) arguments->limit : -1;
  sqlite3_stmt *row =
      arguments->from != 0
          ? palier_database_query (database, error, SQL_IDS_OF_CHANGESET, "Dtii", &arguments->id,
                                   arguments->text, limit, (gint64) PALIER_KIND_MESSAGE)
          : palier_database_query (
                database, error, arguments->has_id ? SQL_IDS_OF_PROSPECT : SQL_IDS, "Dti",
                arguments->has_id ? &arguments->id : NULL, arguments->text, limit);

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    gint64 n = sqlite3_column_int64 (row, 0);
    g_array_append_val (ns, n);
  }
  if (local == NULL)
    return g_steal_pointer (&ns);
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
ids_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  GArray *ns = find_ids (database, arguments, error);

  return ns != NULL ? palier_future_take_array (ns) : NULL;
}

static DexFuture *
rows_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  GPtrArray *rows =
      palier_message_sql_load_all (database, arguments->array, palier_message_sql_load, error);

  return rows != NULL ? palier_future_take_ptr_array (rows) : NULL;
}

/**
 * palier_message_store_insert:
 * @changeset: (nullable): by which they are undone, with those of other calls that name it
 *   ("draft"): new (palier_workspace_new_id()) for the first of these calls
 * @messages: (element-type PalierMessage): with new ids
 *
 * Returns: (transfer full): resolves to %TRUE: all of them or none; rejects with
 *   PALIER_STORAGE_ERROR STATE where the changeset was undone meanwhile
 */
DexFuture *
palier_message_store_insert (PalierWorkspace *workspace, const PalierId *changeset,
                             GPtrArray *messages)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->has_id = changeset != NULL;
  if (changeset != NULL)
    arguments->id = *changeset;
  arguments->objects = g_ptr_array_ref (messages);
  return palier_workspace_write (workspace, insert_job, arguments);
}

/**
 * palier_message_store_replace:
 * @ids: (array length=n_ids): those that go
 * @messages: (element-type PalierMessage): those that take their place, with new ids
 *
 * Returns: (transfer full): resolves to the PalierChangeset ("rewrite") by which the former come
 *   back; rejects with PALIER_STORAGE_ERROR NOT_FOUND, and then nothing is changed
 */
DexFuture *
palier_message_store_replace (PalierWorkspace *workspace, const PalierId *ids, gsize n_ids,
                              GPtrArray *messages)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_new (FALSE, FALSE, sizeof (PalierId));
  g_array_append_vals (arguments->array, ids, (guint) n_ids);
  arguments->objects = g_ptr_array_ref (messages);
  return palier_workspace_write (workspace, replace_job, arguments);
}

/**
 * palier_message_store_update:
 *
 * Writes the fields of @message that differ from what is stored. What is folded from events is not
 * looked at.
 *
 * Returns: (transfer full): resolves to %TRUE; rejects with PALIER_STORAGE_ERROR NOT_FOUND
 */
DexFuture *
palier_message_store_update (PalierWorkspace *workspace, PalierMessage *message)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);

  g_ptr_array_add (one, palier_message_ref (message));
  return palier_message_store_update_all (workspace, one);
}

/* The same of many (element-type PalierMessage): all of them or none. */
DexFuture *
palier_message_store_update_all (PalierWorkspace *workspace, GPtrArray *messages)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->objects = g_ptr_array_ref (messages);
  return palier_workspace_write (workspace, update_job, arguments);
}

static DexFuture *
set_states (PalierWorkspace *workspace, const PalierId *ids, gsize n_ids, const char *action,
            PalierMessageState state, gint64 at_ms)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_new (FALSE, FALSE, sizeof (PalierId));
  g_array_append_vals (arguments->array, ids, (guint) n_ids);
  arguments->text = g_strdup (action);
  arguments->other = g_strdup (palier_message_state_name (state));
  arguments->from = at_ms;
  return palier_workspace_write (workspace, set_state_job, arguments);
}

/**
 * palier_message_store_approve:
 * @ids: (array length=n_ids)
 *
 * Returns: (transfer full): resolves to the PalierChangeset ("approve") by which it is undone;
 * rejects with PALIER_STORAGE_ERROR NOT_FOUND, and then none is approved
 */
DexFuture *
palier_message_store_approve (PalierWorkspace *workspace, const PalierId *ids, gsize n_ids,
                              gint64 at_ms)
{
  return set_states (workspace, ids, n_ids, "approve", PALIER_MESSAGE_APPROVED, at_ms);
}

/* As palier_message_store_approve(), for taking back: "withdraw". */
DexFuture *
palier_message_store_withdraw (PalierWorkspace *workspace, const PalierId *ids, gsize n_ids)
{
  return set_states (workspace, ids, n_ids, "withdraw", PALIER_MESSAGE_WITHDRAWN, 0);
}

/* Resolves to a PalierMessage with its delivery and the prospect's name; rejects with NOT_FOUND. */
DexFuture *
palier_message_store_get (PalierWorkspace *workspace, const PalierId *id)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *id;
  return palier_workspace_read (workspace, get_job, arguments);
}

static PalierArguments *
arguments_for (const PalierMessageFilter *filter)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->has_id = filter->prospect != NULL;
  arguments->from = filter->made_by != NULL;
  if (filter->prospect != NULL || filter->made_by != NULL)
    arguments->id = filter->made_by != NULL ? *filter->made_by : *filter->prospect;
  if (filter->state >= 0)
    arguments->text = g_strdup (palier_message_state_name ((PalierMessageState) filter->state));
  arguments->limit = filter->limit;
  return arguments;
}

/* Resolves to a GArray of gint64: row numbers, the newest first. */
DexFuture *
palier_message_store_ids (PalierWorkspace *workspace, const PalierMessageFilter *filter)
{
  return palier_workspace_read (workspace, ids_job, arguments_for (filter));
}

/* Resolves to a GPtrArray of PalierMessage of the same length and order, NULL where it is gone. */
DexFuture *
palier_message_store_rows (PalierWorkspace *workspace, GArray *ns)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (ns);
  return palier_workspace_read (workspace, rows_job, arguments);
}
