/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-erasure-store.h"

#include "palier-erasure.h"
#include "palier-job.h"
#include "palier-prospect-sql.h"
#include "palier-record-table.h"
#include "palier-suppression-keys.h"
#include "palier-visible.h"

#define SQL_WITH_MERGED "SELECT n FROM prospect WHERE id IN " PALIER_SQL_WITH_MERGED ("?")

/* What will be left of the person: that nobody writes to these addresses. */
static gboolean
suppress_one (PalierDatabase *database, gint64 n, GError **error)
{
  sqlite3_stmt *row = palier_prospect_sql_select (database, error);
  GError *local = NULL;

  if (row == NULL)
    return FALSE;
  sqlite3_bind_int64 (row, 1, n);
  if (!palier_database_next (database, row, &local))
  {
    if (local != NULL)
      g_propagate_error (error, local);
    return local == NULL;
  }
  g_autoptr (PalierProspect) prospect = palier_prospect_sql_read (row);
  sqlite3_reset (row);
  g_autoptr (GArray) addresses = palier_prospect_dup_addresses (prospect);
  return palier_suppression_add (database, addresses, database->now_ms, "erased", error);
}

static gboolean
suppress_all (PalierDatabase *database, const PalierId *id, GError **error)
{
  sqlite3_stmt *row = palier_database_query (database, error, SQL_WITH_MERGED, "D", id);
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;

  while (row != NULL && palier_database_next (database, row, &local))
  {
    gint64 n = sqlite3_column_int64 (row, 0);
    g_array_append_val (ns, n);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  if (row == NULL || local != NULL)
    return FALSE;
  for (guint i = 0; i < ns->len; i++)
    if (!suppress_one (database, g_array_index (ns, gint64, i), error))
      return FALSE;
  return TRUE;
}

static DexFuture *
erase_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  guint count = 0;
  gint64 n;

  if (!palier_record_table_find (database, PALIER_KIND_PROSPECT, &arguments->id, &n, error))
    return NULL;
  if (n == 0)
  {
    g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND,
                         "no such prospect");
    return NULL;
  }
  return suppress_all (database, &arguments->id, error)
                 && palier_erasure_prospect (database, n, &count, error)
                 && palier_erasure_forget_beside (database, error)
             ? dex_future_new_for_uint (count)
             : NULL;
}

static DexFuture *
wipe_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  return palier_erasure_wipe (database, error) ? dex_future_new_true () : NULL;
}

/**
 * palier_erasure_store_erase:
 *
 * Erases the content of a prospect, of those merged into it, and of all that refers to them, and
 * puts their addresses into the suppression list. It cannot be undone. palier_erasure_store_wipe()
 * is to follow.
 *
 * Returns: (transfer full): resolves to the guint of the records that were erased; rejects with
 * PALIER_STORAGE_ERROR NOT_FOUND, FULL…, and then nothing is changed
 */
DexFuture *
palier_erasure_store_erase (PalierWorkspace *workspace, const PalierId *prospect)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *prospect;
  return palier_workspace_write (workspace, erase_job, arguments);
}

/**
 * palier_erasure_store_wipe:
 *
 * Removes from the files what erasures, here or on another device, have left in them. Without any
 * it does nothing; what fails is done when the base is opened next.
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_erasure_store_wipe (PalierWorkspace *workspace)
{
  return palier_workspace_write_long (workspace, wipe_job, palier_arguments_new ());
}
