/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that gave way to another device's. */
#include "palier-prospect-change.h"
#include "palier-prospect-store.h"
#include "palier-replaced-store.h"
#include "palier-services.h"
#include "palier-session-error.h"

#define MAX_LISTED 1000

/**
 * palier_prospect_service_replaced:
 * @id: (nullable): of one prospect; NULL: of all records, the settings too
 *
 * What was written on this device and gave way to another's later word, as long as that stands, for
 * PALIER_REPLACED_DAYS.
 *
 * Returns: (transfer full): → G_TYPE_PTR_ARRAY of PalierReplaced, the latest first
 */
DexFuture *
palier_prospect_service_replaced (PalierProspectService *self, const PalierId *id)
{
  return palier_replaced_store_list (palier_prospect_service_get_core (self)->workspace, id,
                                     MAX_LISTED);
}

/* Returns: (nullable) (transfer none). Errors: PALIER_SESSION_ERROR_NOT_REPLACED */
static const PalierReplaced *
find (GPtrArray *list, PalierField field, GError **error)
{
  for (guint i = 0; i < list->len; i++)
  {
    const PalierReplaced *replaced = g_ptr_array_index (list, i);
    if (g_str_equal (replaced->field, palier_field_name (field)))
      return replaced;
  }
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NOT_REPLACED,
                       palier_field_name (field));
  return NULL;
}

/* The value is as a field holds it: it is not read again as if it were typed. */
static DexFuture *
take_back_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierWorkspace *workspace = call->core->workspace;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);
  g_autoptr (PalierProspect) before =
      dex_await_boxed (palier_prospect_store_get (workspace, &call->id), &error);
  g_autoptr (GPtrArray) list =
      before != NULL
          ? dex_await_boxed (palier_replaced_store_list (workspace, &call->id, MAX_LISTED), &error)
          : NULL;
  const PalierReplaced *replaced = list != NULL ? find (list, call->field, &error) : NULL;

  if (replaced == NULL)
    return palier_reject (&error);
  g_ptr_array_add (edits, palier_prospect_edit_new (&call->id, call->field, replaced->value, NULL));
  PalierChangeset *changeset = palier_prospect_change_apply (call->core, before, edits, &error);
  return changeset != NULL ? dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, changeset)
                           : palier_reject (&error);
}

/**
 * palier_prospect_service_take_back:
 *
 * Writes into @field again what stood there before another device's word, as an edit like any
 * other.
 *
 * Returns: (transfer full): → PALIER_TYPE_CHANGESET, to be undone. Errors:
 *   PALIER_SESSION_ERROR_NOT_REPLACED, PALIER_STORAGE_ERROR_NOT_FOUND where no such prospect is
 */
DexFuture *
palier_prospect_service_take_back (PalierProspectService *self, const PalierId *id,
                                   PalierField field)
{
  return palier_call_run (
      &(PalierCall) { .core = palier_prospect_service_get_core (self), .id = *id, .field = field },
      take_back_fiber);
}

/* What stands in @field is well: nothing is said of it any more. → boolean: whether there was
 * anything */
DexFuture *
palier_prospect_service_keep_theirs (PalierProspectService *self, const PalierId *id,
                                     PalierField field)
{
  return palier_replaced_store_forget (palier_prospect_service_get_core (self)->workspace, id,
                                       palier_field_name (field));
}
