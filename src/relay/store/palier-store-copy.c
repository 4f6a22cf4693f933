/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of a store in a file: made while it is served, proved to be whole, and put back. What runs
 * over all tenants does so as the owner of the tables. */
#include "palier-store-copy.h"

#include <string.h>

#include "palier-record-store.h"
#include "palier-store-private.h"

/**
 * palier_store_copy:
 * @place: a file of SQLite's, which a relay may serve
 * @copy: an empty file, which only its owner can read
 *
 * Copies one moment of the store; what was removed from it is not in the copy.
 */
gboolean
palier_store_copy (const char *place, const char *copy, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (copy, "'", -1);
  g_autofree char *quoted = g_strjoinv ("''", parts);
  g_autofree char *sql = g_strdup_printf ("vacuum into '%s'", quoted);
  g_autoptr (PalierDb) db = palier_db_open (&palier_db_sqlite, place, PALIER_DB_WRITE, error);

  return db != NULL && palier_db_execute (db, sql, error);
}

/* ---- as the owner */

typedef gboolean (*OwnerFunc) (PalierDb *db, gpointer data, GError **error);

static void
lift_walls (PalierDb *db, gboolean lifted)
{
  palier_db_lift_wall (db, "tenant", lifted);
  palier_db_lift_wall (db, "job", lifted);
  palier_db_lift_wall (db, "limit_alert", lifted);
}

/* Runs @func in a transaction that sees the tenants, and the jobs and alerts of all of them; in a
 * file, all there is. */
static gboolean
run_as_owner (const PalierDbEngine *engine, const char *place, OwnerFunc func, gpointer data,
              GError **error)
{
  g_autoptr (PalierDb) db = palier_db_open (engine, place, PALIER_DB_MIGRATE, error);

  if (db == NULL || !palier_db_begin (db, TRUE, error))
    return FALSE;
  lift_walls (db, TRUE);
  gboolean good = func (db, data, error);
  lift_walls (db, FALSE);
  good = palier_db_check (db, good ? error : NULL) && good;
  palier_db_forgive (db);
  return palier_db_execute (db, good ? "commit" : "rollback", good ? error : NULL) && good;
}

static guint64
ask_number (PalierDb *db, const char *sql)
{
  guint64 number = 0;
  PalierRows *rows = palier_db_query (db, sql, "");

  while (palier_rows_next (rows))
    number = (guint64) palier_rows_integer (rows, 0);
  return number;
}

static guint64
count_rows (PalierDb *db)
{
  g_autoptr (GPtrArray) statements = g_ptr_array_new ();
  guint64 sum = 0;
  PalierRows *rows = palier_db_query (db, palier_db_sqlite.tenant_tables, "");

  while (palier_rows_next (rows))
  {
    g_autofree char *sql = g_strconcat ("select count (*) from ", palier_rows_text (rows, 0), NULL);
    g_ptr_array_add (statements, (gpointer) g_intern_string (sql));
  }
  for (guint i = 0; i < statements->len; i++)
    sum += ask_number (db, g_ptr_array_index (statements, i));
  return sum;
}

static gboolean
check_pages (PalierDb *db, GError **error)
{
  g_autofree char *verdict = NULL;
  PalierRows *rows = palier_db_query (db, "pragma integrity_check (1)", "");

  while (palier_rows_next (rows))
    verdict = g_strdup (palier_rows_text (rows, 0));
  if (g_strcmp0 (verdict, "ok") == 0 || !palier_db_check (db, error))
    return palier_db_check (db, error);
  g_set_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_DAMAGED, "the copy is damaged: %s",
               verdict);
  return FALSE;
}

static gboolean
summarize (PalierDb *db, gpointer data, GError **error)
{
  PalierCopySummary *self = data;

  if (!check_pages (db, error))
    return FALSE;
  self->tenants = (guint) ask_number (db, "select count (*) from tenant");
  self->rows = count_rows (db);
  return palier_db_check (db, error);
}

/* Counts what a copy holds; each of its pages is looked at. Returns: FALSE with
 * PALIER_STORE_ERROR_DAMAGED, or another error of the store */
gboolean
palier_store_count (const char *place, PalierCopySummary *out, GError **error)
{
  *out = (PalierCopySummary) { 0 };
  return run_as_owner (&palier_db_sqlite, place, summarize, out, error);
}

/* ---- proof */

