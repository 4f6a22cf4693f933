/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo in two parts. The first is one transaction: fields get their old values, what was deleted
 * comes back, what was made is hidden. The second deletes what is hidden, chunk by chunk, from the
 * end of each hidden range; it may be cut short at any point, and whoever opens the base goes on.
 *
 * A field is put back where its mark is still the changeset's; of a message that may have left,
 * never. A prospect that was made goes as a whole, with what the changeset wrote into it later, or
 * stays as a whole where somebody else wrote into it since; the stage and the last sign do not
 * count, for rules move them. A message that was made goes while it is a draft as it was
 * written. */
#include "palier-changeset-undo.h"

#include "palier-changeset-log.h"
#include "palier-changeset-sweep.h"
#include "palier-changeset-write.h"
#include "palier-record-table.h"
#include "palier-search.h"
#include "palier-send-state.h"

#define MAX_CONFLICTS 1000

#define SQL_VALUES                                                                                 \
  "SELECT kind, n, field, old, new, original, stamp FROM changeset_value v "                       \
  "WHERE changeset = ?1 AND (kind, n, field) > (?2, ?3, ?4) AND n > CASE kind WHEN 0 THEN "        \
  "coalesce ((SELECT last_n FROM changeset_rows r WHERE r.changeset = ?1 AND r.kind = 0 "          \
  "AND r.made = 1 AND r.first_n <= v.n ORDER BY r.first_n DESC LIMIT 1), 0) ELSE 0 END "           \
  "ORDER BY kind, n, field LIMIT 500"
#define SQL_DELIVERY                                                                               \
  "SELECT json_extract (data, '$.state') FROM event WHERE message = ? AND name = 'message.state' " \
  "ORDER BY at DESC, n DESC LIMIT 1"
#define SQL_STAMP "SELECT stamp FROM changeset WHERE n = ?"
#define SQL_ROWS "SELECT kind, first_n, last_n FROM changeset_rows WHERE changeset = ? AND made = ?"
#define SQL_TOUCHED                                                                                \
  "SELECT p.n FROM changeset_rows r JOIN prospect p ON p.n BETWEEN r.first_n AND r.last_n "        \
  "WHERE r.changeset = ? AND r.kind = 0 AND r.made = 1 AND p.marks IS NOT NULL "                   \
  "AND p.deleted_ms IS NULL AND p.erased IS NULL"
#define SQL_WRITTEN_HERE                                                                           \
  "SELECT count(*) FROM changeset_value WHERE changeset = ? AND kind = 0 AND n = ? AND field = ? " \
  "AND stamp = ?"
#define SQL_KEEP "INSERT OR IGNORE INTO kept VALUES (?)"
#define SQL_FORGET_ORIGINS                                                                         \
  "DELETE FROM origin WHERE changeset = ? AND NOT EXISTS (SELECT 1 FROM kept "                     \
  "WHERE n BETWEEN first_n AND first_n + count - 1)"
#define SQL_HIDE                                                                                   \
  "INSERT INTO hidden SELECT changeset, first_n, last_n FROM changeset_rows "                      \
  "WHERE changeset = ? AND kind = 0 AND made = 1"
#define SQL_MESSAGES_MADE                                                                          \
  "SELECT m.n FROM changeset_rows r JOIN message m ON m.n BETWEEN r.first_n AND r.last_n "         \
  "WHERE r.changeset = ? AND r.kind = ? AND r.made = 1"
#define SQL_SET_STEP "UPDATE changeset SET step = ? WHERE n = ?"
#define SQL_LAST_HIDDEN                                                                            \
  "SELECT first_n, last_n FROM hidden WHERE changeset = ? ORDER BY first_n DESC LIMIT 1"
#define SQL_SHRINK "UPDATE hidden SET last_n = ? WHERE changeset = ? AND first_n = ?"
#define SQL_SHOW "DELETE FROM hidden WHERE changeset = ? AND first_n = ?"
#define SQL_FORGET_KEPT "DELETE FROM kept WHERE n BETWEEN ? AND ?"
#define SQL_DELETE_UNTOUCHED                                                                       \
  "UPDATE prospect SET deleted_ms = ?, marks = ? WHERE n BETWEEN ? AND ? AND marks IS NULL "       \
  "AND n NOT IN (SELECT n FROM kept)"
