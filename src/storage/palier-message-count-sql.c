/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the approved messages are. Each exchange asks, so only those are looked at of which it is
 * not known for good. */
#include "palier-message-count-sql.h"

#include "palier-job.h"
#include "palier-message-store.h"

/* Materialised, or the last state would be looked up again for each use of it. */
#define SQL_COUNT                                                                                  \
  "WITH fate AS MATERIALIZED (SELECT m.due_at AS due_at, "                                         \
  "(SELECT json_extract (e.data, '$.state') FROM event e WHERE e.message = m.id "                  \
  "AND e.name = 'message.state' ORDER BY e.at DESC, e.n DESC LIMIT 1) AS state "                   \
  "FROM message_unsettled u CROSS JOIN message m ON m.n = u.n "                                    \
  "WHERE m.deleted_ms IS NULL AND m.erased IS NULL) "                                              \
  "SELECT coalesce (sum (state = 'uncertain'), 0), coalesce (sum (state = 'set_aside'), 0), "      \
  "coalesce (sum (due_at > 0 AND (state IS NULL OR state IN "                                      \
  "('waiting', 'scheduled', 'claimed', 'handing_over', 'deferred'))), 0) FROM fate"

/* In a job. @out: (out): filled if there was no error */
gboolean
palier_message_count_sql_read (PalierDatabase *database, PalierMessageCounts *out, GError **error)
{
  sqlite3_stmt *row = palier_database_query (database, error, SQL_COUNT, "");

  if (row == NULL || !palier_database_next (database, row, error))
    return FALSE;
  out->uncertain = (guint64) sqlite3_column_int64 (row, 0);
  out->set_aside = (guint64) sqlite3_column_int64 (row, 1);
  out->queued = (guint64) sqlite3_column_int64 (row, 2);
  sqlite3_reset (row);
  return TRUE;
}

static DexFuture *
count_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  PalierMessageCounts counts;

  if (!palier_message_count_sql_read (database, &counts, error))
    return NULL;
  return dex_future_new_take_boxed (PALIER_TYPE_MESSAGE_COUNTS,
                                    palier_message_counts_copy (&counts));
}

/* Resolves to a PalierMessageCounts. */
DexFuture *
palier_message_store_count (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, count_job, palier_arguments_new ());
}
