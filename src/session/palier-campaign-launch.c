/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A launch is a rehearsal that is written down: who is reached is enrolled, each step that may come
 * to leave gets its text, and what is approved gets the time that was rehearsed. Each part can be
 * done again without harm, and the relay lets nothing go before the campaign is said to run, which
 * is the last of them. */
#include "palier-campaign-launch.h"

#include <string.h>

#include "palier-campaign-audience.h"
#include "palier-campaign-find.h"
#include "palier-campaign-launch-private.h"
#include "palier-campaign-message-store.h"
#include "palier-campaign-store.h"
#include "palier-enrolment-store.h"
#include "palier-sequence-edit.h"
#include "palier-session-error.h"
#include "palier-worker.h"

G_DEFINE_BOXED_TYPE (PalierLaunch, palier_launch, palier_launch_ref, palier_launch_free)

PalierLaunch *
palier_launch_ref (PalierLaunch *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_launch_free (PalierLaunch *self)
{
  g_atomic_rc_box_release (self);
}

static void
launching_free (gpointer data)
{
  PalierLaunching *self = data;

  g_clear_pointer (&self->campaign, palier_campaign_free);
  g_clear_pointer (&self->members, g_array_unref);
  g_clear_pointer (&self->rehearsal, palier_rehearsal_free);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->launch, palier_launch_free);
  g_clear_pointer (&self->messages, g_array_unref);
  g_clear_pointer (&self->sequence, palier_sequence_free);
  g_free (self->first);
  g_free (self->passed);
  g_object_unref (self->settings);
  palier_core_unref (self->core);
  g_free (self);
}

/* ---- who enters, and what was rehearsed of them */

static GHashTable *
index_enrolled (GArray *all)
{
  GHashTable *enrolled = g_hash_table_new (palier_id_hash, palier_id_equal);

  for (guint i = 0; i < all->len; i++)
  {
    PalierEnrolled *one = &g_array_index (all, PalierEnrolled, i);
    g_hash_table_insert (enrolled, &one->prospect, one);
  }
  return enrolled;
}

/* In a fiber. A launch is for those who are not in the campaign yet, a change for those who are. */
static gboolean
choose_members (PalierLaunching *self, GError **error)
{
  g_autoptr (GArray) all = dex_await_boxed (
      palier_enrolment_store_list (self->core->workspace, &self->campaign->id), error);
  g_autoptr (GHashTable) enrolled = all != NULL ? index_enrolled (all) : NULL;

  for (guint i = self->members->len; all != NULL && i > 0; i--)
  {
    const PalierProspect *prospect =
        g_array_index (self->members, PalierCampaignMember, i - 1).prospect;
    const PalierEnrolled *one = g_hash_table_lookup (enrolled, palier_prospect_get_id (prospect));
    gboolean takes_part = one != NULL && one->state != PALIER_ENROLMENT_LEFT;
    if (self->sequence != NULL ? !takes_part : one != NULL)
      g_array_remove_index (self->members, i - 1);
  }
  return all != NULL;
}

static DexFuture *
rehearse_job (gpointer data)
{
  PalierLaunching *self = data;
  PalierCampaignMeans means = palier_campaign_means_usual ();

  self->rehearsal = palier_rehearse (self->campaign->sequence, self->members, &means, self->now_ms);
  return dex_future_new_true ();
}

static void
find_first_steps (PalierLaunching *self)
{
  self->first = g_malloc (self->members->len + 1);
  memset (self->first, PALIER_STEP_NONE, self->members->len + 1);
  for (guint i = 0; i < self->rehearsal->rows->len; i++)
  {
    const PalierPlanRow *row = &g_array_index (self->rehearsal->rows, PalierPlanRow, i);
    if (row->state == PALIER_SEND_SCHEDULED)
      self->first[row->enrolment] = MIN (self->first[row->enrolment], row->step);
  }
}

static void
place_members (PalierLaunching *self)
{
  self->places = g_hash_table_new (palier_id_hash, palier_id_equal);
  for (guint i = 0; i < self->members->len; i++)
    g_hash_table_insert (self->places,
                         (gpointer) palier_prospect_get_id (
                             g_array_index (self->members, PalierCampaignMember, i).prospect),
                         GUINT_TO_POINTER (i + 1));
}

/* In a fiber. */
static gboolean
rehearse (PalierLaunching *self, GError **error)
{
  g_autoptr (PalierQuery) query = palier_query_new ();

  if (self->campaign->audience != NULL)
    query->filter = palier_filter_ref (self->campaign->audience);
  self->members = palier_campaign_audience_read (self->core, query, &self->campaign->id,
                                                 self->now_ms, &self->launch->n_elsewhere, error);
  if (self->members == NULL
      || (self->campaign->state != PALIER_CAMPAIGN_DRAFT && !choose_members (self, error))
      || !dex_await (palier_pool_run (rehearse_job, self, NULL), error))
    return FALSE;
  self->launch->n_prospects = self->rehearsal->n_reached;
  self->launch->first_ms = self->rehearsal->first_ms;
  self->launch->last_ms = self->rehearsal->last_ms;
  find_first_steps (self);
  place_members (self);
  palier_launching_note_passed (self);
  return TRUE;
}

PalierProspect *
palier_launching_get_prospect (const PalierLaunching *self, guint member)
{
  return g_array_index (self->members, PalierCampaignMember, member).prospect;
}

/* ---- entering */

