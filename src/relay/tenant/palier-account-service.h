/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-authority.h"

G_BEGIN_DECLS

#define PALIER_ACCOUNT_ERROR (palier_account_error_quark ())
GQuark palier_account_error_quark (void);
typedef enum
{
  PALIER_ACCOUNT_ERROR_EMAIL,         /* no address */
  PALIER_ACCOUNT_ERROR_PASSWORD,      /* too short, too long, or one of the first that are tried */
  PALIER_ACCOUNT_ERROR_SIRET,         /* fourteen digits whose sum does not close, or none */
  PALIER_ACCOUNT_ERROR_CREDENTIALS,   /* not this address with this password; no such token */
  PALIER_ACCOUNT_ERROR_CODE,          /* not the code that went out, or too late, or too often */
  PALIER_ACCOUNT_ERROR_FACTOR_NEEDED, /* the password is right, a second factor is missing */
  PALIER_ACCOUNT_ERROR_FACTOR_WRONG,  /* … or is not the right one, or was used before */
  PALIER_ACCOUNT_ERROR_FACTOR_ACTIVE, /* there is a second factor already */
  PALIER_ACCOUNT_ERROR_FACTOR_NONE,   /* there is none */
  PALIER_ACCOUNT_ERROR_ROLE,          /* an owner does this, which the caller is not any more */
  PALIER_ACCOUNT_ERROR_MEMBER,        /* no such member, no such invitation */
  PALIER_ACCOUNT_ERROR_LAST_OWNER,    /* an agency must have one */
  PALIER_ACCOUNT_ERROR_KNOWN_MEMBER,  /* the address belongs to a member already */
  PALIER_ACCOUNT_ERROR_ADDRESS_TAKEN, /* the address belongs to another agency */
  PALIER_ACCOUNT_ERROR_USER_LIMIT,    /* as many members as the plan has; message: how many */
  PALIER_ACCOUNT_ERROR_NAME,          /* of an agency: too long, or not for showing */
  PALIER_ACCOUNT_ERROR_SLUG,          /* not of its form */
  PALIER_ACCOUNT_ERROR_SLUG_TAKEN,    /* another agency's, or kept back */
  PALIER_ACCOUNT_ERROR_HOST_CHANGED,  /* too many earlier ones are still kept for the agency */
  PALIER_ACCOUNT_ERROR_DOMAIN,        /* no name in public DNS, or one of the relay's own */
  PALIER_ACCOUNT_ERROR_DOMAIN_PLAN,   /* the plan has no domain of one's own */
  PALIER_ACCOUNT_ERROR_NO_HOSTS,      /* this relay has no such addresses to give */
  PALIER_N_ACCOUNT_ERRORS
} PalierAccountError;

/* What a login gives. */
typedef struct
{
  gint64 tenant;
  char *access;
  char *refresh;
  char *device; /* (nullable): proves later that this device was let in once */
} PalierLogin;

void palier_login_free (PalierLogin *self);

/* What a login asks for. */
typedef struct
{
  const char *email;
  const char *password;
  const char *factor;      /* (nullable): six digits, or a recovery code */
  const char *device_name; /* (nullable): hostile text */
  gint64 agency;           /* at whose host: no other's accounts are known there; 0: any */
  PalierLanguage language;
} PalierCredentials;

PalierLogin *palier_account_login (PalierAuthority *authority, PalierStore *store,
                                   const PalierCredentials *credentials, GError **error);
PalierLogin *palier_account_refresh (PalierAuthority *authority, PalierStore *store,
                                     const char *token, gint64 agency, GError **error);

gboolean
palier_account_find (PalierStore *store, const char *email, PalierCaller *out, GError **error);
char *palier_account_dup_bucket (PalierStore *store, const char *email, const char *device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierLogin, palier_login_free)

G_END_DECLS
