/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-service.h"

#include "palier-campaign-audience.h"
#include "palier-prospect-store.h"
#include "palier-services.h"
#include "palier-worker.h"

struct _PalierCampaignService
{
  GObject parent;
  PalierCore *core;
};

G_DEFINE_FINAL_TYPE (PalierCampaignService, palier_campaign_service, G_TYPE_OBJECT)

static void
palier_campaign_service_finalize (GObject *object)
{
  PalierCampaignService *self = PALIER_CAMPAIGN_SERVICE (object);

  palier_core_unref (self->core);
  G_OBJECT_CLASS (palier_campaign_service_parent_class)->finalize (object);
}

static void
palier_campaign_service_class_init (PalierCampaignServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_campaign_service_finalize;
}

static void
palier_campaign_service_init (PalierCampaignService *self)
{
}

PalierCampaignService *
palier_campaign_service_new (PalierCore *core)
{
  PalierCampaignService *self = g_object_new (PALIER_TYPE_CAMPAIGN_SERVICE, NULL);

  self->core = palier_core_ref (core);
  return self;
}

/* ---- a rehearsal */

typedef struct
{
  PalierSequence *sequence;
  GArray *members; /* (element-type PalierCampaignMember) */
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

  return dex_future_new_take_boxed (
      PALIER_TYPE_REHEARSAL,
      palier_rehearse (self->sequence, self->members, &means, self->start_ms));
}

static DexFuture *
rehearse_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierCampaignService *self = PALIER_CAMPAIGN_SERVICE (call->service);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers =
      dex_await_boxed (palier_prospect_store_ids (self->core->workspace, call->query, 0), &error);
  Rehearsing *rehearsing = g_new0 (Rehearsing, 1);

  rehearsing->sequence = palier_sequence_ref (call->value);
  rehearsing->start_ms = call->number;
  if (numbers != NULL)
    rehearsing->members =
        palier_campaign_audience_read (self->core, numbers, rehearsing->start_ms, &error);
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
                                  PalierQuery *audience, gint64 start_ms)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .service = G_OBJECT (self),
                                          .query = audience,
                                          .number = start_ms,
                                          .value = palier_sequence_ref (sequence),
                                          .free_value = (GDestroyNotify) palier_sequence_free },
                          rehearse_fiber);
}
