/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts for many, chunk by chunk: while one chunk is written on the threads of the pool, a part on
 * each, the next is read from the base and the last is stored there. */
#include "palier-draft-bulk.h"

#include "palier-campaign.h"
#include "palier-consent-store.h"
#include "palier-draft-many.h"
#include "palier-drafter.h"
#include "palier-message-store.h"
#include "palier-prospect-store.h"
#include "palier-reference-store.h"
#include "palier-session-error.h"
#include "palier-words.h"
#include "palier-worker.h"
#include "palier-write-order.h"

#define CHUNK 200

typedef struct
{
  PalierCore *core;
  PalierSettingsService *settings;
  GArray *numbers;
  PalierDraftOrder order;
  PalierDraftStyle style;
  PalierDraftPlan *plan;
  PalierId changeset; /* of all that is stored */
  PalierProfile *profile;
  GPtrArray *references;
  gint64 now_ms;
} Bulk;

/* Prospects with what is known of them, and then what was written. */
typedef struct
{
  Bulk *bulk;
  GPtrArray *prospects; /* (nullable elements): those that are gone */
  GArray *exchanged;
  GPtrArray *consents;
  GArray *suppressed;
  GPtrArray *written; /* of each: (nullable) (element-type PalierMessage) */
  GPtrArray *reasons; /* of each: (nullable): the PalierDraftLeft of who gets none */
  GPtrArray *messages;
  GPtrArray *left; /* (element-type PalierDraftLeft) */
} Chunk;

static void
bulk_clear (gpointer data)
{
  Bulk *self = data;

  g_clear_pointer (&self->plan, palier_draft_plan_free);
  g_clear_pointer (&self->profile, palier_profile_free);
  g_clear_pointer (&self->references, g_ptr_array_unref);
  palier_draft_order_clear (&self->order);
  g_array_unref (self->numbers);
  g_object_unref (self->settings);
  palier_core_unref (self->core);
}

static void
bulk_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, bulk_clear);
}

static void
chunk_clear (gpointer data)
{
  Chunk *self = data;

  g_clear_pointer (&self->prospects, g_ptr_array_unref);
  g_clear_pointer (&self->exchanged, g_array_unref);
  g_clear_pointer (&self->consents, g_ptr_array_unref);
  g_clear_pointer (&self->suppressed, g_array_unref);
  g_ptr_array_unref (self->written);
  g_ptr_array_unref (self->reasons);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->left);
  bulk_unref (self->bulk);
}

static void
chunk_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, chunk_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Chunk, chunk_unref)

static void
left_free (gpointer data)
{
  PalierDraftLeft *self = data;

  if (self == NULL)
    return;
  g_free (self->words);
  g_free (self);
}

static void
written_free (gpointer data)
{
  if (data != NULL)
    g_ptr_array_unref (data);
}

static Chunk *
chunk_new (Bulk *bulk)
{
  Chunk *self = g_atomic_rc_box_new0 (Chunk);

  self->bulk = g_atomic_rc_box_acquire (bulk);
  self->written = g_ptr_array_new_with_free_func (written_free);
  self->reasons = g_ptr_array_new_with_free_func (left_free);
  self->messages = g_ptr_array_new ();
  self->left = g_ptr_array_new ();
  return self;
}

/* In a fiber: (transfer full). */
static Chunk *
load (Bulk *bulk, guint start, GError **error)
{
  PalierWorkspace *workspace = bulk->core->workspace;
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (Chunk) self = chunk_new (bulk);

  g_array_append_vals (ns, &g_array_index (bulk->numbers, gint64, start),
                       MIN (bulk->numbers->len - start, CHUNK));
  self->prospects = dex_await_boxed (palier_prospect_store_rows (workspace, ns), error);
  if (self->prospects == NULL)
    return NULL;
  self->exchanged = dex_await_boxed (
      palier_event_store_history (workspace, ns, palier_scorer_recent_ms (bulk->core)), error);
  if (self->exchanged == NULL)
    return NULL;
  self->consents = dex_await_boxed (palier_consent_store_of_rows (workspace, ns), error);
  if (self->consents == NULL)
    return NULL;
  self->suppressed = palier_gatekeeper_find_suppressed (bulk->core, self->prospects, error);
  g_ptr_array_set_size (self->written, (int) ns->len);
  g_ptr_array_set_size (self->reasons, (int) ns->len);
  return self->suppressed != NULL ? g_steal_pointer (&self) : NULL;
}