#define SQL_NEXT_TOUCHED                                                                           \
  "SELECT n FROM prospect WHERE n > ? AND n <= ? AND deleted_ms IS NULL AND erased IS NULL "       \
  "AND n NOT IN (SELECT n FROM kept) ORDER BY n LIMIT 1"

typedef struct
{
  PalierKind kind;
  gint64 n;
  char *field;
  char *old;
  char *new;
  char *original;
  PalierStamp stamp;
} Value;

static void
clear_value (gpointer data)
{
  Value *value = data;

  g_free (value->field);
  g_free (value->old);
  g_free (value->new);
  g_free (value->original);
}

static void
add_conflict (PalierUndoResult *result, const PalierRecord *record, const char *field)
{
  result->n_conflicts++;
  if (result->conflicts->len >= MAX_CONFLICTS)
    return;
  PalierConflict *conflict = g_new0 (PalierConflict, 1);
  *conflict = (PalierConflict) { record->kind, record->id, g_strdup (field) };
  g_ptr_array_add (result->conflicts, conflict);
}

/* Values come in the order of their rows: one that was noted is the last one. */
static void
note_prospect (PalierUndoResult *result, gint64 n)
{
  GArray *prospects = result->prospects;

  if (prospects->len == 0 || g_array_index (prospects, gint64, prospects->len - 1) != n)
    g_array_append_val (prospects, n);
}

/* Whether the reader may hold the message: then it is no draft again, whatever is undone. */
static gboolean
has_left (PalierDatabase *database, const PalierRecord *message, gboolean *left, GError **error)
{
  sqlite3_stmt *row = palier_database_query (database, error, SQL_DELIVERY, "D", &message->id);
  GError *local = NULL;

  *left = FALSE;
  if (row == NULL)
    return FALSE;
  if (palier_database_next (database, row, &local))
  {
    PalierSendState state = palier_send_state_from_name (palier_statement_get_text (row, 0));
    *left = state != PALIER_SEND_STATE_NONE && palier_send_state_may_have_left (state);
    sqlite3_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* Up to 500 values after @last, which is none in the beginning. */
static GArray *
load_values (PalierDatabase *database, gint64 changeset, const Value *last, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, TRUE, sizeof (Value));
  GError *local = NULL;
  sqlite3_stmt *row =
      palier_database_query (database, error, SQL_VALUES, "iiit", changeset,
                             last ? (gint64) last->kind : G_GINT64_CONSTANT (-1),
                             last ? last->n : G_GINT64_CONSTANT (0), last ? last->field : "");

  g_array_set_clear_func (values, clear_value);
  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    Value value = {
      (PalierKind) sqlite3_column_int (row, 0),      sqlite3_column_int64 (row, 1),
      g_strdup (palier_statement_get_text (row, 2)), g_strdup (palier_statement_get_text (row, 3)),
      g_strdup (palier_statement_get_text (row, 4)), g_strdup (palier_statement_get_text (row, 5)),
      (PalierStamp) sqlite3_column_int64 (row, 6)
    };
    g_array_append_val (values, value);
  }
  if (local == NULL)
    return g_steal_pointer (&values);
  g_propagate_error (error, local);
  return NULL;
}

/* A set has marks of its elements only: there the whole value must still be the one written. */
static gboolean
is_untouched (PalierDatabase *database, const PalierRecord *record, guint field, const Value *value)
{
  g_autofree char *now = palier_record_dup (record, field);
  PalierMark mark = palier_record_get_mark (record, field);

  if (palier_kind_field (record->kind, field)->merge == PALIER_MERGE_SET)
    return g_strcmp0 (now, value->new) == 0;
  return mark.time == value->stamp && mark.device == database->device;
}

