/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows are claimed under a lease and a fence: those with something to be told that nobody holds, or
 * whose lease or process has ended. What became of a claim is written by who holds it still. */
#include "palier-subscription-store.h"

#include <string.h>
#include <yyjson.h>

#include "palier-process-store.h"

#define COLUMNS                                                                                    \
  "subscription_id, kind, state, events, sealed, created_ms, seq, due_ms, failing_ms, failures,"   \
  " fence"
/* What has something to be told: ?2 is the number of the tenant's last event. */
#define HUNGRY                                                                                     \
  "state = 'active' and (seq < ?2 or exists (select 1 from delivery d where d.tenant_id = ?1"      \
  " and d.subscription_id = subscription.subscription_id and d.state = 'waiting'))"

static const char *const states[PALIER_N_SUBSCRIPTION_STATES] = { "active", "paused", "disabled" };

const char *
palier_subscription_state_name (PalierSubscriptionState state)
{
  return states[state];
}

static PalierSubscriptionState
state_from_name (const char *name)
{
  for (int i = 0; i < PALIER_N_SUBSCRIPTION_STATES; i++)
    if (g_strcmp0 (states[i], name) == 0)
      return (PalierSubscriptionState) i;
  return PALIER_SUBSCRIPTION_DISABLED;
}

/* Whether it is to be told of events of this name. */
gboolean
palier_subscription_wants (const PalierSubscription *self, const char *name)
{
  gsize length = strlen (name);

  if (strcmp (self->events, "*") == 0)
    return TRUE;
  for (const char *p = self->events; *p != '\0';)
  {
    gsize word = strcspn (p, " ");
    if (word == length && memcmp (p, name, length) == 0)
      return TRUE;
    p += word + (p[word] == ' ');
  }
  return FALSE;
}

static void
wipe (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
palier_subscription_free (PalierSubscription *self)
{
  g_free (self->events);
  g_free (self->url);
  g_free (self->description);
  wipe (self->secret);
  wipe (self->old_secret);
  g_free (self);
}

static void
add_text (yyjson_mut_doc *doc, yyjson_mut_val *root, const char *name, const char *text)
{
  if (text != NULL)
    yyjson_mut_obj_add_str (doc, root, name, text);
}

static GBytes *
seal (PalierTx *tx, const PalierTenant *tenant, const PalierSubscription *self)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  gsize length = 0;

  yyjson_mut_doc_set_root (doc, root);
  add_text (doc, root, "url", self->url);
  add_text (doc, root, "description", self->description);
  add_text (doc, root, "secret", self->secret);
  add_text (doc, root, "old_secret", self->old_secret);
  yyjson_mut_obj_add_int (doc, root, "old_until", self->old_until_ms);
  char *json = yyjson_mut_write (doc, 0, &length);
  GBytes *sealed = palier_tx_seal (tx, tenant, "subscription", self->id.bytes,
                                   sizeof self->id.bytes, json, length);
  explicit_bzero (json, length);
  free (json);
  yyjson_mut_doc_free (doc);
  return sealed;
}

static void
unseal (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows, int column,
        PalierSubscription *self)
{
  gsize length = 0;
  const void *sealed = palier_rows_blob (rows, column, &length);
  g_autoptr (GBytes) plain = palier_tx_unseal (tx, tenant, "subscription", self->id.bytes,
                                               sizeof self->id.bytes, sealed, length);
  if (plain == NULL)
    return;
  yyjson_doc *doc = yyjson_read (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), 0);
  yyjson_val *root = yyjson_doc_get_root (doc);
  self->url = g_strdup (yyjson_get_str (yyjson_obj_get (root, "url")));
  self->description = g_strdup (yyjson_get_str (yyjson_obj_get (root, "description")));
  self->secret = g_strdup (yyjson_get_str (yyjson_obj_get (root, "secret")));
  self->old_secret = g_strdup (yyjson_get_str (yyjson_obj_get (root, "old_secret")));
  self->old_until_ms = yyjson_get_sint (yyjson_obj_get (root, "old_until"));
  yyjson_doc_free (doc);
}

