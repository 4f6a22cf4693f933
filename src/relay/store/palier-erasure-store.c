/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tenant goes as a whole: its data key first of all, without which no copy of its rows can be
 * read, then the rows of every table that has a tenant's, which the engine lists: a table that is
 * added later is not forgotten. */
#include "palier-erasure-store.h"

#include "palier-store-private.h"

#define NOTICED_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

void
palier_erasure_clear (PalierErasure *self)
{
  g_clear_pointer (&self->tables, g_array_unref);
}

/* Returns: (transfer full) (element-type utf8): statements and names are kept for good */
static GPtrArray *
list_tables (PalierTx *tx)
{
  GPtrArray *names = g_ptr_array_new ();
  PalierRows *rows = palier_db_query (tx->db, tx->store->engine->tenant_tables, "");

  while (palier_rows_next (rows))
    g_ptr_array_add (names, (gpointer) g_intern_string (palier_rows_text (rows, 0)));
  return names;
}

static const char *
make_statement (const char *what, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("%s %s where tenant_id = ?1", what, table);
  return g_intern_string (sql);
}

static guint64
count_rows (PalierTx *tx, const char *table, gint64 tenant)
{
  guint64 count = 0;
  PalierRows *rows =
      palier_db_query (tx->db, make_statement ("select count (*) from", table), "T", tenant);

  while (palier_rows_next (rows))
    count = (guint64) palier_rows_integer (rows, 0);
  return count;
}

/* Counts what @tenant has, table by table. Returns: FALSE with an error of the store */
gboolean
palier_erasure_store_count (PalierTx *tx, gint64 tenant, PalierErasure *out, GError **error)
{
  g_autoptr (GPtrArray) tables = list_tables (tx);

  *out = (PalierErasure) { g_array_new (FALSE, FALSE, sizeof (PalierErasedTable)), 0 };
  for (guint i = 0; i < tables->len; i++)
  {
    PalierErasedTable one = { g_ptr_array_index (tables, i), 0 };
    one.rows = count_rows (tx, one.table, tenant);
    out->rows += one.rows;
    if (one.rows > 0)
      g_array_append_val (out->tables, one);
  }
  return palier_db_check (tx->db, error);
}

/**
 * palier_erasure_store_erase:
 * @out: (out): what was removed
 *
 * Removes all of @tenant, and notes that it did. Every process forgets its data key with the
 * commit.
 *
 * Returns: FALSE with PALIER_STORE_ERROR_UNKNOWN when there is nothing, or another error
 */
gboolean
palier_erasure_store_erase (PalierTx *tx, gint64 tenant, PalierErasure *out, GError **error)
{
  if (!palier_erasure_store_count (tx, tenant, out, error))
    return FALSE;
  if (out->rows == 0)
  {
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN, "no such tenant");
    return FALSE;
  }
  for (guint i = 0; i < out->tables->len; i++)
    palier_db_run (
        tx->db,
        make_statement ("delete from", g_array_index (out->tables, PalierErasedTable, i).table),
        "T", tenant);
  palier_db_run (tx->db,
                 "insert into erased_tenant (id, at_ms, removed) values (?1, ?2, ?3)"
                 " on conflict (id) do update set removed = erased_tenant.removed"
                 " + excluded.removed",
                 "iii", tenant, tx->now_ms, (gint64) out->rows);
  g_array_append_val (tx->erased, tenant);
  return palier_db_check (tx->db, error);
}

/* Forgets the keys of tenants that another process erased, whether its word was heard or not. */
void
palier_erasure_store_notice (PalierTx *tx)
{
  PalierRows *rows = palier_db_query (tx->db, "select id from erased_tenant where at_ms > ?1", "i",
                                      tx->now_ms - NOTICED_MS);

  while (palier_rows_next (rows))
    palier_store_forget_tenant (tx->store, palier_rows_integer (rows, 0));
}

/* What the engine keeps of rows that were removed (a log, free pages) goes too, as far as it lets
 * go of it by itself. */
gboolean
palier_store_scrub (PalierStore *self, GError **error)
{
  g_autoptr (PalierDb) db = palier_db_open (self->engine, self->place, PALIER_DB_MIGRATE, error);

  return db != NULL && palier_db_execute (db, self->engine->scrub, error);
}