static gboolean
put_back (PalierDatabase *database, const Value *value, PalierUndoResult *result, GError **error)
{
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, value->kind, value->n, error);
  g_autofree char *original = NULL;
  gboolean left = FALSE;
  gint64 n = value->n;

  if (record == NULL
      || (value->kind == PALIER_KIND_MESSAGE && !has_left (database, record, &left, error)))
    return FALSE;
  int field = palier_kind_find_field (value->kind, value->field);
  if (field < 0 || left || record->erased || !is_untouched (database, record, (guint) field, value))
  {
    add_conflict (result, record, value->field);
    return TRUE;
  }
  palier_record_set (record, (guint) field, value->old, database->mark);
  result->n_records++;
  if (value->kind == PALIER_KIND_PROSPECT)
    note_prospect (result, n);
  return palier_record_table_store_own (database, record, &n, error)
         && (value->kind != PALIER_KIND_PROSPECT
             || palier_changeset_put_original (database, n, value->field, value->original,
                                               &original, error));
}

static gboolean
put_back_values (PalierDatabase *database, gint64 changeset, PalierUndoResult *result,
                 GError **error)
{
  g_autoptr (GArray) values = load_values (database, changeset, NULL, error);

  while (values != NULL && values->len > 0)
  {
    for (guint i = 0; i < values->len; i++)
      if (!put_back (database, &g_array_index (values, Value, i), result, error))
        return FALSE;
    GArray *next =
        load_values (database, changeset, &g_array_index (values, Value, values->len - 1), error);
    g_array_unref (values);
    values = next;
  }
  return values != NULL;
}

static gboolean
was_hidden_here (PalierDatabase *database, PalierMark mark, gint64 stamp)
{
  return mark.time == (PalierStamp) stamp && mark.device == database->device;
}

/* What was deleted is shown again, or what was merged into another is parted from it. */
static gboolean
bring_back_row (PalierDatabase *database, PalierKind kind, gint64 n, gint64 stamp, gboolean merged,
                PalierUndoResult *result, GError **error)
{
  g_autoptr (PalierRecord) record = palier_record_table_load (database, kind, n, error);

  if (record == NULL)
    return FALSE;
  if (record->erased
      || !was_hidden_here (database, merged ? record->merged_mark : record->deleted_mark, stamp))
  {
    add_conflict (result, record, NULL);
    return TRUE;
  }
  if (merged)
    palier_record_set_merged_into (record, &PALIER_ID_NIL, database->mark);
  else
    palier_record_undelete (record, database->mark);
  result->n_records++;
  if (kind == PALIER_KIND_PROSPECT)
    note_prospect (result, n);
  return palier_record_table_store_own (database, record, &n, error);
}

static gboolean
bring_back (PalierDatabase *database, gint64 changeset, gboolean merged, PalierUndoResult *result,
            GError **error)
{
  gint64 stamp = 0;
  GError *local = NULL;

  if (!palier_database_number (database, &stamp, error, SQL_STAMP, "i", changeset))
    return FALSE;
  sqlite3_stmt *range =
      palier_database_query (database, error, SQL_ROWS, "ii", changeset,
                             (gint64) (merged ? PALIER_ROWS_MERGED : PALIER_ROWS_DELETED));
  if (range == NULL)
    return FALSE;
  while (palier_database_next (database, range, &local))
    for (gint64 n = sqlite3_column_int64 (range, 1); n <= sqlite3_column_int64 (range, 2); n++)
      if (!bring_back_row (database, (PalierKind) sqlite3_column_int (range, 0), n, stamp, merged,
                           result, error))
      {
        sqlite3_reset (range);
        return FALSE;
      }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* Whether anybody but the changeset wrote into one of its own rows. @field: (out): where */
static gboolean
find_foreign_field (PalierDatabase *database, gint64 changeset, const PalierRecord *record,
                    gint64 n, const char **field, GError **error)
{
  PalierMark row = palier_record_row_mark (record);

  *field = NULL;
  for (guint i = 0; i < palier_kind_n_fields (record->kind) && *field == NULL; i++)
  {
    PalierMark mark = palier_record_get_mark (record, i);
    const char *name = palier_kind_field (record->kind, i)->name;
    gint64 own = 0;
    if (i == PALIER_FIELD_STAGE || i == PALIER_FIELD_LAST_SIGN_AT || palier_mark_is_none (mark)
        || palier_mark_compare (mark, row) == 0)
      continue;
    if (!palier_database_number (database, &own, error, SQL_WRITTEN_HERE, "iiti", changeset, n,
                                 name, (gint64) mark.time))
      return FALSE;
    if (own == 0)
      *field = name;
  }
  return TRUE;
}

static gboolean
is_written (const PalierRecord *record, guint field)
{
  PalierMark mark = palier_record_get_mark (record, field);

  return !palier_mark_is_none (mark)
         && palier_mark_compare (mark, palier_record_row_mark (record)) != 0;
}

/* Whether a message is more than what was drafted: approved, or in the user's words. */
static gboolean
is_taken_up (const PalierRecord *message)
{
  return g_strcmp0 (palier_record_get (message, PALIER_MESSAGE_FIELD_STATE), "draft") != 0
         || is_written (message, PALIER_MESSAGE_FIELD_SUBJECT)
         || is_written (message, PALIER_MESSAGE_FIELD_BODY);
}

static gboolean
keep_touched_row (PalierDatabase *database, gint64 changeset, gint64 n, PalierUndoResult *result,
                  GError **error)
{
  const char *field = NULL;
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_PROSPECT, n, error);

  if (record == NULL || !find_foreign_field (database, changeset, record, n, &field, error))
    return FALSE;
  if (field == NULL)
    return TRUE;
  add_conflict (result, record, NULL);
  return palier_database_run (database, error, SQL_KEEP, "i", n);
}

