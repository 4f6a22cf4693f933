/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From how campaigns stand to what is to be changed. What is decided for a time to come may still
 * be decided otherwise: it is not written before, and the next look comes then. */
#include "palier-campaign-changes.h"

#include "palier-reader-question.h"
#include "palier-reader-store.h"
#include "palier-record-store.h"
#include "palier-usage-store.h"
#include "palier-wall-time.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define HORIZON_MS (2 * DAY_MS)
#define TASK_MS (14 * DAY_MS)

/* Of so many messages that left since the campaign was begun or resumed, so many may come back. */
#define BOUNCES_FROM 50
#define BOUNCES_PER_MILLE 30
#define COMPLAINTS_FROM 300
#define COMPLAINTS_PER_MILLE 3

typedef struct
{
  PalierPassLoad *load;
  PalierPassResult *out;
  GPtrArray *planned; /* (element-type PalierPassMember): by their number in the question */
  GHashTable *seen;   /* messages that the plan speaks of */
  GHashTable *questions;
} Making;

void
palier_pass_result_clear (PalierPassResult *self)
{
  g_clear_pointer (&self->changes, g_array_unref);
  g_clear_pointer (&self->brakes, g_array_unref);
  g_clear_pointer (&self->placed, g_array_unref);
}

static void
change (Making *self, const PalierSendJob *job, PalierSendState to, PalierSendReason reason,
        gint64 due_ms)
{
  PalierPassChange one = { job->id, job->state, to, reason, PALIER_N_GATE_REASONS, due_ms };

  if (job->state == to && job->reason == reason
      && (to != PALIER_SEND_SCHEDULED || job->due_ms == due_ms))
    return;
  g_array_append_val (self->out->changes, one);
}

static void
look_again (Making *self, gint64 at_ms)
{
  self->out->next_ms = MIN (self->out->next_ms, at_ms);
}

/* ---- campaigns that do not run ---- */

static void
cancel (Making *self, const PalierSendJob *job, PalierSendReason reason)
{
  if (!palier_send_state_may_have_left (job->state) && job->state != PALIER_SEND_CANCELLED
      && palier_send_state_can_move (job->state, PALIER_SEND_CANCELLED))
    change (self, job, PALIER_SEND_CANCELLED, reason, 0);
}

static void
hold_back (Making *self, const PalierSendJob *job, PalierSendReason reason)
{
  if (job->state == PALIER_SEND_SCHEDULED)
    change (self, job, PALIER_SEND_WAITING, reason, 0);
}

static void
end_campaign (Making *self, const PalierPassCampaign *campaign)
{
  for (guint i = 0; i < campaign->jobs->len; i++)
    if (campaign->row.state == PALIER_CAMPAIGN_STOPPED)
      cancel (self, campaign->jobs->pdata[i], PALIER_REASON_WITHDRAWN);
    else
      hold_back (self, campaign->jobs->pdata[i], PALIER_REASON_PAUSED);
}

/* ---- brakes ---- */

static gboolean
counts (const PalierPassCampaign *campaign, const PalierSendJob *job)
{
  return job->channel == PALIER_CHANNEL_EMAIL && job->first_ms >= campaign->row.since_ms
         && (job->state == PALIER_SEND_ACCEPTED || job->state == PALIER_SEND_UNCERTAIN
             || job->state == PALIER_SEND_REFUSED);
}

/* Returns: whether the campaign has to stop */
static gboolean
brake (Making *self, const PalierPassCampaign *campaign)
{
  PalierPassBrake one = { .campaign = campaign->row.id };
  guint bounced = 0, complaints = 0;

  for (guint i = 0; i < campaign->jobs->len; i++)
  {
    const PalierSendJob *job = campaign->jobs->pdata[i];
    if (!counts (campaign, job))
      continue;
    one.messages++;
    bounced += job->bounced == PALIER_RETURN_PERMANENT
               || (job->state == PALIER_SEND_REFUSED && job->reason == PALIER_REASON_SERVER_NEVER);
    complaints += job->bounced == PALIER_RETURN_COMPLAINT;
  }
  if (one.messages >= BOUNCES_FROM && bounced * 1000 >= one.messages * BOUNCES_PER_MILLE)
  {
    one.reason = "bounces";
    one.count = bounced;
  }
  else if (one.messages >= COMPLAINTS_FROM
           && complaints * 1000 >= one.messages * COMPLAINTS_PER_MILLE)
  {
    one.reason = "complaints";
    one.count = complaints;
  }
  if (one.reason != NULL)
    g_array_append_val (self->out->brakes, one);
  return one.reason != NULL;
}

/* ---- who takes part ---- */

static PalierStepFate
get_fate (Making *self, const PalierPassMember *member, guint step)
{
  return palier_step_fate (member->him.jobs[step], self->load->now_ms);
}

static void
hold_all_back (Making *self, const PalierPassMember *member, PalierSendReason reason,
               gboolean tasks)
{
  for (guint i = 0; i < member->him.sequence->steps->len; i++)
  {
    PalierStepFate fate = get_fate (self, member, i);
    if (fate == PALIER_FATE_OPEN || (tasks && fate != PALIER_FATE_NONE))
      hold_back (self, member->him.jobs[i], reason);
  }
}

