/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-subscription-store.h"

G_BEGIN_DECLS

#define PALIER_PING "ping"

typedef enum
{
  PALIER_DELIVERY_WAITING,
  PALIER_DELIVERY_DELIVERED,
  PALIER_DELIVERY_FAILED, /* given up: its event is not kept any more */
  PALIER_N_DELIVERY_STATES
} PalierDeliveryState;

/* One event for one webhook. */
typedef struct
{
  PalierId id;
  PalierId subscription;
  guint64 seq; /* of the event; 0: a ping */
  PalierId event;
  char *name;
  PalierDeliveryState state;
  guint attempts;
  guint status; /* of the last answer, 0: there was none */
  char *fault;  /* (nullable): why the last attempt failed */
  gint64 created_ms;
  gint64 changed_ms;
} PalierDelivery;

const char *palier_delivery_state_name (PalierDeliveryState state);

void palier_delivery_free (PalierDelivery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDelivery, palier_delivery_free)

void palier_delivery_store_add (PalierTx *tx, const PalierTenant *tenant, PalierDelivery *delivery);
PalierDelivery *
palier_delivery_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
GPtrArray *
palier_delivery_store_list (PalierTx *tx, const PalierTenant *tenant, const PalierId *subscription,
                            const PalierId *before, guint limit);
GPtrArray *palier_delivery_store_waiting (PalierTx *tx, const PalierTenant *tenant,
                                          const PalierId *subscription, guint limit);
void palier_delivery_store_settle (PalierTx *tx, const PalierTenant *tenant,
                                   const PalierDelivery *delivery);
void palier_delivery_store_sweep (PalierTx *tx, const PalierTenant *tenant);

G_END_DECLS
