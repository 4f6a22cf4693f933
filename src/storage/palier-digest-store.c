/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The states of this base's records in a few bytes each, to be compared with another's. */
#include "palier-digest-store.h"

#include "palier-job.h"
#include "palier-record-table.h"

static gboolean
add_row (PalierKind kind, sqlite3_stmt *row, GArray *digests, GError **error)
{
  g_autoptr (PalierRecord) record = palier_record_table_read (kind, row, error);
  gsize length = 0;

  if (record == NULL)
    return FALSE;
  g_autofree char *json = palier_record_to_json (record, &length);
  PalierRecordDigest one = palier_record_digest (&record->id, json, length);
  g_array_append_val (digests, one);
  return TRUE;
}

static DexFuture *
page_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  PalierKind kind = (PalierKind) arguments->from;
  g_autofree char *sql = palier_record_table_dup_select (kind, "WHERE id > ? ORDER BY id LIMIT ?");
  g_autoptr (GArray) digests = g_array_new (FALSE, FALSE, sizeof (PalierRecordDigest));
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, sql, "bi", arguments->id.bytes,
                                             sizeof arguments->id.bytes, (gint64) arguments->limit);

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
    if (!add_row (kind, row, digests, &local))
    {
      sqlite3_reset (row);
      break;
    }
  if (local == NULL)
    return palier_future_take_array (g_steal_pointer (&digests));
  g_propagate_error (error, local);
  return NULL;
}

/**
 * palier_digest_store_page:
 * @after: nil for the first page
 *
 * Returns: (transfer full): resolves to a GArray of PalierRecordDigest, by id; fewer than @limit at
 *   the end. Errors: PALIER_STORAGE_ERROR
 */
DexFuture *
palier_digest_store_page (PalierWorkspace *workspace, PalierKind kind, const PalierId *after,
                          guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->from = kind;
  arguments->id = *after;
  arguments->limit = limit;
  return palier_workspace_read (workspace, page_job, arguments);
}
