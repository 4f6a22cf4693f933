/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-authority.h"

G_BEGIN_DECLS

#define PALIER_ACCOUNT_ERROR (palier_account_error_quark ())
GQuark palier_account_error_quark (void);
typedef enum
{
  PALIER_ACCOUNT_ERROR_EMAIL,       /* no address */
  PALIER_ACCOUNT_ERROR_PASSWORD,    /* too short, too long, or one of the first that are tried */
  PALIER_ACCOUNT_ERROR_TAKEN,       /* there is an account of this address */
  PALIER_ACCOUNT_ERROR_CREDENTIALS, /* not this address with this password; no such token */
} PalierAccountError;

/* What a login gives. */
typedef struct
{
  gint64 tenant;
  char *access;
  char *refresh;
} PalierLogin;

void palier_login_free (PalierLogin *self);

PalierLogin *palier_account_register (PalierAuthority *authority, PalierStore *store,
                                      const char *email, const char *password, GError **error);
PalierLogin *palier_account_login (PalierAuthority *authority, PalierStore *store,
                                   const char *email, const char *password, GError **error);
PalierLogin *palier_account_refresh (PalierAuthority *authority, PalierStore *store,
                                     const char *token, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierLogin, palier_login_free)

G_END_DECLS
