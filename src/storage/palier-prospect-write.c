/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-changeset-log.h"
#include "palier-changeset-write.h"
#include "palier-job.h"
#include "palier-prospect-store.h"
#include "palier-record-table.h"

PalierProspectEdit *
palier_prospect_edit_new (const PalierId *id, PalierField field, const char *value,
                          const char *original)
{
  PalierProspectEdit *self = g_new0 (PalierProspectEdit, 1);

  *self = (PalierProspectEdit) { *id, field, g_strdup (value), g_strdup (original) };
  return self;
}

void
palier_prospect_edit_free (PalierProspectEdit *self)
{
  g_free (self->value);
  g_free (self->original);
  g_free (self);
}

static gboolean
find_row (PalierDatabase *database, const PalierId *id, gint64 *n, GError **error)
{
  if (!palier_record_table_find (database, PALIER_KIND_PROSPECT, id, n, error))
    return FALSE;
  if (*n != 0)
    return TRUE;
  g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND,
                       "no such prospect");
  return FALSE;
}

static gboolean
stage (PalierDatabase *database, gint64 changeset, const PalierProspectEdit *edit, GError **error)
{
  const char *value = edit->value != NULL && *edit->value != '\0' ? edit->value : NULL;
  gint64 n;

  if (!palier_field_info (edit->field)->stored)
  {
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_VALUE, "%s is not stored",
                 palier_field_name (edit->field));
    return FALSE;
  }
  return find_row (database, &edit->id, &n, error)
         && palier_changeset_stage (database, changeset, PALIER_KIND_PROSPECT, n,
                                    palier_field_name (edit->field), value, edit->original, error);
}

static gboolean
stage_all (PalierDatabase *database, gint64 changeset, GPtrArray *edits, GError **error)
{
  for (guint i = 0; i < edits->len; i++)
    if (!stage (database, changeset, g_ptr_array_index (edits, i), error))
      return FALSE;
  return TRUE;
}

static DexFuture *
update_in_open_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset;

  return palier_changeset_require_open (database, &arguments->id, &changeset, error)
                 && stage_all (database, changeset, arguments->objects, error)
             ? dex_future_new_true ()
             : NULL;
}

static DexFuture *
update_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset;

  return palier_changeset_insert (database, NULL, "edit", NULL, PALIER_STEP_OPEN, &changeset, error)
                 && stage_all (database, changeset, arguments->objects, error)
             ? palier_changeset_complete (database, changeset, error)
             : NULL;
}

static gboolean
delete_one (PalierDatabase *database, gint64 changeset, const PalierId *id, GError **error)
{
  gint64 n;

  if (!find_row (database, id, &n, error))
    return FALSE;
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_PROSPECT, n, error);
  if (record == NULL)
    return FALSE;
  if (record->deleted_ms != 0)
    return TRUE;
  palier_record_delete (record, database->now_ms, database->mark);
  return palier_record_table_store_own (database, record, &n, error)
         && palier_changeset_add_rows (database, changeset, PALIER_KIND_PROSPECT, n, n, FALSE,
                                       error);
}

static DexFuture *
delete_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset;

  if (!palier_changeset_insert (database, NULL, "delete", NULL, PALIER_STEP_OPEN, &changeset,
                                error))
    return NULL;
  for (guint i = 0; i < arguments->array->len; i++)
    if (!delete_one (database, changeset, &g_array_index (arguments->array, PalierId, i), error))
      return NULL;
  return palier_changeset_complete (database, changeset, error);
}

static gpointer
copy_edit (gconstpointer item, gpointer unused)
{
  const PalierProspectEdit *edit = item;

  return palier_prospect_edit_new (&edit->id, edit->field, edit->value, edit->original);
}

/**
 * palier_prospect_store_update:
 * @changeset: (nullable): an open one: the values wait until it is closed; %NULL: one of its own
 *   ("edit"), at once
 * @edits: (element-type PalierProspectEdit): copied; where a field stands twice, the last one
 * counts
 *
 * Returns: (transfer full): resolves to the PalierChangeset by which it is undone, or to %TRUE
 * inside an open one; rejects with PALIER_STORAGE_ERROR NOT_FOUND, STATE, VALUE, FULL…, and then
 * nothing is changed
 */
DexFuture *
palier_prospect_store_update (PalierWorkspace *workspace, const PalierId *changeset,
                              GPtrArray *edits)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->may_be_lost = changeset != NULL;
  if (changeset != NULL)
    arguments->id = *changeset;
  arguments->objects = g_ptr_array_copy (edits, (GCopyFunc) copy_edit, NULL);
  g_ptr_array_set_free_func (arguments->objects, (GDestroyNotify) palier_prospect_edit_free);
  return palier_workspace_write (workspace, changeset != NULL ? update_in_open_job : update_job,
                                 arguments);
}

/**
 * palier_prospect_store_delete:
 * @ids: (array length=n_ids): some thousands at most
 *
 * Hides records everywhere; their content stays, so that it can be undone.
 *
 * Returns: (transfer full): resolves to the PalierChangeset ("delete") by which it is undone;
 * rejects with PALIER_STORAGE_ERROR NOT_FOUND, and then none is deleted
 */
DexFuture *
palier_prospect_store_delete (PalierWorkspace *workspace, const PalierId *ids, gsize n_ids)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_new (FALSE, FALSE, sizeof (PalierId));
  g_array_append_vals (arguments->array, ids, (guint) n_ids);
  return palier_workspace_write (workspace, delete_job, arguments);
}
