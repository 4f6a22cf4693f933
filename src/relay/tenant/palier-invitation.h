/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-entitlement.h"
#include "palier-membership.h"

G_BEGIN_DECLS

PalierInvitation *
palier_invitation_make (PalierStore *store, const PalierCaller *caller, PalierMeter meter,
                        const char *email, PalierRole role, PalierNotice *notice, GError **error);
GPtrArray *palier_invitation_list (PalierStore *store, const PalierCaller *caller, GError **error);
gboolean palier_invitation_revoke (PalierStore *store, const PalierCaller *caller,
                                   const PalierId *invitation, GError **error);

/* Who joins an agency by the code that came with its invitation. */
typedef struct
{
  const char *email;
  const char *code;
  const char *password;    /* that the new account gets */
  const char *device_name; /* (nullable): hostile text */
  gint64 agency;           /* at whose host; 0: at the relay's */
  PalierLanguage language;
} PalierJoiner;

PalierLogin *
palier_invitation_accept (PalierAuthority *authority, PalierStore *store, PalierMeter meter,
                          const PalierJoiner *joiner, GError **error);

G_END_DECLS
