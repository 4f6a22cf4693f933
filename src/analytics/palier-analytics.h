/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-dashboard.h"
#include "palier-event.h"
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

/* Folds events into the figures of a period. It takes events in any order and the same one twice
 * (by its id) without harm. */
typedef struct _PalierTally PalierTally;

PalierTally *palier_tally_new (gint64 from_ms, gint64 to_ms);
void palier_tally_free (PalierTally *self);
void palier_tally_add (PalierTally *self, const PalierEvent *event);
PalierDashboard *palier_tally_dashboard (const PalierTally *self);

PalierStage palier_stage_of_event (const PalierEvent *event);
PalierStage palier_tally_stage (const PalierTally *self, const PalierId *prospect);

const char *palier_metric_name (PalierMetric metric);
PalierRate palier_dashboard_rate (const PalierDashboard *dashboard, PalierMetric metric);
PalierRate palier_dashboard_passage (const PalierDashboard *dashboard, PalierStage to);
PalierSeries *palier_analytics_funnel (const PalierDashboard *dashboard);
PalierSeries *palier_analytics_engagement (const PalierDashboard *dashboard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierTally, palier_tally_free)

G_END_DECLS
