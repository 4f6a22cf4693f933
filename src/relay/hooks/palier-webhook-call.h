/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-delivery-store.h"
#include "palier-http.h"

G_BEGIN_DECLS

gboolean palier_webhook_url_is_good (const char *url, gboolean plain_loopback);
char *palier_webhook_secret_new (PalierRandom *random);
char *palier_webhook_sign (const PalierSubscription *subscription, gint64 now_ms, const char *body);

typedef enum
{
  PALIER_WEBHOOK_TAKEN,
  PALIER_WEBHOOK_FAILED,
  PALIER_WEBHOOK_GONE,      /* it is not wanted any more: 410 */
  PALIER_WEBHOOK_CANCELLED, /* the relay ends: nothing is known */
} PalierWebhookOutcome;

typedef struct
{
  PalierHttp *http;
  guint timeout_ms;
  gboolean plain_loopback; /* this machine may be told too, by plain HTTP */
  GCancellable *cancellable;
} PalierWebhookCaller;

PalierWebhookOutcome
palier_webhook_call (const PalierWebhookCaller *caller, const PalierSubscription *subscription,
                     PalierDelivery *delivery, const char *body, gint64 now_ms);

G_END_DECLS