static gboolean
keep_touched (PalierDatabase *database, gint64 changeset, PalierUndoResult *result, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_TOUCHED, "i", changeset);

  if (row == NULL)
    return FALSE;
  while (palier_database_next (database, row, &local))
    if (!keep_touched_row (database, changeset, sqlite3_column_int64 (row, 0), result, error))
    {
      sqlite3_reset (row);
      return FALSE;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
take_back_message (PalierDatabase *database, gint64 n, PalierUndoResult *result, GError **error)
{
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_MESSAGE, n, error);

  if (record == NULL)
    return FALSE;
  if (record->erased || record->deleted_ms != 0)
    return TRUE;
  if (is_taken_up (record))
  {
    add_conflict (result, record, NULL);
    return TRUE;
  }
  palier_record_delete (record, database->now_ms, database->mark);
  result->n_records++;
  return palier_record_table_store_own (database, record, &n, error);
}

static gboolean
take_back_messages (PalierDatabase *database, gint64 changeset, PalierUndoResult *result,
                    GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_MESSAGES_MADE, "ii", changeset,
                                             (gint64) PALIER_KIND_MESSAGE);
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (row == NULL)
    return FALSE;
  while (palier_database_next (database, row, &local))
  {
    gint64 n = sqlite3_column_int64 (row, 0);
    g_array_append_val (ns, n);
  }
  if (local != NULL)
    return g_propagate_error (error, local), FALSE;
  for (guint i = 0; i < ns->len; i++)
    if (!take_back_message (database, g_array_index (ns, gint64, i), result, error))
      return FALSE;
  return TRUE;
}

static gboolean
mark_undone (PalierDatabase *database, gint64 changeset, GError **error)
{
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_CHANGESET, changeset, error);

  if (record == NULL)
    return FALSE;
  palier_record_set (record, PALIER_CHANGESET_FIELD_UNDONE, "yes", database->mark);
  return palier_record_table_store_own (database, record, &changeset, error)
         && palier_database_run (database, error, SQL_SET_STEP, "ii", (gint64) PALIER_STEP_UNDOING,
                                 changeset);
}

/* The first part, in a transaction of the caller's. */
gboolean
palier_changeset_start_undo (PalierDatabase *database, gint64 changeset, PalierUndoResult *result,
                             GError **error)
{
  return put_back_values (database, changeset, result, error)
         && bring_back (database, changeset, FALSE, result, error)
         && bring_back (database, changeset, TRUE, result, error)
         && keep_touched (database, changeset, result, error)
         && take_back_messages (database, changeset, result, error)
         && palier_database_run (database, error, SQL_FORGET_ORIGINS, "i", changeset)
         && palier_database_run (database, error, SQL_HIDE, "i", changeset)
         && mark_undone (database, changeset, error);
}

