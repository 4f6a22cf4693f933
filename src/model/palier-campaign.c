/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (PalierCampaign, palier_campaign, palier_campaign_ref, palier_campaign_free)

static const char *const campaign_states[] = { "draft", "running", "paused", "stopped" };
static const char *const enrolment_states[] = { "active", "paused", "left" };

G_STATIC_ASSERT (G_N_ELEMENTS (campaign_states) == PALIER_N_CAMPAIGN_STATES);
G_STATIC_ASSERT (G_N_ELEMENTS (enrolment_states) == PALIER_N_ENROLMENT_STATES);

static gboolean
find_name (const char *const *names, gsize n, const char *name, guint *out)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (names[i], name) == 0)
    {
      *out = i;
      return TRUE;
    }
  return FALSE;
}

const char *
palier_campaign_state_name (PalierCampaignState state)
{
  g_assert ((guint) state < PALIER_N_CAMPAIGN_STATES);
  return campaign_states[state];
}

/* Returns: FALSE for a name that is none */
gboolean
palier_campaign_state_parse (const char *name, PalierCampaignState *out)
{
  guint index;

  if (!find_name (campaign_states, G_N_ELEMENTS (campaign_states), name, &index))
    return FALSE;
  *out = (PalierCampaignState) index;
  return TRUE;
}

const char *
palier_enrolment_state_name (PalierEnrolmentState state)
{
  g_assert ((guint) state < PALIER_N_ENROLMENT_STATES);
  return enrolment_states[state];
}

/* Returns: FALSE for a name that is none */
gboolean
palier_enrolment_state_parse (const char *name, PalierEnrolmentState *out)
{
  guint index;

  if (!find_name (enrolment_states, G_N_ELEMENTS (enrolment_states), name, &index))
    return FALSE;
  *out = (PalierEnrolmentState) index;
  return TRUE;
}

PalierCampaign *
palier_campaign_new (void)
{
  return g_atomic_rc_box_new0 (PalierCampaign);
}

PalierCampaign *
palier_campaign_ref (PalierCampaign *self)
{
  return g_atomic_rc_box_acquire (self);
}

/* Returns: (transfer full): one that may be changed */
PalierCampaign *
palier_campaign_copy (const PalierCampaign *self)
{
  PalierCampaign *copy = palier_campaign_new ();

  *copy = *self;
  copy->name = g_strdup (self->name);
  copy->sequence = self->sequence != NULL ? palier_sequence_ref (self->sequence) : NULL;
  copy->audience = self->audience != NULL ? palier_filter_ref (self->audience) : NULL;
  return copy;
}

static void
campaign_clear (gpointer data)
{
  PalierCampaign *self = data;

  g_free (self->name);
  g_clear_pointer (&self->sequence, palier_sequence_free);
  g_clear_pointer (&self->audience, palier_filter_free);
}

void
palier_campaign_free (PalierCampaign *self)
{
  g_atomic_rc_box_release_full (self, campaign_clear);
}

void
palier_campaign_trial_free (PalierCampaignTrial *self)
{
  g_free (self->template);
  g_free (self);
}

/* Returns: the id of the enrolment, the same on every device */
PalierId
palier_enrolled_id (const PalierId *campaign, const PalierId *prospect)
{
  return palier_id_derive (campaign, prospect->bytes, sizeof prospect->bytes);
}

/* @step: its id in the sequence. Returns: the id of the one message of that step, the same on every
 * device */
PalierId
palier_enrolled_message_id (const PalierId *campaign, const PalierId *prospect, guint step)
{
  PalierId enrolment = palier_enrolled_id (campaign, prospect);
  guint32 number = GUINT32_TO_BE ((guint32) step);

  return palier_id_derive (&enrolment, &number, sizeof number);
}

/* Which of @n texts that are tried against each other a message has: by its id, which is as good as
 * by lot, and the same wherever it is written. */
guint
palier_enrolled_variant (const PalierId *message, guint n)
{
  guint32 lot;

  memcpy (&lot, message->bytes + sizeof message->bytes - sizeof lot, sizeof lot);
  return n > 1 ? GUINT32_FROM_BE (lot) % n : 0;
}
