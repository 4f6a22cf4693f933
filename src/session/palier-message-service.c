/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draft → approved → given to the relay. The text's checks stand before approving, the legal gate
 * before approving and again before sending; the relay asks it once more when the message leaves.
 */
#include "palier-message-service.h"

#include <string.h>

#include "palier-campaign-launch.h"
#include "palier-draft-bulk.h"
#include "palier-draft-many.h"
#include "palier-draft-rewrite.h"
#include "palier-draft-write.h"
#include "palier-drafter.h"
#include "palier-event-store.h"
#include "palier-gatekeeper.h"
#include "palier-message-list.h"
#include "palier-message-store.h"
#include "palier-prospect-store.h"
#include "palier-self-test.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-words.h"

struct _PalierMessageService
{
  GObject parent;
  PalierCore *core;
  PalierSettingsService *settings;
  PalierSyncService *sync;
  PalierAiService *ai;
  gulong handler;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierMessageService, palier_message_service, G_TYPE_OBJECT)

static void
palier_message_service_finalize (GObject *object)
{
  PalierMessageService *self = PALIER_MESSAGE_SERVICE (object);

  g_clear_signal_handler (&self->handler, self->core->workspace);
  g_clear_object (&self->settings);
  g_clear_object (&self->sync);
  g_clear_object (&self->ai);
  palier_core_unref (self->core);
  G_OBJECT_CLASS (palier_message_service_parent_class)->finalize (object);
}

static void
palier_message_service_class_init (PalierMessageServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_message_service_finalize;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_MESSAGE_SERVICE, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_message_service_init (PalierMessageService *self)
{
}

static void
on_workspace_changed_cb (PalierMessageService *self, guint kinds)
{
  if ((kinds & PALIER_CHANGED (PALIER_KIND_MESSAGE)) != 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

PalierMessageService *
palier_message_service_new (PalierCore *core, PalierSettingsService *settings,
                            PalierSyncService *sync, PalierAiService *ai)
{
  PalierMessageService *self = g_object_new (PALIER_TYPE_MESSAGE_SERVICE, NULL);

  self->core = palier_core_ref (core);
  self->handler = g_signal_connect_swapped (core->workspace, "changed",
                                            G_CALLBACK (on_workspace_changed_cb), self);
  self->settings = g_object_ref (settings);
  self->sync = g_object_ref (sync);
  self->ai = g_object_ref (ai);
  return self;
}

static gboolean
has_error (const PalierMessage *message)
{
  for (guint i = 0; message->checks != NULL && i < message->checks->len; i++)
    if (((PalierCheck *) g_ptr_array_index (message->checks, i))->severity == PALIER_SEVERITY_ERROR)
      return TRUE;
  return FALSE;
}

/* In a fiber. */
static gboolean
append_events (PalierCore *core, const char *name, GPtrArray *messages, GError **error)
{
  g_autoptr (GPtrArray) events = palier_message_events_new (core, name, messages);

  return dex_await (palier_event_store_append (core->workspace, events), error);
}

static DexFuture *
draft_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierSettingsService *settings = PALIER_MESSAGE_SERVICE (call->service)->settings;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDraftPlan) plan =
      palier_draft_plan_new (call->core, call->first, (guint) call->number, &error);
  g_autoptr (PalierProspect) prospect =
      plan != NULL
          ? dex_await_boxed (palier_prospect_store_get (call->core->workspace, &call->id), &error)
          : NULL;
  g_autoptr (GPtrArray) messages =
      prospect != NULL ? palier_drafter_compose (call->core, settings, prospect, plan, &error)
                       : NULL;

  if (messages == NULL || !palier_drafter_store (call->core, prospect, messages, NULL, &error))
    return palier_reject (&error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&messages));
}

/**
 * palier_message_service_draft:
 * @n_variants: at most that many, each from another angle
 *
 * Returns: (transfer full): → G_TYPE_PTR_ARRAY of PalierMessage, stored. Errors:
 *   PALIER_DRAFTING_ERROR_NO_TEMPLATE, of the storage
 */
