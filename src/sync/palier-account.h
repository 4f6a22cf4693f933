/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-http.h"
#include "palier-sync-error.h"

G_BEGIN_DECLS

/* How a device proves to a relay who it is: a fixed token (the relay of this computer), or the pair
 * of an account, of which the access token lives minutes and the refresh token is used once. */
typedef struct _PalierAccount PalierAccount;

PalierAccount *palier_account_new_local (PalierHttp *http, const char *url, const char *token);
PalierAccount *palier_account_new (PalierHttp *http, const char *url, const char *refresh_token);
void palier_account_free (PalierAccount *self);

/* One member of a JSON object of texts; those without a value are left out. */
typedef struct
{
  const char *name;
  const char *value; /* (nullable) */
} PalierAccountMember;

GBytes *palier_account_body (const PalierAccountMember *members, gsize n_members);

DexFuture *palier_account_enter (PalierAccount *self, const char *path, GBytes *body);
const char *palier_account_get_refresh_token (PalierAccount *self); /* (nullable) */
const char *palier_account_get_tenant (PalierAccount *self);
const char *palier_account_get_device_token (PalierAccount *self); /* (nullable) */
void palier_account_adopt (PalierAccount *self, const char *refresh_token);
const char *palier_account_await_access (PalierAccount *self, GError **error);
gint64 palier_account_get_quiet_ms (PalierAccount *self);

DexFuture *
palier_account_call (PalierAccount *self, const char *method, const char *path, GBytes *body);
DexFuture *palier_account_listen (PalierAccount *self, PalierHttpLine on_line, gpointer data,
                                  GDestroyNotify destroy, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAccount, palier_account_free)

G_END_DECLS
