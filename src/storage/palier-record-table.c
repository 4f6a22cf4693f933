/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each kind has a table whose columns after the head are the fields of the wire's table of that
 * kind. A change is: read the record, change it by the wire's rules, write it back. So there is one
 * place that knows marks, and the same rules hold for an edit, an undo and what comes by sync. */
#include "palier-record-table.h"

#include "palier-changeset-log.h"
#include "palier-prospect-keys.h"
#include "palier-search.h"
#include "palier-workspace.h"

#define HEAD "id, stamp, device, marks, deleted_ms, merged_into, erased"
#define N_HEAD 7

typedef struct
{
  char *find;
  char *load;
  char *insert;
  char *update;
} Texts;

static gboolean
has_column (PalierKind kind, guint field)
{
  return kind != PALIER_KIND_PROSPECT || palier_field_info ((PalierField) field)->stored;
}

static char *
dup_columns (PalierKind kind, const char *format)
{
  GString *columns = g_string_new (NULL);

  for (guint i = 0; i < palier_kind_n_fields (kind); i++)
    if (has_column (kind, i))
      g_string_append_printf (columns, format, palier_kind_field (kind, i)->name);
  return g_string_free (columns, FALSE);
}

/* Returns: (transfer full): reads the columns that palier_record_table_read() understands; @rest:
 * what follows the table's name */
char *
palier_record_table_dup_select (PalierKind kind, const char *rest)
{
  g_autofree char *columns = dup_columns (kind, ", \"%s\"");

  return g_strdup_printf ("SELECT n, " HEAD "%s FROM \"%s\" %s", columns, palier_kind_name (kind),
                          rest);
}

static Texts
make_texts (PalierKind kind)
{
  const char *table = palier_kind_name (kind);
  g_autofree char *columns = dup_columns (kind, ", \"%s\"");
  g_autofree char *marks = dup_columns (kind, ", ?%.0s");
  g_autofree char *sets = dup_columns (kind, ", \"%s\" = ?");

  return (Texts) {
    g_strdup_printf ("SELECT n FROM \"%s\" WHERE id = ?", table),
    palier_record_table_dup_select (kind, "WHERE n = ?"),
    g_strdup_printf ("INSERT INTO \"%s\" (" HEAD "%s) VALUES (?, ?, ?, ?, ?, ?, ?%s)", table,
                     columns, marks),
    g_strdup_printf ("UPDATE \"%s\" SET id = ?, stamp = ?, device = ?, marks = ?, deleted_ms = ?, "
                     "merged_into = ?, erased = ?%s WHERE n = ?",
                     table, sets),
  };
}

static const Texts *
get_texts (PalierKind kind)
{
  static Texts texts[PALIER_N_KINDS];
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    for (int i = 0; i < PALIER_N_KINDS; i++)
      texts[i] = make_texts ((PalierKind) i);
    g_once_init_leave (&ready, 1);
  }
  return &texts[kind];
}

/* @n: 0 where there is none */
gboolean
palier_record_table_find (PalierDatabase *database, PalierKind kind, const PalierId *id, gint64 *n,
                          GError **error)
{
  *n = 0;
  return palier_database_number (database, n, error, get_texts (kind)->find, "D", id);
}

static void
load_column (PalierRecord *record, guint field, sqlite3_stmt *row, int column)
{
  PalierId id;

  if (sqlite3_column_type (row, column) == SQLITE_NULL)
    return;
  if (palier_kind_field (record->kind, field)->type != PALIER_TYPE_ID)
    palier_record_load_value (record, field, palier_statement_get_text (row, column));
  else if (palier_statement_get_id (row, column, &id))
  {
    char text[PALIER_ID_TEXT_SIZE];
    palier_record_load_value (record, field, palier_id_format (&id, text));
  }
}

/* Returns: (transfer full): the record of the current row; NULL with PALIER_STORAGE_ERROR_DAMAGED
 */
PalierRecord *
palier_record_table_read (PalierKind kind, sqlite3_stmt *row, GError **error)
{
  g_autoptr (GError) local = NULL;
  int column = 1 + N_HEAD;
  PalierId id;

  palier_statement_get_id (row, 1, &id);
  g_autoptr (PalierRecord) record = palier_record_new (kind, &id);
  PalierMark mark = { (PalierStamp) sqlite3_column_int64 (row, 2),
                      (guint64) sqlite3_column_int64 (row, 3) };
  for (guint i = 0; i < palier_kind_n_fields (kind); i++)
    if (has_column (kind, i))
      load_column (record, i, row, column++);
  if (palier_record_load_marks (record, mark, palier_statement_get_text (row, 4), &local))
    return g_steal_pointer (&record);
  g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_DAMAGED, "marks of a %s: %s",
               palier_kind_name (kind), local->message);
  return NULL;
}

