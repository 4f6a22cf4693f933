/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merges wait beside the new values until their changeset is closed. Then each is noted as a row
 * that was merged, by which it is undone. */
#include "palier-changeset-merge.h"

#include "palier-changeset-log.h"
#include "palier-changeset-write.h"
#include "palier-workspace.h"

#define SQL_NOTE                                                                                   \
  "INSERT INTO changeset_rows (changeset, kind, made, first_n, last_n) VALUES (?1, ?2, ?3, ?4, ?4)"
#define SQL_FORGET                                                                                              \
  "DELETE FROM changeset_value WHERE changeset = ? AND kind = ? AND n = ? AND field = '" PALIER_CHANGESET_MERGE \
  "'"

/* By its stamp an undo tells whether a merge still stands as it was made. */
#define SQL_STAMP "UPDATE changeset SET stamp = ? WHERE n = ?"

gboolean
palier_changeset_find_prospect (PalierDatabase *database, const PalierId *id, gint64 *n,
                                GError **error)
{
  if (!palier_record_table_find (database, PALIER_KIND_PROSPECT, id, n, error))
    return FALSE;
  if (*n == 0)
    g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND,
                         "no such prospect");
  return *n != 0;
}

gboolean
palier_changeset_stage_merge (PalierDatabase *database, gint64 changeset, const PalierId *other,
                              const PalierId *kept, GError **error)
{
  char text[PALIER_ID_TEXT_SIZE];
  gint64 n, kept_n;

  return palier_changeset_find_prospect (database, other, &n, error)
         && palier_changeset_find_prospect (database, kept, &kept_n, error)
         && palier_changeset_stage (database, changeset, PALIER_KIND_PROSPECT, n,
                                    PALIER_CHANGESET_MERGE, palier_id_format (kept, text), NULL,
                                    error);
}

/* Whether the user still sees it: nobody deleted or merged it meanwhile. */
static gboolean
is_live (const PalierRecord *record, GError **error)
{
  if (record->deleted_ms == 0 && !record->erased && palier_id_is_nil (&record->merged_into))
    return TRUE;
  g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_STATE,
                       "deleted or merged meanwhile");
  return FALSE;
}

static gboolean
check_kept (PalierDatabase *database, const PalierId *id, GError **error)
{
  gint64 n;

  if (!palier_changeset_find_prospect (database, id, &n, error))
    return FALSE;
  g_autoptr (PalierRecord) kept =
      palier_record_table_load (database, PALIER_KIND_PROSPECT, n, error);
  return kept != NULL && is_live (kept, error);
}

/**
 * palier_changeset_apply_merge:
 * @record: row @n, which the caller stores then
 * @kept: an id as text
 *
 * Where one of both was deleted or merged meanwhile: PALIER_STORAGE_ERROR_STATE.
 */
gboolean
palier_changeset_apply_merge (PalierDatabase *database, gint64 changeset, PalierRecord *record,
                              gint64 n, const char *kept, GError **error)
{
  PalierId id;

  if (!palier_id_parse (kept, &id))
  {
    g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_VALUE,
                         PALIER_CHANGESET_MERGE);
    return FALSE;
  }
  if (!is_live (record, error) || !check_kept (database, &id, error))
    return FALSE;
  palier_record_set_merged_into (record, &id, database->mark);
  return palier_database_run (database, error, SQL_STAMP, "ii", (gint64) database->mark.time,
                              changeset)
         && palier_database_run (database, error, SQL_FORGET, "iii", changeset,
                                 (gint64) PALIER_KIND_PROSPECT, n)
         && palier_database_run (database, error, SQL_NOTE, "iiii", changeset,
                                 (gint64) PALIER_KIND_PROSPECT, (gint64) PALIER_ROWS_MERGED, n);
}
