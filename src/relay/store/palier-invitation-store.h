/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-store.h"

G_BEGIN_DECLS

#define PALIER_INVITATION_MS (G_GINT64_CONSTANT (7) * 24 * 60 * 60 * 1000)

/* Who is asked to join an agency, and as what. */
typedef struct
{
  PalierId id;
  guint8 digest[PALIER_DIGEST_SIZE]; /* keyed, of address and code */
  char *email;                       /* normal form */
  PalierRole role;
  gint64 created_ms;
  gint64 until_ms;
} PalierInvitation;

void palier_invitation_free (PalierInvitation *self);

void palier_invitation_store_add (PalierTx *tx, const PalierTenant *tenant,
                                  const PalierInvitation *invitation);
GPtrArray *palier_invitation_store_list (PalierTx *tx, const PalierTenant *tenant);
void palier_invitation_store_remove (PalierTx *tx, const PalierTenant *tenant,
                                     const PalierInvitation *invitation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierInvitation, palier_invitation_free)

G_END_DECLS