DexFuture *
palier_message_service_draft (PalierMessageService *self, const PalierId *prospect,
                              guint n_variants)
{
  return palier_call_run (
      &(PalierCall) {
          .core = self->core, .service = G_OBJECT (self), .id = *prospect, .number = n_variants },
      draft_fiber);
}

/**
 * palier_message_service_draft_from:
 * @template: as for palier_template_service_find()
 *
 * Returns: (transfer full): → G_TYPE_PTR_ARRAY of one PalierMessage, stored. Errors:
 *   PALIER_SESSION_ERROR_NO_TEMPLATE, _TEMPLATE_KIND where it is for another kind of prospect; of
 *   the storage
 */
DexFuture *
palier_message_service_draft_from (PalierMessageService *self, const PalierId *prospect,
                                   const char *template)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .service = G_OBJECT (self),
                                          .id = *prospect,
                                          .first = (char *) template },
                          draft_fiber);
}

/**
 * palier_message_service_write:
 * @order: copied
 *
 * Writes drafts by a service or the built-in composer and stores them. What the service fails at,
 * the composer writes, and the result says why; of the drafts that were there before, only those go
 * whose place is to be taken.
 *
 * Returns: (transfer full): → PALIER_TYPE_WRITTEN. Errors: PALIER_SESSION_ERROR_OPTIONS,
 *   _NO_TEMPLATE, _TEMPLATE_KIND, PALIER_DRAFTING_ERROR_NO_TEMPLATE, PALIER_AI_ERROR_CANCELLED, of
 *   the storage; nothing is stored then
 */
DexFuture *
palier_message_service_write (PalierMessageService *self, const PalierId *prospect,
                              const PalierWriteOrder *order)
{
  return palier_draft_write_run (self->core, self->settings, self->ai, prospect, order, NULL);
}

/**
 * palier_message_service_rewrite_paragraph:
 * @id: of a draft
 * @paragraph: of its own text, counted from 0, blank lines between (of a text message: lines)
 * @order: copied; its tone, writer, callback and cancellable count
 *
 * Writes one paragraph anew: by a service, which is given the text, or in the next wording that the
 * draft's template has of it. The rest stays as it is, and the whole is checked anew. What grows is
 * the paragraph.
 *
 * Returns: (transfer full): → PALIER_TYPE_WRITTEN of one message. Errors:
 *   PALIER_SESSION_ERROR_STATE, _OPTIONS where there is no such paragraph, _NO_WORDING; where there
 *   is none and a service was asked, what it failed at; of the storage. The draft is as it was then
 */
DexFuture *
palier_message_service_rewrite_paragraph (PalierMessageService *self, const PalierId *id,
                                          guint paragraph, const PalierWriteOrder *order)
{
  return palier_draft_rewrite_run (self->core, self->settings, self->ai, id, paragraph, order);
}

/**
 * palier_message_service_draft_many:
 * @numbers: (element-type gint64): of prospects, as palier_prospect_service_numbers() has them
 * @order: copied
 *
 * What the law forbids to write to is left out, with the reason. Cancelled, what was written by
 * then stays, and is answered as if it were all.
 *
 * Returns: (transfer full): → PALIER_TYPE_CHANGESET ("draft") by which they are undone as one, its
 *   records are the drafts; NULL where there are none. Errors: PALIER_SESSION_ERROR_NO_TEMPLATE, of
 *   the storage
 */
DexFuture *
palier_message_service_draft_many (PalierMessageService *self, GArray *numbers,
                                   const PalierDraftOrder *order)
{
  if (order->writer != NULL)
    return palier_draft_many_run (self->core, self->settings, self->ai, numbers, order);
  return palier_draft_bulk_run (self->core, self->settings, numbers, order);
}

