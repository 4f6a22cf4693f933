/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-changeset-undo.h"

/* No statement of this version leaves values to wait. */
gboolean
palier_changeset_apply_values (PalierDatabase *database, gint64 changeset, GError **error)
{
  return TRUE;
}

gboolean
palier_changeset_start_undo (PalierDatabase *database, gint64 changeset, PalierUndoResult *result,
                             GError **error)
{
  g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_STATE, "cannot be undone");
  return FALSE;
}

gboolean
palier_changeset_finish_undo (PalierDatabase *database, gint64 changeset, PalierUndoResult *result,
                              GError **error)
{
  return palier_changeset_start_undo (database, changeset, result, error);
}
