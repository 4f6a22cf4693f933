/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-near-store.h"

#include "palier-job.h"
#include "palier-visible.h"

/* Numbers of rows that were deleted are given again: those above the last row count as missing. */
#define THROUGH                                                                                    \
  "min (coalesce ((SELECT value FROM local WHERE key = 'near_through'), 0), "                      \
  "coalesce ((SELECT max (n) FROM prospect), 0))"
#define SQL_MISSING                                                                                \
  "SELECT n FROM (SELECT n FROM near_todo WHERE n <= " THROUGH " LIMIT ?1) UNION ALL "             \
  "SELECT n FROM (SELECT n FROM prospect WHERE n > " THROUGH " ORDER BY n LIMIT ?1) LIMIT ?1"
#define SQL_PUT "INSERT OR IGNORE INTO near_key (key, n) VALUES (?, ?)"
#define SQL_DONE "DELETE FROM near_todo WHERE n = ?"
#define SQL_THROUGH "INSERT OR REPLACE INTO local VALUES ('near_through', max (?1, " THROUGH "))"
#define SQL_FIND "SELECT n FROM near_key WHERE key = ? LIMIT ?"
#define SQL_SHOWN "SELECT count(*) FROM prospect p WHERE p.n = ? AND %s"

/* The first column of all rows. */
static gboolean
read_numbers (PalierDatabase *database, sqlite3_stmt *statement, GArray *out, GError **error)
{
  GError *local = NULL;

  while (statement != NULL && palier_database_next (database, statement, &local))
  {
    gint64 n = sqlite3_column_int64 (statement, 0);
    g_array_append_val (out, n);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return statement != NULL && local == NULL;
}

static DexFuture *
missing_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement =
      palier_database_query (database, error, SQL_MISSING, "i", (gint64) arguments->limit);

  return read_numbers (database, statement, ns, error)
             ? palier_future_take_array (g_steal_pointer (&ns))
             : NULL;
}

static gboolean
put_keys (PalierDatabase *database, const GArray *keys, GError **error)
{
  for (guint i = 0; i < keys->len; i++)
  {
    const PalierNearKey *key = &g_array_index (keys, PalierNearKey, i);
    if (!palier_database_run (database, error, SQL_PUT, "ii", key->key, key->n))
      return FALSE;
  }
  return TRUE;
}

static DexFuture *
put_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 greatest = 0;

  if (!put_keys (database, arguments->extra, error))
    return NULL;
  for (guint i = 0; i < arguments->array->len; i++)
  {
    gint64 n = g_array_index (arguments->array, gint64, i);
    greatest = MAX (greatest, n);
    if (!palier_database_run (database, error, SQL_DONE, "i", n))
      return NULL;
  }
  return palier_database_run (database, error, SQL_THROUGH, "i", greatest) ? dex_future_new_true ()
                                                                           : NULL;
}

/* @shown: counts a row that is there for the user */
static gboolean
find_one (PalierDatabase *database, const char *shown, guint index, gint64 key, GArray *matches,
          GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement =
      palier_database_query (database, error, SQL_FIND, "ii", key, (gint64) PALIER_NEAR_MOST + 1);

  if (!read_numbers (database, statement, ns, error))
    return FALSE;
  for (guint i = 0; ns->len <= PALIER_NEAR_MOST && i < ns->len; i++)
  {
    PalierProspectMatch match = { index, g_array_index (ns, gint64, i) };
    gint64 any = 0;
    if (!palier_database_number (database, &any, error, shown, "i", match.n))
      return FALSE;
    if (any != 0)
      g_array_append_val (matches, match);
  }
  return TRUE;
}

static DexFuture *
find_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (PalierProspectMatch));
  const GArray *keys = arguments->array;
  const char *visible = palier_visible_clause (database, error);

  if (visible == NULL)
    return NULL;
  g_autofree char *shown = g_strdup_printf (SQL_SHOWN, visible);
  for (guint i = 0; i < keys->len; i++)
    if (!find_one (database, shown, i, g_array_index (keys, gint64, i), matches, error))
      return NULL;
  return palier_future_take_array (g_steal_pointer (&matches));
}

/**
 * palier_near_store_missing:
 *
 * Returns: (transfer full): resolves to a GArray of gint64 (G_TYPE_ARRAY): up to @limit rows whose
 *   keys are not there, or no longer true; some may be gone
 */
DexFuture *
palier_near_store_missing (PalierWorkspace *workspace, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->limit = limit;
  return palier_workspace_read (workspace, missing_job, arguments);
}

/**
 * palier_near_store_put:
 * @ns: (element-type gint64): as palier_near_store_missing() gave them
 * @keys: (element-type PalierNearKey): of these
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_near_store_put (PalierWorkspace *workspace, GArray *ns, GArray *keys)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (ns);
  arguments->extra = g_array_ref (keys);
  return palier_workspace_write (workspace, put_job, arguments);
}

/**
 * palier_near_store_find:
 * @keys: (element-type gint64)
 *
 * Returns: (transfer full): resolves to a GArray of PalierProspectMatch (G_TYPE_ARRAY), in the
 * order of the keys: rows that are there for the user
 */
DexFuture *
palier_near_store_find (PalierWorkspace *workspace, GArray *keys)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (keys);
  return palier_workspace_read (workspace, find_job, arguments);
}
