/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a prospect to drafts that are not stored yet. All in a fiber. */
#include "palier-drafter.h"

#include <string.h>

#include "palier-ai.h"
#include "palier-changeset-store.h"
#include "palier-draft-reference.h"
#include "palier-event-store.h"
#include "palier-message-store.h"
#include "palier-reference-store.h"
#include "palier-storage-error.h"

/* @name: (nullable): of a message; e-mail where it is none */
PalierChannel
palier_drafter_channel (const char *name)
{
  PalierChannel channel = palier_channel_from_name (name);

  return channel == PALIER_CHANNEL_NONE ? PALIER_CHANNEL_EMAIL : channel;
}

/* (transfer full). On any thread. */
PalierDraftContext *
palier_drafter_context_new (const PalierDraftMaterial *material)
{
  g_autoptr (GPtrArray) more_facts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);
  PalierFact *example = palier_draft_reference_choose (material->references, material->prospect);
  PalierScoreRow row;

  if (example != NULL)
    g_ptr_array_add (more_facts, example);
  palier_scorer_evaluate (material->scoring, material->prospect, material->history,
                          material->now_ms, &row);
  row.n = MAX (row.n, 1);
  g_autoptr (PalierScore) score = palier_scorer_row_to_score (&row);
  return palier_draft_context_new (&(PalierDraftInput) {
      .prospect = material->prospect,
      .profile = material->profile,
      .score = score,
      .more_facts = more_facts,
      .today_ms = material->now_ms,
      .channel = material->channel,
      .follow_up = material->keeping->question.informed,
      .consent = material->keeping->question.consent == PALIER_SIGNAL_YES,
      .consent_ms = material->keeping->consent_ms,
      .no_service = material->keeping->no_service,
  });
}

/* What a draft is made from and checked against. @channel: (nullable). In a fiber: (transfer full).
 */
PalierDraftContext *
palier_drafter_load_context (PalierCore *core, PalierSettingsService *settings,
                             const PalierProspect *prospect, const char *channel, GError **error)
{
  PalierGatekeeping keeping;
  PalierScoringHistory history;
  gint64 now_ms = palier_core_now_ms (core);
  g_autoptr (PalierProfile) profile =
      dex_await_boxed (palier_settings_service_get_profile (settings), error);

  if (profile == NULL
      || !palier_gatekeeper_ask (core, prospect, palier_drafter_channel (channel), now_ms, &keeping,
                                 error)
      || !palier_scorer_load_history (core, prospect, &history, error))
    return NULL;
  g_autoptr (GPtrArray) references =
      dex_await_boxed (palier_reference_store_list (core->workspace), error);
  if (references == NULL)
    return NULL;
  return palier_drafter_context_new (&(PalierDraftMaterial) { .scoring = core->scoring,
                                                              .profile = profile,
                                                              .references = references,
                                                              .prospect = prospect,
                                                              .keeping = &keeping,
                                                              .history = &history,
                                                              .channel = channel,
                                                              .now_ms = now_ms });
}

static gboolean
has_check (const PalierMessage *message, const char *code)
{
  for (guint i = 0; message->checks != NULL && i < message->checks->len; i++)
    if (strcmp (((PalierCheck *) g_ptr_array_index (message->checks, i))->code, code) == 0)
      return TRUE;
  return FALSE;
}

/* The checks say whether the notice is missing; a follow-up need not carry it again. */
void
palier_drafter_note_notice (const PalierDraftContext *context, PalierMessage *message)
{
  message->has_notice =
      !palier_draft_context_is_follow_up (context) && !has_check (message, "notice");
}

/* Makes drafts of @prospect of what a plan wrote. */
void
palier_drafter_complete (PalierCore *core, const PalierProspect *prospect, GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++)
  {
    PalierMessage *message = messages->pdata[i];
    message->id = palier_workspace_new_id (core->workspace);
    message->prospect = *palier_prospect_get_id (prospect);
    message->created_ms = palier_core_now_ms (core);
    message->state = PALIER_MESSAGE_DRAFT;
  }
}

/* Returns: (transfer full) (element-type PalierEvent): that @name happened to each just now */
GPtrArray *
palier_message_events_new (PalierCore *core, const char *name, GPtrArray *messages)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);

  for (guint i = 0; i < messages->len; i++)
  {
    const PalierMessage *message = messages->pdata[i];
    PalierEvent *event = palier_event_new ();
    event->id = palier_workspace_new_id (core->workspace);
    event->name = g_strdup (name);
    event->at_ms = palier_core_now_ms (core);
    event->prospect = message->prospect;
    event->message = message->id;
    g_ptr_array_add (events, event);
  }
  return events;
}

/* In a fiber: (transfer full) (element-type PalierMessage). */
GPtrArray *
palier_drafter_compose (PalierCore *core, PalierSettingsService *settings,
                        const PalierProspect *prospect, const PalierDraftPlan *plan, GError **error)
{
  g_autoptr (PalierDraftContext) context = palier_drafter_load_context (
      core, settings, prospect, palier_draft_plan_get_channel (plan), error);

  return context != NULL ? palier_draft_plan_write (plan, context, error) : NULL;
}

/* In a fiber. */
static gboolean
append_generated (PalierCore *core, GPtrArray *messages, GError **error)
{
  g_autoptr (GPtrArray) events = palier_message_events_new (core, "message.generated", messages);

  return dex_await (palier_event_store_append (core->workspace, events), error);
}

/* In a fiber: makes drafts of @prospect of what was written, and stores them.
 * @changeset: (nullable): as palier_message_store_insert() */
gboolean
palier_drafter_store (PalierCore *core, const PalierProspect *prospect, GPtrArray *messages,
                      const PalierId *changeset, GError **error)
{
  palier_drafter_complete (core, prospect, messages);
  return dex_await (palier_message_store_insert (core->workspace, changeset, messages), error)
         && append_generated (core, messages, error);
}

/* In a fiber: the same in the place of other drafts.
 * @replaced: (element-type PalierId)
 * Returns: (transfer full) (nullable): by which those come back */
PalierChangeset *
palier_drafter_replace (PalierCore *core, const PalierProspect *prospect, GPtrArray *messages,
                        GArray *replaced, GError **error)
{
  palier_drafter_complete (core, prospect, messages);
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_message_store_replace (core->workspace, (const PalierId *) replaced->data,
                                    replaced->len, messages),
      error);

  if (changeset == NULL || !append_generated (core, messages, error))
    return NULL;
  return g_steal_pointer (&changeset);
}

/* What ends a run early and is no fault: the user is gone, or undid what was written so far. */
static gboolean
is_end (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         || g_error_matches (error, PALIER_AI_ERROR, PALIER_AI_ERROR_CANCELLED)
         || g_error_matches (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_STATE);
}

/* What palier_message_service_draft_many() answers.
 * @n: drafts that were stored
 * @error: (inout): what the run ended with, if not well; cleared */
DexFuture *
palier_drafter_answer_many (PalierCore *core, const PalierId *changeset, guint n, GError **error)
{
  if (*error != NULL && !is_end (*error))
    return palier_reject (error);
  g_clear_error (error);
  return n > 0 ? palier_changeset_store_get (core->workspace, changeset)
               : dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, NULL);
}
