/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of a rehearsal come to. */
#include "palier-rehearse.h"

#include "palier-wall-time.h"

#define SMS_EURO 0.08 /* a part, beside the plan */

/* Counts steps, and each prospect once: rows of one prospect may be far apart. */
typedef struct
{
  PalierRehearsalAside aside;
  GHashTable *prospects;
} Count;

static void
count_free (gpointer data)
{
  Count *self = data;

  g_hash_table_unref (self->prospects);
  g_free (self);
}

static void
count_day (PalierRehearsal *self, PalierChannel channel, gint64 at_ms, gint64 *end_ms)
{
  if (at_ms >= *end_ms)
  {
    PalierRehearsalDay day = { .day_ms = palier_wall_day_ms (at_ms) };
    g_array_append_val (self->days, day);
    *end_ms = palier_wall_next_day_ms (at_ms);
  }
  g_array_index (self->days, PalierRehearsalDay, self->days->len - 1).goes[channel]++;
}

static void
count_aside (GHashTable *counts, const PalierPlanRow *row)
{
  PalierGateReason gate =
      row->reason == PALIER_REASON_GATE ? (PalierGateReason) row->gate : PALIER_N_GATE_REASONS;
  guint key = (guint) row->state << 16 | (guint) row->reason << 8 | (guint) gate;
  Count *count = g_hash_table_lookup (counts, GUINT_TO_POINTER (key));

  if (count == NULL)
  {
    count = g_new0 (Count, 1);
    count->aside = (PalierRehearsalAside) { (PalierSendState) row->state,
                                            (PalierSendReason) row->reason, gate, 0, 0 };
    count->prospects = g_hash_table_new (NULL, NULL);
    g_hash_table_insert (counts, GUINT_TO_POINTER (key), count);
  }
  count->aside.n_steps++;
  g_hash_table_add (count->prospects, GUINT_TO_POINTER (row->enrolment + 1));
}

static int
compare_asides (gconstpointer a, gconstpointer b)
{
  const PalierRehearsalAside *one = a, *other = b;

  if (one->n_steps != other->n_steps)
    return one->n_steps > other->n_steps ? -1 : 1;
  return one->state != other->state     ? (int) one->state - (int) other->state
         : one->reason != other->reason ? (int) one->reason - (int) other->reason
                                        : (int) one->gate - (int) other->gate;
}

static void
take_asides (PalierRehearsal *self, GHashTable *counts)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
  {
    Count *count = value;
    count->aside.n_prospects = g_hash_table_size (count->prospects);
    g_array_append_val (self->asides, count->aside);
  }
  g_array_sort (self->asides, compare_asides);
}

void
palier_rehearsal_sum (PalierRehearsal *self, const PalierSequence *sequence)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (NULL, NULL, NULL, count_free);
  g_autofree guint8 *reached = g_new0 (guint8, self->prospects->len + 1);
  gint64 end_ms = G_MININT64;

  for (guint i = 0; i < self->rows->len; i++)
  {
    const PalierPlanRow *row = &g_array_index (self->rows, PalierPlanRow, i);
    PalierChannel channel = palier_sequence_get_step (sequence, row->step)->channel;
    if (row->state != PALIER_SEND_SCHEDULED)
    {
      count_aside (counts, row);
      continue;
    }
    count_day (self, channel, row->at_ms, &end_ms);
    self->n_goes[channel]++;
    self->n_guessed += row->guessed;
    self->n_reached += !reached[row->enrolment];
    reached[row->enrolment] = TRUE;
    if (self->first_ms == 0)
      self->first_ms = row->at_ms;
    self->last_ms = row->at_ms;
  }
  self->cost = self->n_goes[PALIER_CHANNEL_SMS] * SMS_EURO;
  take_asides (self, counts);
}
