/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"
#include "palier-totp.h"

G_BEGIN_DECLS

/* The second factor of an account: the secret it shares with an authenticator program, and the
 * codes for the day when that is lost. */
typedef struct
{
  gboolean known;  /* there is a secret */
  gboolean active; /* … which was confirmed */
  PalierTotpSecret secret;
} PalierFactor;

void palier_factor_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                              PalierFactor *out);
void palier_factor_store_set (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                              const PalierTotpSecret *secret);
void
palier_factor_store_activate (PalierTx *tx, const PalierTenant *tenant, const PalierId *account);
void palier_factor_store_clear (PalierTx *tx, const PalierTenant *tenant, const PalierId *account);
gboolean palier_factor_store_use_step (PalierTx *tx, const PalierTenant *tenant,
                                       const PalierId *account, gint64 step);

void palier_recovery_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                                const guint8 digest[PALIER_DIGEST_SIZE]);
gboolean
palier_recovery_store_use (PalierTx *tx, const PalierTenant *tenant, const PalierId *account,
                           const guint8 digest[PALIER_DIGEST_SIZE]);
guint
palier_recovery_store_count (PalierTx *tx, const PalierTenant *tenant, const PalierId *account);

G_END_DECLS
