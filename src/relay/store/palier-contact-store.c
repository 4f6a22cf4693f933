/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-contact-store.h"

#include "palier-store-private.h"

#define UNKNOWN (-1)

/* @record: (nullable): of any kind */
gboolean
palier_contact_is (const PalierRecord *record)
{
  return record != NULL && record->kind == PALIER_KIND_PROSPECT && !record->erased
         && record->deleted_ms == 0 && palier_id_is_nil (&record->merged_into);
}

static gint64
read_count (PalierTx *tx, const PalierTenant *tenant)
{
  gint64 count = 0;
  PalierRows *rows = palier_db_query (
      tx->db, "select coalesce (contacts, -1) from tenant where tenant_id = ?1", "T", tenant->id);

  while (palier_rows_next (rows))
    count = palier_rows_integer (rows, 0);
  return count;
}

/* Those that this transaction has not written into the number yet. */
static gint64
get_pending (const PalierTx *tx, const PalierTenant *tenant)
{
  return tx->seq_tenant == tenant->id ? tx->contacts : 0;
}

/* Looks at each prospect: once for a store from before the number was kept. */
static gint64
count_again (PalierTx *tx, const PalierTenant *tenant)
{
  gint64 count = 0;
  PalierRows *rows =
      palier_db_query (tx->db, "select id, sealed from record where tenant_id = ?1 and kind = ?2",
                       "Tt", tenant->id, palier_kind_name (PALIER_KIND_PROSPECT));

  while (palier_rows_next (rows))
  {
    gsize length = 0;
    PalierId id;
    palier_rows_id (rows, 0, &id);
    const void *sealed = palier_rows_blob (rows, 1, &length);
    g_autoptr (PalierRecord) record = palier_record_unseal (tx, tenant, &id, sealed, length);
    count += palier_contact_is (record);
  }
  if (palier_db_is_writing (tx->db))
    palier_db_run (tx->db, "update tenant set contacts = ?2 where tenant_id = ?1", "Ti", tenant->id,
                   count - get_pending (tx, tenant));
  return count;
}

/* As it is at this place of the transaction. */
gint64
palier_contact_store_count (PalierTx *tx, const PalierTenant *tenant)
{
  gint64 count = read_count (tx, tenant);

  return count != UNKNOWN ? count + get_pending (tx, tenant) : count_again (tx, tenant);
}

/* How many were added on each day, today last, with what this transaction adds. */
void
palier_contact_store_daily (PalierTx *tx, const PalierTenant *tenant,
                            gint64 daily[PALIER_FORECAST_DAYS])
{
  palier_usage_store_daily (tx, tenant, PALIER_DAILY_CONTACTS, daily);
  daily[PALIER_FORECAST_DAYS - 1] += get_pending (tx, tenant);
}

/* Whether a device has given this prospect, whatever became of it. */
gboolean
palier_contact_store_has (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  return palier_rows_any (palier_db_query (
      tx->db, "select 1 from record where tenant_id = ?1 and kind = ?2 and id = ?3", "Ttu",
      tenant->id, palier_kind_name (PALIER_KIND_PROSPECT), id));
}

/* Has it counted again with the next question. */
void
palier_contact_store_forget (PalierTx *tx, const PalierTenant *tenant)
{
  palier_db_run (tx->db, "update tenant set contacts = null where tenant_id = ?1", "T", tenant->id);
}
