/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-enrolment-store.h"
#include "palier-job-store.h"
#include "palier-sequence.h"

G_BEGIN_DECLS

/* What leaves so long after its time left at its time: else each moment's delay would move the rest
 * of the plan. What is later is planned anew, so that a relay that slept does not send at once what
 * was meant for hours. */
#define PALIER_LATE_MS (60 * 1000)

/* A prospect in a campaign: his messages, and how far he has come. */
typedef struct
{
  PalierEnrolmentRow row;
  const PalierSequence *sequence;        /* kept by the caller, as the messages are */
  PalierSendJob *jobs[PALIER_STEPS_MAX]; /* (nullable elements): by step */
  guint next;                            /* the step behind the last one that has gone */
  guint attempts;                        /* how many have gone */
  gint64 since_ms;                       /* when the last one went, or he entered */
  gboolean held; /* nothing is planned until something has happened to one of his messages */
  PalierResponses responses;
} PalierParticipant;

/* What stands of a step. */
typedef enum
{
  PALIER_FATE_NONE, /* there is no message for it */
  PALIER_FATE_OPEN, /* to be planned */
  PALIER_FATE_HELD, /* due, and something has to be done first */
  PALIER_FATE_GONE, /* it may have left, or is about to */
  PALIER_FATE_PASSED,
} PalierStepFate;

gint64 palier_went_ms (gint64 due_ms, gint64 first_ms);
PalierStepFate palier_step_fate (const PalierSendJob *job, gint64 now_ms);
void palier_participant_judge (PalierParticipant *self, gint64 now_ms);

G_END_DECLS
