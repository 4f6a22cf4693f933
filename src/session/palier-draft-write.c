/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts for one prospect. The composer writes first, since that takes no time: so there is always
 * something in hand when a service is asked, and it stands if the service fails. */
#include "palier-draft-write.h"

#include "palier-ai-drafter.h"
#include "palier-drafter.h"
#include "palier-prospect-store.h"
#include "palier-session-error.h"
#include "palier-words.h"
#include "palier-write-order.h"

typedef struct
{
  PalierCore *core;
  PalierSettingsService *settings;
  PalierAiService *ai;
  PalierId id;
  PalierId changeset; /* of many: nil for one by itself */
  PalierWriteOrder order;
  PalierDraftTone tone;
  PalierDraftLength length;
  PalierDraftPlan *plan;
  PalierProspect *prospect;
  PalierDraftContext *context;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *self = data;

  g_clear_pointer (&self->plan, palier_draft_plan_free);
  g_clear_pointer (&self->prospect, palier_prospect_unref);
  g_clear_pointer (&self->context, palier_draft_context_free);
  palier_write_order_clear (&self->order);
  g_object_unref (self->settings);
  g_object_unref (self->ai);
  palier_core_unref (self->core);
  g_free (self);
}

/* In a fiber. */
static gboolean
load (Writing *self, GError **error)
{
  const char *channel;

  if (!palier_write_order_read (&self->order, &self->tone, &self->length, error))
    return FALSE;
  self->plan =
      palier_draft_plan_new (self->core, self->order.template, self->order.n_variants, error);
  if (self->plan == NULL)
    return FALSE;
  self->prospect =
      dex_await_boxed (palier_prospect_store_get (self->core->workspace, &self->id), error);
  if (self->prospect == NULL)
    return FALSE;
  channel = palier_draft_plan_get_channel (self->plan);
  self->context =
      palier_drafter_load_context (self->core, self->settings, self->prospect,
                                   channel != NULL ? channel : self->order.channel, error);
  if (self->context == NULL)
    return FALSE;
  palier_draft_context_vary (self->context, (PalierDraftStyle) { self->tone, self->length }, 0);
  return TRUE;
}

/* In a fiber: (transfer full) (nullable): %NULL without an error where no service is to be asked.
 */
static GPtrArray *
ask_service (Writing *self, PalierWritten *written, GError **error)
{
  const PalierWriteOrder *order = &self->order;
  g_autofree char *key = palier_draft_plan_dup_template_key (self->plan);
  PalierAiDraftTask task = { .context = self->context,
                             .template = palier_draft_plan_get_template (self->plan),
                             .template_key = key,
                             .n_variants = order->n_variants,
                             .tone = self->tone,
                             .length = self->length,
                             .grown = order->grown,
                             .data = order->data,
                             .cancellable = order->cancellable };

  return palier_ai_drafter_run (self->core, self->ai, order->writer, &task, written, error);
}

/* The user is told why, and each draft keeps it. */
static void
note_fallback (PalierWritten *written, const GError *error)
{
  written->fallback = g_strdup (palier_words_fallback_code (error));
  written->words = palier_words_fallback (written->fallback);
  for (guint i = 0; i < written->messages->len; i++)
  {
    PalierMessageWriter *writer = palier_message_writer_new ();
    writer->provider = g_strdup (PALIER_WRITER_COMPOSER);
    writer->fallback = g_strdup (written->fallback);
    ((PalierMessage *) written->messages->pdata[i])->writer = writer;
  }
}

/* In a fiber. */
static gboolean
write_all (Writing *self, PalierWritten *written, GError **error)
{
  g_autoptr (GError) none = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) composed = palier_draft_plan_write (self->plan, self->context, &none);

  if (g_error_matches (none, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_TEMPLATE_KIND))
    return g_propagate_error (error, g_steal_pointer (&none)), FALSE;
  written->writer = g_strdup (PALIER_WRITER_COMPOSER);
  written->messages = ask_service (self, written, &failure);
  if (written->messages != NULL)
    return TRUE;
  if (failure != NULL && (palier_write_order_is_ended (failure) || composed == NULL))
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  if (composed == NULL)
    return g_propagate_error (error, g_steal_pointer (&none)), FALSE;
  written->messages = g_steal_pointer (&composed);
  if (failure != NULL)
    note_fallback (written, failure);
  return TRUE;
}

/* In a fiber. */
static gboolean
store (Writing *self, PalierWritten *written, GError **error)
{
  if (self->order.replaces == NULL)
    return palier_drafter_store (self->core, self->prospect, written->messages,
                                 palier_id_is_nil (&self->changeset) ? NULL : &self->changeset,
                                 error);
  written->changeset = palier_drafter_replace (self->core, self->prospect, written->messages,
                                               self->order.replaces, error);
  return written->changeset != NULL;
}

static DexFuture *
write_fiber (gpointer data)
{
  Writing *self = data;
  g_autoptr (PalierWritten) written = palier_written_new ();
  g_autoptr (GError) error = NULL;

  if (!load (self, &error) || !write_all (self, written, &error) || !store (self, written, &error))
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_WRITTEN, g_steal_pointer (&written));
}

DexFuture *
palier_draft_write_run (PalierCore *core, PalierSettingsService *settings, PalierAiService *ai,
                        const PalierId *prospect, const PalierWriteOrder *order,
                        const PalierId *changeset)
{
  Writing *self = g_new0 (Writing, 1);

  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  self->ai = g_object_ref (ai);
  self->id = *prospect;
  self->changeset = changeset != NULL ? *changeset : PALIER_ID_NIL;
  palier_write_order_copy (order, &self->order);
  return dex_scheduler_spawn (NULL, 0, write_fiber, self, writing_free);
}
