/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-service.h"

#include <string.h>

#include "palier-campaign-audience.h"
#include "palier-campaign-find.h"
#include "palier-campaign-launch.h"
#include "palier-campaign-message-store.h"
#include "palier-campaign-store.h"
#include "palier-campaign-trials.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-worker.h"

struct _PalierCampaignService
{
  GObject parent;
  PalierCore *core;
  PalierSettingsService *settings;
  PalierSyncService *sync;
  gulong handler;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierCampaignService, palier_campaign_service, G_TYPE_OBJECT)

static void
palier_campaign_service_finalize (GObject *object)
{
  PalierCampaignService *self = PALIER_CAMPAIGN_SERVICE (object);

  g_clear_signal_handler (&self->handler, self->core->workspace);
  g_object_unref (self->settings);
  g_object_unref (self->sync);
  palier_core_unref (self->core);
  G_OBJECT_CLASS (palier_campaign_service_parent_class)->finalize (object);
}

static void
palier_campaign_service_class_init (PalierCampaignServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_campaign_service_finalize;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_CAMPAIGN_SERVICE, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_campaign_service_init (PalierCampaignService *self)
{
}

static void
on_workspace_changed_cb (PalierCampaignService *self, guint kinds)
{
  if ((kinds & PALIER_CHANGED (PALIER_KIND_CAMPAIGN)) != 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

PalierCampaignService *
palier_campaign_service_new (PalierCore *core, PalierSettingsService *settings,
                             PalierSyncService *sync)
{
  PalierCampaignService *self = g_object_new (PALIER_TYPE_CAMPAIGN_SERVICE, NULL);

  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  self->sync = g_object_ref (sync);
  self->handler = g_signal_connect_swapped (core->workspace, "changed",
                                            G_CALLBACK (on_workspace_changed_cb), self);
  return self;
}

/* ---- what is kept */

DexFuture *
palier_campaign_service_list (PalierCampaignService *self)
{
  return palier_campaign_store_list (self->core->workspace);
}

static DexFuture *
find_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  PalierCampaign *campaign = palier_campaign_find (call->core, call->first, &error);

  return campaign != NULL ? dex_future_new_take_boxed (PALIER_TYPE_CAMPAIGN, campaign)
                          : palier_reject (&error);
}

/* Errors: PALIER_SESSION_ERROR_NO_CAMPAIGN. */
DexFuture *
palier_campaign_service_find (PalierCampaignService *self, const char *which)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .first = (char *) which },
                          find_fiber);
}

static gboolean
tidy_name (PalierCampaign *campaign, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (campaign->name != NULL ? campaign->name : "", -1);
  const char *tidy = g_strstrip (g_strdelimit (valid, "\n\r\t", ' '));

  g_set_str (&campaign->name, tidy);
  if (*tidy != '\0' && g_utf8_strlen (tidy, -1) <= PALIER_SEQUENCE_NAME_MAX)
    return TRUE;
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_CAMPAIGN_NAME, tidy);
  return FALSE;
}

static DexFuture *
save_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierCampaign *campaign = call->value;
  gboolean is_new = palier_id_is_nil (&campaign->id);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierCampaign) held =
      is_new ? NULL
             : palier_campaign_get (call->core, &campaign->id, PALIER_CAMPAIGN_DRAFT, &error);

  if (error != NULL || !tidy_name (campaign, &error))
    return palier_reject (&error);
  campaign->changed_ms = palier_core_now_ms (call->core);
  if (is_new)
  {
    campaign->id = palier_workspace_new_id (call->core->workspace);
    campaign->created_ms = campaign->changed_ms;
  }
  return palier_campaign_store_put (call->core->workspace, campaign);
}

/**
 * palier_campaign_service_save:
 * @campaign: a draft; changed by the call: gets an id where it has none, its name tidied
 *
 * What palier_sequence_check() finds in its sequence may be mended later. Errors:
 * PALIER_SESSION_ERROR_CAMPAIGN_NAME, _NO_CAMPAIGN, _CAMPAIGN_STATE.
 */
