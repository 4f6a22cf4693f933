/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts for one prospect. The composer writes first, since that takes no time: so there is always
 * something in hand when a service is asked, and it stands if the service fails. */
#include "palier-draft-write.h"

#include <string.h>

#include "palier-ai-drafter.h"
#include "palier-drafter.h"
#include "palier-prospect-store.h"
#include "palier-session-error.h"
#include "palier-words.h"

#define VARIANTS_MAX 3

typedef struct
{
  PalierCore *core;
  PalierSettingsService *settings;
  PalierAiService *ai;
  PalierId id;
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
  g_free ((char *) self->order.template);
  g_free ((char *) self->order.channel);
  g_free ((char *) self->order.tone);
  g_free ((char *) self->order.length);
  g_free ((char *) self->order.writer);
  g_clear_object (&self->order.cancellable);
  if (self->order.destroy != NULL)
    self->order.destroy (self->order.data);
  g_object_unref (self->settings);
  g_object_unref (self->ai);
  palier_core_unref (self->core);
  g_free (self);
}

static gboolean
is_channel (const char *name)
{
  static const char *const channels[] = { "email", "sms", "linkedin", "letter", NULL };

  return g_strv_contains (channels, name);
}

static gboolean
read_options (Writing *self, GError **error)
{
  const PalierWriteOrder *order = &self->order;
  const char *wrong = NULL;

  if (order->tone != NULL && !palier_draft_tone_from_name (order->tone, &self->tone))
    wrong = order->tone;
  if (order->length != NULL && !palier_draft_length_from_name (order->length, &self->length))
    wrong = order->length;
  if (order->channel != NULL && !is_channel (order->channel))
    wrong = order->channel;
  if (wrong == NULL)
    return TRUE;
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS, wrong);
  return FALSE;
}

/* In a fiber. */
static gboolean
load (Writing *self, GError **error)
{
  const char *channel;

  if (!read_options (self, error))
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
  return self->context != NULL;
}

/* In a fiber: (transfer full) (nullable): %NULL without an error where no service is to be asked.
 */
static GPtrArray *
ask_service (Writing *self, PalierWritten *written, GError **error)
{
  const PalierWriteOrder *order = &self->order;
  PalierAiUsage spent = { 0 };
  g_autoptr (PalierAiAccess) access = NULL;
  g_autofree char *key = palier_draft_plan_dup_template_key (self->plan);

  if (g_strcmp0 (order->writer, PALIER_WRITER_COMPOSER) == 0
      || (access = palier_ai_service_open (self->ai, order->writer, error)) == NULL)
    return NULL;
  PalierAiDraftTask task = { .context = self->context,
                             .template = palier_draft_plan_get_template (self->plan),
                             .template_key = key,
                             .n_variants = order->n_variants,
                             .tone = self->tone,
                             .length = self->length,
                             .grown = order->grown,
                             .data = order->data,
                             .cancellable = order->cancellable };
  GPtrArray *messages = palier_ai_drafter_write (self->core, access, &task, &spent, error);
  written->cost_micro_eur = palier_ai_access_cost (access, &spent);
  if (messages != NULL)
    g_set_str (&written->writer, access->service);
  return messages;
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

static gboolean
ends_it (const GError *error)
{
  return g_error_matches (error, PALIER_AI_ERROR, PALIER_AI_ERROR_CANCELLED)
         || g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS);
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
  if (failure != NULL && (ends_it (failure) || composed == NULL))
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  if (composed == NULL)
    return g_propagate_error (error, g_steal_pointer (&none)), FALSE;
  written->messages = g_steal_pointer (&composed);
  if (failure != NULL)
    note_fallback (written, failure);
  return TRUE;
}

static DexFuture *
write_fiber (gpointer data)
{
  Writing *self = data;
  g_autoptr (PalierWritten) written = palier_written_new ();
  g_autoptr (GError) error = NULL;

  if (!load (self, &error) || !write_all (self, written, &error)
      || !palier_drafter_store (self->core, self->prospect, written->messages, &error))
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_WRITTEN, g_steal_pointer (&written));
}

DexFuture *
palier_draft_write_run (PalierCore *core, PalierSettingsService *settings, PalierAiService *ai,
                        const PalierId *prospect, const PalierWriteOrder *order)
{
  Writing *self = g_new0 (Writing, 1);

  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  self->ai = g_object_ref (ai);
  self->id = *prospect;
  self->order = *order;
  self->order.template = g_strdup (order->template);
  self->order.channel = g_strdup (order->channel);
  self->order.tone = g_strdup (order->tone);
  self->order.length = g_strdup (order->length);
  self->order.writer = g_strdup (order->writer);
  self->order.n_variants =
      order->n_variants > 0 ? MIN (order->n_variants, VARIANTS_MAX) : VARIANTS_MAX;
  if (order->cancellable != NULL)
    g_object_ref (order->cancellable);
  return dex_scheduler_spawn (NULL, 0, write_fiber, self, writing_free);
}