/**
 * palier_message_service_estimate:
 * @order: copied; names a service
 *
 * Returns: (transfer full): → PALIER_TYPE_WRITE_ESTIMATE; nothing is asked. Errors: as of
 *   palier_message_service_draft_many(), and what keeps the service from being asked
 */
DexFuture *
palier_message_service_estimate (PalierMessageService *self, GArray *numbers,
                                 const PalierDraftOrder *order)
{
  return palier_draft_estimate_run (self->core, self->settings, self->ai, numbers, order);
}

/* (transfer full): of PalierMessageItem, newest first; it follows changes by itself. */
GListModel *
palier_message_service_list (PalierMessageService *self)
{
  return palier_message_list_new (self->core);
}

/* Reads @state, and runs @fiber over what is of @id and in it. */
static DexFuture *
run_filtered (PalierMessageService *self, const PalierId *id, const char *state, DexFiberFunc fiber)
{
  PalierMessageState wanted;

  if (state != NULL && !palier_message_state_from_name (state, &wanted))
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS, "state: %s",
                                  state);
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .id = id != NULL ? *id : PALIER_ID_NIL,
                                          .number = state != NULL ? (int) wanted : -1 },
                          fiber);
}

static DexFuture *
find_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierMessageFilter filter = PALIER_MESSAGE_FILTER_ALL;
  g_autoptr (GError) error = NULL;

  filter.prospect = palier_id_is_nil (&call->id) ? NULL : &call->id;
  filter.state = (int) call->number;
  g_autoptr (GArray) ns =
      dex_await_boxed (palier_message_store_ids (call->core->workspace, &filter), &error);
  GPtrArray *messages =
      ns != NULL ? dex_await_boxed (palier_message_store_rows (call->core->workspace, ns), &error)
                 : NULL;
  if (messages == NULL)
    return palier_reject (&error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, messages);
}

/**
 * palier_message_service_find:
 * @prospect: (nullable)
 * @state: (nullable): draft, approved or withdrawn
 *
 * Returns: (transfer full): → G_TYPE_PTR_ARRAY of PalierMessage, newest first
 */
DexFuture *
palier_message_service_find (PalierMessageService *self, const PalierId *prospect,
                             const char *state)
{
  return run_filtered (self, prospect, state, find_fiber);
}

static DexFuture *
numbers_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierMessageFilter filter = PALIER_MESSAGE_FILTER_ALL;
  g_autoptr (GError) error = NULL;

  filter.made_by = palier_id_is_nil (&call->id) ? NULL : &call->id;
  filter.state = (int) call->number;
  g_autoptr (GArray) newest_first =
      dex_await_boxed (palier_message_store_ids (call->core->workspace, &filter), &error);
  if (newest_first == NULL)
    return palier_reject (&error);
  GArray *numbers = g_array_sized_new (FALSE, FALSE, sizeof (gint64), newest_first->len);
  for (guint i = newest_first->len; i > 0; i--)
    g_array_append_val (numbers, g_array_index (newest_first, gint64, i - 1));
  return dex_future_new_take_boxed (G_TYPE_ARRAY, numbers);
}

/**
 * palier_message_service_numbers:
 * @made_by: (nullable): a changeset, as palier_message_service_draft_many() gives it
 * @state: (nullable): draft, approved or withdrawn
 *
 * Returns: (transfer full): → G_TYPE_ARRAY of gint64, for palier_message_service_get_row(), in the
 *   order in which they were written
 */
DexFuture *
palier_message_service_numbers (PalierMessageService *self, const PalierId *made_by,
                                const char *state)
{
  return run_filtered (self, made_by, state, numbers_fiber);
}

static DexFuture *
get_row_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  g_array_append_val (ns, call->number);
  g_autoptr (GPtrArray) rows =
      dex_await_boxed (palier_message_store_rows (call->core->workspace, ns), &error);
  if (rows == NULL)
    return palier_reject (&error);
  PalierMessage *row = g_ptr_array_index (rows, 0);
  return dex_future_new_take_boxed (PALIER_TYPE_MESSAGE,
                                    row != NULL ? palier_message_ref (row) : NULL);
}

