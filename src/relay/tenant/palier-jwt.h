/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-id.h"
#include "palier-signer.h"

G_BEGIN_DECLS

#define PALIER_ACCESS_MS (10 * 60 * 1000)

/* An access token: a JWT (RFC 7519, RFC 9068) signed with Ed25519. The algorithm is not read from
 * the token: there is one. */
typedef struct
{
  gint64 tenant;
  PalierId account;
  PalierId session;
  gint64 issued_ms;
} PalierAccess;

char *
palier_jwt_make (PalierSigner *signer, const char *kid, const PalierAccess *access, GError **error);
char *palier_jwt_dup_kid (const char *token);
gboolean palier_jwt_check (PalierSigner *signer, const char *kid, const char *token, gint64 now_ms,
                           PalierAccess *out);

G_END_DECLS