DexFuture *
palier_campaign_service_save (PalierCampaignService *self, PalierCampaign *campaign)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .value = palier_campaign_ref (campaign),
                                          .free_value = (GDestroyNotify) palier_campaign_free },
                          save_fiber);
}

static DexFuture *
remove_fiber (gpointer data)
{
  PalierCall *call = data;
  char text[PALIER_ID_TEXT_SIZE];
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierCampaign) campaign =
      palier_campaign_find (call->core, palier_id_format (&call->id, text), &error);

  if (campaign == NULL)
    return palier_reject (&error);
  if (campaign->state == PALIER_CAMPAIGN_RUNNING || campaign->state == PALIER_CAMPAIGN_PAUSED)
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_CAMPAIGN_STATE, "%s",
                                  palier_campaign_state_name (campaign->state));
  return palier_campaign_store_remove (call->core->workspace, &call->id);
}

/* Of one that runs nothing may go before it is stopped. Errors: PALIER_SESSION_ERROR_NO_CAMPAIGN,
 * _CAMPAIGN_STATE. */
DexFuture *
palier_campaign_service_remove (PalierCampaignService *self, const PalierId *id)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .id = *id }, remove_fiber);
}

/* ---- a rehearsal */

typedef struct
{
  PalierSequence *sequence;
  GArray *members; /* (element-type PalierCampaignMember) */
  guint n_elsewhere;
  gint64 start_ms;
} Rehearsing;

static void
rehearsing_free (gpointer data)
{
  Rehearsing *self = data;

  palier_sequence_free (self->sequence);
  g_clear_pointer (&self->members, g_array_unref);
  g_free (self);
}

/* On a thread of the pool: half a million steps are a second's work. */
static DexFuture *
rehearse_job (gpointer data)
{
  const Rehearsing *self = data;
  PalierCampaignMeans means = palier_campaign_means_usual ();
  PalierRehearsal *rehearsal =
      palier_rehearse (self->sequence, self->members, &means, self->start_ms);

  rehearsal->n_elsewhere = self->n_elsewhere;
  return dex_future_new_take_boxed (PALIER_TYPE_REHEARSAL, rehearsal);
}

static DexFuture *
rehearse_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  Rehearsing *rehearsing = g_new0 (Rehearsing, 1);

  rehearsing->sequence = palier_sequence_ref (call->value);
  rehearsing->start_ms = call->number;
  rehearsing->members = palier_campaign_audience_read (
      call->core, call->query, &call->id, call->number, &rehearsing->n_elsewhere, &error);
  if (rehearsing->members == NULL)
  {
    rehearsing_free (rehearsing);
    return palier_reject (&error);
  }
  return palier_pool_run (rehearse_job, rehearsing, rehearsing_free);
}

/* @sequence: one that palier_sequence_check() finds nothing in */
DexFuture *
palier_campaign_service_rehearse (PalierCampaignService *self, PalierSequence *sequence,
                                  PalierQuery *audience, const PalierId *campaign, gint64 start_ms)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .id = campaign != NULL ? *campaign : PALIER_ID_NIL,
                                          .query = audience,
                                          .number = start_ms,
                                          .value = palier_sequence_ref (sequence),
                                          .free_value = (GDestroyNotify) palier_sequence_free },
                          rehearse_fiber);
}

/* ---- what runs */

/**
 * palier_campaign_service_prepare:
 *
 * Writes the texts of all steps that may come to leave, to be read before; those that are there
 * stay. Nothing leaves. Errors: PALIER_SESSION_ERROR_NO_CAMPAIGN, _CAMPAIGN_STATE, _SEQUENCE,
 * _NO_TEMPLATE.
 */
DexFuture *
palier_campaign_service_prepare (PalierCampaignService *self, const PalierId *id)
{
  return palier_campaign_launch_run (self->core, self->settings, id, PALIER_LAUNCH_WRITE, NULL);
}

