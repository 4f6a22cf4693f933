/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-store.h"

#include <string.h>

void
palier_relay_account_free (PalierRelayAccount *self)
{
  g_free (self->password);
  g_free (self->email);
  g_free (self->siret);
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
palier_directory_remove (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE])
{
  palier_db_run (tx->db, "delete from directory where digest = ?1", "b", digest,
                 (gsize) PALIER_DIGEST_SIZE);
}

/* Returns: (transfer full) (element-type gint64): all tenants that something leads to */
GArray *
palier_directory_list_tenants (PalierTx *tx)
{
  GArray *tenants = g_array_new (FALSE, FALSE, sizeof (gint64));
  PalierRows *rows =
      palier_db_query (tx->db, "select distinct tenant_id from directory order by tenant_id", "");

  while (palier_rows_next (rows))
  {
    gint64 tenant = palier_rows_integer (rows, 0);
    g_array_append_val (tenants, tenant);
  }
  return tenants;
}

static const char *const role_names[PALIER_N_ROLES] = { "reader", "agent", "owner" };

const char *
palier_role_name (PalierRole role)
{
  return role_names[role];
}

/* @name: (nullable) */
gboolean
palier_role_from_name (const char *name, PalierRole *out)
{
  for (guint i = 0; i < PALIER_N_ROLES; i++)
    if (g_strcmp0 (role_names[i], name) == 0)
      return *out = i, TRUE;
  return FALSE;
}

/* @siret: (nullable) */
void
palier_account_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                          const char *email, const char *password, const char *siret,
                          PalierRole role)
{
  g_autoptr (GBytes) sealed =
      palier_tx_seal (tx, tenant, "account", id->bytes, sizeof id->bytes, email, strlen (email));
  g_autoptr (GBytes) sealed_siret = siret != NULL
                                        ? palier_tx_seal (tx, tenant, "account.siret", id->bytes,
                                                          sizeof id->bytes, siret, strlen (siret))
                                        : NULL;
  gsize siret_size = 0;
  const void *siret_bytes =
      sealed_siret != NULL ? g_bytes_get_data (sealed_siret, &siret_size) : NULL;

  if (sealed == NULL)
    return;
  palier_db_run (tx->db,
                 "insert into account (tenant_id, account_id, sealed_email, password, sealed_siret,"
                 " role, created_ms) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                 "Tubtbti", tenant->id, id, g_bytes_get_data (sealed, NULL),
                 g_bytes_get_size (sealed), password, siret_bytes, siret_size,
                 palier_role_name (role), tx->now_ms);
}

/* Returns: (transfer full) (nullable): NULL for an empty column */
static char *
unseal_text (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows, int column,
             const char *place, const PalierId *row)
{
  gsize length = 0;
  const void *sealed = palier_rows_blob (rows, column, &length);
  g_autoptr (GBytes) plain = length > 0 ? palier_tx_unseal (tx, tenant, place, row->bytes,
                                                            sizeof row->bytes, sealed, length)
                                        : NULL;
  return plain != NULL ? g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain))
                       : NULL;
}

static PalierRelayAccount *
read_account (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows)
{
  PalierRelayAccount *account = g_new0 (PalierRelayAccount, 1);

  palier_rows_id (rows, 0, &account->id);
  palier_role_from_name (palier_rows_text (rows, 1), &account->role);
  account->password = g_strdup (palier_rows_text (rows, 2));
  account->email = unseal_text (tx, tenant, rows, 3, "account", &account->id);
  account->siret = unseal_text (tx, tenant, rows, 4, "account.siret", &account->id);
  account->created_ms = palier_rows_integer (rows, 5);
  account->language = palier_language_from_code (palier_rows_text (rows, 6));
  return account;
}

#define ACCOUNT_COLUMNS                                                                            \
  "select account_id, role, password, sealed_email, sealed_siret, created_ms, language"            \
  " from account"

