/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "palier-account.h"
#include "palier-account-service.h"
#include "palier-sync-private.h"

G_BEGIN_DECLS

/* What the calls of an account share: each is a fiber with a few texts. */

#define PALIER_ACCOUNTS_PATH "/v1/accounts/"
#define PALIER_ACCOUNT_PATH "/v1/account"
#define PALIER_USAGE_PATH "/v1/usage"
#define PALIER_ACCOUNT_TEXTS 4

struct _PalierAccountService
{
  GObject parent_instance;
  PalierCore *core;
  PalierSyncService *sync;
};

typedef struct
{
  PalierAccountService *service;
  char *texts[PALIER_ACCOUNT_TEXTS]; /* (nullable): in the order of the call */
} PalierAccountCall;

DexFuture *palier_account_spawn (PalierAccountService *self, DexFiberFunc fiber,
                                 const char *const texts[PALIER_ACCOUNT_TEXTS]);

#define PALIER_ACCOUNT_SPAWN(self, fiber, ...)                                                     \
  palier_account_spawn (self, fiber, (const char *const[PALIER_ACCOUNT_TEXTS]) { __VA_ARGS__ })

/* In its fiber. */
GBytes *palier_account_send (PalierAccountCall *self, const char *method, const char *path,
                             const PalierAccountMember *members, gsize n_members, GError **error);
GBytes *palier_account_post (PalierAccountCall *self, const char *path,
                             const PalierAccountMember *members, gsize n_members, GError **error);
PalierAccountInfo *palier_account_describe (PalierAccountCall *self, GError **error);
DexFuture *palier_account_enter_by (PalierAccountCall *self, const char *url, const char *path,
                                    const PalierAccountMember *members, gsize n_members);
const char *palier_account_get_device_name (void);

/* What came of it. */
DexFuture *palier_account_reject (GError *error);
DexFuture *palier_account_reject_nonsense (void);
DexFuture *palier_account_done_or (GBytes *answer, GError **error);
JsonObject *palier_account_parse (GBytes *answer, JsonParser *parser);
JsonArray *palier_account_parse_list (GBytes *answer, const char *name, JsonParser *parser);
DexFuture *palier_account_asked_parse (JsonObject *object);
PalierUsageInfo *palier_usage_info_parse (GBytes *answer);
const char *palier_account_get_text (JsonObject *object, const char *name);

G_END_DECLS
