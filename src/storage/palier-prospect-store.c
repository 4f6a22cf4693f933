/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading prospects. Writing them stands in palier-prospect-write.c. */
#include "palier-prospect-store.h"

#include "palier-job.h"
#include "palier-list-cache.h"
#include "palier-prospect-sql.h"
#include "palier-visible.h"

/* Values that an open changeset has put by for a prospect. */
#define SQL_STAGED                                                                                 \
  "SELECT v.field, v.new, v.original FROM changeset c JOIN changeset_value v "                     \
  "ON v.changeset = c.n AND v.kind = 0 WHERE c.id = ? AND v.n = ?"

static const PalierQuery everything = { .sort = PALIER_FIELD_NONE, .descending = TRUE };

static const PalierQuery *
get_query (const PalierArguments *arguments)
{
  return arguments->query != NULL ? arguments->query : &everything;
}

static DexFuture *
count_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) ns = palier_list_find (database, get_query (arguments), 0, error);

  return ns != NULL ? dex_future_new_for_uint (ns->len) : NULL;
}

static DexFuture *
ids_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  GArray *ns = palier_list_find (database, get_query (arguments), arguments->limit, error);

  return ns != NULL ? palier_future_take_array (ns) : NULL;
}

static void
clear_row (gpointer row)
{
  if (row != NULL)
    palier_prospect_unref (row);
}

static gboolean
append_row (PalierDatabase *database, sqlite3_stmt *statement, gint64 n, GPtrArray *rows,
            GError **error)
{
  GError *local = NULL;
  PalierProspect *row = NULL;

  sqlite3_reset (statement);
  sqlite3_bind_int64 (statement, 1, n);
  if (palier_database_next (database, statement, &local))
  {
    row = palier_prospect_sql_read (statement);
    sqlite3_reset (statement);
  }
  g_ptr_array_add (rows, row);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
put_staged (PalierDatabase *database, const PalierId *changeset, gint64 n, PalierProspect *row,
            GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *value = palier_database_query (database, error, SQL_STAGED, "Di", changeset, n);

  if (value == NULL)
    return FALSE;
  while (palier_database_next (database, value, &local))
  {
    PalierField field = palier_field_from_name (palier_statement_get_text (value, 0));
    palier_prospect_set (row, field, palier_statement_get_text (value, 1));
    palier_prospect_set_original (row, field, palier_statement_get_text (value, 2));
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static DexFuture *
rows_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const GArray *ns = arguments->array;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_full (ns->len, clear_row);
  sqlite3_stmt *statement = palier_prospect_sql_select (database, error);

  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < ns->len; i++)
    if (!append_row (database, statement, g_array_index (ns, gint64, i), rows, error))
      return NULL;
  if (palier_id_is_nil (&arguments->id))
    return palier_future_take_ptr_array (g_steal_pointer (&rows));
  for (guint i = 0; i < ns->len; i++)
    if (rows->pdata[i] != NULL
        && !put_staged (database, &arguments->id, g_array_index (ns, gint64, i), rows->pdata[i],
                        error))
      return NULL;
  return palier_future_take_ptr_array (g_steal_pointer (&rows));
}

static DexFuture *
get_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const char *visible = palier_visible_clause (database, error);
  gint64 n = 0;

  if (visible == NULL)
    return NULL;
  g_autofree char *sql =
      g_strdup_printf ("SELECT n FROM prospect p WHERE p.id = ? AND %s", visible);
  if (!palier_database_number (database, &n, error, sql, "D", &arguments->id))
    return NULL;
  if (n == 0)
  {
    g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND,
                         "no such prospect");
    return NULL;
  }
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (clear_row);
  sqlite3_stmt *statement = palier_prospect_sql_select (database, error);
  if (statement == NULL || !append_row (database, statement, n, rows, error))
    return NULL;
  return dex_future_new_take_boxed (PALIER_TYPE_PROSPECT, g_ptr_array_steal_index (rows, 0));
}

