/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-service.h"
#include "palier-notice.h"

G_BEGIN_DECLS

/* Who wants an account. */
typedef struct
{
  const char *email;
  const char *password;
  const char *siret;
  PalierLanguage language;
} PalierApplicant;

char *palier_registration_begin (PalierStore *store, const PalierApplicant *applicant,
                                 PalierNotice *notice, GError **error);
PalierLogin *
palier_registration_finish (PalierAuthority *authority, PalierStore *store, const char *handle,
                            const char *code, const char *device_name, GError **error);

GPtrArray *palier_registration_list (PalierStore *store, const char *email, GError **error);
gboolean
palier_registration_approve (PalierStore *store, const char *email, guint which, GError **error);

G_END_DECLS
