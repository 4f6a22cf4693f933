/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Those who wait for something in a plan: the one that comes first is taken first. */
typedef struct
{
  gint64 wake_ms; /* not to be looked at before; in a line of those who may go, 0 */
  gint64 due_ms;
  gint64 first_ms; /* when it could have gone, had nothing else been in the way */
  guint enrolment;
  gboolean leads; /* it is its firm's turn */
} PalierPlanEntry;

/* (element-type PalierPlanEntry): a binary heap by wake_ms, due_ms, enrolment */
typedef GArray PalierPlanQueue;

PalierPlanQueue *palier_plan_queue_new (void);
void palier_plan_queue_push (PalierPlanQueue *self, const PalierPlanEntry *entry);
PalierPlanEntry palier_plan_queue_pop (PalierPlanQueue *self);
const PalierPlanEntry *palier_plan_queue_peek (const PalierPlanQueue *self);
gboolean palier_plan_entry_is_before (const PalierPlanEntry *a, const PalierPlanEntry *b);

G_END_DECLS
