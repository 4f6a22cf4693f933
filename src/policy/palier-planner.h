/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-gate.h"
#include "palier-pace.h"
#include "palier-send-state.h"
#include "palier-sequence.h"

G_BEGIN_DECLS

/* From sequences, who is in them, and what senders may do, to what leaves when: a pure function, so
 * that what was rehearsed is what runs. Whatever has happened by a time, planned anew from then,
 * gives the rest of the same plan. */

/* A sending identity, or the user's own hands for what is a task. */
typedef struct
{
  PalierPace pace;
  gboolean metered; /* counts against the month's quota */
  gint64 last_ms;   /* when it sent last; 0: never */
  guint today;      /* how many on the day of now */
} PalierLane;

#define PALIER_LANE_NONE 0xff
#define PALIER_LANES_MAX 64

/* Readers' servers that take only so many in a while: all who have their mail there. */
typedef struct
{
  gint64 gap_ms;
  gint64 last_ms; /* 0: never */
} PalierPool;

#define PALIER_POOLS_MAX 32

/* One prospect in one sequence. */
typedef struct
{
  guint sequence;
  guint step;      /* the next one */
  guint attempts;  /* how many have gone */
  gint64 since_ms; /* when the step before it went or was due; before the first, when he entered */
  PalierResponses responses;
  gboolean paused; /* by the user, or since a colleague has answered */
  PalierRegion region;
  guint firm;                      /* 0: none; those of one firm have the same number */
  guint8 pool;                     /* of his mail: 0: none; else the number of a pool, from 1 */
  guint8 lanes[PALIER_N_CHANNELS]; /* by which he is reached, or PALIER_LANE_NONE */
} PalierEnrolment;

/* Asks the legal gate. */
typedef PalierVerdict (*PalierPlanGate) (guint enrolment, const PalierStep *step, gint64 at_ms,
                                         gpointer data);

typedef struct
{
  const PalierSequence *const *sequences;
  gsize n_sequences;
  const PalierEnrolment *enrolments; /* the first one goes first, where two are due alike */
  gsize n_enrolments;
  const PalierLane *lanes;
  gsize n_lanes;
  const PalierPool *pools;
  gsize n_pools;
  const gint64 *firms_last_ms; /* (nullable): by firm: when it was written to last; 0: never */
  guint n_firms;               /* the greatest number of a firm */
  gint64 firm_gap_ms;          /* between two messages to one firm */
  gint64 quota;                /* of metered messages a month; 0: none */
  gint64 used;                 /* of it, in the month of now */
  PalierPlanGate gate;         /* (nullable): allows everything */
  gpointer gate_data;
  gint64 now_ms;
  gint64 until_ms; /* nothing is planned from then on; 0: two years */
} PalierPlanQuestion;

/* What becomes of a step of a prospect. */
typedef struct
{
  guint enrolment;
  guint8 step;
  guint8 lane;
  guint8 state;   /* PalierSendState: scheduled, waiting, set_aside, cancelled */
  guint8 reason;  /* PalierSendReason: of a scheduled one, why it leaves later than it is due */
  guint8 gate;    /* PalierGateReason: of a scheduled one, or of one that the gate set aside */
  guint8 guessed; /* whether it goes although nobody knows whether its conditions hold */
  gint64 due_ms;
  gint64 at_ms; /* when it leaves; of others, when that is decided */
} PalierPlanRow;

GArray *palier_plan (const PalierPlanQuestion *question);

G_END_DECLS
