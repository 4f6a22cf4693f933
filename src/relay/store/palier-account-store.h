/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

#define PALIER_SESSION_IDLE_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)
#define PALIER_SESSION_MOST_MS (G_GINT64_CONSTANT (90) * 24 * 60 * 60 * 1000)
#define PALIER_REFRESH_GRACE_MS (10 * 1000)

/* Accounts, their sessions, and the refresh tokens of these. */
typedef struct
{
  PalierId id;
  char *password; /* PHC string */
} PalierRelayAccount;

void palier_relay_account_free (PalierRelayAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRelayAccount, palier_relay_account_free)

gint64 palier_directory_find (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE]);
void palier_directory_add (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE], gint64 tenant);

void palier_account_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                               const char *email, const char *password);
PalierRelayAccount *
palier_account_store_find (PalierTx *tx, const PalierTenant *tenant, const char *email);

void palier_session_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *session,
                               const PalierId *account);
gboolean
palier_session_store_is_live (PalierTx *tx, const PalierTenant *tenant, const PalierId *session);
void
palier_session_store_revoke (PalierTx *tx, const PalierTenant *tenant, const PalierId *session);

typedef enum
{
  PALIER_REFRESH_UNKNOWN,
  PALIER_REFRESH_GOOD,
  PALIER_REFRESH_REUSED, /* used before: whoever holds it may have stolen it */
} PalierRefreshState;

void palier_refresh_store_add (PalierTx *tx, const PalierTenant *tenant,
                               const guint8 digest[PALIER_DIGEST_SIZE], const PalierId *session);
PalierRefreshState
palier_refresh_store_use (PalierTx *tx, const PalierTenant *tenant,
                          const guint8 digest[PALIER_DIGEST_SIZE], PalierId *session);

char *palier_signing_key_store_get (PalierTx *tx, PalierSealKey *seed, GError **error);

G_END_DECLS
