/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-language.h"
#include "palier-store.h"

G_BEGIN_DECLS

#define PALIER_SESSION_IDLE_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)
#define PALIER_SESSION_MOST_MS (G_GINT64_CONSTANT (90) * 24 * 60 * 60 * 1000)
#define PALIER_REFRESH_GRACE_MS (10 * 1000)

/* What a member of a tenant may do. */
typedef enum
{
  PALIER_ROLE_READER, /* look */
  PALIER_ROLE_AGENT,  /* … and write and send */
  PALIER_ROLE_OWNER,  /* … and say who belongs to it */
  PALIER_N_ROLES
} PalierRole;

const char *palier_role_name (PalierRole role);
gboolean palier_role_from_name (const char *name, PalierRole *out);

/* Accounts, their sessions, and the refresh tokens of these. */
typedef struct
{
  PalierId id;
  PalierRole role;
  char *password; /* PHC string */
  char *email;    /* normal form */
  char *siret;    /* (nullable) */
  PalierLanguage language;
  gint64 created_ms;
} PalierRelayAccount;

void palier_relay_account_free (PalierRelayAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRelayAccount, palier_relay_account_free)

gint64 palier_directory_find (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE]);
void palier_directory_add (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE], gint64 tenant);
GArray *palier_directory_list_tenants (PalierTx *tx);
void palier_directory_remove (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE]);

void palier_account_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                               const char *email, const char *password, const char *siret,
                               PalierRole role);
PalierRelayAccount *
palier_account_store_find (PalierTx *tx, const PalierTenant *tenant, const char *email);
PalierRelayAccount *
palier_account_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
GPtrArray *palier_account_store_list (PalierTx *tx, const PalierTenant *tenant);
void palier_account_store_set_role (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                                    PalierRole role);
void palier_account_store_remove (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
void palier_account_store_set_email (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                                     const char *email);
void palier_account_store_set_language (PalierTx *tx, const PalierTenant *tenant,
                                        const PalierId *id, PalierLanguage language);
void palier_account_store_set_password (PalierTx *tx, const PalierTenant *tenant,
                                        const PalierId *id, const char *password);

/* One login on one device. */
typedef struct
{
  PalierId id;
  char *name; /* (nullable): as the device calls itself; hostile text */
  gint64 created_ms;
  gint64 used_ms;
} PalierRelaySession;

void palier_relay_session_free (PalierRelaySession *self);

void palier_session_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *session,
                               const PalierId *account, const char *name);
gboolean palier_session_store_find (PalierTx *tx, const PalierTenant *tenant,
                                    const PalierId *session, PalierId *account, PalierRole *role);
GPtrArray *
palier_session_store_list (PalierTx *tx, const PalierTenant *tenant, const PalierId *account);
void
palier_session_store_revoke (PalierTx *tx, const PalierTenant *tenant, const PalierId *session);
gboolean palier_session_store_revoke_of (PalierTx *tx, const PalierTenant *tenant,
                                         const PalierId *account, const PalierId *session);
void palier_session_store_revoke_others (PalierTx *tx, const PalierTenant *tenant,
                                         const PalierId *account, const PalierId *session);

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

G_END_DECLS
