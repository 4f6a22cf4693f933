/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-chart.h"

G_BEGIN_DECLS

/* The drawing of a chart: one point is marked, by the pointer or by the arrow keys, and told. */
#define PALIER_TYPE_CHART_CANVAS (palier_chart_canvas_get_type ())
G_DECLARE_FINAL_TYPE (PalierChartCanvas, palier_chart_canvas, PALIER, CHART_CANVAS, GtkWidget)

GtkWidget *palier_chart_canvas_new (void);
void palier_chart_canvas_show (PalierChartCanvas *self, PalierSeries *series, PalierChartKind kind);

/* One point in words: "Opened: 25 %, 3 of 12". */
char *palier_chart_canvas_dup_words (PalierSeries *series, guint i);

G_END_DECLS
