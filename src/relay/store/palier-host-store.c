/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements, on host, which has no wall: find a name, take it, let go of it, find a domain whose
 * proof is to be looked at; on agency_host and agency: what one agency has, of which there is
 * little. */
#include "palier-host-store.h"

#include <string.h>

static const char *const kinds[PALIER_N_HOST_KINDS] = { "slug", "domain" };

static const char *const faults[PALIER_N_HOST_FAULTS] = {
  [PALIER_HOST_FAULT_NONE] = "",
  [PALIER_HOST_FAULT_NO_RECORD] = "no_record",
  [PALIER_HOST_FAULT_NO_ANSWER] = "no_answer",
  [PALIER_HOST_FAULT_TAKEN] = "taken",
  [PALIER_HOST_FAULT_UNREACHABLE] = "unreachable",
  [PALIER_HOST_FAULT_ELSEWHERE] = "elsewhere",
  [PALIER_HOST_FAULT_PRIVATE] = "private_address",
};

const char *
palier_host_kind_name (PalierHostKind kind)
{
  return kinds[kind];
}

const char *
palier_host_fault_name (PalierHostFault fault)
{
  return faults[fault];
}

/* 0 for a name that is none of them. */
static guint
find_name (const char *const *names, guint n_names, const char *name)
{
  for (guint i = 0; i < n_names; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return i;
  return 0;
}

void
palier_host_free (PalierHost *self)
{
  g_free (self->name);
  g_free (self);
}

/* @name: in its normal form */
void
palier_host_digest (PalierStore *store, const char *name, guint8 out[PALIER_DIGEST_SIZE])
{
  g_autofree char *text = g_strconcat ("host:", name, NULL);

  palier_keyed_digest (palier_store_get_directory_key (store), text, strlen (text), out);
}

/* Returns: the tenant whose host it is now, or 0 */
gint64
palier_host_store_find (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE])
{
  gint64 tenant = 0;
  PalierRows *rows = palier_db_query (tx->db,
                                      "select tenant_id from host where digest = ?1"
                                      " and (until_ms = 0 or until_ms > ?2)",
                                      "bi", digest, (gsize) PALIER_DIGEST_SIZE, tx->now_ms);

  while (palier_rows_next (rows))
    tenant = palier_rows_integer (rows, 0);
  return tenant;
}

/**
 * palier_host_store_take:
 * @until_ms, @check_ms: as in the table; what @tenant has already gets these
 *
 * Returns: FALSE when it is another's
 */
gboolean
palier_host_store_take (PalierTx *tx, const PalierTenant *tenant,
                        const guint8 digest[PALIER_DIGEST_SIZE], gint64 until_ms, gint64 check_ms)
{
  return palier_rows_any (palier_db_query (
      tx->db,
      "insert into host (digest, tenant_id, until_ms, check_ms) values (?1, ?2, ?3, ?4)"
      " on conflict (digest) do update set tenant_id = excluded.tenant_id,"
      " until_ms = excluded.until_ms, check_ms = excluded.check_ms"
      " where host.tenant_id = excluded.tenant_id"
      " or (host.until_ms > 0 and host.until_ms <= ?5) returning 1",
      "biiii", digest, (gsize) PALIER_DIGEST_SIZE, tenant->id, until_ms, check_ms, tx->now_ms));
}

/* Another's stays. */
void
palier_host_store_drop (PalierTx *tx, const PalierTenant *tenant,
                        const guint8 digest[PALIER_DIGEST_SIZE])
{
  palier_db_run (tx->db, "delete from host where digest = ?1 and tenant_id = ?2", "bi", digest,
                 (gsize) PALIER_DIGEST_SIZE, tenant->id);
}

gboolean
palier_host_store_is_check_due (PalierTx *tx)
{
  return palier_rows_any (palier_db_query (
      tx->db, "select 1 from host where check_ms > 0 and check_ms <= ?1 limit 1", "i", tx->now_ms));
}

/* Finds a domain whose proof is to be looked at now, and puts the next time off to @next_ms, so
 * that of several processes one looks. Returns: its tenant, or 0 */
gint64
palier_host_store_claim_check (PalierTx *tx, gint64 next_ms)
{
  gint64 tenant = 0;
  PalierRows *rows = palier_db_query (
      tx->db,
      "update host set check_ms = ?2 where digest = (select digest from host where check_ms > 0"
      " and check_ms <= ?1 order by check_ms limit 1) and check_ms <= ?1 returning tenant_id",
      "ii", tx->now_ms, next_ms);

  while (palier_rows_next (rows))
    tenant = palier_rows_integer (rows, 0);
  return tenant;
}

/* ---- what an agency has */