/* ---- on the threads of the pool: each writes to places of its own */

static void
leave (Chunk *self, guint i, char *words)
{
  PalierDraftLeft *left = g_new0 (PalierDraftLeft, 1);

  left->prospect = *palier_prospect_get_id (self->prospects->pdata[i]);
  left->words = words;
  self->reasons->pdata[i] = left;
}

/* Nobody is written to whom the law, or his own word, protects: a draft could not be approved. */
static void
write_one (Chunk *self, guint i)
{
  const Bulk *bulk = self->bulk;
  const PalierProspect *prospect = self->prospects->pdata[i];
  const char *planned = palier_draft_plan_get_channel (bulk->plan);
  const char *channel = planned != NULL ? planned : bulk->order.channel;
  PalierProspectHistory *exchanged = &g_array_index (self->exchanged, PalierProspectHistory, i);
  PalierGatekeeping keeping;
  PalierScoringHistory history;
  g_autoptr (GError) error = NULL;

  palier_gatekeeper_judge (prospect, palier_drafter_channel (channel), self->consents->pdata[i],
                           exchanged, g_array_index (self->suppressed, gboolean, i), bulk->now_ms,
                           &keeping);
  keeping.question.informed |= bulk->order.follow_up;
  if (keeping.verdict.kind == PALIER_VERDICT_BLOCKED)
  {
    leave (self, i, palier_words_verdict (&keeping.verdict));
    return;
  }
  palier_scorer_history (exchanged, self->consents->pdata[i], bulk->now_ms, &history);
  g_autoptr (PalierDraftContext) context =
      palier_drafter_context_new (&(PalierDraftMaterial) { .scoring = bulk->core->scoring,
                                                           .profile = bulk->profile,
                                                           .references = bulk->references,
                                                           .prospect = prospect,
                                                           .keeping = &keeping,
                                                           .history = &history,
                                                           .channel = channel,
                                                           .now_ms = bulk->now_ms });
  palier_draft_context_vary (context, bulk->style, 0);
  self->written->pdata[i] = palier_draft_plan_write (bulk->plan, context, &error);
  if (error != NULL)
    leave (self, i, palier_session_error_message (error));
}

/* Every so many of a chunk. */
typedef struct
{
  Chunk *chunk;
  guint first, step;
} Part;

static void
part_free (gpointer data)
{
  Part *self = data;

  chunk_unref (self->chunk);
  g_free (self);
}

static DexFuture *
write_job (gpointer data)
{
  const Part *self = data;

  for (guint i = self->first; i < self->chunk->prospects->len; i += self->step)
    if (self->chunk->prospects->pdata[i] != NULL)
      write_one (self->chunk, i);
  return dex_future_new_true ();
}

/* Settles when all of the chunk is written. */
static DexFuture *
write_chunk (Chunk *chunk)
{
  guint n = g_get_num_processors ();
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < n; i++)
  {
    Part *part = g_new (Part, 1);
    *part = (Part) { g_atomic_rc_box_acquire (chunk), i, n };
    g_ptr_array_add (parts, palier_pool_run (write_job, part, part_free));
  }
  return dex_future_allv ((DexFuture *const *) parts->pdata, parts->len);
}

/* ---- storing */

static void
enter_campaign (GPtrArray *messages, const PalierDraftOrder *order)
{
  for (guint i = 0; i < messages->len; i++)
  {
    PalierMessage *message = messages->pdata[i];
    message->campaign = order->campaign;
    message->step = order->step;
    message->id = palier_enrolled_message_id (&order->campaign, &message->prospect, order->step);
  }
}

static void
complete (Chunk *self)
{
  for (guint i = 0; i < self->written->len; i++)
  {
    GPtrArray *messages = self->written->pdata[i];
    if (self->reasons->pdata[i] != NULL)
      g_ptr_array_add (self->left, self->reasons->pdata[i]);
    if (messages == NULL)
      continue;
    palier_drafter_complete (self->bulk->core, self->prospects->pdata[i], messages);
    if (!palier_id_is_nil (&self->bulk->order.campaign))
      enter_campaign (messages, &self->bulk->order);
    for (guint k = 0; k < messages->len; k++)
      g_ptr_array_add (self->messages, messages->pdata[k]);
  }
}

