/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the journal to the store, a tenant at a time: a part of the journal is one write for each
 * tenant in it, and in the same transaction stands how far the tenant's hits have come. So a part
 * that is read again, after a crash or an outage, counts nothing twice.
 *
 * Where the reader has withdrawn his consent meanwhile, nothing is written of him. */
#include "palier-hits.h"

#include <string.h>

#include "palier-hit-judge.h"
#include "palier-job-store.h"
#include "palier-record-store.h"
#include "palier-relay-figures.h"
#include "yyjson.h"

#define HITS_TOLD_MAX 20 /* of one link; further ones only count */
#define BURST_MS 2000
#define GATHER_MS 100
#define PAUSE_MS 200
#define PAUSE_MOST_MS 30000

struct _PalierHits
{
  PalierStore *store;
  PalierJournal *journal;
  gboolean near;   /* readers are on this very machine: a click within seconds tells nothing */
  GThread *thread; /* (nullable): see begin() */
  gboolean begun;  /* atomic */
  GMutex lock;
  GCond ended;
  gboolean stopping;
};

typedef struct
{
  guint64 number;
  PalierHit hit;
} Item;

/* What a tenant was hit by in one part of the journal. */
typedef struct
{
  PalierHits *hits;
  gint64 tenant;
  GArray *items; /* (element-type Item) */
  guint from;    /* the items to write now */
  guint to;
  PalierWrite *write;
} Batch;

/* A link that a batch has come to. */
typedef struct
{
  PalierLink *link;   /* (nullable): NULL for a token that is in no message */
  PalierSendJob *job; /* (nullable) */
  gboolean permitted;
  guint uncounted; /* hits that the store has not been told yet */
} Target;

/* ---- in the transaction ---- */

static void
target_free (gpointer data)
{
  Target *self = data;

  g_clear_pointer (&self->link, palier_link_free);
  g_clear_pointer (&self->job, palier_send_job_free);
  g_free (self);
}

static gboolean
is_permitted (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job,
              PalierLinkKind kind)
{
  g_autoptr (GArray) consents = palier_consent_store_list (tx, tenant, &job->prospect);
  PalierTracking tracking = palier_tracking_permission (
      (const PalierConsentRow *) consents->data, consents->len, PALIER_CHANNEL_EMAIL, tx->now_ms);

  return (kind == PALIER_LINK_OPEN ? tracking.open : tracking.click) == PALIER_SIGNAL_YES;
}

static Target *
get_target (PalierTx *tx, const PalierTenant *tenant, const PalierHit *hit, GHashTable *targets)
{
  g_autoptr (GBytes) key = g_bytes_new (hit->token.secret, sizeof hit->token.secret);
  Target *target = g_hash_table_lookup (targets, key);

  if (target != NULL)
    return target;
  target = g_new0 (Target, 1);
  target->link = palier_link_store_get (tx, tenant, &hit->token);
  if (target->link != NULL)
    target->job = palier_job_store_get (tx, tenant, &target->link->job);
  target->permitted =
      target->job != NULL && is_permitted (tx, tenant, target->job, target->link->kind);
  g_hash_table_insert (targets, g_steal_pointer (&key), target);
  return target;
}

static void
count (PalierTx *tx, const PalierTenant *tenant, Target *target)
{
  if (target->uncounted == 0)
    return;
  palier_link_store_hit (tx, tenant, target->link, target->uncounted);
  palier_figure_add (target->link->kind == PALIER_LINK_OPEN ? PALIER_FIGURE_OPENS
                                                            : PALIER_FIGURE_CLICKS,
                     target->uncounted);
  target->uncounted = 0;
}

static char *
write_data (const PalierHit *hit, const PalierLink *link, const PalierHitGuess *guess)
{
  g_autofree char *agent = g_utf8_make_valid (hit->user_agent, -1);
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "by", palier_hit_by_name (guess->by));
  yyjson_mut_obj_add_str (doc, root, "reason", palier_hit_reason_name (guess->reason));
  yyjson_mut_obj_add_bool (doc, root, "machine", guess->by == PALIER_HIT_MACHINE);
  yyjson_mut_obj_add_str (doc, root, "agent", agent);
  if (link->url != NULL)
    yyjson_mut_obj_add_str (doc, root, "url", link->url);
  char *json = yyjson_mut_write (doc, 0, NULL);
  yyjson_mut_doc_free (doc);
  return json;
}