static PalierSubscription *
read_one (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows)
{
  PalierSubscription *self = g_new0 (PalierSubscription, 1);

  palier_rows_id (rows, 0, &self->id);
  self->stream = g_strcmp0 (palier_rows_text (rows, 1), "stream") == 0;
  self->state = state_from_name (palier_rows_text (rows, 2));
  self->events = g_strdup (palier_rows_text (rows, 3));
  self->created_ms = palier_rows_integer (rows, 5);
  self->seq = (guint64) palier_rows_integer (rows, 6);
  self->due_ms = palier_rows_integer (rows, 7);
  self->failing_ms = palier_rows_integer (rows, 8);
  self->failures = (guint) palier_rows_integer (rows, 9);
  self->fence = palier_rows_integer (rows, 10);
  unseal (tx, tenant, rows, 4, self);
  return self;
}

static GPtrArray *
read_all (PalierTx *tx, const PalierTenant *tenant, PalierRows *rows)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_subscription_free);

  while (palier_rows_next (rows))
    g_ptr_array_add (list, read_one (tx, tenant, rows));
  return list;
}

void
palier_subscription_store_add (PalierTx *tx, const PalierTenant *tenant,
                               const PalierSubscription *self)
{
  g_autoptr (GBytes) sealed = seal (tx, tenant, self);

  if (sealed == NULL)
    return;
  palier_db_run (
      tx->db,
      "insert into subscription (tenant_id, subscription_id, kind, state, events, sealed,"
      " created_ms, seq, due_ms) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)"
      " on conflict (tenant_id, subscription_id) do nothing",
      "Tutttbii", tenant->id, &self->id, self->stream ? "stream" : "webhook", states[self->state],
      self->events, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), tx->now_ms,
      (gint64) self->seq);
  palier_subscription_store_plan (tx, tenant);
}

/* What its owner says: state, events, address and secrets. One that is made active begins anew. */
void
palier_subscription_store_update (PalierTx *tx, const PalierTenant *tenant,
                                  const PalierSubscription *self)
{
  g_autoptr (GBytes) sealed = seal (tx, tenant, self);

  if (sealed == NULL)
    return;
  palier_db_run (tx->db,
                 "update subscription set state = ?3, events = ?4, sealed = ?5, due_ms = 0,"
                 " failing_ms = 0, failures = 0 where tenant_id = ?1 and subscription_id = ?2",
                 "Tuttb", tenant->id, &self->id, states[self->state], self->events,
                 g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  palier_subscription_store_plan (tx, tenant);
}

/* Returns: whether there was one; what it was sent is forgotten with it */
gboolean
palier_subscription_store_remove (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  palier_db_run (tx->db, "delete from delivery where tenant_id = ?1 and subscription_id = ?2", "Tu",
                 tenant->id, id);
  return palier_rows_any (palier_db_query (
      tx->db, "delete from subscription where tenant_id = ?1 and subscription_id = ?2 returning 1",
      "Tu", tenant->id, id));
}

/* Returns: (transfer full) (nullable) */
PalierSubscription *
palier_subscription_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *id)
{
  PalierSubscription *self = NULL;
  PalierRows *rows = palier_db_query (
      tx->db, "select " COLUMNS " from subscription where tenant_id = ?1 and subscription_id = ?2",
      "Tu", tenant->id, id);

  if (palier_rows_next (rows))
    self = read_one (tx, tenant, rows);
  palier_rows_end (rows);
  return self;
}

/* Returns: (transfer full) (element-type PalierSubscription): the webhooks, oldest first */
GPtrArray *
palier_subscription_store_list (PalierTx *tx, const PalierTenant *tenant)
{
  return read_all (tx, tenant,
                   palier_db_query (tx->db,
                                    "select " COLUMNS " from subscription where tenant_id = ?1"
                                    " and kind = 'webhook' order by subscription_id",
                                    "T", tenant->id));
}

/**
 * palier_subscription_store_claim:
 * @lease_ms: until when they are the caller's
 *
 * Takes subscriptions with something to be told now; of one that another holds nothing is taken, so
 * that each is told in order.
 *
 * Returns: (transfer full) (element-type PalierSubscription)
 */
