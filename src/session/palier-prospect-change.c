/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-prospect-change.h"

#include "palier-prospect-store.h"
#include "palier-scorer.h"
#include "palier-stage-mover.h"

/**
 * palier_prospect_change_apply:
 * @before: as it stands
 * @edits: (element-type PalierProspectEdit): of @before alone
 *
 * One undoable change of a user's, what follows from it for the stage, and the score anew. In a
 * fiber.
 *
 * Returns: (transfer full) (nullable): by which it is undone. Errors: PALIER_STORAGE_ERROR
 */
PalierChangeset *
palier_prospect_change_apply (PalierCore *core, const PalierProspect *before, GPtrArray *edits,
                              GError **error)
{
  PalierWorkspace *workspace = core->workspace;
  const PalierId *id = palier_prospect_get_id (before);
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_prospect_store_update (workspace, NULL, edits), error);
  g_autoptr (PalierProspect) after =
      changeset != NULL ? dex_await_boxed (palier_prospect_store_get (workspace, id), error) : NULL;
  g_autoptr (PalierScore) score =
      after != NULL && palier_stage_mover_note_by_hand (core, before, after, error)
          ? palier_scorer_store (core, after, error)
          : NULL;

  return score != NULL ? g_steal_pointer (&changeset) : NULL;
}
