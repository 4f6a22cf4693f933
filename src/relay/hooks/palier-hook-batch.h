/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-delivery-store.h"

G_BEGIN_DECLS

/* What one subscription is told at once, by who claimed it. */
typedef struct
{
  PalierTenant *tenant;
  PalierSubscription *subscription;
  GPtrArray *deliveries; /* (element-type PalierDelivery): of a webhook; else NULL, as @bodies */
  GPtrArray *bodies;     /* (element-type utf8) (nullable items): NULL: the event is gone */
  GPtrArray *events;     /* (element-type PalierOutboxEvent): of the stream; else NULL */
} PalierHookBatch;

void palier_hook_batch_free (PalierHookBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierHookBatch, palier_hook_batch_free)

/* Claims what is due for a tenant. */
typedef struct
{
  gint64 tenant;
  guint room;         /* at most so many batches */
  gboolean stream;    /* there is a stream to be told */
  GPtrArray *batches; /* (element-type PalierHookBatch) */
  gboolean busy;      /* another relay was at work for the tenant */
} PalierHookClaim;

gboolean palier_hook_claim (PalierTx *tx, gpointer claim, GError **error);

G_END_DECLS
