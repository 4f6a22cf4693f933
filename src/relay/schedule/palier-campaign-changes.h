/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign-load.h"

G_BEGIN_DECLS

/* What becomes of a message, if it still is in the state @from. */
typedef struct
{
  PalierId job;
  PalierSendState from;
  PalierSendState to;
  PalierSendReason reason;
  PalierGateReason gate; /* with PALIER_REASON_GATE */
  gint64 due_ms;         /* of a scheduled one */
} PalierPassChange;

/* A campaign that has to stop by itself. */
typedef struct
{
  PalierId campaign;
  const char *reason; /* static */
  guint messages;     /* that left */
  guint count;        /* of those that came back, or were complained of */
} PalierPassBrake;

typedef struct
{
  GArray *changes; /* (element-type PalierPassChange) */
  GArray *brakes;  /* (element-type PalierPassBrake) */
  GArray *placed;  /* (element-type PalierEnrolmentRow) */
  gint64 version;
  gint64 next_ms; /* when time alone changes something */
} PalierPassResult;

void palier_pass_result_clear (PalierPassResult *self);
void palier_pass_make (PalierPassLoad *load, PalierMeter meter, PalierPassResult *out);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierPassResult, palier_pass_result_clear)

G_END_DECLS