static void
tell (PalierTx *tx, const PalierTenant *tenant, const PalierHit *hit, const Target *target,
      gboolean near)
{
  const PalierSendJob *job = target->job;
  gboolean open = target->link->kind == PALIER_LINK_OPEN;
  PalierHitEvidence evidence = {
    .kind = target->link->kind,
    .user_agent = hit->user_agent,
    .by_head = hit->by_head,
    .prefetch = hit->prefetch,
    .network = hit->network,
    .since_sent_ms = near ? G_MAXINT64 : hit->at_ms - job->changed_ms,
  };

  if (!open)
    evidence.other_clicks =
        palier_link_store_clicks_since (tx, tenant, &job->id, hit->at_ms - BURST_MS);
  PalierHitGuess guess = palier_hit_judge (&evidence);
  char *json = write_data (hit, target->link, &guess);

  palier_event_store_add (tx, tenant, open ? "message.opened" : "message.clicked", hit->at_ms,
                          &job->prospect, &job->id, json);
  free (json);
}

static void
record (PalierTx *tx, const PalierTenant *tenant, const Batch *batch, const PalierHit *hit,
        GHashTable *targets)
{
  Target *target = get_target (tx, tenant, hit, targets);

  if (!target->permitted || target->link->kind != hit->wanted)
    return;
  gboolean told = target->link->hits < HITS_TOLD_MAX;
  if (told)
    tell (tx, tenant, hit, target, batch->hits->near);
  target->link->hits++;
  target->link->last_ms = hit->at_ms;
  target->uncounted++;
  /* The next one to be told asks how many links were followed just now. */
  if (told)
    count (tx, tenant, target);
}

/* A PalierTxFunc. */
static gboolean
write_batch (PalierTx *tx, gpointer data, GError **error)
{
  Batch *self = data;
  const PalierId *journal = palier_journal_get_id (self->hits->journal);
  PalierTenant *tenant = palier_store_get_tenant (tx, self->tenant, NULL);
  g_autoptr (GHashTable) targets = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, target_free);
  GHashTableIter iter;
  gpointer target;

  if (tenant == NULL)
    return palier_db_check (tx->db, error);
  guint64 mark = palier_journal_mark_get (tx, tenant, journal);
  for (guint i = self->from; i < self->to; i++)
  {
    const Item *item = &g_array_index (self->items, Item, i);
    if (item->number >= mark)
      record (tx, tenant, self, &item->hit, targets);
  }
  g_hash_table_iter_init (&iter, targets);
  while (g_hash_table_iter_next (&iter, NULL, &target))
    count (tx, tenant, target);
  palier_journal_mark_set (tx, tenant, journal,
                           g_array_index (self->items, Item, self->to - 1).number + 1);
  return palier_db_check (tx->db, error);
}

/* ---- on the thread ---- */

/* Returns: FALSE when there is no time to wait any more */
static gboolean
pause_a_while (PalierHits *self, guint *pause_ms)
{
  gint64 end_us = g_get_monotonic_time () + *pause_ms * 1000;

  g_mutex_lock (&self->lock);
  while (!self->stopping && g_cond_wait_until (&self->ended, &self->lock, end_us))
    ;
  gboolean stopping = self->stopping;
  g_mutex_unlock (&self->lock);
  *pause_ms = MIN (*pause_ms * 2, PAUSE_MOST_MS);
  return !stopping;
}

static gboolean
is_passing (const GError *error)
{
  return error->domain == PALIER_STORE_ERROR
         && (error->code == PALIER_STORE_ERROR_BUSY || error->code == PALIER_STORE_ERROR_FULL
             || error->code == PALIER_STORE_ERROR_LOCKED || error->code == PALIER_STORE_ERROR_OPEN);
}

/* A batch that failed: again while the store is away, else by halves, until what the store does not
 * take stands alone. Returns: FALSE when there is no time to wait any more */
static gboolean
write_again (PalierHits *self, Batch *batch)
{
  g_autoptr (GError) error = NULL;
  guint pause_ms = PAUSE_MS;
  guint from = batch->from;
  guint to = batch->to;

  while (!palier_store_write (self->store, write_batch, batch, &error))
  {
    if (!is_passing (error))
      break;
    if (!pause_a_while (self, &pause_ms))
      return FALSE;
    g_clear_error (&error);
  }
  if (error == NULL)
    return TRUE;
  if (to - from == 1)
  {
    g_warning ("a hit is lost: %s", error->message);
    return TRUE;
  }
  batch->to = from + (to - from) / 2;
  if (!write_again (self, batch))
    return FALSE;
  batch->from = from + (to - from) / 2;
  batch->to = to;
  return write_again (self, batch);
}