/* Returns: (transfer full) (nullable): the account of @email, in its normal form */
PalierRelayAccount *
palier_account_store_find (PalierTx *tx, const PalierTenant *tenant, const char *email)
{
  g_autoptr (PalierRelayAccount) account = NULL;
  PalierRows *rows =
      palier_db_query (tx->db, ACCOUNT_COLUMNS " where tenant_id = ?1", "T", tenant->id);

  while (account == NULL && palier_rows_next (rows))
  {
    account = read_account (tx, tenant, rows);
    if (g_strcmp0 (account->email, email) != 0)
      g_clear_pointer (&account, palier_relay_account_free);
  }
  palier_rows_end (rows);
  return g_steal_pointer (&account);
}

/* Returns: (transfer full) (nullable) */
PalierRelayAccount *
palier_account_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  PalierRelayAccount *account = NULL;
  PalierRows *rows = palier_db_query (
      tx->db, ACCOUNT_COLUMNS " where tenant_id = ?1 and account_id = ?2", "Tu", tenant->id, id);

  if (palier_rows_next (rows))
    account = read_account (tx, tenant, rows);
  palier_rows_end (rows);
  return account;
}

/* Returns: (transfer full) (element-type PalierRelayAccount): in the order in which they joined */
GPtrArray *
palier_account_store_list (PalierTx *tx, const PalierTenant *tenant)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_relay_account_free);
  PalierRows *rows = palier_db_query (
      tx->db, ACCOUNT_COLUMNS " where tenant_id = ?1 order by created_ms, account_id", "T",
      tenant->id);

  while (palier_rows_next (rows))
    g_ptr_array_add (list, read_account (tx, tenant, rows));
  return list;
}

void
palier_account_store_set_role (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                               PalierRole role)
{
  palier_db_run (tx->db, "update account set role = ?3 where tenant_id = ?1 and account_id = ?2",
                 "Tut", tenant->id, id, palier_role_name (role));
}

void
palier_account_store_set_language (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                                   PalierLanguage language)
{
  palier_db_run (tx->db,
                 "update account set language = ?3 where tenant_id = ?1 and account_id = ?2", "Tut",
                 tenant->id, id, palier_language_code (language));
}

/* With its sessions, their tokens and its recovery codes. */
void
palier_account_store_remove (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  palier_db_run (tx->db,
                 "delete from refresh where tenant_id = ?1 and session_id in"
                 " (select session_id from session where tenant_id = ?1 and account_id = ?2)",
                 "Tu", tenant->id, id);
  palier_db_run (tx->db, "delete from session where tenant_id = ?1 and account_id = ?2", "Tu",
                 tenant->id, id);
  palier_db_run (tx->db, "delete from recovery where tenant_id = ?1 and account_id = ?2", "Tu",
                 tenant->id, id);
  palier_db_run (tx->db, "delete from account where tenant_id = ?1 and account_id = ?2", "Tu",
                 tenant->id, id);
}

/* @password: a PHC string */
/* @email: normal form, which the directory is to know */
void
palier_account_store_set_email (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                                const char *email)
{
  g_autoptr (GBytes) sealed =
      palier_tx_seal (tx, tenant, "account", id->bytes, sizeof id->bytes, email, strlen (email));

  if (sealed != NULL)
    palier_db_run (
        tx->db, "update account set sealed_email = ?3 where tenant_id = ?1 and account_id = ?2",
        "Tub", tenant->id, id, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
}

void
palier_account_store_set_password (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                                   const char *password)
{
  palier_db_run (tx->db,
                 "update account set password = ?3 where tenant_id = ?1 and account_id = ?2", "Tut",
                 tenant->id, id, password);
}

void
palier_relay_session_free (PalierRelaySession *self)
{
  g_free (self->name);
  g_free (self);
}

/* @name: (nullable): UTF-8, of the device's making */
void
palier_session_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *session,
                          const PalierId *account, const char *name)
{
  g_autoptr (GBytes) sealed =
      palier_tx_seal (tx, tenant, "session", session->bytes, sizeof session->bytes,
                      name != NULL ? name : "", name != NULL ? strlen (name) : 0);
  if (sealed == NULL)
    return;
  palier_db_run (tx->db,
                 "insert into session (tenant_id, session_id, account_id, sealed_name, created_ms,"
                 " used_ms) values (?1, ?2, ?3, ?4, ?5, ?5)",
                 "Tuubi", tenant->id, session, account, g_bytes_get_data (sealed, NULL),
                 g_bytes_get_size (sealed), tx->now_ms);
}

