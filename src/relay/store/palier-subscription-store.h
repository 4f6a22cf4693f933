/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-outbox-store.h"

G_BEGIN_DECLS

#define PALIER_SUBSCRIPTIONS_MAX 50
/* The id of each tenant's subscription for the stream. */
#define PALIER_STREAM_ID                                                                           \
  ((PalierId) { { 's', 't', 'r', 'e', 'a', 'm', 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } })
#define PALIER_OLD_SECRET_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

typedef enum
{
  PALIER_SUBSCRIPTION_ACTIVE,
  PALIER_SUBSCRIPTION_PAUSED,   /* by its owner */
  PALIER_SUBSCRIPTION_DISABLED, /* after a day of failures */
  PALIER_N_SUBSCRIPTION_STATES
} PalierSubscriptionState;

/* Who is told of events: a webhook, or the stream of the relay's operator. */
typedef struct
{
  PalierId id;
  gboolean stream;
  PalierSubscriptionState state;
  char *events;      /* their names with spaces between, or "*" */
  char *url;         /* (nullable): of a webhook, as the rest */
  char *description; /* (nullable) */
  char *secret;      /* signs what is sent */
  char *old_secret;  /* (nullable): signs too, until @old_until_ms */
  gint64 old_until_ms;
  gint64 created_ms;
  guint64 seq;       /* up to which event it was told, or is about to be */
  gint64 due_ms;     /* not before then */
  gint64 failing_ms; /* since when nothing gets through; 0: it does */
  guint failures;    /* one after the other */
  gint64 fence;      /* grows with each claim */
} PalierSubscription;

const char *palier_subscription_state_name (PalierSubscriptionState state);
gboolean palier_subscription_wants (const PalierSubscription *self, const char *name);
void palier_subscription_free (PalierSubscription *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSubscription, palier_subscription_free)

void palier_subscription_store_add (PalierTx *tx, const PalierTenant *tenant,
                                    const PalierSubscription *subscription);
void palier_subscription_store_update (PalierTx *tx, const PalierTenant *tenant,
                                       const PalierSubscription *subscription);
gboolean
palier_subscription_store_remove (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
PalierSubscription *
palier_subscription_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
GPtrArray *palier_subscription_store_list (PalierTx *tx, const PalierTenant *tenant);

GPtrArray *palier_subscription_store_claim (PalierTx *tx, const PalierTenant *tenant, guint limit,
                                            gint64 lease_ms);
void palier_subscription_store_recover (PalierTx *tx, const PalierTenant *tenant,
                                        const PalierId *process);
void palier_subscription_store_advance (PalierTx *tx, const PalierTenant *tenant,
                                        const PalierSubscription *subscription);
gboolean palier_subscription_store_holds (PalierTx *tx, const PalierTenant *tenant,
                                          const PalierSubscription *subscription);
void palier_subscription_store_settle (PalierTx *tx, const PalierTenant *tenant,
                                       const PalierSubscription *subscription);
void palier_subscription_store_plan (PalierTx *tx, const PalierTenant *tenant);

G_END_DECLS
