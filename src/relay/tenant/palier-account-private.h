/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-service.h"
#include "palier-token.h"

G_BEGIN_DECLS

/* Of this folder alone: a session that begins in a transaction, whose tokens are given after it. */
typedef struct
{
  gint64 tenant;
  PalierId account;
  PalierId session;
  guint8 address[PALIER_DIGEST_SIZE]; /* keyed digest of the e-mail address */
  char refresh[PALIER_TOKEN_TEXT_SIZE];
} PalierSessionStart;

void palier_session_start_clear (PalierSessionStart *self);
void palier_session_start (PalierTx *tx, const PalierTenant *tenant, PalierSessionStart *self,
                           const char *device_name);
PalierLogin *palier_session_give (PalierAuthority *authority, PalierStore *store,
                                  const PalierSessionStart *self, GError **error);

gpointer palier_account_refuse (GError **error, PalierAccountError code);
gpointer palier_account_no_memory (GError **error);
char *palier_account_normalize (const char *email);
char *palier_account_clean_name (const char *name);
gint64
palier_account_find_tenant (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE], gint64 agency);
void palier_account_digest (PalierStore *store, const char *label, const char *text,
                            guint8 out[PALIER_DIGEST_SIZE]);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierSessionStart, palier_session_start_clear)

G_END_DECLS
