/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <yyjson.h>

#include "palier-account-service.h"
#include "palier-relay-api.h"

G_BEGIN_DECLS

/* What the handlers of accounts share: short texts in, one object out, tries counted. */

/* The members of a body, in the order of their names. */
#define PALIER_FORM_MAX 5
typedef struct
{
  char *values[PALIER_FORM_MAX];
} PalierForm;

gboolean palier_form_take (PalierForm *self, PalierRequest *request, const char *const *required,
                           const char *const *optional);
void palier_form_clear (PalierForm *self);

gboolean palier_api_get_limit (PalierRequest *request, guint otherwise, guint most, guint *limit);
void palier_api_answer (PalierRequest *request, guint status, yyjson_mut_doc *doc);
void palier_api_answer_login (PalierRequest *request, guint status, const PalierLogin *login);
void palier_api_answer_handle (PalierRelayApi *api, PalierRequest *request, const char *name,
                               const char *handle, const char *email);
void palier_api_account_fail (PalierRequest *request, const GError *error);
gboolean palier_api_has_accounts (PalierRelayApi *api, PalierRequest *request);
gboolean palier_api_may_try (PalierRelayApi *api, PalierRequest *request, PalierLimiter *limiter,
                             const char *bucket);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierForm, palier_form_clear)

G_END_DECLS
