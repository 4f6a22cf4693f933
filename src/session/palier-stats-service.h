/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-dashboard.h"
#include "palier-series.h"

G_BEGIN_DECLS

/* The figures of the dashboard.
 *
 * Signals: "changed" (): they may have changed; within a second of an event. */
#define PALIER_TYPE_STATS_SERVICE (palier_stats_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierStatsService, palier_stats_service, PALIER, STATS_SERVICE, GObject)

/* → PALIER_TYPE_DASHBOARD */
DexFuture *palier_stats_service_dashboard (PalierStatsService *self, gint64 from_ms, gint64 to_ms);

/* → PALIER_TYPE_DASHBOARD: of the messages written from a template */
DexFuture *palier_stats_service_template (PalierStatsService *self, const char *template);

/* Series of a dashboard, with labels in the user's language. */
PalierSeries *palier_dashboard_funnel (const PalierDashboard *dashboard);
PalierSeries *palier_dashboard_engagement (const PalierDashboard *dashboard);
char *palier_dashboard_dup_template_words (const PalierDashboard *dashboard);
char *palier_dashboard_template_to_json (const PalierDashboard *dashboard);
char *palier_dashboard_to_json (const PalierDashboard *dashboard);

G_END_DECLS