#define LIVE "s.revoked_ms is null and s.used_ms > ?3 and s.created_ms > ?4"

/**
 * palier_session_store_find:
 * @account: (out): whose session it is
 * @role: (out): what that account may do now
 *
 * Returns: whether the session may go on: not revoked, used in the last thirty days, begun in the
 *   last ninety
 */
gboolean
palier_session_store_find (PalierTx *tx, const PalierTenant *tenant, const PalierId *session,
                           PalierId *account, PalierRole *role)
{
  gboolean live = FALSE;
  PalierRows *rows =
      palier_db_query (tx->db,
                       "select a.account_id, a.role from session s join account a"
                       " on a.tenant_id = s.tenant_id and a.account_id = s.account_id"
                       " where s.tenant_id = ?1 and s.session_id = ?2 and " LIVE,
                       "Tuii", tenant->id, session, tx->now_ms - PALIER_SESSION_IDLE_MS,
                       tx->now_ms - PALIER_SESSION_MOST_MS);

  while (palier_rows_next (rows))
    live = palier_rows_id (rows, 0, account)
           && palier_role_from_name (palier_rows_text (rows, 1), role);
  return live;
}

/* Returns: (transfer full) (element-type PalierRelaySession): an account's live sessions, the one
 *   used last first */
GPtrArray *
palier_session_store_list (PalierTx *tx, const PalierTenant *tenant, const PalierId *account)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_relay_session_free);
  PalierRows *rows = palier_db_query (
      tx->db,
      "select s.session_id, s.sealed_name, s.created_ms, s.used_ms"
      " from session s where s.tenant_id = ?1"
      " and s.account_id = ?2 and " LIVE " order by s.used_ms desc, s.session_id limit 200",
      "Tuii", tenant->id, account, tx->now_ms - PALIER_SESSION_IDLE_MS,
      tx->now_ms - PALIER_SESSION_MOST_MS);

  while (palier_rows_next (rows))
  {
    PalierRelaySession *session = g_new0 (PalierRelaySession, 1);
    palier_rows_id (rows, 0, &session->id);
    session->name = unseal_text (tx, tenant, rows, 1, "session", &session->id);
    session->created_ms = palier_rows_integer (rows, 2);
    session->used_ms = palier_rows_integer (rows, 3);
    g_ptr_array_add (list, session);
  }
  return list;
}

void
palier_session_store_revoke (PalierTx *tx, const PalierTenant *tenant, const PalierId *session)
{
  palier_db_run (tx->db,
                 "update session set revoked_ms = ?3 where tenant_id = ?1 and session_id = ?2"
                 " and revoked_ms is null",
                 "Tui", tenant->id, session, tx->now_ms);
}

/* Returns: whether @session was one of @account's that had not ended */
gboolean
palier_session_store_revoke_of (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                                const PalierId *session)
{
  return palier_rows_any (
      palier_db_query (tx->db,
                       "update session set revoked_ms = ?4 where tenant_id = ?1 and session_id = ?2"
                       " and account_id = ?3 and revoked_ms is null returning 1",
                       "Tuui", tenant->id, session, account, tx->now_ms));
}

/* Ends all sessions of @account but @session, which may be nil: then all of them. */
void
palier_session_store_revoke_others (PalierTx *tx, const PalierTenant *tenant,
                                    const PalierId *account, const PalierId *session)
{
  palier_db_run (tx->db,
                 "update session set revoked_ms = ?4 where tenant_id = ?1 and account_id = ?2"
                 " and session_id <> ?3 and revoked_ms is null",
                 "Tuui", tenant->id, account, session, tx->now_ms);
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