/* In a fiber. The times of entry say in which order they were rehearsed. */
static gboolean
enrol (PalierLaunching *self, GError **error)
{
  g_autoptr (GArray) enrolled = g_array_new (FALSE, FALSE, sizeof (PalierEnrolled));

  for (guint i = 0; i < self->members->len; i++)
  {
    PalierEnrolled one = { self->campaign->id,
                           *palier_prospect_get_id (palier_launching_get_prospect (self, i)),
                           self->now_ms + i, PALIER_ENROLMENT_ACTIVE };
    if (self->first[i] != PALIER_STEP_NONE)
      g_array_append_val (enrolled, one);
  }
  return dex_await (palier_enrolment_store_put (self->core->workspace, enrolled), error);
}

static gboolean
needs_sender (const PalierSequence *sequence)
{
  for (guint i = 0; i < sequence->steps->len; i++)
    if (palier_sequence_get_step (sequence, i)->channel == PALIER_CHANNEL_EMAIL)
      return TRUE;
  return FALSE;
}

/* In a fiber. */
static gboolean
find_sender (PalierLaunching *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PalierSender) sender =
      dex_await_boxed (palier_settings_service_get_sender (self->settings), &local);

  if (sender != NULL)
    self->campaign->sender = sender->id;
  if (local != NULL)
    return g_propagate_error (error, g_steal_pointer (&local)), FALSE;
  if (sender != NULL || !needs_sender (self->campaign->sequence))
    return TRUE;
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_SENDER, "sender");
  return FALSE;
}

/* In a fiber: the relay may begin once it has read this. */
static gboolean
start (PalierLaunching *self, GError **error)
{
  PalierCampaign *campaign = self->campaign;

  if (campaign->state == PALIER_CAMPAIGN_DRAFT)
  {
    campaign->state = PALIER_CAMPAIGN_RUNNING;
    campaign->started_ms = self->now_ms;
  }
  campaign->changed_ms = self->now_ms;
  return dex_await (palier_campaign_store_put (self->core->workspace, campaign), error);
}

/* Returns: (transfer full): @sequence, where no step has the id of another that is gone: its
 * message may be there, and would stand for the new one's. */
static PalierSequence *
renumber (const PalierSequence *sequence, const PalierSequence *before)
{
  PalierSequence *self = palier_sequence_copy (sequence);

  for (guint i = 0; i < self->steps->len; i++)
  {
    PalierStep *step = palier_sequence_edit_step (self, i);
    if (step->id <= before->last_id && palier_sequence_find_step (before, step->id) < 0)
      step->id = 0;
  }
  self->last_id = MAX (self->last_id, before->last_id);
  palier_sequence_number_steps (self);
  return self;
}

/* In a fiber: the campaign as it is to be. */
static gboolean
load (PalierLaunching *self, GError **error)
{
  self->campaign = palier_campaign_get (self->core, &self->id, PALIER_CAMPAIGN_PAUSED, error);
  if (self->campaign == NULL)
    return FALSE;
  if (self->sequence != NULL ? self->campaign->state == PALIER_CAMPAIGN_DRAFT
                             : self->campaign->state == PALIER_CAMPAIGN_PAUSED)
  {
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_CAMPAIGN_STATE,
                         palier_campaign_state_name (self->campaign->state));
    return FALSE;
  }
  if (self->sequence != NULL)
  {
    PalierSequence *sequence = renumber (self->sequence, self->campaign->sequence);
    palier_sequence_free (self->campaign->sequence);
    self->campaign->sequence = sequence;
  }
  self->messages = dex_await_boxed (
      palier_campaign_message_store_list (self->core->workspace, &self->campaign->id), error);
  return self->messages != NULL && palier_campaign_is_sound (self->campaign->sequence, error);
}

static gboolean
goes (const PalierLaunching *self)
{
  return self->deed == PALIER_LAUNCH_START || self->deed == PALIER_LAUNCH_CHANGE;
}

static DexFuture *
launch_fiber (gpointer data)
{
  PalierLaunching *self = data;
  g_autoptr (GError) error = NULL;

  self->now_ms = palier_core_now_ms (self->core);
  self->launch = g_atomic_rc_box_new0 (PalierLaunch);
  self->launch->changeset = palier_workspace_new_id (self->core->workspace);
  if (!load (self, &error) || (goes (self) && !find_sender (self, &error))
      || !rehearse (self, &error) || !palier_launching_withdraw (self, &error)
      || !palier_launching_write (self, &error)
      || (self->deed == PALIER_LAUNCH_START && !enrol (self, &error))
      || (goes (self) && (!palier_launching_approve (self, &error) || !start (self, &error))))
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_LAUNCH, palier_launch_ref (self->launch));
}

DexFuture *
palier_campaign_launch_run (PalierCore *core, PalierSettingsService *settings, const PalierId *id,
                            PalierLaunchDeed deed, PalierSequence *sequence)
{
  PalierLaunching *self = g_new0 (PalierLaunching, 1);

  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  self->id = *id;
  self->deed = deed;
  self->sequence = sequence != NULL ? palier_sequence_ref (sequence) : NULL;
  return dex_scheduler_spawn (NULL, 0, launch_fiber, self, launching_free);
}

/* In a fiber: what is approved while its campaign runs leaves in its turn. */
gboolean
palier_campaign_launch_give (PalierCore *core, PalierMessage *message, GError **error)
{
  char id[PALIER_ID_TEXT_SIZE];
  g_autoptr (PalierCampaign) campaign =
      palier_campaign_find (core, palier_id_format (&message->campaign, id), error);

  if (campaign == NULL)
    return FALSE;
  if (campaign->state == PALIER_CAMPAIGN_RUNNING || campaign->state == PALIER_CAMPAIGN_PAUSED)
  {
    message->sender = campaign->sender;
    message->due_ms = palier_core_now_ms (core);
  }
  return TRUE;
}
