/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One paragraph of a draft anew, the rest as it is. */
#include "palier-draft-rewrite.h"

#include "palier-ai-drafter.h"
#include "palier-draft-paragraph.h"
#include "palier-drafter.h"
#include "palier-message-store.h"
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
  guint paragraph;
  PalierWriteOrder order;
  PalierDraftTone tone;
  PalierMessage *message;
  PalierDraftContext *context;
} Rewriting;

static void
rewriting_free (gpointer data)
{
  Rewriting *self = data;

  g_clear_pointer (&self->message, palier_message_free);
  g_clear_pointer (&self->context, palier_draft_context_free);
  palier_write_order_clear (&self->order);
  g_object_unref (self->settings);
  g_object_unref (self->ai);
  palier_core_unref (self->core);
  g_free (self);
}

static gboolean
has_paragraph (const Rewriting *self, GError **error)
{
  if (self->paragraph < palier_draft_count_paragraphs (self->context, self->message->body))
    return TRUE;
  g_set_error (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS, "%u", self->paragraph);
  return FALSE;
}

/* In a fiber. */
static gboolean
load (Rewriting *self, GError **error)
{
  PalierWorkspace *workspace = self->core->workspace;
  PalierDraftLength length;

  if (!palier_write_order_read (&self->order, &self->tone, &length, error))
    return FALSE;
  self->message = dex_await_boxed (palier_message_store_get (workspace, &self->id), error);
  if (self->message == NULL)
    return FALSE;
  if (self->message->state != PALIER_MESSAGE_DRAFT)
  {
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_STATE,
                         palier_message_state_name (self->message->state));
    return FALSE;
  }
  g_autoptr (PalierProspect) prospect =
      dex_await_boxed (palier_prospect_store_get (workspace, &self->message->prospect), error);
  self->context = prospect != NULL
                      ? palier_drafter_load_context (self->core, self->settings, prospect,
                                                     self->message->channel, error)
                      : NULL;
  return self->context != NULL && has_paragraph (self, error);
}

/* The text of @other for the draft's own; what it took is added. */
static void
take_over (PalierMessage *message, PalierMessage *other)
{
  PalierMessageWriter *writer = g_steal_pointer (&other->writer);

  if (message->writer != NULL)
  {
    writer->tokens_in += message->writer->tokens_in;
    writer->tokens_out += message->writer->tokens_out;
    writer->cost_micro_eur += message->writer->cost_micro_eur;
    palier_message_writer_free (message->writer);
  }
  message->writer = writer;
  g_set_str (&message->body, other->body);
}

/* In a fiber. Of a draft by a template that is gone, or by a service, there is no other wording. */
static gboolean
reword (Rewriting *self, GError **error)
{
  PalierMessage *message = self->message;
  g_autoptr (PalierDraftPlan) plan =
      message->template_key != NULL
          ? palier_draft_plan_new (self->core, message->template_key, 1, NULL)
          : NULL;
  g_autofree char *text =
      plan != NULL ? palier_draft_reword_paragraph (palier_draft_plan_get_template (plan),
                                                    self->context, message->body, self->paragraph)
                   : NULL;

  if (text == NULL)
  {
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_WORDING, "paragraph");
    return FALSE;
  }
  char *body = palier_draft_replace_paragraph (self->context, message->body, self->paragraph, text);
  g_free (message->body);
  message->body = body;
  return TRUE;
}

/* In a fiber. What a service fails at is told where the template had no other wording either. */
static gboolean
rewrite (Rewriting *self, PalierWritten *written, GError **error)
{
  PalierAiDraftTask task = { .context = self->context,
                             .n_variants = 1,
                             .message = self->message,
                             .paragraph = self->paragraph,
                             .tone = self->tone,
                             .grown = self->order.grown,
                             .data = self->order.data,
                             .cancellable = self->order.cancellable };
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) by_service =
      palier_ai_drafter_run (self->core, self->ai, self->order.writer, &task, written, &failure);

  if (by_service != NULL)
    take_over (self->message, by_service->pdata[0]);
  else if ((failure != NULL && palier_write_order_is_ended (failure))
           || !reword (self, failure == NULL ? error : NULL))
  {
    if (failure != NULL)
      g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (failure == NULL)
    return TRUE;
  written->fallback = g_strdup (palier_words_fallback_code (failure));
  written->words = palier_words_fallback (written->fallback);
  return TRUE;
}

static DexFuture *
rewrite_fiber (gpointer data)
{
  Rewriting *self = data;
  g_autoptr (PalierWritten) written = palier_written_new ();
  g_autoptr (GError) error = NULL;

  written->writer = g_strdup (PALIER_WRITER_COMPOSER);
  if (!load (self, &error) || !rewrite (self, written, &error))
    return palier_reject (&error);
  palier_composer_review (self->context, self->message);
  palier_drafter_note_notice (self->context, self->message);
  if (!dex_await (palier_message_store_update (self->core->workspace, self->message), &error))
    return palier_reject (&error);
  written->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  g_ptr_array_add (written->messages, palier_message_ref (self->message));
  return dex_future_new_take_boxed (PALIER_TYPE_WRITTEN, g_steal_pointer (&written));
}

DexFuture *
palier_draft_rewrite_run (PalierCore *core, PalierSettingsService *settings, PalierAiService *ai,
                          const PalierId *message, guint paragraph, const PalierWriteOrder *order)
{
  Rewriting *self = g_new0 (Rewriting, 1);

  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  self->ai = g_object_ref (ai);
  self->id = *message;
  self->paragraph = paragraph;
  palier_write_order_copy (order, &self->order);
  return dex_scheduler_spawn (NULL, 0, rewrite_fiber, self, rewriting_free);
}
