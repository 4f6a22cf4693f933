/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements: the secret in its account's row, the step that was used last, which only grows, and
 * recovery codes, each deleted by its use: of many who come with one at once one gets it. */
#include "palier-factor-store.h"

#include <string.h>

#define PLACE "account.totp"

/* @out: not known when there is none */
void
palier_factor_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                         PalierFactor *out)
{
  PalierRows *rows = palier_db_query (tx->db,
                                      "select sealed_totp, totp_since_ms from account"
                                      " where tenant_id = ?1 and account_id = ?2",
                                      "Tu", tenant->id, account);

  *out = (PalierFactor) { 0 };
  while (palier_rows_next (rows))
  {
    gsize length = 0;
    const void *sealed = palier_rows_blob (rows, 0, &length);
    if (length == 0)
      continue;
    g_autoptr (GBytes) plain =
        palier_tx_unseal (tx, tenant, PLACE, account->bytes, sizeof account->bytes, sealed, length);
    out->known = plain != NULL && g_bytes_get_size (plain) == sizeof out->secret.bytes;
    out->active = out->known && palier_rows_integer (rows, 1) != 0;
    if (out->known)
      memcpy (out->secret.bytes, g_bytes_get_data (plain, NULL), sizeof out->secret.bytes);
  }
}

/* A secret that asks nothing of anybody until it is confirmed. */
void
palier_factor_store_set (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                         const PalierTotpSecret *secret)
{
  g_autoptr (GBytes) sealed =
      palier_tx_seal (tx, tenant, PLACE, account->bytes, sizeof account->bytes, secret->bytes,
                      sizeof secret->bytes);
  if (sealed == NULL)
    return;
  palier_db_run (tx->db,
                 "update account set sealed_totp = ?3, totp_since_ms = null, totp_step = 0"
                 " where tenant_id = ?1 and account_id = ?2",
                 "Tub", tenant->id, account, g_bytes_get_data (sealed, NULL),
                 g_bytes_get_size (sealed));
}

void
palier_factor_store_activate (PalierTx *tx, const PalierTenant *tenant, const PalierId *account)
{
  palier_db_run (tx->db,
                 "update account set totp_since_ms = ?3 where tenant_id = ?1 and account_id = ?2",
                 "Tui", tenant->id, account, tx->now_ms);
}

void
palier_factor_store_clear (PalierTx *tx, const PalierTenant *tenant, const PalierId *account)
{
  palier_db_run (tx->db,
                 "update account set sealed_totp = null, totp_since_ms = null, totp_step = 0"
                 " where tenant_id = ?1 and account_id = ?2",
                 "Tu", tenant->id, account);
  palier_db_run (tx->db, "delete from recovery where tenant_id = ?1 and account_id = ?2", "Tu",
                 tenant->id, account);
}

/* Returns: whether @step is later than the last one used; from then on it is the last */
gboolean
palier_factor_store_use_step (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                              gint64 step)
{
  return palier_rows_any (palier_db_query (tx->db,
                                           "update account set totp_step = ?3 where tenant_id = ?1"
                                           " and account_id = ?2 and totp_step < ?3 returning 1",
                                           "Tui", tenant->id, account, step));
}

void
palier_recovery_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                           const guint8 digest[PALIER_DIGEST_SIZE])
{
  palier_db_run (tx->db, "insert into recovery (tenant_id, account_id, digest) values (?1, ?2, ?3)",
                 "Tub", tenant->id, account, digest, (gsize) PALIER_DIGEST_SIZE);
}

/* Returns: whether it was one of the account's; it is none any more */
gboolean
palier_recovery_store_use (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                           const guint8 digest[PALIER_DIGEST_SIZE])
{
  return palier_rows_any (
      palier_db_query (tx->db,
                       "delete from recovery where tenant_id = ?1 and account_id = ?2"
                       " and digest = ?3 returning 1",
                       "Tub", tenant->id, account, digest, (gsize) PALIER_DIGEST_SIZE));
}

guint
palier_recovery_store_count (PalierTx *tx, const PalierTenant *tenant, const PalierId *account)
{
  guint count = 0;
  PalierRows *rows = palier_db_query (
      tx->db, "select count(*) from recovery where tenant_id = ?1 and account_id = ?2", "Tu",
      tenant->id, account);

  while (palier_rows_next (rows))
    count = (guint) palier_rows_integer (rows, 0);
  return count;
}
