/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan is as old as the pass that made it: what it was made of is asked again in the transaction
 * that writes handing_over, so that a reply, a pause or a change of a moment ago counts. */
#include "palier-campaign-call.h"

#include <string.h>

#include "palier-campaign-store.h"
#include "palier-participant.h"
#include "palier-plan-cast.h"
#include "palier-record-store.h"
#include "palier-sender-day-store.h"
#include "palier-sequence-json.h"

/* Returns: (transfer full) (nullable): NULL where its record is not here, or has none that may run
 */
PalierSequence *
palier_campaign_load_sequence (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign)
{
  g_autoptr (PalierRecord) record =
      palier_record_store_get (tx, tenant, PALIER_KIND_CAMPAIGN, campaign);
  const char *json =
      record != NULL ? palier_record_get (record, PALIER_CAMPAIGN_FIELD_SEQUENCE) : NULL;
  g_autoptr (PalierSequence) sequence =
      json != NULL ? palier_sequence_from_json (json, strlen (json), NULL) : NULL;
  g_autoptr (GArray) faults = sequence != NULL ? palier_sequence_check (sequence) : NULL;

  return faults != NULL && faults->len == 0 ? g_steal_pointer (&sequence) : NULL;
}

void
palier_campaign_call_load (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job,
                           PalierCampaignCall *out)
{
  PalierCampaignRow row = { 0 };

  palier_campaign_store_get (tx, tenant, &job->campaign, &row);
  out->version = row.version;
  out->sequence = palier_campaign_load_sequence (tx, tenant, &job->campaign);
}

void
palier_campaign_call_clear (PalierCampaignCall *self)
{
  g_clear_pointer (&self->sequence, palier_sequence_free);
}

/* Where a message goes, and why: handing_over where nothing is in the way. */
typedef struct
{
  PalierSendState to;
  PalierSendReason reason;
} Answer;

static const Answer may_go = { PALIER_SEND_HANDING_OVER, PALIER_REASON_NONE };

static Answer
ask_campaign (PalierTx *tx, const PalierTenant *tenant, const PalierCampaignCall *self,
              const PalierSendJob *job)
{
  PalierCampaignRow row;

  if (!palier_campaign_store_get (tx, tenant, &job->campaign, &row))
    return (Answer) { PALIER_SEND_WAITING, PALIER_REASON_NONE };
  if (row.state == PALIER_CAMPAIGN_STOPPED)
    return (Answer) { PALIER_SEND_CANCELLED, PALIER_REASON_WITHDRAWN };
  if (row.state != PALIER_CAMPAIGN_RUNNING)
    return (Answer) { PALIER_SEND_WAITING, PALIER_REASON_PAUSED };
  if (row.version != self->version || self->sequence == NULL)
    return (Answer) { PALIER_SEND_WAITING, PALIER_REASON_NONE };
  if (palier_sequence_find_step (self->sequence, job->step) < 0)
    return (Answer) { PALIER_SEND_CANCELLED, PALIER_REASON_WITHDRAWN };
  return may_go;
}

static Answer
ask_enrolment (const PalierParticipant *him)
{
  const PalierExits *exits = &him->sequence->exits;

  /* The message itself is claimed, and counts as one that has gone. */
  if (him->row.state == PALIER_ENROLMENT_LEFT
      || palier_exits_reached (exits, &him->responses, him->attempts - 1))
    return (Answer) { PALIER_SEND_CANCELLED, PALIER_REASON_EXIT };
  if (him->row.state == PALIER_ENROLMENT_PAUSED || (him->row.halted_ms != 0 && exits->on_reply))
    return (Answer) { PALIER_SEND_WAITING, PALIER_REASON_PAUSED };
  return may_go;
}