GPtrArray *
palier_subscription_store_claim (PalierTx *tx, const PalierTenant *tenant, guint limit,
                                 gint64 lease_ms)
{
  GPtrArray *list =
      read_all (tx, tenant,
                palier_db_query (
                    tx->db,
                    "select " COLUMNS " from subscription where tenant_id = ?1 and " HUNGRY
                    " and due_ms <= ?3 and (lease_ms <= ?3 or not exists (select 1 from process p"
                    " where p.process_id = subscription.process_id))"
                    " order by due_ms, subscription_id limit ?4 for update skip locked",
                    "Tiii", tenant->id, (gint64) palier_outbox_store_last (tx, tenant), tx->now_ms,
                    (gint64) limit));

  for (guint i = 0; i < list->len; i++)
  {
    PalierSubscription *self = g_ptr_array_index (list, i);
    self->fence++;
    palier_db_run (tx->db,
                   "update subscription set fence = ?3, lease_ms = ?4, process_id = ?5"
                   " where tenant_id = ?1 and subscription_id = ?2",
                   "Tuiiu", tenant->id, &self->id, self->fence, lease_ms,
                   palier_store_get_process (tx->store));
  }
  if (list->len > 0)
    palier_process_store_hold (tx, tenant);
  return list;
}

/* Gives back what @process, which is dead, had claimed. */
void
palier_subscription_store_recover (PalierTx *tx, const PalierTenant *tenant,
                                   const PalierId *process)
{
  palier_db_run (tx->db,
                 "update subscription set lease_ms = 0 where tenant_id = ?1 and process_id = ?2",
                 "Tu", tenant->id, process);
  palier_subscription_store_plan (tx, tenant);
}

/* Moves its place: what it is told of the events before is on its way. */
void
palier_subscription_store_advance (PalierTx *tx, const PalierTenant *tenant,
                                   const PalierSubscription *self)
{
  palier_db_run (tx->db,
                 "update subscription set seq = ?3 where tenant_id = ?1 and subscription_id = ?2",
                 "Tui", tenant->id, &self->id, (gint64) self->seq);
}

/* Whether a claim holds still: nobody has claimed it since, and it is there. */
gboolean
palier_subscription_store_holds (PalierTx *tx, const PalierTenant *tenant,
                                 const PalierSubscription *self)
{
  return palier_rows_any (palier_db_query (tx->db,
                                           "select 1 from subscription where tenant_id = ?1"
                                           " and subscription_id = ?2 and fence = ?3",
                                           "Tui", tenant->id, &self->id, self->fence));
}

/* Writes how far it came and gives the claim back; what its owner said meanwhile stays. */
void
palier_subscription_store_settle (PalierTx *tx, const PalierTenant *tenant,
                                  const PalierSubscription *self)
{
  palier_db_run (tx->db,
                 "update subscription set seq = ?3, due_ms = ?4, failing_ms = ?5, failures = ?6,"
                 " lease_ms = 0, state = case when state = 'active' then ?7 else state end"
                 " where tenant_id = ?1 and subscription_id = ?2",
                 "Tuiiiit", tenant->id, &self->id, (gint64) self->seq, self->due_ms,
                 self->failing_ms, (gint64) self->failures, states[self->state]);
  palier_subscription_store_plan (tx, tenant);
}

/* Notes when there is something to publish for @tenant next. */
void
palier_subscription_store_plan (PalierTx *tx, const PalierTenant *tenant)
{
  gint64 due_ms = G_MAXINT64;
  PalierRows *rows = palier_db_query (
      tx->db,
      "select min (case when lease_ms > due_ms then lease_ms else due_ms end), count (*)"
      " from subscription where tenant_id = ?1 and " HUNGRY,
      "Ti", tenant->id, (gint64) palier_outbox_store_last (tx, tenant));

  while (palier_rows_next (rows))
    if (palier_rows_integer (rows, 1) > 0)
      due_ms = palier_rows_integer (rows, 0);
  palier_publication_store_set (tx, tenant, due_ms);
  tx->has_news |= due_ms != G_MAXINT64;
}
