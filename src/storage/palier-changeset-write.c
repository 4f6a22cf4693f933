/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New values of fields wait beside their records until the changeset is closed; then each takes
 * its place, and what stood there takes the place of the new one, for the undo. An edit of one
 * field is the same, opened and closed in one transaction. */
#include "palier-changeset-write.h"

#include "palier-changeset-log.h"
#include "palier-changeset-merge.h"
#include "palier-changeset.h"
#include "palier-prospect-sql.h"
#include "palier-record-table.h"
#include "palier-workspace.h"

#define SQL_STAGE                                                                                  \
  "REPLACE INTO changeset_value (changeset, kind, n, field, new, original) VALUES (?, ?, ?, ?, "   \
  "?, ?)"
#define SQL_NEXT                                                                                   \
  "SELECT kind, n FROM changeset_value WHERE changeset = ?1 AND (kind, n) > (?2, ?3) "             \
  "ORDER BY kind, n LIMIT 1"
#define SQL_VALUES                                                                                 \
  "SELECT field, new, original FROM changeset_value WHERE changeset = ? AND kind = ? AND n = ?"
#define SQL_SWAP                                                                                   \
  "UPDATE changeset_value SET old = ?, original = ?, stamp = ? "                                   \
  "WHERE changeset = ? AND kind = ? AND n = ? AND field = ?"
#define SQL_GET_ORIGINALS "SELECT originals FROM prospect WHERE n = ?"
#define SQL_SET_ORIGINALS "UPDATE prospect SET originals = ? WHERE n = ?"
#define SQL_DESCRIBE "SELECT n, id, action, label, at, n_records FROM changeset WHERE n = ?"

typedef struct
{
  char *field;
  char *value;
  char *original;
} Value;

static void
value_free (gpointer data)
{
  Value *value = data;

  g_free (value->field);
  g_free (value->value);
  g_free (value->original);
  g_free (value);
}

/* Puts a new value by; one put by before for the same field is forgotten. */
gboolean
palier_changeset_stage (PalierDatabase *database, gint64 changeset, PalierKind kind, gint64 n,
                        const char *field, const char *value, const char *original, GError **error)
{
  return palier_database_run (database, error, SQL_STAGE, "iiittt", changeset, (gint64) kind, n,
                              field, value, original);
}

static GPtrArray *
load_values (PalierDatabase *database, gint64 changeset, PalierKind kind, gint64 n, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (value_free);
  GError *local = NULL;
  sqlite3_stmt *row =
      palier_database_query (database, error, SQL_VALUES, "iii", changeset, (gint64) kind, n);

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    Value *value = g_new0 (Value, 1);
    value->field = g_strdup (palier_statement_get_text (row, 0));
    value->value = g_strdup (palier_statement_get_text (row, 1));
    value->original = g_strdup (palier_statement_get_text (row, 2));
    g_ptr_array_add (values, value);
  }
  if (local == NULL)
    return g_steal_pointer (&values);
  g_propagate_error (error, local);
  return NULL;
}

/**
 * palier_changeset_put_original:
 * @text: (nullable): as typed
 * @before: (out): what stood there
 */
gboolean
palier_changeset_put_original (PalierDatabase *database, gint64 n, const char *field,
                               const char *text, char **before, GError **error)
{
  g_autoptr (PalierProspect) held = palier_prospect_new ();
  g_autofree char *after = NULL;
  PalierField index = palier_field_from_name (field);
  sqlite3_stmt *row = palier_database_query (database, error, SQL_GET_ORIGINALS, "i", n);

  *before = NULL;
  if (row == NULL)
    return FALSE;
  if (palier_database_next (database, row, NULL))
  {
    const char *originals = palier_statement_get_text (row, 0);
    *before = palier_originals_dup (originals, index);
    after = palier_originals_replace (originals, index, text);
    sqlite3_reset (row);
  }
  return g_strcmp0 (*before, text) == 0
         || palier_database_run (database, error, SQL_SET_ORIGINALS, "ti", after, n);
}

