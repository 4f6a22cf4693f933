/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-chart.h"

G_BEGIN_DECLS

/* A chart with its title and the table behind it. The arrow keys go from point to point. */
#define PALIER_TYPE_CHART_VIEW (palier_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (PalierChartView, palier_chart_view, PALIER, CHART_VIEW, AdwBin)

void palier_chart_view_show (PalierChartView *self, PalierSeries *series, PalierChartKind kind);

G_END_DECLS
