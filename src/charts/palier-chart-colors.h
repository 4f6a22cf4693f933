/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At most six colours that people with any colour vision tell apart. */
typedef enum
{
  PALIER_HUE_BLUE,
  PALIER_HUE_TERRACOTTA,
  PALIER_HUE_GREEN,
  PALIER_HUE_GOLD,
  PALIER_HUE_VIOLET,
  PALIER_HUE_GREY,
  PALIER_N_HUES
} PalierHue;

/* What a chart is drawn on: the screen's style, or paper (light, no high contrast). */
typedef struct
{
  gboolean dark;
  gboolean high_contrast;
} PalierChartStyle;

typedef struct
{
  double red;
  double green;
  double blue;
  double alpha;
} PalierInk;

PalierInk palier_chart_hue (const PalierChartStyle *style, PalierHue hue);
PalierInk palier_chart_ink (const PalierChartStyle *style);
PalierInk palier_chart_grid (const PalierChartStyle *style);

G_END_DECLS
