/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages of a launch: written for each step that may come to leave, and approved, where
 * nothing is to be mended, with the time that was rehearsed. */
#include "palier-campaign-message-store.h"
#include "palier-campaign-launch-private.h"
#include "palier-draft-bulk.h"
#include "palier-drafter.h"
#include "palier-event-store.h"
#include "palier-message-store.h"
#include "palier-prospect-store.h"

#define CHUNK 200

/* Whether a step may come to leave: what only waits for an answer has its text ready. */
static gboolean
is_wanted (const PalierPlanRow *row)
{
  return row->state == PALIER_SEND_SCHEDULED || row->reason == PALIER_REASON_CONDITION;
}

/* Prospects whose message of one step is written alike. */
typedef struct
{
  guint step;       /* its index */
  guint variant;    /* of its templates */
  gboolean follows; /* another message goes before */
  GArray *numbers;
} Group;

static void
group_free (gpointer data)
{
  Group *self = data;

  g_array_unref (self->numbers);
  g_free (self);
}

static Group *
find_group (GPtrArray *groups, guint step, guint variant, gboolean follows)
{
  for (guint i = 0; i < groups->len; i++)
  {
    Group *group = groups->pdata[i];
    if (group->step == step && group->variant == variant && group->follows == follows)
      return group;
  }
  Group *group = g_new0 (Group, 1);
  *group = (Group) { step, variant, follows, g_array_new (FALSE, FALSE, sizeof (gint64)) };
  g_ptr_array_add (groups, group);
  return group;
}

/* What was sent to somebody, or passed over, is behind him, and what stands before it too. */
void
palier_launching_note_passed (PalierLaunching *self)
{
  self->passed = g_new0 (guint8, self->members->len + 1);
  for (guint i = 0; i < self->messages->len; i++)
  {
    const PalierCampaignMessage *one = &g_array_index (self->messages, PalierCampaignMessage, i);
    guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, &one->prospect));
    int step = palier_sequence_find_step (self->campaign->sequence, one->step);
    if (place > 0 && step >= 0 && one->settled)
      self->passed[place - 1] = MAX (self->passed[place - 1], (guint8) (step + 1));
  }
}

/* In a fiber: takes back what waits of steps that are no more. */
gboolean
palier_launching_withdraw (PalierLaunching *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));

  for (guint i = 0; self->sequence != NULL && i < self->messages->len; i++)
  {
    const PalierCampaignMessage *one = &g_array_index (self->messages, PalierCampaignMessage, i);
    if (!one->settled && palier_sequence_find_step (self->campaign->sequence, one->step) < 0)
      g_array_append_val (ids, one->id);
  }
  self->launch->n_withdrawn = ids->len;
  return ids->len == 0 || self->deed != PALIER_LAUNCH_CHANGE
         || dex_await (palier_message_store_withdraw (self->core->workspace,
                                                      (const PalierId *) ids->data, ids->len),
                       error);
}

static GHashTable *
find_written (const PalierLaunching *self)
{
  GHashTable *written = g_hash_table_new (palier_id_hash, palier_id_equal);

  for (guint i = 0; i < self->messages->len; i++)
    g_hash_table_add (written, &g_array_index (self->messages, PalierCampaignMessage, i).id);
  return written;
}

/* Whether the message of a row is to be there. */
static gboolean
is_missing (const PalierLaunching *self, const PalierPlanRow *row, const PalierStep *step,
            GHashTable *written, const PalierId *id)
{
  return is_wanted (row) && row->step >= self->passed[row->enrolment]
         && self->first[row->enrolment] != PALIER_STEP_NONE
         && palier_campaign_reaches (palier_launching_get_prospect (self, row->enrolment),
                                     step->channel)
         && !g_hash_table_contains (written, id);
}

