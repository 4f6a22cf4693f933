/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-planner.h"

G_BEGIN_DECLS

/* What leaves on one day. */
typedef struct
{
  gint64 day_ms; /* when it begins in Paris */
  guint goes[PALIER_N_CHANNELS];
} PalierRehearsalDay;

/* What does not leave, by what keeps it back. */
typedef struct
{
  PalierSendState state; /* set_aside, waiting, cancelled */
  PalierSendReason reason;
  PalierGateReason gate; /* where the reason is the gate; else PALIER_N_GATE_REASONS */
  guint n_steps;
  guint n_prospects; /* nobody is counted twice */
} PalierRehearsalAside;

/* A campaign before it begins, as if nobody answered. */
typedef struct
{
  GPtrArray *prospects; /* (element-type PalierProspect): those of the rows */
  GArray *rows;         /* (element-type PalierPlanRow): by time */
  GArray *days;         /* (element-type PalierRehearsalDay): by day, none that is empty */
  GArray *asides;       /* (element-type PalierRehearsalAside): the most first */
  guint n_reached;      /* prospects to whom something goes */
  guint n_elsewhere;    /* left out: to them, or their firm, another campaign still writes */
  guint n_goes[PALIER_N_CHANNELS];
  guint n_guessed; /* messages that go although nobody knows whether their conditions hold */
  gint64 first_ms; /* 0: nothing goes */
  gint64 last_ms;
  double cost; /* euros, without tax; a text counted as one part, which it is at least */
} PalierRehearsal;

#define PALIER_TYPE_REHEARSAL (palier_rehearsal_get_type ())
GType palier_rehearsal_get_type (void);

PalierRehearsal *palier_rehearsal_new (void);
PalierRehearsal *palier_rehearsal_ref (PalierRehearsal *self);
void palier_rehearsal_free (PalierRehearsal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRehearsal, palier_rehearsal_free)

G_END_DECLS