/* A task that nobody did gives way. */
static void
expire (Making *self, const PalierPassMember *member)
{
  for (guint i = 0; i < member->him.sequence->steps->len; i++)
  {
    const PalierSendJob *job = member->him.jobs[i];
    if (get_fate (self, member, i) != PALIER_FATE_HELD || job->state != PALIER_SEND_SCHEDULED)
      continue;
    gint64 end_ms = job->channel == PALIER_CHANNEL_EMAIL ? job->due_ms : job->due_ms + TASK_MS;
    if (end_ms > self->load->now_ms)
      look_again (self, end_ms);
    else
    {
      cancel (self, job, PALIER_REASON_EXPIRED);
      look_again (self, self->load->now_ms);
    }
  }
}

/* What waited for its condition until a later step has gone does not go any more. */
static void
set_overtaken_aside (Making *self, const PalierPassMember *member)
{
  for (guint i = 0; i < member->him.next; i++)
    if (get_fate (self, member, i) == PALIER_FATE_OPEN)
      change (self, member->him.jobs[i], PALIER_SEND_SET_ASIDE, PALIER_REASON_CONDITION, 0);
}

/* A task that is due before what comes before it has left is not due. */
static void
take_tasks_back (Making *self, const PalierPassMember *member)
{
  for (guint i = member->him.next; i < member->him.sequence->steps->len; i++)
    if (get_fate (self, member, i) == PALIER_FATE_HELD
        && member->him.jobs[i]->channel != PALIER_CHANNEL_EMAIL)
    {
      hold_back (self, member->him.jobs[i], PALIER_REASON_NONE);
      look_again (self, self->load->now_ms);
    }
}

static void
take_member (Making *self, PalierPassMember *member)
{
  const PalierParticipant *him = &member->him;
  const PalierExits *exits = &him->sequence->exits;

  set_overtaken_aside (self, member);
  if (him->row.state == PALIER_ENROLMENT_LEFT
      || palier_exits_reached (exits, &him->responses, him->attempts))
  {
    for (guint i = him->next; i < him->sequence->steps->len; i++)
      if (him->jobs[i] != NULL)
        cancel (self, him->jobs[i], PALIER_REASON_EXIT);
  }
  else if (him->row.state == PALIER_ENROLMENT_PAUSED
           || (him->row.halted_ms != 0 && exits->on_reply))
    hold_all_back (self, member, PALIER_REASON_PAUSED, TRUE);
  else if (him->held)
  {
    expire (self, member);
    hold_all_back (self, member, PALIER_REASON_NONE, FALSE);
  }
  else if (him->next < him->sequence->steps->len)
  {
    take_tasks_back (self, member);
    palier_pass_load_enrol (self->load, member);
    g_ptr_array_add (self->planned, member);
  }
}

/* Messages of steps that the sequence has no more. */
static void
withdraw_unknown (Making *self, const PalierPassCampaign *campaign)
{
  for (guint i = 0; i < campaign->jobs->len; i++)
  {
    const PalierSendJob *job = campaign->jobs->pdata[i];
    if (palier_sequence_find_step (campaign->sequence, job->step) < 0)
      cancel (self, job, PALIER_REASON_WITHDRAWN);
  }
}

/* Returns: FALSE where one has to stop: the rest is looked at once it has */
static gboolean
take_campaigns (Making *self)
{
  for (guint i = 0; i < self->load->campaigns->len; i++)
  {
    const PalierPassCampaign *campaign = self->load->campaigns->pdata[i];
    if (campaign->row.state != PALIER_CAMPAIGN_RUNNING)
      end_campaign (self, campaign);
    else if (campaign->sequence == NULL)
      for (guint k = 0; k < campaign->jobs->len; k++)
        hold_back (self, campaign->jobs->pdata[k], PALIER_REASON_NONE);
    else if (!brake (self, campaign))
      withdraw_unknown (self, campaign);
  }
  return self->out->brakes->len == 0;
}

/* ---- the gate ---- */

static PalierGateQuestion *
ask_question (Making *self, const PalierPassMember *member, const PalierSendJob *job)
{
  PalierGateQuestion *question = g_hash_table_lookup (self->questions, job);
  PalierTx *tx = self->load->tx;
  const PalierTenant *tenant = self->load->tenant;
  g_autoptr (PalierRecord) message = NULL;
  const char *to = NULL;

  if (question != NULL)
    return question;
  question = g_new0 (PalierGateQuestion, 1);
  g_hash_table_insert (self->questions, (gpointer) job, question);
  if (job->channel == PALIER_CHANNEL_EMAIL)
    message = palier_record_store_get (tx, tenant, PALIER_KIND_MESSAGE, &job->id);
  if (message != NULL)
    to = palier_record_get (message, PALIER_MESSAGE_FIELD_TO);
  g_autoptr (GArray) consents = palier_consent_store_list (tx, tenant, &job->prospect);
  palier_reader_question_load (tx, tenant, &job->prospect, job->channel, to, question);
  palier_reader_question_renew (tx, tenant, &job->prospect, to, consents, question);
  return question;
}