static DexFuture *
store_fiber (gpointer data)
{
  Chunk *self = data;
  PalierWorkspace *workspace = self->bulk->core->workspace;
  g_autoptr (GPtrArray) events =
      palier_message_events_new (self->bulk->core, "message.generated", self->messages);
  g_autoptr (GError) error = NULL;

  if (self->messages->len == 0
      || (dex_await (
              palier_message_store_insert (workspace, &self->bulk->changeset, self->messages),
              &error)
          && dex_await (palier_event_store_append (workspace, events), &error)))
    return dex_future_new_true ();
  return palier_reject (&error);
}

/* A chunk on its way to the base. */
typedef struct
{
  DexFuture *future;
  Chunk *chunk;
  guint done; /* prospects, with this chunk */
  gint64 n_messages;
} Storing;

/* Awaits the chunk that is being stored, if one is, and tells the caller of it. */
static gboolean
finish (Bulk *bulk, Storing *storing, GError **error)
{
  const PalierDraftOrder *order = &bulk->order;
  g_autoptr (Chunk) chunk = g_steal_pointer (&storing->chunk);

  if (chunk == NULL)
    return TRUE;
  if (!dex_await (g_steal_pointer (&storing->future), error))
    return FALSE;
  storing->n_messages += chunk->messages->len;
  if (order->taken != NULL)
    order->taken (chunk->messages, chunk->left, storing->done, bulk->numbers->len, order->data);
  return TRUE;
}

static gboolean
run_chunks (Bulk *bulk, Storing *storing, GError **error)
{
  g_autoptr (Chunk) chunk = NULL;
  g_autoptr (Chunk) next = bulk->numbers->len > 0 ? load (bulk, 0, error) : NULL;

  for (guint start = 0; start < bulk->numbers->len; start += CHUNK)
  {
    g_autoptr (GError) failure = NULL;
    g_clear_pointer (&chunk, chunk_unref);
    chunk = g_steal_pointer (&next);
    if (chunk == NULL || g_cancellable_set_error_if_cancelled (bulk->order.cancellable, error))
      return FALSE;
    DexFuture *writing = write_chunk (chunk);
    if (start + CHUNK < bulk->numbers->len)
      next = load (bulk, start + CHUNK, &failure);
    if (!dex_await (writing, error) || !finish (bulk, storing, error))
      return FALSE;
    complete (chunk);
    storing->done = MIN (start + CHUNK, bulk->numbers->len);
    storing->chunk = g_atomic_rc_box_acquire (chunk);
    storing->future =
        dex_scheduler_spawn (NULL, 0, store_fiber, g_atomic_rc_box_acquire (chunk), chunk_unref);
    if (failure != NULL)
      return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  }
  return TRUE;
}

static gboolean
read_style (Bulk *self, GError **error)
{
  const PalierDraftOrder *order = &self->order;

  return palier_write_order_read (&(PalierWriteOrder) { .channel = order->channel,
                                                        .tone = order->tone,
                                                        .length = order->length },
                                  &self->style.tone, &self->style.length, error);
}

static DexFuture *
bulk_fiber (gpointer data)
{
  Bulk *self = data;
  PalierWorkspace *workspace = self->core->workspace;
  Storing storing = { 0 };
  g_autoptr (GError) error = NULL;

  if (!read_style (self, &error))
    return palier_reject (&error);
  self->plan =
      palier_draft_plan_new (self->core, self->order.template, self->order.n_variants, &error);
  if (self->plan == NULL)
    return palier_reject (&error);
  self->profile = dex_await_boxed (palier_settings_service_get_profile (self->settings), &error);
  if (self->profile == NULL)
    return palier_reject (&error);
  self->references = dex_await_boxed (palier_reference_store_list (workspace), &error);
  if (self->references == NULL)
    return palier_reject (&error);
  self->now_ms = palier_core_now_ms (self->core);
  self->changeset = palier_id_is_nil (&self->order.changeset) ? palier_workspace_new_id (workspace)
                                                              : self->order.changeset;
  run_chunks (self, &storing, &error);
  finish (self, &storing, error == NULL ? &error : NULL);
  return palier_drafter_answer_many (self->core, &self->changeset, storing.n_messages, &error);
}

DexFuture *
palier_draft_bulk_run (PalierCore *core, PalierSettingsService *settings, GArray *numbers,
                       const PalierDraftOrder *order)
{
  Bulk *self = g_atomic_rc_box_new0 (Bulk);

  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  self->numbers = g_array_ref (numbers);
  palier_draft_order_copy (order, &self->order);
  return dex_scheduler_spawn (NULL, 0, bulk_fiber, self, bulk_unref);
}
