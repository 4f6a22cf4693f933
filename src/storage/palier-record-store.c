/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-record-store.h"

#include "palier-job.h"

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const PalierRecordStore *store = arguments->store;
  GPtrArray *values = palier_record_edit_list (database, store->kind, store->list,
                                               store->from_record, store->unref, error);

  return values != NULL ? palier_future_take_ptr_array (values) : NULL;
}

static DexFuture *
put_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const PalierRecordStore *store = arguments->store;
  g_autoptr (PalierRecord) record = store->to_record (arguments->boxed, database->mark);

  return palier_record_edit_put (database, record, error);
}

static DexFuture *
remove_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const PalierRecordStore *store = arguments->store;

  return palier_record_edit_remove (database, store->kind, &arguments->id, error);
}

static PalierArguments *
arguments_of (const PalierRecordStore *store)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->store = store;
  return arguments;
}

/* Resolves to a GPtrArray of its values. */
DexFuture *
palier_record_store_list (PalierWorkspace *workspace, const PalierRecordStore *store)
{
  return palier_workspace_read (workspace, list_job, arguments_of (store));
}

/**
 * palier_record_store_put:
 * @value: of an id of its own; what it holds is valid for its fields
 *
 * Returns: (transfer full): resolves to the PalierChangeset ("edit") by which a change is undone,
 * to %NULL for a new one or where nothing differs; rejects with PALIER_STORAGE_ERROR NOT_FOUND for
 * one that was removed
 */
DexFuture *
palier_record_store_put (PalierWorkspace *workspace, const PalierRecordStore *store, gpointer value)
{
  PalierArguments *arguments = arguments_of (store);

  arguments->boxed = store->ref (value);
  arguments->boxed_free = store->unref;
  return palier_workspace_write (workspace, put_job, arguments);
}

/* Resolves to the PalierChangeset ("delete") by which it is undone; rejects with
 * PALIER_STORAGE_ERROR NOT_FOUND. */
DexFuture *
palier_record_store_remove (PalierWorkspace *workspace, const PalierRecordStore *store,
                            const PalierId *id)
{
  PalierArguments *arguments = arguments_of (store);

  arguments->id = *id;
  return palier_workspace_write (workspace, remove_job, arguments);
}