/* Returns: (transfer full): NULL with @error; NOT_FOUND where there is no such row */
PalierRecord *
palier_record_table_load (PalierDatabase *database, PalierKind kind, gint64 n, GError **error)
{
  GError *local = NULL;
  PalierRecord *record = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, get_texts (kind)->load, "i", n);

  if (row == NULL)
    return NULL;
  if (palier_database_next (database, row, &local))
  {
    record = palier_record_table_read (kind, row, error);
    sqlite3_reset (row);
    return record;
  }
  if (local != NULL)
    g_propagate_error (error, local);
  else
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND,
                 "no %s %" G_GINT64_FORMAT, palier_kind_name (kind), n);
  return NULL;
}

static void
bind_head (sqlite3_stmt *statement, const PalierRecord *record)
{
  PalierMark row = palier_record_row_mark (record);
  char *marks = palier_record_dup_marks (record);

  palier_statement_bind_id (statement, 1, &record->id);
  sqlite3_bind_int64 (statement, 2, (gint64) row.time);
  sqlite3_bind_int64 (statement, 3, (gint64) row.device);
  sqlite3_bind_text (statement, 4, marks, -1, g_free);
  if (record->deleted_ms != 0)
    sqlite3_bind_int64 (statement, 5, record->deleted_ms);
  palier_statement_bind_id (statement, 6, &record->merged_into);
  if (record->erased)
    sqlite3_bind_int (statement, 7, 1);
}

/* Returns: the index of the next parameter */
static int
bind_fields (sqlite3_stmt *statement, const PalierRecord *record)
{
  int index = N_HEAD + 1;

  for (guint i = 0; i < palier_kind_n_fields (record->kind); i++)
  {
    PalierId id;
    if (!has_column (record->kind, i))
      continue;
    if (palier_kind_field (record->kind, i)->type != PALIER_TYPE_ID)
      sqlite3_bind_text (statement, index, palier_record_dup (record, i), -1, g_free);
    else if (palier_record_get_id (record, i, &id))
      palier_statement_bind_id (statement, index, &id);
    index++;
  }
  return index;
}

/* Writes the row alone: the caller minds keys and search index of a new one, and the change log. */
gboolean
palier_record_table_write (PalierDatabase *database, const PalierRecord *record, gint64 *n,
                           GError **error)
{
  const Texts *texts = get_texts (record->kind);
  sqlite3_stmt *statement =
      palier_database_query (database, error, *n == 0 ? texts->insert : texts->update, "");

  if (statement == NULL)
    return FALSE;
  bind_head (statement, record);
  int index = bind_fields (statement, record);
  if (*n != 0)
    sqlite3_bind_int64 (statement, index, *n);
  if (!palier_database_step (database, statement, error))
    return FALSE;
  if (*n == 0)
    *n = sqlite3_last_insert_rowid (database->handle);
  return TRUE;
}

/**
 * palier_record_table_store:
 * @n: (inout): its row; 0: a new one, whose number is put there
 *
 * Writes a record, and keeps the search index with it. For the sync: not entered in the change log.
 */
gboolean
palier_record_table_store (PalierDatabase *database, const PalierRecord *record, gint64 *n,
                           GError **error)
{
  gboolean searched = record->kind == PALIER_KIND_PROSPECT, is_new = *n == 0;

  database->changed |= PALIER_CHANGED (record->kind);
  if (searched && !is_new && !palier_search_take_out (database, *n, *n, error))
    return FALSE;
  return palier_record_table_write (database, record, n, error)
         && (!searched || !is_new || palier_prospect_keys_put (database, *n, error))
         && (!searched || palier_search_put (database, *n, *n, error));
}

/* As palier_record_table_store(), for what was changed here: sync will push it. */
gboolean
palier_record_table_store_own (PalierDatabase *database, const PalierRecord *record, gint64 *n,
                               GError **error)
{
  return palier_record_table_store (database, record, n, error)
         && palier_change_log (database, record->kind, *n, *n, error);
}