static GPtrArray *
find_groups (PalierLaunching *self, GHashTable *written)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);

  for (guint i = 0; i < self->rehearsal->rows->len; i++)
  {
    const PalierPlanRow *row = &g_array_index (self->rehearsal->rows, PalierPlanRow, i);
    const PalierStep *step = palier_sequence_get_step (self->campaign->sequence, row->step);
    PalierProspect *prospect = palier_launching_get_prospect (self, row->enrolment);
    PalierId id = palier_enrolled_message_id (&self->campaign->id,
                                              palier_prospect_get_id (prospect), step->id);
    gint64 n = palier_prospect_get_n (prospect);
    if (!is_missing (self, row, step, written, &id))
      continue;
    guint n_templates = step->templates != NULL ? g_strv_length (step->templates) : 0;
    Group *group = find_group (groups, row->step, palier_enrolled_variant (&id, n_templates),
                               row->step > self->first[row->enrolment]);
    g_array_append_val (group->numbers, n);
  }
  return groups;
}

/* On the drafts that could not be written. */
static void
note_taken (GPtrArray *messages, GPtrArray *left, guint done, guint total, gpointer data)
{
  PalierLaunch *launch = data;

  launch->n_written += messages->len;
  launch->n_left += left->len;
}

/* In a fiber: tasks without a text, say calls. */
static gboolean
write_tasks (PalierLaunching *self, const Group *group, const PalierStep *step, GError **error)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  g_autoptr (GPtrArray) prospects =
      dex_await_boxed (palier_prospect_store_rows (self->core->workspace, group->numbers), error);

  for (guint i = 0; prospects != NULL && i < prospects->len; i++)
  {
    if (prospects->pdata[i] == NULL)
      continue;
    PalierMessage *message = palier_message_new ();
    message->prospect = *palier_prospect_get_id (prospects->pdata[i]);
    message->campaign = self->campaign->id;
    message->step = step->id;
    message->id = palier_enrolled_message_id (&self->campaign->id, &message->prospect, step->id);
    message->channel = g_strdup (palier_channel_name (step->channel));
    message->created_ms = self->now_ms;
    g_ptr_array_add (messages, message);
  }
  self->launch->n_written += messages->len;
  return prospects != NULL
         && dex_await (palier_message_store_insert (self->core->workspace, &self->launch->changeset,
                                                    messages),
                       error);
}

