/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many prospects, a few at a time: a service is slow and takes several questions at once, but not
 * many. */
#include "palier-draft-many.h"

#include "palier-draft-write.h"
#include "palier-drafter.h"
#include "palier-prospect-store.h"
#include "palier-session-error.h"
#include "palier-words.h"

#define AT_ONCE 4

typedef struct
{
  PalierCore *core;
  PalierSettingsService *settings;
  PalierAiService *ai;
  GArray *numbers;
  PalierDraftOrder order;
  PalierChannel channel;
  PalierId changeset; /* of all that is stored */
  guint n_messages;
} Many;

/* @out: palier_draft_order_clear() when it is done with */
void
palier_draft_order_copy (const PalierDraftOrder *order, PalierDraftOrder *out)
{
  *out = *order;
  out->template = g_strdup (order->template);
  out->writer = g_strdup (order->writer);
  out->channel = g_strdup (order->channel);
  out->tone = g_strdup (order->tone);
  out->length = g_strdup (order->length);
  if (order->cancellable != NULL)
    g_object_ref (order->cancellable);
}

void
palier_draft_order_clear (PalierDraftOrder *self)
{
  g_free ((char *) self->template);
  g_free ((char *) self->writer);
  g_free ((char *) self->channel);
  g_free ((char *) self->tone);
  g_free ((char *) self->length);
  g_clear_object (&self->cancellable);
  if (self->destroy != NULL)
    self->destroy (self->data);
}

static void
many_free (gpointer data)
{
  Many *self = data;

  palier_draft_order_clear (&self->order);
  g_array_unref (self->numbers);
  g_object_unref (self->settings);
  g_object_unref (self->ai);
  palier_core_unref (self->core);
  g_free (self);
}

static void
left_free (gpointer data)
{
  PalierDraftLeft *self = data;

  g_free (self->words);
  g_free (self);
}

static void
leave (GPtrArray *left, const PalierProspect *prospect, char *words)
{
  PalierDraftLeft *one = g_new0 (PalierDraftLeft, 1);

  one->prospect = *palier_prospect_get_id (prospect);
  one->words = words;
  g_ptr_array_add (left, one);
}

/* In a fiber: (transfer full) (nullable): the drafts to come; %NULL for one that is left, or with
 * an error. Nobody is written to whom the law, or his own word, protects. */
static DexFuture *
begin_one (Many *self, const PalierProspect *prospect, GPtrArray *left, GError **error)
{
  const PalierDraftOrder *order = &self->order;
  PalierGatekeeping keeping;

  if (!palier_gatekeeper_ask (self->core, prospect, self->channel, palier_core_now_ms (self->core),
                              &keeping, error))
    return NULL;
  if (keeping.verdict.kind == PALIER_VERDICT_BLOCKED)
  {
    leave (left, prospect, palier_words_verdict (&keeping.verdict));
    return NULL;
  }
  return palier_draft_write_run (self->core, self->settings, self->ai,
                                 palier_prospect_get_id (prospect),
                                 &(PalierWriteOrder) { .template = order->template,
                                                       .channel = order->channel,
                                                       .n_variants = order->n_variants,
                                                       .tone = order->tone,
                                                       .length = order->length,
                                                       .writer = order->writer,
                                                       .cancellable = order->cancellable },
                                 &self->changeset);
}

/* In a fiber. @written: (transfer full). What could not be written is left, but for the storage's
 * faults and a user who is gone. */
static gboolean
finish_one (const PalierProspect *prospect, DexFuture *written, GPtrArray *messages,
            GPtrArray *left, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PalierWritten) done = dex_await_boxed (written, &failure);

  if (done != NULL)
  {
    g_ptr_array_extend (messages, done->messages, (GCopyFunc) palier_message_ref, NULL);
    return TRUE;
  }
  if (failure->domain != PALIER_DRAFTING_ERROR
      && !g_error_matches (failure, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_TEMPLATE_KIND))
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  leave (left, prospect, palier_session_error_message (failure));
  return TRUE;
}

/* In a fiber. All that were begun are awaited, whatever one of them ends with. */
static gboolean
run_some (Many *self, guint start, GPtrArray *messages, GPtrArray *left, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n = MIN (self->numbers->len - start, AT_ONCE);
  DexFuture *written[AT_ONCE] = { NULL };
  gboolean good = TRUE;

  g_array_append_vals (ns, &g_array_index (self->numbers, gint64, start), n);
  g_autoptr (GPtrArray) prospects =
      dex_await_boxed (palier_prospect_store_rows (self->core->workspace, ns), error);
  if (prospects == NULL)
    return FALSE;
  for (guint i = 0; i < n && good; i++)
    if (prospects->pdata[i] != NULL)
    {
      g_autoptr (GError) failure = NULL;
      written[i] = begin_one (self, prospects->pdata[i], left, &failure);
      good = failure == NULL;
      if (!good)
        g_propagate_error (error, g_steal_pointer (&failure));
    }
  for (guint i = 0; i < n; i++)
    if (written[i] != NULL
        && !finish_one (prospects->pdata[i], written[i], messages, left, good ? error : NULL))
      good = FALSE;
  return good;
}

static DexFuture *
many_fiber (gpointer data)
{
  Many *self = data;
  const PalierDraftOrder *order = &self->order;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDraftPlan) plan =
      palier_draft_plan_new (self->core, order->template, order->n_variants, &error);
  const char *channel = plan != NULL ? palier_draft_plan_get_channel (plan) : NULL;

  if (plan == NULL)
    return palier_reject (&error);
  self->changeset = palier_workspace_new_id (self->core->workspace);
  self->channel = palier_drafter_channel (channel != NULL ? channel : order->channel);
  for (guint start = 0; start < self->numbers->len; start += AT_ONCE)
  {
    g_autoptr (GPtrArray) messages =
        g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
    g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (left_free);
    gboolean good = !g_cancellable_set_error_if_cancelled (order->cancellable, &error)
                    && run_some (self, start, messages, left, &error);
    self->n_messages += messages->len;
    if (order->taken != NULL && (good || messages->len > 0))
      order->taken (messages, left, MIN (start + AT_ONCE, self->numbers->len), self->numbers->len,
                    order->data);
    if (!good)
      break;
  }
  return palier_drafter_answer_many (self->core, &self->changeset, self->n_messages, &error);
}

DexFuture *
palier_draft_many_run (PalierCore *core, PalierSettingsService *settings, PalierAiService *ai,
                       GArray *numbers, const PalierDraftOrder *order)
{
  Many *self = g_new0 (Many, 1);

  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  self->ai = g_object_ref (ai);
  self->numbers = g_array_ref (numbers);
  palier_draft_order_copy (order, &self->order);
  return dex_scheduler_spawn (NULL, 0, many_fiber, self, many_free);
}
