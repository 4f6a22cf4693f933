/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-store.h"
#include "palier-jwt.h"
#include "palier-key-store.h"

G_BEGIN_DECLS

/* Who asks. On the relay of one computer: one tenant and one token, given at the start. Elsewhere:
 * accounts, whose access tokens are JWTs signed by this relay. */
typedef struct _PalierAuthority PalierAuthority;

#define PALIER_LOCAL_TENANT 1

PalierAuthority *palier_authority_new_local (PalierStore *store, const char *token);
PalierAuthority *palier_authority_new (PalierStore *store, GError **error);
void palier_authority_free (PalierAuthority *self);

/* In whose name a request comes. */
typedef struct
{
  PalierTenant *tenant;
  PalierId account; /* nil on the relay of one computer, as the session */
  PalierId session;
  PalierRole role;
  PalierId key; /* nil, but of a program that shows a key of the public API */
  guint grants; /* … what this one may (PalierGrant) */
} PalierCaller;

gboolean palier_authority_admit (PalierAuthority *self, const char *bearer, PalierCaller *out,
                                 GError **error);
gboolean palier_authority_is_live (PalierAuthority *self, const PalierCaller *caller);
char *
palier_authority_make_access (PalierAuthority *self, const PalierAccess *access, GError **error);
gboolean palier_authority_rotate (PalierStore *store, GError **error);
gboolean palier_authority_has_accounts (PalierAuthority *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAuthority, palier_authority_free)

G_END_DECLS
