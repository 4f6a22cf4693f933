/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-store.h"

#include <string.h>

void
palier_relay_account_free (PalierRelayAccount *self)
{
  g_free (self->password);
  g_free (self);
}

/* Returns: the tenant that @digest leads to, or 0 */
gint64
palier_directory_find (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE])
{
  gint64 tenant = 0;
  PalierRows *rows = palier_db_query (tx->db, "select tenant_id from directory where digest = ?1",
                                      "b", digest, (gsize) PALIER_DIGEST_SIZE);

  while (palier_rows_next (rows))
    tenant = palier_rows_integer (rows, 0);
  return tenant;
}

void
palier_directory_add (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE], gint64 tenant)
{
  palier_db_run (tx->db, "insert into directory (digest, tenant_id) values (?1, ?2)", "bi", digest,
                 (gsize) PALIER_DIGEST_SIZE, tenant);
}

void
palier_account_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                          const char *email, const char *password)
{
  g_autoptr (GBytes) sealed =
      palier_tx_seal (tx, tenant, "account", id->bytes, sizeof id->bytes, email, strlen (email));
  if (sealed == NULL)
    return;
  palier_db_run (tx->db,
                 "insert into account (tenant_id, account_id, sealed_email, password, created_ms)"
                 " values (?1, ?2, ?3, ?4, ?5)",
                 "Tubti", tenant->id, id, g_bytes_get_data (sealed, NULL),
                 g_bytes_get_size (sealed), password, tx->now_ms);
}

static gboolean
has_email (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows, const char *email)
{
  PalierId id;
  gsize length = 0;

  palier_rows_id (rows, 0, &id);
  const void *sealed = palier_rows_blob (rows, 2, &length);
  g_autoptr (GBytes) plain =
      palier_tx_unseal (tx, tenant, "account", id.bytes, sizeof id.bytes, sealed, length);
  return plain != NULL && g_str_equal (g_bytes_get_data (plain, NULL), email);
}

/* Returns: (transfer full) (nullable): the account of @email, in its normal form */
PalierRelayAccount *
palier_account_store_find (PalierTx *tx, const PalierTenant *tenant, const char *email)
{
  PalierRelayAccount *account = NULL;
  PalierRows *rows = palier_db_query (
      tx->db, "select account_id, password, sealed_email from account where tenant_id = ?1", "T",
      tenant->id);

  while (account == NULL && palier_rows_next (rows))
  {
    if (!has_email (tx, tenant, rows, email))
      continue;
    account = g_new0 (PalierRelayAccount, 1);
    palier_rows_id (rows, 0, &account->id);
    account->password = g_strdup (palier_rows_text (rows, 1));
  }
  palier_rows_end (rows);
  return account;
}

void
palier_session_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *session,
                          const PalierId *account)
{
  palier_db_run (tx->db,
                 "insert into session (tenant_id, session_id, account_id, created_ms, used_ms)"
                 " values (?1, ?2, ?3, ?4, ?4)",
                 "Tuui", tenant->id, session, account, tx->now_ms);
}

/* Whether a session may go on: not revoked, used in the last thirty days, begun in the last ninety.
 */
gboolean
palier_session_store_is_live (PalierTx *tx, const PalierTenant *tenant, const PalierId *session)
{
  gboolean live = FALSE;
  PalierRows *rows =
      palier_db_query (tx->db,
                       "select 1 from session where tenant_id = ?1"
                       " and session_id = ?2 and revoked_ms is null"
                       " and used_ms > ?3 and created_ms > ?4",
                       "Tuii", tenant->id, session, tx->now_ms - PALIER_SESSION_IDLE_MS,
                       tx->now_ms - PALIER_SESSION_MOST_MS);

  while (palier_rows_next (rows))
    live = TRUE;
  return live;
}

void
palier_session_store_revoke (PalierTx *tx, const PalierTenant *tenant, const PalierId *session)
{
  palier_db_run (tx->db,
                 "update session set revoked_ms = ?3 where tenant_id = ?1 and session_id = ?2"
                 " and revoked_ms is null",
                 "Tui", tenant->id, session, tx->now_ms);
}