/* A step for which there is nothing to send is passed over. */
static PalierVerdict
ask_gate (guint enrolment, const PalierStep *step, gint64 at_ms, gpointer data)
{
  Making *self = data;
  const PalierPassMember *member = self->planned->pdata[enrolment];
  guint index = (guint) palier_sequence_find_step (member->him.sequence, step->id);

  if (get_fate (self, member, index) != PALIER_FATE_OPEN)
    return (PalierVerdict) { .kind = PALIER_VERDICT_BLOCKED, .reason = PALIER_N_GATE_REASONS };
  PalierGateQuestion question = *ask_question (self, member, member->him.jobs[index]);
  question.now_ms = at_ms;
  return palier_gate_ask (&question);
}

/* ---- the plan ---- */

static void
apply_row (Making *self, const PalierPlanRow *row)
{
  const PalierPassMember *member = self->planned->pdata[row->enrolment];
  const PalierSendJob *job = member->him.jobs[row->step];

  if (get_fate (self, member, row->step) != PALIER_FATE_OPEN)
    return;
  g_hash_table_add (self->seen, (gpointer) job);
  if (row->state == PALIER_SEND_SCHEDULED)
    change (self, job, PALIER_SEND_SCHEDULED, (PalierSendReason) row->reason, row->at_ms);
  else if (row->at_ms > self->load->now_ms)
  {
    if (row->reason != PALIER_REASON_PACING)
      look_again (self, row->at_ms);
    hold_back (self, job, PALIER_REASON_NONE);
  }
  else
  {
    change (self, job, (PalierSendState) row->state, (PalierSendReason) row->reason, 0);
    if (self->out->changes->len > 0 && row->reason == PALIER_REASON_GATE)
      g_array_index (self->out->changes, PalierPassChange, self->out->changes->len - 1).gate =
          (PalierGateReason) row->gate;
  }
}

/* What the plan does not come to before its end waits. */
static void
hold_rest_back (Making *self)
{
  for (guint i = 0; i < self->planned->len; i++)
  {
    const PalierPassMember *member = self->planned->pdata[i];
    for (guint k = member->him.next; k < member->him.sequence->steps->len; k++)
      if (get_fate (self, member, k) == PALIER_FATE_OPEN
          && !g_hash_table_contains (self->seen, member->him.jobs[k]))
        hold_back (self, member->him.jobs[k], PALIER_REASON_NONE);
  }
}

static void
ask_quota (PalierPassLoad *load, PalierMeter meter, PalierPlanQuestion *question)
{
  PalierUsage month[PALIER_N_USES] = { 0 };
  PalierEntitlement entitlement;

  palier_entitlement_load (load->tx, load->tenant, meter, &entitlement);
  gint64 limit = palier_entitlement_limit (&entitlement, PALIER_LIMIT_EMAILS);
  if (limit == PALIER_NO_LIMIT)
    return;
  g_autofree char *from = palier_wall_month_start (load->now_ms);
  palier_usage_store_sum (load->tx, load->tenant, from, month);
  question->quota = limit;
  question->used = month[PALIER_USE_EMAIL].quantity;
}

static void
plan (Making *self, PalierMeter meter)
{
  PalierPassLoad *load = self->load;
  g_autofree const PalierSequence **sequences =
      g_new0 (const PalierSequence *, load->campaigns->len + 1);
  PalierPlanQuestion question = {
    .sequences = sequences,
    .n_sequences = load->campaigns->len,
    .gate = ask_gate,
    .gate_data = self,
    .now_ms = load->now_ms,
    .until_ms = load->now_ms + HORIZON_MS,
  };

  for (guint i = 0; i < self->planned->len; i++)
  {
    const PalierPassMember *member = self->planned->pdata[i];
    sequences[member->sequence] = member->him.sequence;
  }
  ask_quota (load, meter, &question);
  palier_plan_cast_fill (load->cast, &question);
  g_autoptr (GArray) rows = palier_plan (&question);
  for (guint i = 0; i < rows->len; i++)
    apply_row (self, &g_array_index (rows, PalierPlanRow, i));
  hold_rest_back (self);
}

/**
 * palier_pass_make:
 * @meter: what the relay does about use
 * @out: (out): what is to be written
 *
 * In the transaction of @load, which reads.
 */
void
palier_pass_make (PalierPassLoad *load, PalierMeter meter, PalierPassResult *out)
{
  g_autoptr (GPtrArray) planned = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) questions = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  Making self = { load, out, planned, seen, questions };

  out->changes = g_array_new (FALSE, FALSE, sizeof (PalierPassChange));
  out->brakes = g_array_new (FALSE, FALSE, sizeof (PalierPassBrake));
  out->placed = g_array_ref (load->placed);
  out->version = load->version;
  out->next_ms = load->campaigns->len > 0 ? load->now_ms + HORIZON_MS / 2 : G_MAXINT64;
  if (!take_campaigns (&self))
    return;
  for (guint i = 0; i < load->members->len; i++)
    take_member (&self, load->members->pdata[i]);
  plan (&self, meter);
}