static PalierHost *
read_host (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows)
{
  g_autoptr (PalierHost) self = g_new0 (PalierHost, 1);
  gsize length = 0;

  const void *digest = palier_rows_blob (rows, 0, &length);
  memcpy (self->digest, digest, MIN (length, PALIER_DIGEST_SIZE));
  self->kind = find_name (kinds, PALIER_N_HOST_KINDS, palier_rows_text (rows, 1));
  const void *sealed = palier_rows_blob (rows, 2, &length);
  g_autoptr (GBytes) name = palier_tx_unseal (tx, tenant, "agency_host", self->digest,
                                              sizeof self->digest, sealed, length);
  if (name == NULL)
    return NULL;
  self->name = g_strndup (g_bytes_get_data (name, NULL), g_bytes_get_size (name));
  self->since_ms = palier_rows_integer (rows, 3);
  self->until_ms = palier_rows_integer (rows, 4);
  self->proved_ms = palier_rows_integer (rows, 5);
  self->reached = palier_rows_integer (rows, 6) != 0;
  self->checked_ms = palier_rows_integer (rows, 7);
  self->failing_ms = palier_rows_integer (rows, 8);
  self->fault = find_name (faults, PALIER_N_HOST_FAULTS, palier_rows_text (rows, 9));
  return g_steal_pointer (&self);
}

/* Returns: (transfer full) (element-type PalierHost): the newest first; not those whose time has
 *   passed */
GPtrArray *
palier_host_store_list (PalierTx *tx, const PalierTenant *tenant)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_host_free);
  PalierRows *rows = palier_db_query (
      tx->db,
      "select digest, kind, sealed_name, since_ms, until_ms, proved_ms, reached, checked_ms,"
      " failing_ms, fault from agency_host where tenant_id = ?1"
      " and (until_ms = 0 or until_ms > ?2) order by since_ms desc, digest",
      "Ti", tenant->id, tx->now_ms);

  while (palier_rows_next (rows))
  {
    PalierHost *host = read_host (tx, tenant, rows);
    if (host != NULL)
      g_ptr_array_add (list, host);
  }
  return list;
}

void
palier_host_store_put (PalierTx *tx, const PalierTenant *tenant, const PalierHost *host)
{
  g_autoptr (GBytes) sealed = palier_tx_seal (tx, tenant, "agency_host", host->digest,
                                              sizeof host->digest, host->name, strlen (host->name));

  if (sealed != NULL)
    palier_db_run (
        tx->db,
        "insert into agency_host (tenant_id, digest, kind, sealed_name, since_ms, until_ms,"
        " proved_ms, reached, checked_ms, failing_ms, fault) values (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
        " ?8, ?9, ?10, ?11) on conflict (tenant_id, digest) do update set"
        " since_ms = excluded.since_ms, until_ms = excluded.until_ms,"
        " proved_ms = excluded.proved_ms, reached = excluded.reached,"
        " checked_ms = excluded.checked_ms, failing_ms = excluded.failing_ms,"
        " fault = excluded.fault",
        "Tbtbiiiiiit", tenant->id, host->digest, (gsize) PALIER_DIGEST_SIZE, kinds[host->kind],
        g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), host->since_ms, host->until_ms,
        host->proved_ms, (gint64) host->reached, host->checked_ms, host->failing_ms,
        faults[host->fault]);
}

void
palier_host_store_remove (PalierTx *tx, const PalierTenant *tenant, const PalierHost *host)
{
  palier_db_run (tx->db, "delete from agency_host where tenant_id = ?1 and digest = ?2", "Tb",
                 tenant->id, host->digest, (gsize) PALIER_DIGEST_SIZE);
}

/* Those that were given up, and whose time has passed. */
void
palier_host_store_forget_past (PalierTx *tx, const PalierTenant *tenant)
{
  palier_db_run (tx->db,
                 "delete from agency_host where tenant_id = ?1 and until_ms > 0 and until_ms <= ?2",
                 "Ti", tenant->id, tx->now_ms);
}

/* Returns: (transfer full) (nullable): what the agency calls itself before its readers */
char *
palier_agency_store_dup_name (PalierTx *tx, const PalierTenant *tenant)
{
  char *name = NULL;
  PalierRows *rows = palier_db_query (tx->db, "select sealed_name from agency where tenant_id = ?1",
                                      "T", tenant->id);

  if (palier_rows_next (rows))
  {
    gsize length = 0;
    const void *sealed = palier_rows_blob (rows, 0, &length);
    g_autoptr (GBytes) plain = palier_tx_unseal (tx, tenant, "agency", NULL, 0, sealed, length);
    if (plain != NULL)
      name = g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
    palier_rows_end (rows);
  }
  return name;
}

void
palier_agency_store_set_name (PalierTx *tx, const PalierTenant *tenant, const char *name)
{
  g_autoptr (GBytes) sealed = palier_tx_seal (tx, tenant, "agency", NULL, 0, name, strlen (name));

  if (sealed != NULL)
    palier_db_run (tx->db,
                   "insert into agency (tenant_id, sealed_name) values (?1, ?2)"
                   " on conflict (tenant_id) do update set sealed_name = excluded.sealed_name",
                   "Tb", tenant->id, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
}
