/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What finds prospects and was put off when many came at once: their keys and their words. The base
 * says what is left, so that whoever opens it next goes on where a process died. */
#include "palier-index-store.h"

#include "palier-engine.h"
#include "palier-index.h"
#include "palier-job.h"
#include "palier-prospect-keys.h"
#include "palier-search.h"

/* A step that the power takes is done again: that it is to be done goes with it. */
static gboolean
put_words (PalierDatabase *database, GError **error)
{
  palier_database_set_durable (database, FALSE);
  gboolean good = palier_database_begin_write (database, error);
  if (good && !palier_search_catch_up (database, error))
  {
    palier_database_rollback (database);
    good = FALSE;
  }
  good = good && palier_database_commit (database, error);
  palier_database_set_durable (database, TRUE);
  return good;
}

/* Puts all words in that are left, in transactions of its own. */
gboolean
palier_index_catch_up (PalierDatabase *database, GError **error)
{
  gboolean behind = TRUE;

  while (palier_search_is_behind (database, &behind, error) && behind)
    if (!put_words (database, error))
      return FALSE;
  return !behind;
}

static DexFuture *
step_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gboolean behind = FALSE;

  if (!palier_search_is_behind (database, &behind, error)
      || (behind
          && (!palier_prospect_keys_complete (database, error) || !put_words (database, error)
              || !palier_search_is_behind (database, &behind, error))))
    return NULL;
  if (!behind && database->frugal)
  {
    palier_database_set_frugal (database, FALSE);
    palier_engine_tell_changed (arguments->engine, PALIER_CHANGED (PALIER_KIND_PROSPECT));
  }
  return dex_future_new_for_boolean (behind);
}

/**
 * palier_index_store_step:
 *
 * Makes some thousands of the rows searchable that were stored without; other writes get in
 * between two steps.
 *
 * Returns: (transfer full): resolves to a gboolean: whether there is more to do
 */
DexFuture *
palier_index_store_step (PalierWorkspace *workspace)
{
  return palier_workspace_write_long (workspace, step_job, palier_arguments_new ());
}
