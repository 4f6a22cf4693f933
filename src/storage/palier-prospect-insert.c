/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New prospects, one by one or in bulk. A bulk load costs one insert into the table and one into
 * the search index a row; its change log, undo and hiding are ranges, its exact keys are put in
 * once at the end where the base was empty. */
#include "palier-changeset-log.h"
#include "palier-job.h"
#include "palier-prospect-sql.h"
#include "palier-prospect-store.h"
#include "palier-prospect-keys.h"
#include "palier-score-sql.h"
#include "palier-search.h"

/* From how many rows on a chunk is part of a bulk load. */
#define BULK_ROWS 500

#define SQL_ANY "SELECT EXISTS (SELECT 1 FROM prospect)"
#define SQL_EXTEND_HIDDEN "UPDATE hidden SET last_n = ?3 WHERE changeset = ?1 AND last_n = ?2 - 1"
#define SQL_HIDE "INSERT INTO hidden VALUES (?, ?, ?)"

/* What is postponed for a bulk load are the keys that each row has one of. */
static gboolean
put_keys (PalierDatabase *database, gint64 n, PalierProspect *prospect, gboolean postponed,
          GError **error)
{
  return (postponed && palier_prospect_get (prospect, PALIER_FIELD_OTHER_EMAILS) == NULL
          && palier_prospect_get (prospect, PALIER_FIELD_OTHER_PHONES) == NULL)
         || palier_prospect_keys_put (database, n, error);
}

static gboolean
insert_one (PalierDatabase *database, PalierProspect *prospect, const PalierScoreRow *score,
            gboolean postponed, gint64 *n, GError **error)
{
  PalierId id = *palier_prospect_get_id (prospect);

  if (palier_id_is_nil (&id))
    id = palier_id_new (database->clock, database->random);
  return palier_prospect_sql_insert (database, &id, prospect, n, error)
         && put_keys (database, *n, prospect, postponed, error)
         && palier_search_insert (database, *n, prospect, error)
         && (score == NULL || palier_score_sql_put (database, *n, score, error));
}

static gboolean
insert_all (PalierDatabase *database, PalierArguments *arguments, gboolean postponed,
            gint64 *first_n, gint64 *last_n, GError **error)
{
  const GPtrArray *prospects = arguments->objects;

  for (guint i = 0; i < prospects->len; i++)
  {
    const PalierScoreRow *score =
        arguments->array != NULL ? &g_array_index (arguments->array, PalierScoreRow, i) : NULL;
    if (!insert_one (database, g_ptr_array_index (prospects, i), score, postponed, last_n, error))
      return FALSE;
    if (i == 0)
      *first_n = *last_n;
  }
  return TRUE;
}

static gboolean
hide (PalierDatabase *database, gint64 changeset, gint64 first_n, gint64 last_n, GError **error)
{
  if (!palier_database_run (database, error, SQL_EXTEND_HIDDEN, "iii", changeset, first_n, last_n))
    return FALSE;
  return sqlite3_changes (database->handle) > 0
         || palier_database_run (database, error, SQL_HIDE, "iii", changeset, first_n, last_n);
}

/* Where the first chunk of a bulk load meets an empty table, keys are postponed until the end.
 * @postponed: (out): whether they are, by this chunk or an earlier one */
static gboolean
prepare_bulk (PalierDatabase *database, guint n_rows, gboolean *postponed, GError **error)
{
  gboolean complete = TRUE;
  gint64 any = 1;

  *postponed = FALSE;
  if (n_rows < BULK_ROWS)
    return TRUE;
  database->bulk = TRUE;
  if (!palier_database_number (database, &any, error, SQL_ANY, ""))
    return FALSE;
  if (!any)
    palier_database_set_frugal (database, TRUE);
  if ((!any && !palier_prospect_keys_postpone (database, error))
      || !palier_prospect_keys_are_complete (database, &complete, error))
    return FALSE;
  *postponed = !complete;
  return TRUE;
}

static DexFuture *
insert_into_open_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset, first_n, last_n;
  gboolean postponed;

  if (!palier_changeset_require_open (database, &arguments->id, &changeset, error)
      || !prepare_bulk (database, arguments->objects->len, &postponed, error)
      || !insert_all (database, arguments, postponed, &first_n, &last_n, error)
      || !palier_changeset_add_rows (database, changeset, PALIER_KIND_PROSPECT, first_n, last_n,
                                     TRUE, error)
      || !hide (database, changeset, first_n, last_n, error))
    return NULL;
  return dex_future_new_for_int64 (first_n);
}

static DexFuture *
insert_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset, first_n, last_n;

  if (!palier_changeset_insert (database, NULL, "add", NULL, PALIER_STEP_OPEN, &changeset, error)
      || !insert_all (database, arguments, FALSE, &first_n, &last_n, error)
      || !palier_changeset_add_rows (database, changeset, PALIER_KIND_PROSPECT, first_n, last_n,
                                     TRUE, error)
      || !palier_change_log (database, PALIER_KIND_PROSPECT, first_n, last_n, error)
      || !palier_changeset_finish (database, changeset, error))
    return NULL;
  return dex_future_new_for_int64 (first_n);
}

/**
 * palier_prospect_store_insert:
 * @changeset: (nullable): an open one, in which the rows stay hidden until it is closed; %NULL: one
 *   of its own ("add")
 * @prospects: (element-type PalierProspect): 1 to 5,000; a nil id is given a new one
 * @scores: (nullable) (element-type PalierScoreRow): one each; their n is not looked at
 *
 * Inserts new prospects: all of them or none.
 *
 * Returns: (transfer full): resolves to the gint64 row number of the first, the others follow it
 * without gaps; rejects with PALIER_STORAGE_ERROR NOT_FOUND or STATE for the changeset, EXISTS for
 * an id that is there, FULL, BUSY, READ_ONLY, FAILED
 */
DexFuture *
palier_prospect_store_insert (PalierWorkspace *workspace, const PalierId *changeset,
                              GPtrArray *prospects, GArray *scores)
{
  PalierArguments *arguments = palier_arguments_new ();

  g_return_val_if_fail (prospects->len > 0, NULL);
  g_return_val_if_fail (scores == NULL || scores->len == prospects->len, NULL);
  if (changeset != NULL)
    arguments->id = *changeset;
  arguments->objects = g_ptr_array_ref (prospects);
  arguments->array = scores != NULL ? g_array_ref (scores) : NULL;
  arguments->may_be_lost = changeset != NULL;
  return palier_workspace_write (workspace, changeset != NULL ? insert_into_open_job : insert_job,
                                 arguments);
}
