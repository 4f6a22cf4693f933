/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-reference-store.h"

#include "palier-job.h"
#include "palier-record-edit.h"

#define SQL_LIST "WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY palier_fold (customer), n"

#define FIELD(name) PALIER_REFERENCE_FIELD_##name

static PalierRecord *
to_record (const PalierReference *reference, PalierMark mark)
{
  PalierRecord *record = palier_record_new (PALIER_KIND_REFERENCE, &reference->id);

  palier_record_fill_id (record, FIELD (PROSPECT), &reference->prospect, mark);
  palier_record_fill_text (record, FIELD (CUSTOMER), reference->customer, mark);
  palier_record_fill_text (record, FIELD (KIND), reference->kind, mark);
  palier_record_fill_text (record, FIELD (CITY), reference->city, mark);
  palier_record_fill_text (record, FIELD (POSTAL_CODE), reference->postal_code, mark);
  palier_record_fill_lines (record, FIELD (SPECIALIZATIONS), reference->specializations, mark);
  palier_record_fill_text (record, FIELD (TEAM_SIZE), reference->team_size, mark);
  palier_record_fill_text (record, FIELD (ACHIEVED), reference->achieved, mark);
  palier_record_fill_text (record, FIELD (FIGURE), reference->figure, mark);
  palier_record_fill_text (record, FIELD (PERIOD), reference->period, mark);
  palier_record_fill_text (record, FIELD (PROOF), reference->proof, mark);
  palier_record_fill_text (record, FIELD (PERMISSION), reference->permission, mark);
  palier_record_fill_number (record, FIELD (PERMISSION_AT), reference->permission_ms, mark);
  palier_record_fill_text (record, FIELD (PERMISSION_HOW), reference->permission_how, mark);
  palier_record_fill_number (record, FIELD (CREATED_AT), reference->created_ms, mark);
  return record;
}

static gpointer
from_record (const PalierRecord *record)
{
  PalierReference *reference = palier_reference_new ();

  reference->id = record->id;
  palier_record_get_id (record, FIELD (PROSPECT), &reference->prospect);
  reference->customer = palier_record_dup (record, FIELD (CUSTOMER));
  reference->kind = palier_record_dup (record, FIELD (KIND));
  reference->city = palier_record_dup (record, FIELD (CITY));
  reference->postal_code = palier_record_dup (record, FIELD (POSTAL_CODE));
  reference->specializations = palier_record_dup_lines (record, FIELD (SPECIALIZATIONS));
  reference->team_size = palier_record_dup (record, FIELD (TEAM_SIZE));
  reference->achieved = palier_record_dup (record, FIELD (ACHIEVED));
  reference->figure = palier_record_dup (record, FIELD (FIGURE));
  reference->period = palier_record_dup (record, FIELD (PERIOD));
  reference->proof = palier_record_dup (record, FIELD (PROOF));
  reference->permission = palier_record_dup (record, FIELD (PERMISSION));
  reference->permission_ms = palier_record_get_integer (record, FIELD (PERMISSION_AT), 0);
  reference->permission_how = palier_record_dup (record, FIELD (PERMISSION_HOW));
  reference->created_ms = palier_record_get_integer (record, FIELD (CREATED_AT), 0);
  return reference;
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  GPtrArray *references =
      palier_record_edit_list (database, PALIER_KIND_REFERENCE, SQL_LIST, from_record,
                               (GDestroyNotify) palier_reference_free, error);

  return references != NULL ? palier_future_take_ptr_array (references) : NULL;
}

static DexFuture *
put_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (PalierRecord) record = to_record (arguments->boxed, database->mark);

  return palier_record_edit_put (database, record, error);
}

static DexFuture *
remove_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  return palier_record_edit_remove (database, PALIER_KIND_REFERENCE, &arguments->id, error);
}

/* Resolves to a GPtrArray of PalierReference, by name. */
DexFuture *
palier_reference_store_list (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, list_job, palier_arguments_new ());
}

/**
 * palier_reference_store_put:
 * @reference: of an id of its own; its values are valid for their fields
 *
 * Returns: (transfer full): resolves to the PalierChangeset ("edit") by which a change is undone,
 * to %NULL for a new one or where nothing differs; rejects with PALIER_STORAGE_ERROR NOT_FOUND for
 * one that was removed
 */
DexFuture *
palier_reference_store_put (PalierWorkspace *workspace, PalierReference *reference)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->boxed = palier_reference_ref (reference);
  arguments->boxed_free = (GDestroyNotify) palier_reference_free;
  return palier_workspace_write (workspace, put_job, arguments);
}

/* Resolves to the PalierChangeset ("delete") by which it is undone; rejects with
 * PALIER_STORAGE_ERROR NOT_FOUND. */
DexFuture *
palier_reference_store_remove (PalierWorkspace *workspace, const PalierId *id)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *id;
  return palier_workspace_write (workspace, remove_job, arguments);
}
