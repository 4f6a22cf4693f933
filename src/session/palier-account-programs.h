/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-service.h"

G_BEGIN_DECLS

/* Programs that work with the agency: keys of the relay's API, and webhooks. For owners; errors are
 * those of the account's other calls. */

typedef struct
{
  char *id;
  char *prefix; /* of the key, as it may be shown */
  char *name;
  char *scopes; /* with spaces between */
  gint64 created_ms;
  gint64 used_ms;    /* 0: not yet */
  gint64 expires_ms; /* 0: never */
  char *key;         /* (nullable): right after it was made, and never again */
} PalierProgramKey;

typedef struct
{
  char *id;
  char *url;
  char *events; /* with spaces between, or "*" */
  char *state;  /* active, paused, disabled */
  gint64 created_ms;
  gint64 failing_ms; /* since when nothing gets through; 0: it does */
  char *secret;      /* (nullable): right after it was made, and never again */
} PalierWebhook;

typedef struct
{
  char *id;
  char *event;    /* its type */
  char *event_id; /* the same when it comes again */
  char *state;    /* waiting, delivered, failed */
  guint attempts;
  guint status; /* of the last answer, 0: there was none */
  char *fault;  /* why the last attempt failed; empty where it did not */
  gint64 created_ms;
  gint64 changed_ms;
} PalierWebhookDelivery;

void palier_program_key_free (PalierProgramKey *self);
void palier_webhook_free (PalierWebhook *self);
void palier_webhook_delivery_free (PalierWebhookDelivery *self);

/* → G_TYPE_PTR_ARRAY of PalierProgramKey */
DexFuture *palier_account_programs_list_keys (PalierAccountService *self);
/* → G_TYPE_PTR_ARRAY of the one that was made; @scopes: with commas or spaces between */
DexFuture *
palier_account_programs_add_key (PalierAccountService *self, const char *name, const char *scopes);
/* → TRUE */
DexFuture *palier_account_programs_revoke_key (PalierAccountService *self, const char *key);

/* → G_TYPE_PTR_ARRAY of PalierWebhook */
DexFuture *palier_account_programs_list_webhooks (PalierAccountService *self);
/* → G_TYPE_PTR_ARRAY of the one that was made; @events: as @scopes above, or "*" */
DexFuture *palier_account_programs_add_webhook (PalierAccountService *self, const char *url,
                                                const char *events);
/* → G_TYPE_PTR_ARRAY of the webhook, with its new secret */
DexFuture *palier_account_programs_rotate_webhook (PalierAccountService *self, const char *webhook);
/* → TRUE */
DexFuture *palier_account_programs_pause_webhook (PalierAccountService *self, const char *webhook,
                                                  gboolean pause);
DexFuture *palier_account_programs_remove_webhook (PalierAccountService *self, const char *webhook);
/* → G_TYPE_PTR_ARRAY of PalierWebhookDelivery: the one that waits now */
DexFuture *palier_account_programs_ping_webhook (PalierAccountService *self, const char *webhook);
DexFuture *palier_account_programs_replay (PalierAccountService *self, const char *delivery);
/* → G_TYPE_PTR_ARRAY of PalierWebhookDelivery, the newest 200, newest first */
DexFuture *
palier_account_programs_list_deliveries (PalierAccountService *self, const char *webhook);

G_END_DECLS
