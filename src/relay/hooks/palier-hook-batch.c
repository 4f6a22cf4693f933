/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a subscription and what it is to be told next. What it wants of the new events becomes
 * deliveries that wait, in the transaction that moves its place: none is lost and none made twice.
 */
#include "palier-hook-batch.h"

#include "palier-outbox-json.h"

#define BATCH 10
#define AHEAD 100
#define STREAM_BATCH 500
#define LEASE_MS (60 * 1000)

void
palier_hook_batch_free (PalierHookBatch *self)
{
  g_clear_pointer (&self->subscription, palier_subscription_free);
  g_clear_pointer (&self->deliveries, g_ptr_array_unref);
  g_clear_pointer (&self->bodies, g_ptr_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self);
}

static void
add_delivery (PalierTx *tx, const PalierTenant *tenant, const PalierSubscription *subscription,
              const PalierOutboxEvent *event)
{
  PalierDelivery delivery = {
    .subscription = subscription->id, .seq = event->seq, .event = event->id, .name = event->name
  };
  palier_delivery_store_add (tx, tenant, &delivery);
}

/* Returns: whether there were new events */
static gboolean
look_ahead (PalierTx *tx, const PalierTenant *tenant, PalierSubscription *subscription)
{
  g_autoptr (GPtrArray) events = palier_outbox_store_since (tx, tenant, subscription->seq, AHEAD);

  for (guint i = 0; i < events->len; i++)
  {
    const PalierOutboxEvent *event = g_ptr_array_index (events, i);
    if (palier_subscription_wants (subscription, event->name))
      add_delivery (tx, tenant, subscription, event);
    subscription->seq = event->seq;
  }
  /* What is not kept any more is passed over. */
  if (events->len == 0)
    subscription->seq = palier_outbox_store_last (tx, tenant);
  return events->len > 0;
}

/* Returns: (transfer full) (nullable) */
static char *
make_body (PalierTx *tx, const PalierTenant *tenant, const PalierDelivery *delivery)
{
  PalierOutboxEvent ping = { .id = delivery->event,
                             .name = (char *) PALIER_PING,
                             .at_ms = delivery->created_ms,
                             .data = (char *) "{}" };

  if (delivery->seq == 0)
    return palier_outbox_event_to_json (tenant, &ping);
  g_autoptr (PalierOutboxEvent) event = palier_outbox_store_get (tx, tenant, delivery->seq);
  return event != NULL && event->data != NULL ? palier_outbox_event_to_json (tenant, event) : NULL;
}

/* Returns: (transfer full) (nullable): NULL when there is nothing to tell */
static PalierHookBatch *
fill_batch (PalierTx *tx, PalierTenant *tenant, PalierSubscription *subscription)
{
  g_autoptr (GPtrArray) waiting =
      palier_delivery_store_waiting (tx, tenant, &subscription->id, BATCH);

  while (waiting->len < BATCH && look_ahead (tx, tenant, subscription))
  {
    g_ptr_array_unref (waiting);
    waiting = palier_delivery_store_waiting (tx, tenant, &subscription->id, BATCH);
  }
  palier_subscription_store_advance (tx, tenant, subscription);
  if (waiting->len == 0)
    return NULL;
  PalierHookBatch *batch = g_new0 (PalierHookBatch, 1);
  batch->tenant = tenant;
  batch->subscription = subscription;
  batch->bodies = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < waiting->len; i++)
    g_ptr_array_add (batch->bodies, make_body (tx, tenant, g_ptr_array_index (waiting, i)));
  batch->deliveries = g_steal_pointer (&waiting);
  return batch;
}

/* As fill_batch(), for the stream: its place moves when the events are there. */
static PalierHookBatch *
fill_stream (PalierTx *tx, PalierTenant *tenant, PalierSubscription *subscription)
{
  g_autoptr (GPtrArray) events =
      palier_outbox_store_since (tx, tenant, subscription->seq, STREAM_BATCH);

  if (events->len == 0)
  {
    subscription->seq = palier_outbox_store_last (tx, tenant);
    return NULL;
  }
  PalierHookBatch *batch = g_new0 (PalierHookBatch, 1);
  batch->tenant = tenant;
  batch->subscription = subscription;
  subscription->seq = ((PalierOutboxEvent *) g_ptr_array_index (events, events->len - 1))->seq;
  batch->events = g_steal_pointer (&events);
  return batch;
}

/* Each tenant has a subscription for the stream, as long as there is one; it waits meanwhile. */
static void
keep_stream (PalierTx *tx, PalierTenant *tenant, gboolean wanted)
{
  PalierSubscriptionState state = wanted ? PALIER_SUBSCRIPTION_ACTIVE : PALIER_SUBSCRIPTION_PAUSED;
  g_autoptr (PalierSubscription) stream =
      palier_subscription_store_get (tx, tenant, &PALIER_STREAM_ID);

  if (stream == NULL && wanted)
  {
    PalierSubscription first = { .id = PALIER_STREAM_ID, .stream = TRUE, .events = (char *) "*" };
    palier_subscription_store_add (tx, tenant, &first);
  }
  else if (stream != NULL && stream->state != state)
  {
    stream->state = state;
    palier_subscription_store_update (tx, tenant, stream);
  }
}

static void
take_subscription (PalierTx *tx, PalierTenant *tenant, PalierSubscription *subscription,
                   PalierHookClaim *claim)
{
  PalierHookBatch *batch = subscription->stream ? fill_stream (tx, tenant, subscription)
                                                : fill_batch (tx, tenant, subscription);

  if (batch != NULL)
  {
    g_ptr_array_add (claim->batches, batch);
    return;
  }
  palier_subscription_store_settle (tx, tenant, subscription);
  palier_subscription_free (subscription);
}

/* A PalierTxFunc over a PalierHookClaim. */
gboolean
palier_hook_claim (PalierTx *tx, gpointer data, GError **error)
{
  PalierHookClaim *self = data;

  g_ptr_array_set_size (self->batches, 0);
  self->busy = !palier_db_is_free (tx->db, self->tenant);
  if (self->busy)
    return palier_db_check (tx->db, error);
  PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant, error);
  if (tenant == NULL)
    return FALSE;
  keep_stream (tx, tenant, self->stream);
  g_autoptr (GPtrArray) taken =
      palier_subscription_store_claim (tx, tenant, self->room, tx->now_ms + LEASE_MS);
  g_ptr_array_set_free_func (taken, NULL);
  for (guint i = 0; i < taken->len; i++)
    take_subscription (tx, tenant, g_ptr_array_index (taken, i), self);
  palier_delivery_store_sweep (tx, tenant);
  palier_subscription_store_plan (tx, tenant);
  return palier_db_check (tx->db, error);
}