static void
batch_free (gpointer data)
{
  Batch *self = data;

  g_array_unref (self->items);
  g_free (self);
}

static void
add_item (PalierHits *self, GHashTable *batches, const Item *item)
{
  gint64 tenant = palier_token_tenant (&item->hit.token);
  Batch *batch = g_hash_table_lookup (batches, &tenant);

  if (batch == NULL)
  {
    batch = g_new0 (Batch, 1);
    batch->hits = self;
    batch->tenant = tenant;
    batch->items = g_array_new (FALSE, FALSE, sizeof (Item));
    g_hash_table_insert (batches, &batch->tenant, batch);
  }
  g_array_append_vals (batch->items, item, 1);
  batch->to = batch->items->len;
}

static GHashTable *
sort_by_tenant (PalierHits *self, const PalierJournalPart *part)
{
  GHashTable *batches = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, batch_free);

  for (guint i = 0; i < part->records->len; i++)
  {
    Item item = { .number = part->first + i };
    gsize length = 0;
    const guint8 *packed = g_bytes_get_data (part->records->pdata[i], &length);
    if (palier_hit_unpack (&item.hit, packed, length))
      add_item (self, batches, &item);
  }
  return batches;
}

static gboolean
work_through (PalierHits *self, const PalierJournalPart *part)
{
  g_autoptr (GHashTable) batches = sort_by_tenant (self, part);
  GHashTableIter iter;
  gpointer value;
  gboolean going_on = TRUE;

  g_hash_table_iter_init (&iter, batches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Batch *) value)->write = palier_store_begin_write (self->store, write_batch, value);
  g_hash_table_iter_init (&iter, batches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
  {
    g_autoptr (GError) error = NULL;
    if (!palier_write_wait (((Batch *) value)->write, &error))
      going_on = going_on && write_again (self, value);
  }
  return going_on;
}

static gpointer
hits_main (gpointer data)
{
  PalierHits *self = data;
  gboolean going_on = TRUE;

  while (going_on)
  {
    g_auto (PalierJournalPart) part = { 0 };
    guint gather_ms = GATHER_MS;
    going_on = palier_journal_next (self->journal, &part) && work_through (self, &part);
    /* What comes meanwhile goes into one commit more, whose flush delays the journal's. */
    if (going_on)
      pause_a_while (self, &gather_ms);
  }
  return NULL;
}

/* A relay to which no reader comes, like that of one computer, has no thread for them. */
static void
begin (PalierHits *self)
{
  if (g_atomic_int_get (&self->begun))
    return;
  g_mutex_lock (&self->lock);
  if (self->thread == NULL)
    self->thread = g_thread_new ("hits", hits_main, self);
  g_atomic_int_set (&self->begun, TRUE);
  g_mutex_unlock (&self->lock);
}

/* ---- the public side ---- */

/**
 * palier_hits_new:
 * @directory: where the journal's files lie
 *
 * Returns: (nullable): NULL with an error of palier_journal_open()
 */
PalierHits *
palier_hits_new (PalierStore *store, const char *directory, gboolean near, GError **error)
{
  g_autoptr (PalierHits) self = g_new0 (PalierHits, 1);

  self->store = store;
  self->near = near;
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended);
  self->journal = palier_journal_open (directory, palier_store_get_journal_key (store),
                                       palier_store_get_random (store), error);
  if (self->journal == NULL)
    return NULL;
  if (palier_journal_get_waiting (self->journal) > 0)
    begin (self);
  return g_steal_pointer (&self);
}

/* Nothing may be added any more. Who waits is told, and what the store takes now goes there; the
 * rest waits on the disk. */
void
palier_hits_stop (PalierHits *self)
{
  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->ended);
  g_mutex_unlock (&self->lock);
  palier_journal_stop (self->journal);
  g_clear_pointer (&self->thread, g_thread_join);
}

void
palier_hits_free (PalierHits *self)
{
  palier_hits_stop (self);
  g_clear_pointer (&self->journal, palier_journal_free);
  g_cond_clear (&self->ended);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * palier_hits_add:
 * @done: see palier_journal_add()
 *
 * Safe on any thread.
 */
void
palier_hits_add (PalierHits *self, const PalierHit *hit, PalierJournalDone done, gpointer data)
{
  guint8 packed[PALIER_HIT_PACKED_MAX];

  begin (self);
  palier_journal_add (self->journal, packed, palier_hit_pack (hit, packed), done, data);
}

/* Returns: how many hits the store does not hold yet */
guint64
palier_hits_get_waiting (PalierHits *self)
{
  return palier_journal_get_waiting (self->journal);
}