static DexFuture *
launch_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierCampaignService *self = PALIER_CAMPAIGN_SERVICE (call->service);
  g_autoptr (GError) error = NULL;
  PalierLaunch *launch =
      dex_await_boxed (palier_campaign_launch_run (self->core, self->settings, &call->id,
                                                   (PalierLaunchDeed) call->number, call->value),
                       &error);

  if (launch == NULL)
    return palier_reject (&error);
  palier_sync_service_wake (self->sync);
  return dex_future_new_take_boxed (PALIER_TYPE_LAUNCH, launch);
}

/**
 * palier_campaign_service_launch:
 *
 * Enters who is reached, writes what is not written yet, approves what has nothing to mend, and
 * says that the campaign runs. Of one that runs, those enter who fit since. Errors: as for
 * palier_campaign_service_prepare(), PALIER_SESSION_ERROR_NO_SENDER.
 */
DexFuture *
palier_campaign_service_launch (PalierCampaignService *self, const PalierId *id)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .service = G_OBJECT (self),
                                          .id = *id,
                                          .number = PALIER_LAUNCH_START },
                          launch_fiber);
}

/**
 * palier_campaign_service_change:
 * @sequence: numbered (palier_sequence_number_steps()); its steps that the campaign has already
 *   keep their ids
 *
 * Of a campaign that runs or is paused. What was sent stays; what waits of steps that are no more
 * is taken back, new steps get their texts for those who have them before them, and the relay plans
 * the rest anew. Texts that are written stay as they are. Errors: as for
 * palier_campaign_service_launch().
 */
DexFuture *
palier_campaign_service_change (PalierCampaignService *self, const PalierId *id,
                                PalierSequence *sequence, gboolean apply)
{
  if (!apply)
    return palier_campaign_launch_run (self->core, self->settings, id, PALIER_LAUNCH_LOOK,
                                       sequence);
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .service = G_OBJECT (self),
                                          .id = *id,
                                          .number = PALIER_LAUNCH_CHANGE,
                                          .value = palier_sequence_ref (sequence),
                                          .free_value = (GDestroyNotify) palier_sequence_free },
                          launch_fiber);
}

/* To run again one must be paused; what is stopped stays so. */
static PalierCampaignState
get_most (PalierCampaignState wanted)
{
  return wanted == PALIER_CAMPAIGN_PAUSED ? PALIER_CAMPAIGN_RUNNING : PALIER_CAMPAIGN_PAUSED;
}

static DexFuture *
set_state_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierCampaignService *self = PALIER_CAMPAIGN_SERVICE (call->service);
  PalierCampaignState state = (PalierCampaignState) call->number;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierCampaign) campaign =
      palier_campaign_get (call->core, &call->id, get_most (state), &error);

  if (campaign == NULL)
    return palier_reject (&error);
  if (campaign->state == PALIER_CAMPAIGN_DRAFT)
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_CAMPAIGN_STATE, "%s",
                                  palier_campaign_state_name (campaign->state));
  campaign->state = state;
  campaign->changed_ms = palier_core_now_ms (call->core);
  if (!dex_await (palier_campaign_store_put (call->core->workspace, campaign), &error))
    return palier_reject (&error);
  palier_sync_service_wake (self->sync);
  return dex_future_new_true ();
}

/**
 * palier_campaign_service_set_state:
 * @state: RUNNING (of one that is paused), PAUSED or STOPPED
 *
 * Errors: PALIER_SESSION_ERROR_NO_CAMPAIGN, _CAMPAIGN_STATE.
 */
DexFuture *
palier_campaign_service_set_state (PalierCampaignService *self, const PalierId *id,
                                   PalierCampaignState state)
{
  return palier_call_run (
      &(PalierCall) { .core = self->core, .service = G_OBJECT (self), .id = *id, .number = state },
      set_state_fiber);
}

DexFuture *
palier_campaign_service_figures (PalierCampaignService *self, const PalierId *id)
{
  return palier_campaign_message_store_figures (self->core->workspace, id);
}

DexFuture *
palier_campaign_service_trials (PalierCampaignService *self, const PalierId *id)
{
  return palier_campaign_trials_run (self->core, id);
}
