/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-process-store.h"

/* Says that this process lives. */
void
palier_process_store_beat (PalierTx *tx)
{
  palier_db_run (tx->db,
                 "insert into process (process_id, beat) values (?1, 1)"
                 " on conflict (process_id) do update set beat = process.beat + 1",
                 "u", palier_store_get_process (tx->store));
}

/* Returns: (transfer full) (element-type PalierProcess): all, this one too */
GArray *
palier_process_store_list (PalierTx *tx)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (PalierProcess));
  PalierRows *rows = palier_db_query (tx->db, "select process_id, beat from process", "");

  while (palier_rows_next (rows))
  {
    PalierProcess process = { .beat = palier_rows_integer (rows, 1) };
    palier_rows_id (rows, 0, &process.id);
    g_array_append_val (list, process);
  }
  return list;
}

/* Whether @process is this one, or one that was not found dead. */
gboolean
palier_process_store_is_alive (PalierTx *tx, const PalierId *process)
{
  return palier_id_equal (process, palier_store_get_process (tx->store))
         || palier_rows_any (
             palier_db_query (tx->db, "select 1 from process where process_id = ?1", "u", process));
}

/* Notes that this process holds jobs of @tenant; in the transaction in which it takes them. */
void
palier_process_store_hold (PalierTx *tx, const PalierTenant *tenant)
{
  palier_db_run (tx->db,
                 "insert into held (process_id, tenant_id) values (?1, ?2)"
                 " on conflict (process_id, tenant_id) do nothing",
                 "ui", palier_store_get_process (tx->store), tenant->id);
}

/* Returns: (transfer full) (element-type gint64): the tenants of which @process may hold jobs */
GArray *
palier_process_store_list_held (PalierTx *tx, const PalierId *process)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gint64));
  PalierRows *rows =
      palier_db_query (tx->db, "select tenant_id from held where process_id = ?1", "u", process);

  while (palier_rows_next (rows))
  {
    gint64 tenant = palier_rows_integer (rows, 0);
    g_array_append_val (list, tenant);
  }
  return list;
}

void
palier_process_store_release (PalierTx *tx, const PalierId *process, gint64 tenant)
{
  palier_db_run (tx->db, "delete from held where process_id = ?1 and tenant_id = ?2", "ui", process,
                 tenant);
}

/* Forgets a process that holds nothing any more; one that does stays. */
void
palier_process_store_remove (PalierTx *tx, const PalierId *process)
{
  palier_db_run (tx->db,
                 "delete from process where process_id = ?1"
                 " and not exists (select 1 from held where held.process_id = ?1)",
                 "u", process);
}