static PalierArguments *
arguments_for (PalierQuery *query, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->query = query != NULL ? palier_query_ref (query) : NULL;
  arguments->limit = limit;
  return arguments;
}

/**
 * palier_prospect_store_count:
 * @query: (nullable): %NULL: all
 *
 * Returns: (transfer full): resolves to a guint
 */
DexFuture *
palier_prospect_store_count (PalierWorkspace *workspace, PalierQuery *query)
{
  return palier_workspace_read (workspace, count_job, arguments_for (query, 0));
}

/**
 * palier_prospect_store_ids:
 * @query: (nullable): %NULL: all, the best score first
 * @limit: 0: all
 *
 * The row numbers of a list in its order; what the sort field does not know stands last. Asking
 * again while nothing was written costs next to nothing, and a search one look into the index.
 *
 * Returns: (transfer full): resolves to a GArray of gint64 (G_TYPE_ARRAY), shared: not to be
 * changed
 */
DexFuture *
palier_prospect_store_ids (PalierWorkspace *workspace, PalierQuery *query, guint limit)
{
  return palier_workspace_read (workspace, ids_job, arguments_for (query, limit));
}

/**
 * palier_prospect_store_rows:
 * @ns: (element-type gint64): as palier_prospect_store_ids() gives them, a page of them
 *
 * Returns: (transfer full): resolves to a GPtrArray of PalierProspect of the same length and order,
 * %NULL where the row is gone
 */
DexFuture *
palier_prospect_store_rows (PalierWorkspace *workspace, GArray *ns)
{
  return palier_prospect_store_rows_in (workspace, &PALIER_ID_NIL, ns);
}

/**
 * palier_prospect_store_rows_in:
 * @changeset: open; nil: none
 *
 * As palier_prospect_store_rows(), with the values that @changeset has put by, as everybody will
 * see them once it is closed.
 */
DexFuture *
palier_prospect_store_rows_in (PalierWorkspace *workspace, const PalierId *changeset, GArray *ns)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (ns);
  arguments->id = *changeset;
  return palier_workspace_read (workspace, rows_job, arguments);
}

static DexFuture *
custom_names_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const char *visible = palier_visible_clause (database, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GError *local = NULL;

  if (visible == NULL)
    return NULL;
  g_autofree char *sql = g_strdup_printf (
      "SELECT DISTINCT c.key FROM prospect p, json_each (p.custom) c "
      "WHERE p.custom IS NOT NULL AND json_valid (p.custom) AND %s ORDER BY 1 LIMIT ?1",
      visible);
  sqlite3_stmt *statement =
      palier_database_query (database, error, sql, "i", (gint64) arguments->limit);
  if (statement == NULL)
    return NULL;
  while (palier_database_next (database, statement, &local))
    g_ptr_array_add (names, g_strdup (palier_statement_get_text (statement, 0)));
  if (local == NULL)
    return palier_future_take_ptr_array (g_steal_pointer (&names));
  g_propagate_error (error, local);
  return NULL;
}

/**
 * palier_prospect_store_custom_names:
 *
 * Returns: (transfer full): resolves to a GPtrArray of char *: the names under which any row has a
 * custom text, sorted, at most @limit
 */
DexFuture *
palier_prospect_store_custom_names (PalierWorkspace *workspace, guint limit)
{
  return palier_workspace_read (workspace, custom_names_job, arguments_for (NULL, limit));
}

/**
 * palier_prospect_store_get:
 *
 * Returns: (transfer full): resolves to a PalierProspect; rejects with PALIER_STORAGE_ERROR
 * NOT_FOUND where it is unknown, deleted or not yet published
 */
DexFuture *
palier_prospect_store_get (PalierWorkspace *workspace, const PalierId *id)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *id;
  return palier_workspace_read (workspace, get_job, arguments);
}
