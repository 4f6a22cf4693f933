/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* Who asks. On the relay of one computer: one tenant and one token, given at the start. Elsewhere:
 * accounts, whose access tokens are JWTs signed by this relay (EdDSA, ten minutes). */
typedef struct _PalierAuthority PalierAuthority;

#define PALIER_LOCAL_TENANT 1

PalierAuthority *palier_authority_new_local (const char *token);
PalierAuthority *palier_authority_new (PalierStore *store, gboolean registration, GError **error);
void palier_authority_free (PalierAuthority *self);

gint64 palier_authority_check (PalierAuthority *self, const char *bearer, gint64 now_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAuthority, palier_authority_free)

G_END_DECLS
