/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-hook-outcome.h"

#include "palier-account-store.h"
#include "palier-retry.h"

/* The stream is the operator's own: it is told soon after it is back. */
#define STREAM_STEPS 2

/* The event of @delivery is not kept any more, or its person is erased. */
void
palier_hook_give_up (PalierDelivery *delivery)
{
  delivery->state = PALIER_DELIVERY_FAILED;
  g_set_str (&delivery->fault, "expired");
}

static GPtrArray *
list_owners (PalierTx *tx, const PalierTenant *tenant)
{
  GPtrArray *accounts = palier_account_store_list (tx, tenant);

  for (guint i = accounts->len; i > 0; i--)
  {
    const PalierRelayAccount *account = g_ptr_array_index (accounts, i - 1);
    if (account->role != PALIER_ROLE_OWNER || account->email == NULL)
      g_ptr_array_remove_index (accounts, i - 1);
  }
  return accounts;
}

static void
note_failure (PalierTx *tx, PalierHookEnd *self)
{
  PalierSubscription *subscription = self->batch->subscription;

  if (subscription->failing_ms == 0)
    subscription->failing_ms = tx->now_ms;
  guint failures = subscription->failures++;
  subscription->due_ms =
      palier_retry_back_off (subscription->stream ? MIN (failures, STREAM_STEPS) : failures,
                             self->first_pause_ms, palier_random_uint64 (tx->random), tx->now_ms);
  if (subscription->stream || tx->now_ms - subscription->failing_ms < self->patience_ms)
    return;
  subscription->state = PALIER_SUBSCRIPTION_DISABLED;
  self->disabled = TRUE;
  self->owners = list_owners (tx, self->batch->tenant);
}

static void
note_success (PalierSubscription *subscription)
{
  subscription->failing_ms = 0;
  subscription->failures = 0;
  subscription->due_ms = 0;
}

/* A PalierTxFunc over a PalierHookEnd. A claim that is not held any more writes nothing: another
 * tells the same events. */
gboolean
palier_hook_settle (PalierTx *tx, gpointer data, GError **error)
{
  PalierHookEnd *self = data;
  PalierHookBatch *batch = self->batch;
  PalierSubscription *subscription = batch->subscription;

  if (!palier_subscription_store_holds (tx, batch->tenant, subscription))
    return palier_db_check (tx->db, error);
  for (guint i = 0; batch->deliveries != NULL && i < batch->deliveries->len; i++)
  {
    PalierDelivery *delivery = g_ptr_array_index (batch->deliveries, i);
    if (delivery->attempts > 0 || delivery->state != PALIER_DELIVERY_WAITING)
      palier_delivery_store_settle (tx, batch->tenant, delivery);
  }
  if (self->outcome == PALIER_WEBHOOK_GONE)
  {
    palier_subscription_store_remove (tx, batch->tenant, &subscription->id);
    return palier_db_check (tx->db, error);
  }
  if (self->outcome == PALIER_WEBHOOK_FAILED)
    note_failure (tx, self);
  else if (self->outcome == PALIER_WEBHOOK_TAKEN)
    note_success (subscription);
  palier_subscription_store_settle (tx, batch->tenant, subscription);
  return palier_db_check (tx->db, error);
}
