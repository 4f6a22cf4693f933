/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a prospect to drafts that are not stored yet. All in a fiber. */
#include "palier-drafter.h"

#include <string.h>

#include "palier-draft-convert.h"
#include "palier-draft-reference.h"
#include "palier-draft-template.h"
#include "palier-gatekeeper.h"
#include "palier-reference-store.h"
#include "palier-scorer.h"
#include "palier-session-error.h"
#include "palier-template-find.h"
#include "palier-template-service.h"

/* What no record of the prospect holds. In a fiber: (transfer full). */
static GPtrArray *
load_more_facts (PalierCore *core, const PalierProspect *prospect, GError **error)
{
  g_autoptr (GPtrArray) references =
      dex_await_boxed (palier_reference_store_list (core->workspace), error);
  GPtrArray *facts;

  if (references == NULL)
    return NULL;
  facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);
  PalierFact *example = palier_draft_reference_choose (references, prospect);
  if (example != NULL)
    g_ptr_array_add (facts, example);
  return facts;
}

/* @name: (nullable): of a message; e-mail where it is none */
PalierChannel
palier_drafter_channel (const char *name)
{
  PalierChannel channel = palier_channel_from_name (name);

  return channel == PALIER_CHANNEL_NONE ? PALIER_CHANNEL_EMAIL : channel;
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
  g_autoptr (GPtrArray) more_facts = load_more_facts (core, prospect, error);
  if (more_facts == NULL)
    return NULL;
  PalierScoreRow row;
  palier_scorer_evaluate (core->scoring, prospect, &history, now_ms, &row);
  row.n = MAX (row.n, 1);
  g_autoptr (PalierScore) score = palier_scorer_row_to_score (&row);
  return palier_draft_context_new (&(PalierDraftInput) {
      .prospect = prospect,
      .profile = profile,
      .score = score,
      .more_facts = more_facts,
      .today_ms = now_ms,
      .channel = channel,
      .follow_up = keeping.question.informed,
      .consent = keeping.question.consent == PALIER_SIGNAL_YES,
      .consent_ms = keeping.consent_ms,
  });
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

static void
complete_draft (PalierCore *core, const PalierDraftContext *context, const PalierProspect *prospect,
                PalierMessage *message)
{
  message->id = palier_workspace_new_id (core->workspace);
  message->prospect = *palier_prospect_get_id (prospect);
  message->created_ms = palier_core_now_ms (core);
  message->state = PALIER_MESSAGE_DRAFT;
  palier_drafter_note_notice (context, message);
}

/* By templates that ship, an angle each. In a fiber: (transfer full) (element-type PalierMessage).
 */
GPtrArray *
palier_drafter_compose (PalierCore *core, PalierSettingsService *settings,
                        const PalierProspect *prospect, guint n_variants, GError **error)
{
  g_autoptr (PalierDraftContext) context =
      palier_drafter_load_context (core, settings, prospect, NULL, error);
  PalierComposer *composer = context != NULL ? palier_core_get_composer (core, error) : NULL;
  g_autoptr (GPtrArray) messages =
      composer != NULL ? palier_composer_variants (composer, context, error) : NULL;

  if (messages == NULL)
    return NULL;
  if (messages->len > n_variants)
    g_ptr_array_set_size (messages, (int) n_variants);
  for (guint i = 0; i < messages->len; i++)
    complete_draft (core, context, prospect, g_ptr_array_index (messages, i));
  return g_steal_pointer (&messages);
}

/* By one template, whoever it is meant for. */
GPtrArray *
palier_drafter_compose_from (PalierCore *core, PalierSettingsService *settings,
                             const PalierProspect *prospect, const char *which, GError **error)
{
  g_autoptr (PalierTemplate) chosen = palier_template_find (core, which, error);
  g_autoptr (PalierDraftTemplate) template =
      chosen != NULL ? palier_draft_template_new (palier_draft_source_from_template (chosen), error)
                     : NULL;
  g_autoptr (PalierDraftContext) context =
      template != NULL
          ? palier_drafter_load_context (core, settings, prospect, chosen->channel, error)
          : NULL;

  if (context == NULL)
    return NULL;
  if (palier_prospect_is_person (prospect) != (strcmp (chosen->kind, "person") == 0))
  {
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_TEMPLATE_KIND,
                         chosen->kind);
    return NULL;
  }
  PalierMessage *message = palier_composer_write (template, context);
  GPtrArray *messages = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  g_free (message->template_key);
  message->template_key = palier_template_dup_id (chosen);
  complete_draft (core, context, prospect, message);
  g_ptr_array_add (messages, message);
  return messages;
}
