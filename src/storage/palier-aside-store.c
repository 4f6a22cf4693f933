/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-aside-store.h"

#include "palier-aside-held.h"
#include "palier-job.h"
#include "palier-local.h"

#define SQL_LIST "SELECT id, pulled, kind, code, at FROM put_aside ORDER BY at, id"
#define SQL_COUNT "SELECT code, count (*) FROM put_aside GROUP BY code"
#define SQL_ANY_PULLED "SELECT EXISTS (SELECT 1 FROM put_aside WHERE pulled = 1)"
#define SQL_FORGET "DELETE FROM put_aside WHERE id = ? AND pulled = ?"
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
try_again (PalierDatabase *database, const PalierAside *aside, GError **error)
{
  PalierKind kind = palier_kind_from_name (aside->kind);

  return (aside->pulled || kind == PALIER_KIND_NONE
          || palier_aside_enter_again (database, kind, &aside->id, error))
         && palier_database_run (database, error, SQL_FORGET, "Di", &aside->id,
                                 (gint64) aside->pulled);
}

/* What came is asked for again from the beginning: the relay keeps no other order. What it holds
 * back waits for its word. */
static DexFuture *
retry_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) list = list_aside (database, error);
  gint64 any_pulled = 0;
  guint n = 0;

  if (list == NULL || !palier_database_number (database, &any_pulled, error, SQL_ANY_PULLED, ""))
    return NULL;
  for (guint i = 0; i < list->len; i++)
  {
    const PalierAside *aside = g_ptr_array_index (list, i);
    if (palier_hold_from_code (aside->code) != PALIER_HOLD_NONE)
      continue;
    if (!try_again (database, aside, error))
      return NULL;
    n++;
  }
  if (any_pulled != 0 && !palier_local_put (database, arguments->text, NULL, error))
    return NULL;
  return dex_future_new_for_uint (n);
}

static DexFuture *
count_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autofree PalierAsideCounts *counts = g_new0 (PalierAsideCounts, 1);
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_COUNT, "");

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    PalierHold hold = palier_hold_from_code (palier_statement_get_text (row, 0));
    guint n = (guint) sqlite3_column_int64 (row, 1);
    if (hold != PALIER_HOLD_NONE)
      counts->held[hold] = n;
    else
      counts->unread += n;
  }
  if (local == NULL)
    return dex_future_new_take_boxed (PALIER_TYPE_ASIDE_COUNTS, g_steal_pointer (&counts));
  g_propagate_error (error, local);
  return NULL;
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

/* Resolves to a PalierAsideCounts. */
DexFuture *
palier_aside_store_count (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, count_job, palier_arguments_new ());
}

/**
 * palier_aside_store_retry:
 * @cursor_key: of the relay, as palier_change_store_apply() was given it
 *
 * Has everything that was put aside, but what the relay holds back, tried again by the next
 * exchange.
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
