/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign-store.h"
#include "palier-entitlement.h"
#include "palier-participant.h"
#include "palier-plan-cast.h"

G_BEGIN_DECLS

typedef struct
{
  PalierCampaignRow row;
  PalierSequence *sequence; /* (nullable): NULL: nothing can be planned */
  GPtrArray *jobs;          /* (element-type PalierSendJob): all of it */
} PalierPassCampaign;

typedef struct
{
  const PalierPassCampaign *campaign;
  guint sequence; /* its number in the question */
  PalierParticipant him;
  gint64 planned_ms; /* when the first of his messages was meant to leave */
} PalierPassMember;

/* A tenant's campaigns as they stand at one moment, as far as their plan depends on it. */
typedef struct
{
  PalierTx *tx;
  const PalierTenant *tenant;
  gint64 now_ms;
  gint64 version;
  GPtrArray *campaigns; /* (element-type PalierPassCampaign) */
  GPtrArray *members;   /* (element-type PalierPassMember): of those that run; first goes first */
  GArray *placed;       /* (element-type PalierEnrolmentRow): whose records have come meanwhile */
  PalierPlanCast *cast;
  GHashTable *senders; /* PalierId → number of a lane */
} PalierPassLoad;

PalierPassLoad *palier_pass_load (PalierTx *tx, const PalierTenant *tenant);
void palier_pass_load_free (PalierPassLoad *self);
void palier_pass_load_enrol (PalierPassLoad *self, const PalierPassMember *member);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierPassLoad, palier_pass_load_free)

G_END_DECLS