/* Whether a step before this one has neither gone nor given way. */
static gboolean
is_ahead_of_turn (const PalierParticipant *him, guint index)
{
  for (guint i = 0; i < index; i++)
  {
    const PalierSendJob *job = him->jobs[i];
    if (job != NULL
        && (job->state == PALIER_SEND_SCHEDULED || job->state == PALIER_SEND_CLAIMED
            || job->state == PALIER_SEND_DEFERRED
            || (job->state == PALIER_SEND_WAITING && job->reason != PALIER_REASON_CONDITION)))
      return TRUE;
  }
  return FALSE;
}

static Answer
ask_step (const PalierParticipant *him, guint index)
{
  const PalierStep *step = palier_sequence_get_step (him->sequence, index);
  PalierSignal holds = palier_step_holds (step, &him->responses);

  if (holds == PALIER_SIGNAL_NO)
    return (Answer) { PALIER_SEND_SET_ASIDE, PALIER_REASON_CONDITION };
  if (holds == PALIER_SIGNAL_UNKNOWN && step->unknown == PALIER_UNKNOWN_WAIT)
    return (Answer) { PALIER_SEND_WAITING, PALIER_REASON_CONDITION };
  if (is_ahead_of_turn (him, index))
    return (Answer) { PALIER_SEND_WAITING, PALIER_REASON_NONE };
  return may_go;
}

/* What comes too late or too soon for the plan is planned anew. */
static Answer
ask_time (PalierTx *tx, const PalierTenant *tenant, const PalierStep *step, PalierRegion region,
          const PalierSendJob *job)
{
  gint64 since_ms = tx->now_ms - palier_sender_last_ms (tx, tenant, &job->sender);

  if (!palier_send_window_is_open (&step->window, region, tx->now_ms))
    return (Answer) { PALIER_SEND_WAITING, PALIER_REASON_WINDOW };
  if (tx->now_ms - job->due_ms > PALIER_LATE_MS || since_ms < palier_plan_mail_pace (0).gap_ms / 2)
    return (Answer) { PALIER_SEND_WAITING, PALIER_REASON_PACING };
  return may_go;
}

static Answer
ask_participant (PalierTx *tx, const PalierTenant *tenant, const PalierCampaignCall *self,
                 const PalierSendJob *job)
{
  PalierParticipant him = { .sequence = self->sequence };
  guint index = (guint) palier_sequence_find_step (self->sequence, job->step);

  if (!palier_enrolment_store_get (tx, tenant, &job->campaign, &job->prospect, &him.row))
    return (Answer) { PALIER_SEND_WAITING, PALIER_REASON_NONE };
  g_autoptr (GPtrArray) jobs =
      palier_job_store_of_enrolment (tx, tenant, &job->campaign, &job->prospect);
  for (guint i = 0; i < jobs->len; i++)
  {
    PalierSendJob *one = jobs->pdata[i];
    int at = palier_sequence_find_step (self->sequence, one->step);
    if (at >= 0)
      him.jobs[at] = one;
  }
  palier_participant_judge (&him, tx->now_ms);
  Answer answer = ask_enrolment (&him);
  if (answer.to == may_go.to)
    answer = ask_step (&him, index);
  if (answer.to == may_go.to)
    answer = ask_time (
        tx, tenant, palier_sequence_get_step (self->sequence, index),
        him.row.region != PALIER_REGION_UNKNOWN ? him.row.region : PALIER_REGION_FRANCE, job);
  return answer;
}

/* @job: claimed. Returns: whether it may leave now; else it has gone where it belongs */
gboolean
palier_campaign_call_pass (PalierTx *tx, const PalierTenant *tenant, const PalierCampaignCall *self,
                           PalierSendJob *job)
{
  Answer answer = ask_campaign (tx, tenant, self, job);

  if (answer.to == may_go.to)
    answer = ask_participant (tx, tenant, self, job);
  if (answer.to == may_go.to)
    return TRUE;
  PalierJobChange change = { .reason = answer.reason };
  palier_job_store_move (tx, tenant, job, answer.to, &change);
  return FALSE;
}
