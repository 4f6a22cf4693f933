/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-plan-queue.h"

#define AT(self, i) g_array_index (self, PalierPlanEntry, i)

PalierPlanQueue *
palier_plan_queue_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (PalierPlanEntry));
}

gboolean
palier_plan_entry_is_before (const PalierPlanEntry *a, const PalierPlanEntry *b)
{
  if (a->wake_ms != b->wake_ms)
    return a->wake_ms < b->wake_ms;
  return a->due_ms != b->due_ms ? a->due_ms < b->due_ms : a->enrolment < b->enrolment;
}

void
palier_plan_queue_push (PalierPlanQueue *self, const PalierPlanEntry *entry)
{
  guint hole = self->len;

  g_array_append_vals (self, entry, 1);
  while (hole > 0 && palier_plan_entry_is_before (entry, &AT (self, (hole - 1) / 2)))
  {
    AT (self, hole) = AT (self, (hole - 1) / 2);
    hole = (hole - 1) / 2;
  }
  AT (self, hole) = *entry;
}

/* The queue must not be empty. */
PalierPlanEntry
palier_plan_queue_pop (PalierPlanQueue *self)
{
  PalierPlanEntry first = AT (self, 0), last = AT (self, self->len - 1);
  guint hole = 0;

  g_array_set_size (self, self->len - 1);
  for (guint child = 1; child < self->len; child = 2 * hole + 1)
  {
    if (child + 1 < self->len
        && palier_plan_entry_is_before (&AT (self, child + 1), &AT (self, child)))
      child++;
    if (!palier_plan_entry_is_before (&AT (self, child), &last))
      break;
    AT (self, hole) = AT (self, child);
    hole = child;
  }
  if (self->len > 0)
    AT (self, hole) = last;
  return first;
}

/* Returns: (nullable): NULL for an empty one */
const PalierPlanEntry *
palier_plan_queue_peek (const PalierPlanQueue *self)
{
  return self->len > 0 ? &AT (self, 0) : NULL;
}
