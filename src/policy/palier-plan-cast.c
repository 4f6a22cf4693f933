/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-plan-cast.h"

#include "palier-mail-pool.h"

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define DAY_MS (24 * 60 * MINUTE_MS)

/* A firm that hears from the same sender every day has heard enough. */
#define FIRM_GAP_MS (2 * DAY_MS)
/* What a person can do beside his work; LinkedIn holds back accounts that invite more than that. */
#define CALLS_A_DAY 40
#define INVITATIONS_A_DAY 20
#define SMS_GAP_MS 1000
/* What a person's own mailbox can send without being taken for a machine. */
#define MAILS_A_DAY 200
#define MAIL_GAP_MS MINUTE_MS

static const PalierLane by_channel[PALIER_N_CHANNELS] = {
  [PALIER_CHANNEL_EMAIL] = { .metered = TRUE },
  [PALIER_CHANNEL_SMS] = { .pace.gap_ms = SMS_GAP_MS },
  [PALIER_CHANNEL_LINKEDIN] = { .pace.most_a_day = INVITATIONS_A_DAY },
  [PALIER_CHANNEL_CALL] = { .pace.most_a_day = CALLS_A_DAY },
};

/* Returns: with a lane for each channel, of its number, and nobody yet */
PalierPlanCast *
palier_plan_cast_new (void)
{
  PalierPlanCast *self = g_new0 (PalierPlanCast, 1);
  gint64 never = 0;

  self->enrolments = g_array_new (FALSE, FALSE, sizeof (PalierEnrolment));
  self->lanes = g_array_new (FALSE, FALSE, sizeof (PalierLane));
  g_array_append_vals (self->lanes, by_channel, PALIER_N_CHANNELS);
  self->firms_ms = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (self->firms_ms, never);
  self->firms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->n_pools = palier_mail_pools (self->pools);
  return self;
}

void
palier_plan_cast_free (PalierPlanCast *self)
{
  g_array_unref (self->enrolments);
  g_array_unref (self->lanes);
  g_array_unref (self->firms_ms);
  g_hash_table_unref (self->firms);
  g_free (self);
}

/* Returns: the number of the firm that @key stands for, the same for the same */
guint
palier_plan_cast_firm (PalierPlanCast *self, const char *key)
{
  gpointer number = g_hash_table_lookup (self->firms, key);
  gint64 never = 0;

  if (number == NULL)
  {
    number = GUINT_TO_POINTER (self->firms_ms->len);
    g_array_append_val (self->firms_ms, never);
    g_hash_table_insert (self->firms, g_strdup (key), number);
  }
  return GPOINTER_TO_UINT (number);
}

/* Notes that a firm was written to. */
void
palier_plan_cast_wrote (PalierPlanCast *self, guint firm, gint64 at_ms)
{
  gint64 *last_ms = &g_array_index (self->firms_ms, gint64, firm);

  *last_ms = MAX (*last_ms, at_ms);
}

/* Returns: (transfer none): until the next one is added */
PalierLane *
palier_plan_cast_lane (PalierPlanCast *self, guint lane)
{
  return &g_array_index (self->lanes, PalierLane, lane);
}

/* Returns: its number; the last one's where there are as many as a plan takes */
guint8
palier_plan_cast_add_lane (PalierPlanCast *self, const PalierLane *lane)
{
  if (self->lanes->len < PALIER_LANES_MAX)
    g_array_append_vals (self->lanes, lane, 1);
  return (guint8) (self->lanes->len - 1);
}

/* Fills in who is in it, firms, lanes and pools, and leaves the rest. */
void
palier_plan_cast_fill (PalierPlanCast *self, PalierPlanQuestion *question)
{
  question->enrolments = (const PalierEnrolment *) self->enrolments->data;
  question->n_enrolments = self->enrolments->len;
  question->lanes = (const PalierLane *) self->lanes->data;
  question->n_lanes = self->lanes->len;
  question->pools = self->pools;
  question->n_pools = self->n_pools;
  question->firms_last_ms = (const gint64 *) self->firms_ms->data;
  question->n_firms = self->firms_ms->len - 1;
  question->firm_gap_ms = FIRM_GAP_MS;
}

/* @most_a_day: what its owner has set; 0: nothing. Returns: the pace of a person's mailbox */
PalierPace
palier_plan_mail_pace (guint most_a_day)
{
  return (PalierPace) { .most_a_day = most_a_day > 0 ? most_a_day : MAILS_A_DAY,
                        .gap_ms = MAIL_GAP_MS };
}