void
palier_refresh_store_add (PalierTx *tx, const PalierTenant *tenant,
                          const guint8 digest[PALIER_DIGEST_SIZE], const PalierId *session)
{
  palier_db_run (tx->db,
                 "insert into refresh (tenant_id, digest, session_id, created_ms)"
                 " values (?1, ?2, ?3, ?4)",
                 "Tbui", tenant->id, digest, (gsize) PALIER_DIGEST_SIZE, session, tx->now_ms);
  palier_db_run (tx->db, "update session set used_ms = ?3 where tenant_id = ?1 and session_id = ?2",
                 "Tui", tenant->id, session, tx->now_ms);
}

/**
 * palier_refresh_store_use:
 * @session: (out): whose token it is
 *
 * Uses a refresh token up. One that was used before is a sign of theft, but for the ten seconds in
 * which a client may ask again because the answer was lost.
 */
PalierRefreshState
palier_refresh_store_use (PalierTx *tx, const PalierTenant *tenant,
                          const guint8 digest[PALIER_DIGEST_SIZE], PalierId *session)
{
  PalierRefreshState state = PALIER_REFRESH_UNKNOWN;
  PalierRows *rows = palier_db_query (
      tx->db, "select session_id, used_ms from refresh where tenant_id = ?1 and digest = ?2", "Tb",
      tenant->id, digest, (gsize) PALIER_DIGEST_SIZE);

  if (palier_rows_next (rows))
  {
    gint64 used_ms = palier_rows_integer (rows, 1);
    palier_rows_id (rows, 0, session);
    state = used_ms != 0 && tx->now_ms - used_ms > PALIER_REFRESH_GRACE_MS ? PALIER_REFRESH_REUSED
                                                                           : PALIER_REFRESH_GOOD;
    palier_rows_end (rows);
  }
  if (state == PALIER_REFRESH_GOOD)
    palier_db_run (tx->db,
                   "update refresh set used_ms = coalesce (used_ms, ?3)"
                   " where tenant_id = ?1 and digest = ?2",
                   "Tbi", tenant->id, digest, (gsize) PALIER_DIGEST_SIZE, tx->now_ms);
  return state;
}

static char *
add_signing_key (PalierTx *tx, PalierSealKey *seed, GError **error)
{
  PalierId id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  char *kid = palier_id_dup_string (&id);
  PalierSealPlace place = { 0, "signing_key", (const guint8 *) kid, strlen (kid) };

  palier_seal_key_random (tx->random, seed);
  g_autoptr (GBytes) sealed = palier_seal (palier_store_get_master_key (tx->store), &place,
                                           tx->random, seed->bytes, sizeof seed->bytes, error);
  if (sealed != NULL)
    palier_db_run (tx->db, "insert into signing_key (kid, sealed, created_ms) values (?1, ?2, ?3)",
                   "tbi", kid, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                   tx->now_ms);
  if (sealed == NULL || !palier_db_check (tx->db, error))
    g_clear_pointer (&kid, g_free);
  return kid;
}

/**
 * palier_signing_key_store_get:
 * @seed: (out): of the key that signs access tokens; made the first time
 *
 * Returns: (transfer full) (nullable): the key's id
 */
char *
palier_signing_key_store_get (PalierTx *tx, PalierSealKey *seed, GError **error)
{
  g_autofree char *kid = NULL;
  g_autoptr (GBytes) plain = NULL;
  PalierRows *rows = palier_db_query (
      tx->db, "select kid, sealed from signing_key order by created_ms desc limit 1", "");

  if (!palier_rows_next (rows))
    return palier_db_check (tx->db, error) ? add_signing_key (tx, seed, error) : NULL;
  gsize length = 0;
  const void *sealed = palier_rows_blob (rows, 1, &length);
  kid = g_strdup (palier_rows_text (rows, 0));
  PalierSealPlace place = { 0, "signing_key", (const guint8 *) kid, strlen (kid) };
  plain = palier_unseal (palier_store_get_master_key (tx->store), &place, sealed, length, error);
  palier_rows_end (rows);
  if (plain == NULL || g_bytes_get_size (plain) != sizeof seed->bytes)
    return NULL;
  memcpy (seed->bytes, g_bytes_get_data (plain, NULL), sizeof seed->bytes);
  return g_steal_pointer (&kid);
}