static gboolean
list_tenants (PalierDb *db, gpointer data, GError **error)
{
  GArray *list = data;
  PalierRows *rows = palier_db_query (db, "select tenant_id from tenant", "");

  while (palier_rows_next (rows))
  {
    gint64 id = palier_rows_integer (rows, 0);
    g_array_append_val (list, id);
  }
  return TRUE;
}

typedef struct
{
  gint64 tenant;
  PalierCopySummary *summary;
} Proof;

/* A PalierTxFunc: opens the tenant's key, and with it the first record. */
static gboolean
open_one (PalierTx *tx, gpointer data, GError **error)
{
  Proof *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant, error);

  if (tenant == NULL)
    return FALSE;
  PalierRows *rows = palier_db_query (
      tx->db, "select id, sealed from record where tenant_id = ?1 order by seq limit 1", "T",
      tenant->id);
  while (palier_rows_next (rows))
  {
    PalierId id;
    gsize length = 0;
    palier_rows_id (rows, 0, &id);
    const void *sealed = palier_rows_blob (rows, 1, &length);
    g_autoptr (GBytes) plain =
        palier_tx_unseal (tx, tenant, "record", id.bytes, sizeof id.bytes, sealed, length);
    self->summary->opened += plain != NULL;
  }
  return palier_db_check (tx->db, error);
}

/**
 * palier_store_prove:
 * @place: a copy, which is brought to this version
 *
 * Opens a copy as a relay would: its pages, its master key, every tenant's key and a record of
 * each.
 *
 * Returns: FALSE with PALIER_STORE_ERROR_DAMAGED or _KEY, PALIER_KEYS_ERROR_TAMPERED, or another
 *   error of the store
 */
gboolean
palier_store_prove (const char *place, const PalierSealKey *master_key, PalierCopySummary *out,
                    GError **error)
{
  g_autoptr (PalierClock) clock = palier_clock_new_system ();
  g_autoptr (PalierRandom) random = palier_random_new_system ();
  g_autoptr (GArray) tenants = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean good = TRUE;

  if (!palier_store_count (place, out, error)
      || !run_as_owner (&palier_db_sqlite, place, list_tenants, tenants, error))
    return FALSE;
  g_autoptr (PalierStore) store =
      palier_store_open (&palier_db_sqlite, place, master_key, clock, random, error);
  if (store == NULL)
    return FALSE;
  for (guint i = 0; good && i < tenants->len; i++)
  {
    Proof proof = { g_array_index (tenants, gint64, i), out };
    good = palier_store_read (store, open_one, &proof, error);
  }
  return good;
}

/* ---- back into service */

/* Of a process without a name, which has ended: what it was handing over is uncertain, and a relay
 * settles it so when it starts, with its event. Owners may have been told of a limit since: they
 * are not told again. */
static gboolean
revive (PalierDb *db, gpointer data, GError **error)
{
  gint64 now_ms = g_get_real_time () / 1000;
  guint *uncertain = data;

  palier_db_run (db, "delete from meta where key = 'epoch'", "");
  palier_db_run (db, "delete from held", "");
  palier_db_run (db, "delete from process", "");
  palier_db_run (db, "update limit_alert set state = 'void' where state = 'waiting'", "");
  palier_db_run (db,
                 "update job set state = 'handing_over' where due_ms <= ?1"
                 " and channel = 'email' and state in ('scheduled', 'deferred', 'claimed')",
                 "i", now_ms);
  *uncertain = (guint) ask_number (db, "select count (*) from job where state = 'handing_over'");
  palier_db_run (db,
                 "insert into held (process_id, tenant_id) select distinct ?1, tenant_id from job"
                 " where state = 'handing_over'",
                 "u", &PALIER_ID_NIL);
  palier_db_run (db, "update job set process_id = ?1 where state = 'handing_over'", "u",
                 &PALIER_ID_NIL);
  palier_db_run (db, "insert into process (process_id, beat) values (?1, 0)", "u", &PALIER_ID_NIL);
  return palier_db_check (db, error);
}

/**
 * palier_store_revive:
 * @place: where the owner of the tables comes in
 * @uncertain: (out): messages that were due, and may have left since the copy was made
 *
 * Makes a copy fit to be served in the store's place: it gets another epoch, so that devices give
 * what it lacks, and sends nothing that may have been sent.
 */
gboolean
palier_store_revive (const PalierDbEngine *engine, const char *place, guint *uncertain,
                     GError **error)
{
  *uncertain = 0;
  return run_as_owner (engine, place, revive, uncertain, error);
}