static gboolean
apply_value (PalierDatabase *database, gint64 changeset, PalierRecord *record, gint64 n,
             const Value *value, GError **error)
{
  int field = palier_kind_find_field (record->kind, value->field);
  g_autofree char *original = NULL;

  if (g_str_equal (value->field, PALIER_CHANGESET_MERGE))
    return palier_changeset_apply_merge (database, changeset, record, n, value->value, error);
  if (field < 0
      || (value->value != NULL
          && !palier_value_is_valid (palier_kind_field (record->kind, (guint) field),
                                     value->value)))
  {
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_VALUE, "%s", value->field);
    return FALSE;
  }
  g_autofree char *before = palier_record_dup (record, (guint) field);
  palier_record_set (record, (guint) field, value->value, database->mark);
  return (record->kind != PALIER_KIND_PROSPECT
          || palier_changeset_put_original (database, n, value->field, value->original, &original,
                                            error))
         && palier_database_run (database, error, SQL_SWAP, "ttiiiit", before, original,
                                 (gint64) database->mark.time, changeset, (gint64) record->kind, n,
                                 value->field);
}

static gboolean
apply_record (PalierDatabase *database, gint64 changeset, PalierKind kind, gint64 n, GError **error)
{
  g_autoptr (GPtrArray) values = load_values (database, changeset, kind, n, error);
  g_autoptr (PalierRecord) record =
      values != NULL ? palier_record_table_load (database, kind, n, error) : NULL;

  if (record == NULL)
    return FALSE;
  for (guint i = 0; i < values->len; i++)
    if (!apply_value (database, changeset, record, n, g_ptr_array_index (values, i), error))
      return FALSE;
  return palier_record_table_store_own (database, record, &n, error);
}

/* In the transaction that closes the changeset. @cancellable: (nullable) */
gboolean
palier_changeset_apply_values (PalierDatabase *database, gint64 changeset,
                               GCancellable *cancellable, GError **error)
{
  gint64 kind = -1, n = 0;

  for (;;)
  {
    gboolean found = FALSE;
    GError *local = NULL;
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    sqlite3_stmt *row =
        palier_database_query (database, error, SQL_NEXT, "iii", changeset, kind, n);
    if (row == NULL)
      return FALSE;
    if ((found = palier_database_next (database, row, &local)))
    {
      kind = sqlite3_column_int64 (row, 0);
      n = sqlite3_column_int64 (row, 1);
      sqlite3_reset (row);
    }
    if (local != NULL)
      g_propagate_error (error, local);
    if (!found)
      return local == NULL;
    if (!apply_record (database, changeset, (PalierKind) kind, n, error))
      return FALSE;
  }
}

static PalierChangeset *
describe (PalierDatabase *database, gint64 n, GError **error)
{
  sqlite3_stmt *row = palier_database_query (database, error, SQL_DESCRIBE, "i", n);

  if (row == NULL || !palier_database_next (database, row, error))
    return NULL;
  PalierChangeset *changeset = palier_changeset_new ();
  changeset->n = sqlite3_column_int64 (row, 0);
  palier_statement_get_id (row, 1, &changeset->id);
  changeset->action = g_strdup (palier_statement_get_text (row, 2));
  changeset->label = g_strdup (palier_statement_get_text (row, 3));
  changeset->at_ms = sqlite3_column_int64 (row, 4);
  changeset->n_records = (guint) sqlite3_column_int64 (row, 5);
  sqlite3_reset (row);
  return changeset;
}

/* Ends an action that began in this transaction. Returns: resolved to its PalierChangeset, or NULL
 */
DexFuture *
palier_changeset_complete (PalierDatabase *database, gint64 changeset, GError **error)
{
  PalierChangeset *described = palier_changeset_apply_values (database, changeset, NULL, error)
                                       && palier_changeset_finish (database, changeset, error)
                                   ? describe (database, changeset, error)
                                   : NULL;

  return described != NULL ? dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, described) : NULL;
}
