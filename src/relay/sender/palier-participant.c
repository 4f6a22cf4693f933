/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-participant.h"

#include "palier-wall-time.h"

/**
 * palier_went_ms:
 * @due_ms: its time
 * @first_ms: when it was first handed over; 0: it is about to be
 *
 * Returns: when a message counts as gone
 */
gint64
palier_went_ms (gint64 due_ms, gint64 first_ms)
{
  return first_ms - due_ms < PALIER_LATE_MS ? due_ms : first_ms;
}

static gint64
get_went_ms (const PalierSendJob *job)
{
  return palier_went_ms (job->due_ms, job->first_ms);
}

static PalierStepFate
judge_scheduled (const PalierSendJob *job, gint64 now_ms)
{
  if (job->channel != PALIER_CHANNEL_EMAIL)
    return job->due_ms <= now_ms ? PALIER_FATE_HELD : PALIER_FATE_OPEN;
  if (job->due_ms > now_ms)
    /* The plan knows nothing of what keeps these. */
    return job->reason == PALIER_REASON_QUOTA || job->reason == PALIER_REASON_CONNECTION
               ? PALIER_FATE_HELD
               : PALIER_FATE_OPEN;
  return now_ms - job->due_ms <= PALIER_LATE_MS ? PALIER_FATE_GONE : PALIER_FATE_OPEN;
}

/* @job: (nullable) */
PalierStepFate
palier_step_fate (const PalierSendJob *job, gint64 now_ms)
{
  if (job == NULL)
    return PALIER_FATE_NONE;
  switch (job->state)
  {
  case PALIER_SEND_WAITING:
    return PALIER_FATE_OPEN;
  case PALIER_SEND_SCHEDULED:
    return judge_scheduled (job, now_ms);
  case PALIER_SEND_SET_ASIDE:
    return job->reason == PALIER_REASON_NO_SENDER || job->reason == PALIER_REASON_SENDER_BROKEN
               ? PALIER_FATE_HELD
               : PALIER_FATE_PASSED;
  case PALIER_SEND_REFUSED:
  case PALIER_SEND_CANCELLED:
    return PALIER_FATE_PASSED;
  default:
    return PALIER_FATE_GONE;
  }
}

/* A link of the reader's own that nobody followed on its day was not followed; that of a message
 * without such links, nobody knows. */
static PalierResponses
read_responses (const PalierParticipant *self, gint64 now_ms)
{
  PalierResponses responses = {
    .opened = self->row.opened ? PALIER_SIGNAL_YES : PALIER_SIGNAL_UNKNOWN,
    .clicked = self->row.clicked ? PALIER_SIGNAL_YES : PALIER_SIGNAL_UNKNOWN,
    .replied = self->row.replied ? PALIER_SIGNAL_YES : PALIER_SIGNAL_NO,
    .met = self->row.met ? PALIER_SIGNAL_YES : PALIER_SIGNAL_NO,
  };
  gint64 today_ms = palier_wall_day_ms (now_ms);

  for (guint i = 0; i < self->next && responses.clicked == PALIER_SIGNAL_UNKNOWN; i++)
    if (self->jobs[i] != NULL && self->jobs[i]->linked && get_went_ms (self->jobs[i]) < today_ms)
      responses.clicked = PALIER_SIGNAL_NO;
  return responses;
}

/* What stands behind a message that is still to leave holds nothing up; one that waits for its
 * condition gives way. */
static gboolean
is_held (const PalierParticipant *self, gint64 now_ms)
{
  for (guint i = self->next; i < self->sequence->steps->len; i++)
  {
    const PalierSendJob *job = self->jobs[i];
    PalierStepFate fate = palier_step_fate (job, now_ms);
    gboolean gives_way = fate == PALIER_FATE_OPEN && job->state == PALIER_SEND_WAITING
                         && job->reason == PALIER_REASON_CONDITION;
    if (fate == PALIER_FATE_HELD || (fate == PALIER_FATE_OPEN && !gives_way))
      return fate == PALIER_FATE_HELD;
  }
  return FALSE;
}

/* Finds out how far he has come. */
void
palier_participant_judge (PalierParticipant *self, gint64 now_ms)
{
  guint n_steps = self->sequence->steps->len;

  self->next = self->attempts = 0;
  self->since_ms = self->row.entered_ms;
  for (guint i = 0; i < n_steps; i++)
    if (palier_step_fate (self->jobs[i], now_ms) == PALIER_FATE_GONE)
    {
      self->attempts++;
      self->next = i + 1;
      self->since_ms = get_went_ms (self->jobs[i]);
    }
  self->held = is_held (self, now_ms);
  self->responses = read_responses (self, now_ms);
}