/* One of palier_message_service_numbers(); NULL where it is gone meanwhile. */
DexFuture *
palier_message_service_get_row (PalierMessageService *self, gint64 number)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .number = number }, get_row_fiber);
}

DexFuture *
palier_message_service_get (PalierMessageService *self, const PalierId *id)
{
  return palier_message_store_get (self->core->workspace, id);
}

/* A message and its prospect, of a state that the call works on. In a fiber. */
static gboolean
load (PalierCore *core, const PalierId *id, PalierMessageState state, PalierMessage **message,
      PalierProspect **prospect, GError **error)
{
  *message = dex_await_boxed (palier_message_store_get (core->workspace, id), error);
  if (*message == NULL)
    return FALSE;
  if ((*message)->state != state)
    return g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_STATE,
                                palier_message_state_name ((*message)->state)),
           FALSE;
  *prospect =
      dex_await_boxed (palier_prospect_store_get (core->workspace, &(*message)->prospect), error);
  return *prospect != NULL;
}

static DexFuture *
answer_message (PalierCore *core, const PalierId *id)
{
  return palier_message_store_get (core->workspace, id);
}

static DexFuture *
edit_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierMessageService *self = PALIER_MESSAGE_SERVICE (call->service);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierMessage) message = NULL;
  g_autoptr (PalierProspect) prospect = NULL;

  if (!load (call->core, &call->id, PALIER_MESSAGE_DRAFT, &message, &prospect, &error))
    return palier_reject (&error);
  g_autoptr (PalierDraftContext) context =
      palier_drafter_load_context (self->core, self->settings, prospect, message->channel, &error);
  if (context == NULL)
    return palier_reject (&error);

  g_set_str (&message->subject, call->first);
  g_set_str (&message->body, call->second);
  palier_composer_review (context, message);
  palier_drafter_note_notice (context, message);
  if (!dex_await (palier_message_store_update (call->core->workspace, message), &error))
    return palier_reject (&error);
  return answer_message (call->core, &call->id);
}

/* The user's own words, checked anew. Errors: PALIER_SESSION_ERROR_STATE where it is no draft. */
DexFuture *
palier_message_service_edit (PalierMessageService *self, const PalierId *id, const char *subject,
                             const char *body)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .service = G_OBJECT (self),
                                          .id = *id,
                                          .first = (char *) subject,
                                          .second = (char *) body },
                          edit_fiber);
}

static PalierChannel
get_channel (const PalierMessage *message)
{
  return palier_drafter_channel (message->channel);
}

/* In a fiber. @prospect: (nullable): NULL with @error. Returns: (transfer full) */
static DexFuture *
answer_verdict (PalierCore *core, const PalierProspect *prospect, PalierChannel channel,
                gint64 at_ms, GError **error)
{
  PalierGatekeeping keeping;

  if (prospect == NULL || !palier_gatekeeper_ask (core, prospect, channel, at_ms, &keeping, error))
    return palier_reject (error);
  PalierMessageVerdict *answer = g_atomic_rc_box_new0 (PalierMessageVerdict);
  answer->question = keeping.question;
  answer->verdict = keeping.verdict;
  answer->words = palier_words_verdict (&keeping.verdict);
  return dex_future_new_take_boxed (PALIER_TYPE_MESSAGE_VERDICT, answer);
}

static DexFuture *
verdict_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierMessage) message =
      dex_await_boxed (palier_message_store_get (call->core->workspace, &call->id), &error);
  g_autoptr (PalierProspect) prospect =
      message != NULL
          ? dex_await_boxed (palier_prospect_store_get (call->core->workspace, &message->prospect),
                             &error)
          : NULL;

  return answer_verdict (call->core, prospect,
                         message != NULL ? get_channel (message) : PALIER_CHANNEL_NONE,
                         palier_core_now_ms (call->core), &error);
}

