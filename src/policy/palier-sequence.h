/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-channel.h"
#include "palier-send-window.h"
#include "palier-signal.h"

G_BEGIN_DECLS

/* What a campaign does with each of its prospects, step by step. */

#define PALIER_STEPS_MAX 30
#define PALIER_STEP_DAY_MAX 365
#define PALIER_STEP_ID_MAX 100000
#define PALIER_STEP_TEMPLATES_MAX 4
#define PALIER_SEQUENCE_NAME_MAX 100 /* characters */
#define PALIER_ATTEMPTS_MAX PALIER_STEPS_MAX

/* On what a step depends; several must all hold. */
typedef enum
{
  PALIER_CONDITION_OPENED = 1 << 0,
  PALIER_CONDITION_CLICKED = 1 << 1,
  PALIER_CONDITION_REPLIED = 1 << 2,
  PALIER_CONDITION_NO_RESPONSE = 1 << 3,
} PalierConditions;

#define PALIER_N_CONDITIONS 4

/* What a step does while nobody knows whether its conditions hold. Unknown is never "no". */
typedef enum
{
  PALIER_UNKNOWN_GO,   /* it goes as if they held */
  PALIER_UNKNOWN_WAIT, /* it waits for the answer, and gives way to the next step */
  PALIER_N_UNKNOWNS
} PalierUnknown;

typedef struct
{
  guint id;  /* from 1: its own, wherever it comes to stand; 0: not numbered yet */
  guint day; /* 1: the day on which a prospect enters */
  PalierChannel channel;
  PalierConditions conditions; /* 0: always */
  PalierUnknown unknown;
  char **templates; /* (nullable): keys or ids; more than one are tried against each other */
  PalierSendWindow window;
} PalierStep;

/* An unsubscription ends it in any case: that is the law's. */
typedef struct
{
  gboolean on_reply;
  gboolean on_meeting;
  guint max_attempts; /* messages and tasks; 0: as many as there are steps */
} PalierExits;

/* Shared by reference; not changed once it is shared. */
typedef struct
{
  char *name;
  GArray *steps; /* (element-type PalierStep): by day */
  guint last_id; /* the greatest that a step has had: none has one that another had before */
  PalierExits exits;
} PalierSequence;

/* What is known of how a prospect took what came before. */
typedef struct
{
  PalierSignal opened;
  PalierSignal clicked;
  PalierSignal replied;
  PalierSignal met;
} PalierResponses;

PalierSequence *palier_sequence_new (const char *name);
PalierSequence *palier_sequence_ref (PalierSequence *self);
void palier_sequence_free (PalierSequence *self);
const PalierStep *palier_sequence_get_step (const PalierSequence *self, guint index);
int palier_sequence_find_step (const PalierSequence *self, guint id);
void palier_sequence_number_steps (PalierSequence *self);

PalierSignal palier_step_holds (const PalierStep *step, const PalierResponses *responses);
gboolean
palier_exits_reached (const PalierExits *exits, const PalierResponses *responses, guint attempts);

/* What is wrong with a sequence. */
typedef enum
{
  PALIER_SEQUENCE_NO_NAME,
  PALIER_SEQUENCE_NO_STEPS,
  PALIER_SEQUENCE_TOO_MANY_STEPS,
  PALIER_SEQUENCE_ATTEMPTS,      /* more than there can be */
  PALIER_SEQUENCE_DAY,           /* not between 1 and PALIER_STEP_DAY_MAX */
  PALIER_SEQUENCE_ORDER,         /* a day before the one of the step above */
  PALIER_SEQUENCE_FIRST_DEPENDS, /* the first step depends on what came before it */
  PALIER_SEQUENCE_CONTRADICTION, /* its conditions never hold together */
  PALIER_SEQUENCE_NEVER,         /* a condition that ends the sequence before it is asked */
  PALIER_SEQUENCE_WINDOW,        /* never opens */
  PALIER_SEQUENCE_NO_TEMPLATE,   /* a message without a text; a task may go without */
  PALIER_SEQUENCE_TOO_MANY_TEMPLATES,
  PALIER_N_SEQUENCE_FAULTS
} PalierSequenceFaultKind;

typedef struct
{
  PalierSequenceFaultKind kind;
  guint step; /* from 1; 0: the whole */
} PalierSequenceFault;

GArray *palier_sequence_check (const PalierSequence *self);
const char *palier_sequence_fault_name (PalierSequenceFaultKind kind);

const char *palier_condition_name (PalierConditions condition);
PalierConditions palier_condition_from_name (const char *name);
const char *palier_unknown_name (PalierUnknown unknown);
gboolean palier_unknown_parse (const char *name, PalierUnknown *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSequence, palier_sequence_free)

G_END_DECLS
