/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-aside-store.h"

#include "palier-aside-held.h"
#include "palier-job.h"
#include "palier-local.h"

#define SQL_LIST "SELECT id, pulled, kind, code, at FROM put_aside ORDER BY at, id"
#define SQL_COUNT "SELECT code, count (*) FROM put_aside GROUP BY code"
#define SQL_ANY_PULLED "SELECT EXISTS (SELECT 1 FROM put_aside WHERE pulled = 1)"
#define SQL_FORGET "DELETE FROM put_aside WHERE id = ? AND pulled = ?"

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
