/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of a field is shown as long as another device's word stands there: what this device
 * writes into it after that, whatever it is, settles it. */
#include "palier-replaced-store.h"

#include "palier-job.h"
#include "palier-local.h"
#include "palier-record-table.h"

/* The latest that was kept of each field. */
#define SQL_ALL                                                                                    \
  "SELECT kind, n, field, value, at, max (stamp) FROM replaced GROUP BY kind, n, field "           \
  "ORDER BY at DESC, kind, n, field"
#define SQL_OF_PROSPECT                                                                            \
  "SELECT kind, n, field, value, at, max (stamp) FROM replaced "                                   \
  "WHERE kind = 0 AND n = (SELECT n FROM prospect WHERE id = ?) GROUP BY field "                   \
  "ORDER BY at DESC, field"
#define SQL_FORGET                                                                                 \
  "DELETE FROM replaced WHERE kind = 0 AND n = (SELECT n FROM prospect WHERE id = ?) "             \
  "AND field = ?"

G_STATIC_ASSERT (PALIER_KIND_PROSPECT == 0);

/* Whether another device's value stands in the field, in a record that is there. */
static gboolean
stands (PalierDatabase *database, const PalierRecord *record, int field, const char *value)
{
  return field >= 0 && record->deleted_ms == 0 && !record->erased
         && palier_id_is_nil (&record->merged_into)
         && record->fields[field].mark.device != database->device
         && g_strcmp0 (record->fields[field].text, value) != 0;
}

/* Returns: (nullable) (transfer full): what the row says; NULL with no error: it is settled */
static PalierReplaced *
read_row (PalierDatabase *database, sqlite3_stmt *row, GError **error)
{
  PalierKind kind = (PalierKind) sqlite3_column_int (row, 0);
  const char *name = palier_statement_get_text (row, 2);
  const char *value = palier_statement_get_text (row, 3);
  g_autofree char *author = NULL;
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, kind, sqlite3_column_int64 (row, 1), error);
  int field = palier_kind_find_field (kind, name);

  if (record == NULL || !stands (database, record, field, value))
    return NULL;
  g_autofree char *setting = palier_author_dup_setting (record->fields[field].mark.device);
  if (!palier_setting_load (database, setting, &author, error))
    return NULL;
  PalierReplaced *self = g_new (PalierReplaced, 1);
  *self = (PalierReplaced) { .kind = kind,
                             .id = record->id,
                             .field = g_strdup (name),
                             .value = g_strdup (value),
                             .at_ms = sqlite3_column_int64 (row, 4),
                             .now = g_strdup (record->fields[field].text),
                             .now_ms = PALIER_STAMP_MS (record->fields[field].mark.time) };
  palier_author_read (author, &self->member, &self->computer);
  return self;
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_replaced_free);
  GError *local = NULL;
  sqlite3_stmt *row = arguments->has_id ? palier_database_query (database, error, SQL_OF_PROSPECT,
                                                                 "D", &arguments->id)
                                        : palier_database_query (database, error, SQL_ALL, "");

  if (row == NULL)
    return NULL;
  while (list->len < arguments->limit && palier_database_next (database, row, &local))
  {
    PalierReplaced *replaced = read_row (database, row, &local);
    if (replaced != NULL)
      g_ptr_array_add (list, replaced);
    else if (local != NULL)
      break;
  }
  sqlite3_reset (row);
  if (local == NULL)
    return palier_future_take_ptr_array (g_steal_pointer (&list));
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
forget_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  if (!palier_database_run (database, error, SQL_FORGET, "Dt", &arguments->id, arguments->text))
    return NULL;
  return dex_future_new_for_boolean (sqlite3_changes (database->handle) > 0);
}

/**
 * palier_replaced_store_list:
 * @prospect: (nullable): of this one alone; NULL: of all records
 *
 * Returns: (transfer full): resolves to a GPtrArray of PalierReplaced, the latest first, one a
 * field
 */
DexFuture *
palier_replaced_store_list (PalierWorkspace *workspace, const PalierId *prospect, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->has_id = prospect != NULL;
  if (prospect != NULL)
    arguments->id = *prospect;
  arguments->limit = limit;
  return palier_workspace_read (workspace, list_job, arguments);
}

/**
 * palier_replaced_store_forget:
 *
 * Forgets what was kept of one field: what stands there is well.
 *
 * Returns: (transfer full): resolves to a boolean: whether there was anything
 */
DexFuture *
palier_replaced_store_forget (PalierWorkspace *workspace, const PalierId *prospect,
                              const char *field)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *prospect;
  arguments->text = g_strdup (field);
  return palier_workspace_write (workspace, forget_job, arguments);
}
