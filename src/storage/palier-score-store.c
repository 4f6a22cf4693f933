/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-score-store.h"

#include <string.h>

#include "palier-job.h"
#include "palier-score-sql.h"

#define SQL_PUT                                                                                    \
  "REPLACE INTO score (n, total, digital, business, timing, band, codes) "                         \
  "VALUES (?, ?, ?, ?, ?, ?, ?)"
#define SQL_GET "SELECT total, digital, business, timing, band, codes FROM score WHERE n = ?"

gboolean
palier_score_sql_put (PalierDatabase *database, gint64 n, const PalierScoreRow *row, GError **error)
{
  g_assert (row->n_codes <= PALIER_SCORE_MAX_CODES);
  return palier_database_run (database, error, SQL_PUT, "iddddib", n, (double) row->total,
                              (double) row->parts[0], (double) row->parts[1],
                              (double) row->parts[2], (gint64) row->band, row->codes,
                              (gsize) row->n_codes);
}

static DexFuture *
set_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  for (guint i = 0; i < arguments->array->len; i++)
  {
    const PalierScoreRow *row = &g_array_index (arguments->array, PalierScoreRow, i);
    if (!palier_score_sql_put (database, row->n, row, error))
      return NULL;
  }
  database->changed |= PALIER_CHANGED_SCORES;
  return dex_future_new_true ();
}

static void
read_row (sqlite3_stmt *statement, PalierScoreRow *row)
{
  int size = sqlite3_column_bytes (statement, 5);

  row->total = (float) sqlite3_column_double (statement, 0);
  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
    row->parts[i] = (float) sqlite3_column_double (statement, 1 + i);
  row->band = (guint8) sqlite3_column_int (statement, 4);
  row->n_codes = (guint8) CLAMP (size, 0, PALIER_SCORE_MAX_CODES);
  if (row->n_codes > 0)
    memcpy (row->codes, sqlite3_column_blob (statement, 5), row->n_codes);
}

static DexFuture *
rows_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) rows =
      g_array_sized_new (FALSE, TRUE, sizeof (PalierScoreRow), arguments->array->len);

  for (guint i = 0; i < arguments->array->len; i++)
  {
    gint64 n = g_array_index (arguments->array, gint64, i);
    PalierScoreRow row = { 0 };
    GError *local = NULL;
    sqlite3_stmt *statement = palier_database_query (database, error, SQL_GET, "i", n);
    if (statement == NULL)
      return NULL;
    if (palier_database_next (database, statement, &local))
    {
      row.n = n;
      read_row (statement, &row);
      sqlite3_reset (statement);
    }
    if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
    g_array_append_val (rows, row);
  }
  return palier_future_take_array (g_steal_pointer (&rows));
}

/**
 * palier_score_store_set:
 * @rows: (element-type PalierScoreRow): at most some thousands a call, so that others get in
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_score_store_set (PalierWorkspace *workspace, GArray *rows)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (rows);
  return palier_workspace_write (workspace, set_job, arguments);
}

/**
 * palier_score_store_rows:
 * @ns: (element-type gint64): row numbers of prospects
 *
 * Returns: (transfer full): resolves to a GArray of PalierScoreRow (G_TYPE_ARRAY) of the same
 * length and order; n is 0 where there is no score
 */
DexFuture *
palier_score_store_rows (PalierWorkspace *workspace, GArray *ns)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (ns);
  return palier_workspace_read (workspace, rows_job, arguments);
}
