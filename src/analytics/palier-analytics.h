/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-dashboard.h"
#include "palier-event.h"
#include "palier-permission.h"
#include "palier-rate.h"
#include "palier-series.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_METRIC_DELIVERY,
  PALIER_METRIC_BOUNCE,
  PALIER_METRIC_OPEN,
  PALIER_METRIC_CLICK,
  PALIER_METRIC_REPLY,
  PALIER_METRIC_UNSUBSCRIBE,
  PALIER_N_METRICS
} PalierMetric;

/* Folds events into the figures of a period, in memory: the same rules as the store's, for a report
 * of its own and to check the store by. It takes events in any order and the same one twice (by its
 * id) without harm. A period is that of the sending: what came of a message counts whenever it
 * came, so that no rate passes 1. */
typedef struct _PalierTally PalierTally;

PalierTally *palier_tally_new (gint64 from_ms, gint64 to_ms);
void palier_tally_free (PalierTally *self);
void palier_tally_add (PalierTally *self, const PalierEvent *event);
void palier_tally_allow (PalierTally *self, const PalierId *message, PalierTracking tracking);
PalierDashboard *palier_tally_dashboard (const PalierTally *self);

PalierStage palier_stage_of_event (const PalierEvent *event);

const char *palier_metric_name (PalierMetric metric);
PalierRate palier_dashboard_rate (const PalierDashboard *dashboard, PalierMetric metric);
PalierRate palier_dashboard_passage (const PalierDashboard *dashboard, PalierStage to);
PalierSeries *palier_analytics_funnel (const PalierDashboard *dashboard);
PalierSeries *palier_analytics_engagement (const PalierDashboard *dashboard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierTally, palier_tally_free)

G_END_DECLS
