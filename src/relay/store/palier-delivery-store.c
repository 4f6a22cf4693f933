/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements:
 *
 *   insert   one delivery that waits
 *   select   one; those of a webhook, newest first; those that wait, in the order of their events
 *   update   what became of one
 *   delete   those of thirty days ago */
#include "palier-delivery-store.h"

#include <string.h>

#define KEPT_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)
#define COLUMNS                                                                                    \
  "delivery_id, subscription_id, seq, event_id, name, state, attempts, status, fault, created_ms," \
  " changed_ms"

static const char *const states[PALIER_N_DELIVERY_STATES] = { "waiting", "delivered", "failed" };

const char *
palier_delivery_state_name (PalierDeliveryState state)
{
  return states[state];
}

void
palier_delivery_free (PalierDelivery *self)
{
  g_free (self->name);
  g_free (self->fault);
  g_free (self);
}

static PalierDeliveryState
state_from_name (const char *name)
{
  for (int i = 0; i < PALIER_N_DELIVERY_STATES; i++)
    if (g_strcmp0 (states[i], name) == 0)
      return (PalierDeliveryState) i;
  return PALIER_DELIVERY_FAILED;
}

static PalierDelivery *
read_one (PalierRows *rows)
{
  PalierDelivery *self = g_new0 (PalierDelivery, 1);

  palier_rows_id (rows, 0, &self->id);
  palier_rows_id (rows, 1, &self->subscription);
  self->seq = (guint64) palier_rows_integer (rows, 2);
  palier_rows_id (rows, 3, &self->event);
  self->name = g_strdup (palier_rows_text (rows, 4));
  self->state = state_from_name (palier_rows_text (rows, 5));
  self->attempts = (guint) palier_rows_integer (rows, 6);
  self->status = (guint) palier_rows_integer (rows, 7);
  self->fault = g_strdup (palier_rows_text (rows, 8));
  self->created_ms = palier_rows_integer (rows, 9);
  self->changed_ms = palier_rows_integer (rows, 10);
  return self;
}

static GPtrArray *
read_all (PalierRows *rows)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_delivery_free);

  while (palier_rows_next (rows))
    g_ptr_array_add (list, read_one (rows));
  return list;
}

/* Adds one that waits; its id and times are given here. */
void
palier_delivery_store_add (PalierTx *tx, const PalierTenant *tenant, PalierDelivery *self)
{
  self->id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  self->state = PALIER_DELIVERY_WAITING;
  self->created_ms = self->changed_ms = tx->now_ms;
  palier_db_run (tx->db,
                 "insert into delivery (tenant_id, delivery_id, subscription_id, seq, event_id,"
                 " name, state, created_ms, changed_ms)"
                 " values (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7, ?7)",
                 "Tuuiuti", tenant->id, &self->id, &self->subscription, (gint64) self->seq,
                 &self->event, self->name, tx->now_ms);
}

/* Returns: (transfer full) (nullable) */
PalierDelivery *
palier_delivery_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  PalierDelivery *self = NULL;
  PalierRows *rows = palier_db_query (
      tx->db, "select " COLUMNS " from delivery where tenant_id = ?1 and delivery_id = ?2", "Tu",
      tenant->id, id);

  if (palier_rows_next (rows))
    self = read_one (rows);
  palier_rows_end (rows);
  return self;
}

/**
 * palier_delivery_store_list:
 * @before: (nullable): those that were made before this one
 *
 * Returns: (transfer full) (element-type PalierDelivery): a webhook's, newest first
 */
GPtrArray *
palier_delivery_store_list (PalierTx *tx, const PalierTenant *tenant, const PalierId *subscription,
                            const PalierId *before, guint limit)
{
  return read_all (palier_db_query (tx->db,
                                    "select " COLUMNS " from delivery where tenant_id = ?1"
                                    " and subscription_id = ?2 and delivery_id < ?3"
                                    " order by delivery_id desc limit ?4",
                                    "Tuui", tenant->id, subscription,
                                    before != NULL ? before : &PALIER_ID_LAST, (gint64) limit));
}

/* Returns: (transfer full) (element-type PalierDelivery): what is to be sent first comes first */
GPtrArray *
palier_delivery_store_waiting (PalierTx *tx, const PalierTenant *tenant,
                               const PalierId *subscription, guint limit)
{
  return read_all (palier_db_query (tx->db,
                                    "select " COLUMNS " from delivery where tenant_id = ?1"
                                    " and subscription_id = ?2 and state = 'waiting'"
                                    " order by seq, delivery_id limit ?3",
                                    "Tui", tenant->id, subscription, (gint64) limit));
}

/* Writes what became of it. */
void
palier_delivery_store_settle (PalierTx *tx, const PalierTenant *tenant, const PalierDelivery *self)
{
  palier_db_run (tx->db,
                 "update delivery set state = ?3, attempts = ?4, status = ?5, fault = ?6,"
                 " changed_ms = ?7 where tenant_id = ?1 and delivery_id = ?2",
                 "Tutiiti", tenant->id, &self->id, states[self->state], (gint64) self->attempts,
                 (gint64) self->status, self->fault, tx->now_ms);
}

void
palier_delivery_store_sweep (PalierTx *tx, const PalierTenant *tenant)
{
  palier_db_run (tx->db, "delete from delivery where tenant_id = ?1 and created_ms < ?2", "Ti",
                 tenant->id, tx->now_ms - KEPT_MS);
}