DexFuture *
palier_message_service_verdict (PalierMessageService *self, const PalierId *id)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .id = *id }, verdict_fiber);
}

static DexFuture *
ask_gate_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierProspect) prospect =
      dex_await_boxed (palier_prospect_store_get (call->core->workspace, &call->id), &error);

  return answer_verdict (call->core, prospect, (PalierChannel) call->other_number, call->number,
                         &error);
}

DexFuture *
palier_message_service_ask_gate (PalierMessageService *self, const PalierId *prospect,
                                 PalierChannel channel, gint64 at_ms)
{
  return palier_call_run (
      &(PalierCall) {
          .core = self->core, .id = *prospect, .number = at_ms, .other_number = channel },
      ask_gate_fiber);
}

/* Whether the law lets @message go to @prospect at @at_ms. A verdict of "later" is no refusal: the
 * relay waits for the hour. */
static gboolean
pass_gate (PalierCore *core, const PalierMessage *message, const PalierProspect *prospect,
           gint64 at_ms, GError **error)
{
  PalierGatekeeping keeping;

  if (palier_gatekeeper_address (prospect, get_channel (message)) == NULL)
    return g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_ADDRESS,
                                message->channel),
           FALSE;
  if (!palier_gatekeeper_ask (core, prospect, get_channel (message), at_ms, &keeping, error))
    return FALSE;
  if (keeping.verdict.kind == PALIER_VERDICT_LATER
      || palier_verdict_lets_pass (&keeping.verdict, message->has_notice))
    return TRUE;
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_GATE,
                       palier_gate_reason_name (keeping.verdict.reason));
  return FALSE;
}

static DexFuture *
approve_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierCore *core = call->core;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierMessage) message = NULL;
  g_autoptr (PalierProspect) prospect = NULL;
  gint64 now_ms = palier_core_now_ms (core);

  if (!load (core, &call->id, PALIER_MESSAGE_DRAFT, &message, &prospect, &error)
      || !pass_gate (core, message, prospect, now_ms, &error))
    return palier_reject (&error);
  if (call->number == PALIER_APPROVE_CHECKED && has_error (message))
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_CHECKS, "checks");

  g_autoptr (GPtrArray) approved = g_ptr_array_new ();
  g_ptr_array_add (approved, message);
  g_free (message->to_name);
  message->to_name = palier_prospect_dup_full_name (prospect);
  g_set_str (&message->to, palier_gatekeeper_address (prospect, get_channel (message)));
  if ((!palier_id_is_nil (&message->campaign)
       && !palier_campaign_launch_give (core, message, &error))
      || !dex_await (palier_message_store_update (core->workspace, message), &error))
    return palier_reject (&error);
  PalierChangeset *changeset = dex_await_boxed (
      palier_message_store_approve (core->workspace, &call->id, 1, now_ms), &error);
  if (changeset == NULL)
    return palier_reject (&error);
  if (!append_events (core, "message.approved", approved, &error))
  {
    palier_changeset_free (changeset);
    return palier_reject (&error);
  }
  return dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, changeset);
}

/**
 * palier_message_service_approve:
 *
 * Says that the text is right. It does not leave before palier_message_service_send().
 *
 * Returns: (transfer full): → PALIER_TYPE_CHANGESET ("approve") by which it is a draft again.
 *   Errors: PALIER_SESSION_ERROR_STATE, _GATE, _CHECKS, _NO_ADDRESS; nothing is changed then
 */
DexFuture *
palier_message_service_approve (PalierMessageService *self, const PalierId *id,
                                PalierApproval approval)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .id = *id, .number = approval },
                          approve_fiber);
}