/* The marks of a row that nobody touched, once it is deleted: the same for all of them. */
static char *
dup_marks_of_deletion (PalierDatabase *database)
{
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_PROSPECT, &PALIER_ID_NIL);

  palier_record_delete (record, database->now_ms, database->mark);
  return palier_record_dup_marks (record);
}

static gboolean
delete_touched (PalierDatabase *database, gint64 first_n, gint64 last_n, guint64 *n_deleted,
                GError **error)
{
  for (gint64 n = first_n - 1;;)
  {
    gint64 next = 0;
    if (!palier_database_number (database, &next, error, SQL_NEXT_TOUCHED, "ii", n, last_n))
      return FALSE;
    if (next == 0)
      return TRUE;
    n = next;
    g_autoptr (PalierRecord) record =
        palier_record_table_load (database, PALIER_KIND_PROSPECT, n, error);
    if (record == NULL)
      return FALSE;
    palier_record_delete (record, database->now_ms, database->mark);
    if (!palier_record_table_write (database, record, &next, error))
      return FALSE;
    (*n_deleted)++;
  }
}

static gboolean
delete_range (PalierDatabase *database, gint64 first_n, gint64 last_n, guint64 *n_deleted,
              GError **error)
{
  g_autofree char *marks = dup_marks_of_deletion (database);

  if (!palier_search_take_out (database, first_n, last_n, error)
      || !palier_database_run (database, error, SQL_DELETE_UNTOUCHED, "itii", database->now_ms,
                               marks, first_n, last_n))
    return FALSE;
  *n_deleted += (guint64) sqlite3_changes64 (database->handle);
  return delete_touched (database, first_n, last_n, n_deleted, error)
         && palier_search_put (database, first_n, last_n, error)
         && palier_change_log (database, PALIER_KIND_PROSPECT, first_n, last_n, error)
         && palier_database_run (database, error, SQL_FORGET_KEPT, "ii", first_n, last_n);
}

/* Deletes the end of the last hidden range; @done when none is hidden any more. */
static gboolean
delete_chunk (PalierDatabase *database, gint64 changeset, gboolean *done, guint64 *n_deleted,
              GError **error)
{
  gint64 range_first, last_n;
  GError *local = NULL;
  sqlite3_stmt *range = palier_database_query (database, error, SQL_LAST_HIDDEN, "i", changeset);

  if (range == NULL)
    return FALSE;
  *done = !palier_database_next (database, range, &local);
  if (local != NULL)
  {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (*done)
    return palier_database_run (database, error, SQL_SET_STEP, "ii", (gint64) PALIER_STEP_UNDONE,
                                changeset);
  range_first = sqlite3_column_int64 (range, 0);
  last_n = sqlite3_column_int64 (range, 1);
  sqlite3_reset (range);
  gint64 first_n = MAX (range_first, last_n - PALIER_CHUNK_ROWS + 1);
  if (!delete_range (database, first_n, last_n, n_deleted, error))
    return FALSE;
  if (first_n == range_first)
    return palier_database_run (database, error, SQL_SHOW, "ii", changeset, range_first);
  return palier_database_run (database, error, SQL_SHRINK, "iii", first_n - 1, changeset,
                              range_first);
}

/**
 * palier_changeset_finish_undo:
 * @changeset: whose undo was started, locked by the caller
 * @result: (nullable): where to count
 *
 * The second part, in transactions of its own.
 */
gboolean
palier_changeset_finish_undo (PalierDatabase *database, gint64 changeset, PalierUndoResult *result,
                              GError **error)
{
  gboolean done = FALSE;
  guint64 n_deleted = 0;

  while (!done)
  {
    if (!palier_database_begin_write (database, error))
      return FALSE;
    if (!delete_chunk (database, changeset, &done, &n_deleted, error))
    {
      palier_database_rollback (database);
      return FALSE;
    }
    if (!palier_database_commit (database, error))
      return FALSE;
  }
  if (result != NULL)
    result->n_records += n_deleted;
  return TRUE;
}
