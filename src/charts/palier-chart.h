/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "palier-chart-colors.h"
#include "palier-series.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_CHART_BARS,   /* bars from a zero line, each with its label and value */
  PALIER_CHART_FUNNEL, /* centred bars that narrow, with the share kept from step to step */
} PalierChartKind;

double palier_chart_height (const PalierSeries *series);
void
palier_chart_draw (cairo_t *cr, PangoContext *context, const PalierSeries *series,
                   PalierChartKind kind, const PalierChartStyle *style, double width, int marked);
int palier_chart_point_at (const PalierSeries *series, double y);
char *palier_chart_format (const PalierSeries *series, double value);

G_END_DECLS