/* Gives one message its sender and time. One that is on its way already is left as it is. */
static gboolean
queue_one (PalierCore *core, const PalierId *id, const PalierId *sender, gint64 due_ms,
           GError **error)
{
  g_autoptr (PalierMessage) message = NULL;
  g_autoptr (PalierProspect) prospect = NULL;

  if (!load (core, id, PALIER_MESSAGE_APPROVED, &message, &prospect, error))
    return FALSE;
  if (message->delivery != NULL)
    return TRUE;
  if (!pass_gate (core, message, prospect, due_ms, error))
    return FALSE;
  message->sender = *sender;
  message->due_ms = due_ms;
  return dex_await (palier_message_store_update (core->workspace, message), error);
}

static DexFuture *
send_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierMessageService *self = PALIER_MESSAGE_SERVICE (call->service);
  g_autoptr (GError) error = NULL;
  gint64 due_ms = MAX (call->number, palier_core_now_ms (call->core));
  int queued = 0;
  g_autoptr (PalierSender) sender =
      dex_await_boxed (palier_settings_service_get_sender (self->settings), &error);

  if (sender == NULL && error == NULL)
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_SENDER, "sender");
  if (sender == NULL)
    return palier_reject (&error);
  for (guint i = 0; i < call->ids->len; i++)
  {
    const PalierId *id = &g_array_index (call->ids, PalierId, i);
    g_clear_error (&error);
    queued += queue_one (call->core, id, &sender->id, due_ms, &error) ? 1 : 0;
  }
  palier_sync_service_wake (self->sync);
  if (queued == 0 && error != NULL)
    return palier_reject (&error);
  return dex_future_new_for_int (queued);
}

/**
 * palier_message_service_send:
 * @due_ms: not before; 0: as soon as allowed
 *
 * Queues approved messages for the relay; the sync takes them there. What the gate blocks now stays
 * approved and is not counted.
 *
 * Returns: (transfer full): → int: queued. Errors: PALIER_SESSION_ERROR_NO_SENDER; where none was
 *   queued, why the last one was not
 */
DexFuture *
palier_message_service_send (PalierMessageService *self, const PalierId *ids, gsize n_ids,
                             gint64 due_ms)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .service = G_OBJECT (self),
                                          .ids = palier_ids_new (ids, n_ids),
                                          .number = due_ms },
                          send_fiber);
}

static DexFuture *
withdraw_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierMessageService *self = PALIER_MESSAGE_SERVICE (call->service);
  g_autoptr (GError) error = NULL;

  if (!dex_await (palier_message_store_withdraw (call->core->workspace, &call->id, 1), &error))
    return palier_reject (&error);
  palier_sync_service_wake (self->sync);
  return answer_message (call->core, &call->id);
}

/* What has not left yet is cancelled at the relay; what has left stays as it is. */
DexFuture *
palier_message_service_withdraw (PalierMessageService *self, const PalierId *id)
{
  return palier_call_run (
      &(PalierCall) { .core = self->core, .service = G_OBJECT (self), .id = *id }, withdraw_fiber);
}

static DexFuture *
send_test_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierMessageService *self = PALIER_MESSAGE_SERVICE (call->service);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierMessage) message =
      dex_await_boxed (palier_message_store_get (call->core->workspace, &call->id), &error);
  g_autoptr (PalierSender) sender =
      message != NULL
          ? dex_await_boxed (palier_settings_service_get_sender (self->settings), &error)
          : NULL;

  if (sender == NULL && error == NULL)
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_SENDER, "sender");
  if (sender == NULL)
    return palier_reject (&error);
  g_autofree char *password =
      dex_await_string (palier_settings_service_get_password (self->settings, &sender->id), &error);
  if (error != NULL)
    return palier_reject (&error);
  return palier_self_test_send (call->core, sender, password, message);
}

/* To the sender's own address, whatever the message's is: nobody else can get it. */
DexFuture *
palier_message_service_send_test (PalierMessageService *self, const PalierId *id)
{
  return palier_call_run (
      &(PalierCall) { .core = self->core, .service = G_OBJECT (self), .id = *id }, send_test_fiber);
}
