/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-reference-store.h"

#include "palier-record-store.h"

#define SQL_LIST "WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY palier_fold (customer), n"

#define FIELD(name) PALIER_REFERENCE_FIELD_##name

static PalierRecord *
to_record (gconstpointer value, PalierMark mark)
{
  const PalierReference *reference = value;
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

static const PalierRecordStore store = {
  .kind = PALIER_KIND_REFERENCE,
  .list = SQL_LIST,
  .from_record = from_record,
  .to_record = to_record,
  .ref = (GBoxedCopyFunc) palier_reference_ref,
  .unref = (GDestroyNotify) palier_reference_free,
};

/* Resolves to a GPtrArray of PalierReference, by name. */
DexFuture *
palier_reference_store_list (PalierWorkspace *workspace)
{
  return palier_record_store_list (workspace, &store);
}

/* As palier_record_store_put(). */
DexFuture *
palier_reference_store_put (PalierWorkspace *workspace, PalierReference *reference)
{
  return palier_record_store_put (workspace, &store, reference);
}

/* As palier_record_store_remove(). */
DexFuture *
palier_reference_store_remove (PalierWorkspace *workspace, const PalierId *id)
{
  return palier_record_store_remove (workspace, &store, id);
}
