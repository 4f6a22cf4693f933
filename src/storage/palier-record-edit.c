/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-record-edit.h"

#include "palier-changeset-log.h"
#include "palier-changeset-write.h"
#include "palier-changeset.h"
#include "palier-record-table.h"
#include "palier-storage-error.h"

/**
 * palier_record_edit_list:
 * @rest: what follows the table's name in the SELECT
 *
 * Returns: (transfer full): what @func makes of each; NULL with @error
 */
GPtrArray *
palier_record_edit_list (PalierDatabase *database, PalierKind kind, const char *rest,
                         PalierRecordFunc func, GDestroyNotify free_func, GError **error)
{
  g_autofree char *sql = palier_record_table_dup_select (kind, rest);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (free_func);
  sqlite3_stmt *row = palier_database_query (database, error, sql, "");
  GError *local = NULL;

  while (row != NULL && palier_database_next (database, row, &local))
  {
    g_autoptr (PalierRecord) record = palier_record_table_read (kind, row, &local);
    if (record == NULL)
    {
      sqlite3_reset (row);
      break;
    }
    g_ptr_array_add (values, func (record));
  }
  if (row != NULL && local == NULL)
    return g_steal_pointer (&values);
  if (local != NULL)
    g_propagate_error (error, local);
  return NULL;
}

/* Loads what is shown. */
static PalierRecord *
load (PalierDatabase *database, PalierKind kind, const PalierId *id, gint64 *n, GError **error)
{
  g_autoptr (PalierRecord) record = NULL;

  if (!palier_record_table_find (database, kind, id, n, error))
    return NULL;
  if (*n != 0 && !(record = palier_record_table_load (database, kind, *n, error)))
    return NULL;
  if (record != NULL && record->deleted_ms == 0 && !record->erased)
    return g_steal_pointer (&record);
  g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND, "no such %s",
               palier_kind_name (kind));
  return NULL;
}

/* Fields that are written once keep what they have. */
static gboolean
differs (const PalierRecord *before, const PalierRecord *after, guint field)
{
  g_autofree char *old = palier_record_dup (before, field);
  g_autofree char *new = palier_record_dup (after, field);

  return palier_kind_field (after->kind, field)->merge != PALIER_MERGE_ONCE
         && g_strcmp0 (old, new) != 0;
}

static gboolean
differs_at_all (const PalierRecord *before, const PalierRecord *after)
{
  for (guint i = 0; i < palier_kind_n_fields (after->kind); i++)
    if (differs (before, after, i))
      return TRUE;
  return FALSE;
}

static gboolean
stage_differences (PalierDatabase *database, gint64 changeset, gint64 n, const PalierRecord *before,
                   const PalierRecord *after, GError **error)
{
  for (guint i = 0; i < palier_kind_n_fields (after->kind); i++)
  {
    g_autofree char *value = palier_record_dup (after, i);
    if (differs (before, after, i)
        && !palier_changeset_stage (database, changeset, after->kind, n,
                                    palier_kind_field (after->kind, i)->name, value, NULL, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * palier_record_edit_put:
 * @record: the whole of what it is to be
 *
 * Returns: (transfer full): resolves to the PalierChangeset ("edit") by which a change is undone;
 *   to %NULL where the record is new, or differs in nothing; NULL with @error, NOT_FOUND for one
 * that was removed
 */
DexFuture *
palier_record_edit_put (PalierDatabase *database, const PalierRecord *record, GError **error)
{
  gint64 n, changeset;

  if (!palier_record_table_find (database, record->kind, &record->id, &n, error))
    return NULL;
  if (n == 0)
    return palier_record_table_store_own (database, record, &n, error)
               ? dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, NULL)
               : NULL;
  g_autoptr (PalierRecord) before = load (database, record->kind, &record->id, &n, error);
  if (before == NULL)
    return NULL;
  if (!differs_at_all (before, record))
    return dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, NULL);
  return palier_changeset_insert (database, NULL, "edit", NULL, PALIER_STEP_OPEN, &changeset, error)
                 && stage_differences (database, changeset, n, before, record, error)
             ? palier_changeset_complete (database, changeset, error)
             : NULL;
}

/* Returns: (transfer full): resolves to the PalierChangeset ("delete") by which it is undone; NULL
 * with @error, NOT_FOUND where there is no such record */
DexFuture *
palier_record_edit_remove (PalierDatabase *database, PalierKind kind, const PalierId *id,
                           GError **error)
{
  gint64 n, changeset;
  g_autoptr (PalierRecord) record = load (database, kind, id, &n, error);

  if (record == NULL
      || !palier_changeset_insert (database, NULL, "delete", NULL, PALIER_STEP_OPEN, &changeset,
                                   error))
    return NULL;
  palier_record_delete (record, database->now_ms, database->mark);
  return palier_record_table_store_own (database, record, &n, error)
                 && palier_changeset_add_rows (database, changeset, kind, n, n, FALSE, error)
             ? palier_changeset_complete (database, changeset, error)
             : NULL;
}

/* ---- a record of a value: what is empty stands in no field */

void
palier_record_fill_text (PalierRecord *record, guint field, const char *text, PalierMark mark)
{
  if (text != NULL && *text != '\0')
    palier_record_set (record, field, text, mark);
}

/* @lines: (nullable): the elements of a set, or the lines of a text */
void
palier_record_fill_lines (PalierRecord *record, guint field, char *const *lines, PalierMark mark)
{
  g_autofree char *text = lines != NULL ? g_strjoinv ("\n", (char **) lines) : NULL;

  palier_record_fill_text (record, field, text, mark);
}

void
palier_record_fill_number (PalierRecord *record, guint field, gint64 number, PalierMark mark)
{
  if (number != 0)
    palier_record_set_integer (record, field, number, mark);
}

void
palier_record_fill_id (PalierRecord *record, guint field, const PalierId *id, PalierMark mark)
{
  char text[PALIER_ID_TEXT_SIZE];

  if (!palier_id_is_nil (id))
    palier_record_set (record, field, palier_id_format (id, text), mark);
}

/* Returns: (transfer full) (nullable): NULL where there are none */
char **
palier_record_dup_lines (const PalierRecord *record, guint field)
{
  g_autofree char *text = palier_record_dup (record, field);

  return text != NULL && *text != '\0' ? g_strsplit (text, "\n", -1) : NULL;
}
