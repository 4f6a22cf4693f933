/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colours of charts. The six hues stay apart under the three usual kinds of colour blindness
 * because they also differ in lightness; on a dark page each is lifted, not replaced, so that a
 * figure keeps its colour from screen to paper. */
#include "palier-chart-colors.h"

static const guint32 light_hues[PALIER_N_HUES] = { 0x3A6EA5, 0xB5533C, 0x4B8B5A,
                                                   0xC8963E, 0x7A5C99, 0x77767B };
static const guint32 dark_hues[PALIER_N_HUES] = { 0x7BA7D7, 0xE08A70, 0x86C095,
                                                  0xE3B968, 0xB397D1, 0xA5A4A9 };

static PalierInk
from_hex (guint32 rgb, double alpha)
{
  return (PalierInk) { ((rgb >> 16) & 0xff) / 255.0, ((rgb >> 8) & 0xff) / 255.0,
                       (rgb & 0xff) / 255.0, alpha };
}

PalierInk
palier_chart_hue (const PalierChartStyle *style, PalierHue hue)
{
  g_assert (hue < PALIER_N_HUES);
  return from_hex (style->dark ? dark_hues[hue] : light_hues[hue], 1);
}

PalierInk
palier_chart_ink (const PalierChartStyle *style)
{
  return from_hex (style->dark ? 0xffffff : 0x1d1d20, style->high_contrast ? 1 : 0.92);
}

PalierInk
palier_chart_grid (const PalierChartStyle *style)
{
  return from_hex (style->dark ? 0xffffff : 0x000000, style->high_contrast ? 0.5 : 0.12);
}