/* In a fiber. */
static gboolean
write_group (PalierLaunching *self, const Group *group, GError **error)
{
  const PalierStep *step = palier_sequence_get_step (self->campaign->sequence, group->step);
  g_autoptr (PalierChangeset) changeset = NULL;
  g_autoptr (GError) local = NULL;

  if (step->templates == NULL || step->templates[0] == NULL)
    return write_tasks (self, group, step, error);
  changeset = dex_await_boxed (
      palier_draft_bulk_run (self->core, self->settings, group->numbers,
                             &(PalierDraftOrder) { .template = step->templates[group->variant],
                                                   .n_variants = 1,
                                                   .campaign = self->campaign->id,
                                                   .step = step->id,
                                                   .follow_up = group->follows,
                                                   .changeset = self->launch->changeset,
                                                   .taken = note_taken,
                                                   .data = self->launch }),
      &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* In a fiber: what is not written yet. */
gboolean
palier_launching_write (PalierLaunching *self, GError **error)
{
  g_autoptr (GHashTable) written = find_written (self);
  g_autoptr (GPtrArray) groups = find_groups (self, written);

  for (guint i = 0; i < groups->len; i++)
  {
    const Group *group = groups->pdata[i];
    if (self->deed == PALIER_LAUNCH_LOOK)
      self->launch->n_written += group->numbers->len;
    else if (!write_group (self, group, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- approving */

static gboolean
has_error (const PalierMessage *message)
{
  for (guint i = 0; message->checks != NULL && i < message->checks->len; i++)
    if (((PalierCheck *) message->checks->pdata[i])->severity == PALIER_SEVERITY_ERROR)
      return TRUE;
  return FALSE;
}

static const PalierPlanRow *
find_row (GHashTable *rows, guint member, int step)
{
  return step < 0 ? NULL
                  : g_hash_table_lookup (
                        rows, GUINT_TO_POINTER (member * PALIER_STEPS_MAX + (guint) step + 1));
}

static GHashTable *
index_rows (const PalierLaunching *self)
{
  GHashTable *rows = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->rehearsal->rows->len; i++)
  {
    PalierPlanRow *row = &g_array_index (self->rehearsal->rows, PalierPlanRow, i);
    g_hash_table_insert (rows, GUINT_TO_POINTER (row->enrolment * PALIER_STEPS_MAX + row->step + 1),
                         row);
  }
  return rows;
}

/* The relay asks the gate once more when a message leaves; what it would never let pass stays
 * here, to be mended. In a call the caller says himself where the number comes from. */
static gboolean
passes (const PalierLaunching *self, const PalierMessage *message, guint member,
        const PalierPlanRow *row)
{
  PalierChannel channel = palier_drafter_channel (message->channel);
  PalierGateQuestion question =
      g_array_index (self->members, PalierCampaignMember, member).questions[channel];

  question.now_ms = row->at_ms;
  question.informed |= row->step > self->first[member];
  PalierVerdict verdict = palier_gate_ask (&question);
  return verdict.kind == PALIER_VERDICT_LATER
         || palier_verdict_lets_pass (&verdict,
                                      message->has_notice || channel == PALIER_CHANNEL_CALL);
}

/* Returns: whether @message is one that leaves by this launch, which is written into it */
static gboolean
approve (PalierLaunching *self, PalierMessage *message, GHashTable *rows)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, &message->prospect));
  int step = palier_sequence_find_step (self->campaign->sequence, message->step);
  const PalierPlanRow *row = place > 0 ? find_row (rows, place - 1, step) : NULL;

  if (message->state == PALIER_MESSAGE_WITHDRAWN || message->due_ms != 0 || row == NULL)
    return FALSE;
  if ((message->state == PALIER_MESSAGE_DRAFT && has_error (message))
      || !passes (self, message, place - 1, row))
  {
    self->launch->n_to_review++;
    return FALSE;
  }
  const PalierProspect *prospect = palier_launching_get_prospect (self, place - 1);
  g_set_str (&message->to,
             palier_gatekeeper_address (prospect, palier_drafter_channel (message->channel)));
  g_free (message->to_name);
  message->to_name = palier_prospect_dup_full_name (prospect);
  message->state = PALIER_MESSAGE_APPROVED;
  message->approved_ms = message->approved_ms != 0 ? message->approved_ms : self->now_ms;
  message->sender = self->campaign->sender;
  message->due_ms = MAX (row->at_ms, self->now_ms);
  return TRUE;
}

/* In a fiber. */
static gboolean
approve_chunk (PalierLaunching *self, GArray *ns, GHashTable *rows, GError **error)
{
  PalierWorkspace *workspace = self->core->workspace;
  g_autoptr (GPtrArray) approved = g_ptr_array_new ();
  g_autoptr (GPtrArray) messages =
      dex_await_boxed (palier_message_store_rows (workspace, ns), error);

  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len; i++)
    if (messages->pdata[i] != NULL && approve (self, messages->pdata[i], rows))
      g_ptr_array_add (approved, messages->pdata[i]);
  if (approved->len == 0)
    return TRUE;
  self->launch->n_messages += approved->len;
  g_autoptr (GPtrArray) events =
      palier_message_events_new (self->core, "message.approved", approved);
  return dex_await (palier_message_store_update_all (workspace, approved), error)
         && dex_await (palier_event_store_append (workspace, events), error);
}

/* In a fiber. */
gboolean
palier_launching_approve (PalierLaunching *self, GError **error)
{
  g_autoptr (GHashTable) rows = index_rows (self);
  g_autoptr (GArray) all = dex_await_boxed (
      palier_campaign_message_store_list (self->core->workspace, &self->campaign->id), error);

  for (guint start = 0; all != NULL && start < all->len; start += CHUNK)
  {
    g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
    for (guint i = start; i < MIN (all->len, start + CHUNK); i++)
      g_array_append_val (ns, g_array_index (all, PalierCampaignMessage, i).n);
    if (!approve_chunk (self, ns, rows, error))
      return FALSE;
  }
  return all != NULL;
}
