/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-aside-store.h"

#include "palier-changeset-log.h"
#include "palier-job.h"
#include "palier-local.h"
#include "palier-records.h"

#define SQL_LIST "SELECT id, pulled, kind, code, at FROM put_aside ORDER BY at, id"
#define SQL_REFUSED "SELECT id, kind FROM put_aside WHERE pulled = 0"
#define SQL_ANY_PULLED "SELECT EXISTS (SELECT 1 FROM put_aside WHERE pulled = 1)"
#define SQL_FORGET "DELETE FROM put_aside"
#define SQL_REPLACED "SELECT kind, n, field, value, at FROM replaced ORDER BY at DESC LIMIT ?"
#define SQL_ID_OF "SELECT id FROM \"%s\" WHERE n = ?"

static GPtrArray *
list_aside (PalierDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_aside_free);
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_LIST, "");

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    PalierAside *aside = g_new0 (PalierAside, 1);
    palier_statement_get_id (row, 0, &aside->id);
    aside->pulled = sqlite3_column_int (row, 1) != 0;
    aside->kind = g_strdup (palier_statement_get_text (row, 2));
    aside->code = g_strdup (palier_statement_get_text (row, 3));
    aside->at_ms = sqlite3_column_int64 (row, 4);
    g_ptr_array_add (list, aside);
  }
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  GPtrArray *list = list_aside (database, error);
  return list != NULL ? palier_future_take_ptr_array (list) : NULL;
}

static gboolean
enter_again (PalierDatabase *database, const PalierAside *aside, GError **error)
{
  PalierKind kind = palier_kind_from_name (aside->kind);
  gint64 n = 0;

  if (aside->pulled || kind == PALIER_KIND_NONE)
    return TRUE;
  return palier_records_find (database, kind, &aside->id, &n, error)
         && (n == 0 || palier_change_log (database, kind, n, n, error));
}

/* What came is asked for again from the beginning: the relay keeps no other order. */
static DexFuture *
retry_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) list = list_aside (database, error);
  gint64 any_pulled = 0;

  if (list == NULL || !palier_database_number (database, &any_pulled, error, SQL_ANY_PULLED, ""))
    return NULL;
  for (guint i = 0; i < list->len; i++)
    if (!enter_again (database, g_ptr_array_index (list, i), error))
      return NULL;
  if (any_pulled != 0 && !palier_local_put (database, arguments->text, NULL, error))
    return NULL;
  return palier_database_run (database, error, SQL_FORGET, "") ? dex_future_new_for_uint (list->len)
                                                               : NULL;
}

static gboolean
find_id (PalierDatabase *database, PalierKind kind, gint64 n, PalierId *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf (SQL_ID_OF, palier_kind_name (kind));
  sqlite3_stmt *row = palier_database_query (database, error, sql, "i", n);
  GError *local = NULL;

  *id = PALIER_ID_NIL;
  if (row == NULL)
    return FALSE;
  if (palier_database_next (database, row, &local))
  {
    palier_statement_get_id (row, 0, id);
    sqlite3_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static PalierReplaced *
read_replaced (PalierDatabase *database, sqlite3_stmt *row, GError **error)
{
  PalierKind kind = (PalierKind) sqlite3_column_int (row, 0);
  PalierId id;

  if (!find_id (database, kind, sqlite3_column_int64 (row, 1), &id, error))
    return NULL;
  PalierReplaced *replaced = g_new0 (PalierReplaced, 1);
  replaced->id = id;
  replaced->kind = g_strdup (palier_kind_name (kind));
  replaced->field = g_strdup (palier_statement_get_text (row, 2));
  replaced->value = g_strdup (palier_statement_get_text (row, 3));
  replaced->at_ms = sqlite3_column_int64 (row, 4);
  return replaced;
}

static DexFuture *
replaced_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_replaced_free);
  GError *local = NULL;
  sqlite3_stmt *row =
      palier_database_query (database, error, SQL_REPLACED, "i", (gint64) arguments->limit);

  while (row != NULL && local == NULL && palier_database_next (database, row, &local))
  {
    PalierReplaced *replaced = read_replaced (database, row, &local);
    if (replaced != NULL)
      g_ptr_array_add (list, replaced);
    else
      sqlite3_reset (row);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return row != NULL && local == NULL ? palier_future_take_ptr_array (g_steal_pointer (&list))
                                      : NULL;
}

/* Resolves to a GPtrArray of PalierAside, the first first. */
DexFuture *
palier_aside_store_list (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, list_job, palier_arguments_new ());
}

/**
 * palier_aside_store_retry:
 * @cursor_key: of the relay, as palier_change_store_apply() was given it
 *
 * Has everything that was put aside tried again by the next exchange.
 *
 * Returns: (transfer full): resolves to the guint of those
 */
DexFuture *
palier_aside_store_retry (PalierWorkspace *workspace, const char *cursor_key)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->text = g_strdup (cursor_key);
  return palier_workspace_write (workspace, retry_job, arguments);
}

/* Resolves to a GPtrArray of PalierReplaced, the latest first. */
DexFuture *
palier_replaced_store_list (PalierWorkspace *workspace, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->limit = limit;
  return palier_workspace_read (workspace, replaced_job, arguments);
}
