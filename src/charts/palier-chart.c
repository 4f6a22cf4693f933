/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series to drawing, for screen, PDF and PNG alike: only cairo and pango, no widget.
 *
 * Both kinds put one point on one row: label on the left, bar, value on the right. Labels stand
 * beside what they name, so that no legend is needed. When the width is too small for a column of
 * labels, the label goes above its bar; a row is tall enough for either. */
#include "palier-chart.h"

#include <math.h>

enum
{
  ROW = 44,     /* px a point */
  BAR = 20,     /* px of it that are bar */
  LABELS = 150, /* px at most for the column of labels */
  GAP = 12,     /* px between columns */
  VALUES = 108, /* px for the column of values */
  NARROW = 420, /* px under which labels go above the bars */
};

typedef struct
{
  cairo_t *cr;
  PangoContext *context;
  const PalierSeries *series;
  const PalierChartStyle *style;
  double left;  /* where bars begin */
  double right; /* where they end */
  double width;
  double max;
  gboolean narrow;
} Canvas;

static void
set_ink (cairo_t *cr, PalierInk ink)
{
  cairo_set_source_rgba (cr, ink.red, ink.green, ink.blue, ink.alpha);
}

static PalierPoint *
point (const PalierSeries *series, guint i)
{
  return g_ptr_array_index (series->points, i);
}

static guint
n_points (const PalierSeries *series)
{
  return series->points ? series->points->len : 0;
}

static double
largest (const PalierSeries *series)
{
  double max = 0;
  for (guint i = 0; i < n_points (series); i++)
    max = MAX (max, point (series, i)->value);
  return max > 0 ? max : 1;
}

/* Draws one line of text, ended by an ellipsis where it is longer than @width px. */
static void
draw_text (Canvas *self, const char *text, double x, double y, double width,
           PangoAlignment alignment, PalierInk ink)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->context);
  PangoRectangle extents;

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, alignment);
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  set_ink (self->cr, ink);
  cairo_move_to (self->cr, x, y - extents.height / 2.0);
  pango_cairo_show_layout (self->cr, layout);
}

static void
fill_rounded (cairo_t *cr, double x, double y, double width, double height)
{
  double r = MIN (4, MIN (width, height) / 2);

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
mark_row (Canvas *self, double top)
{
  PalierInk ink = palier_chart_grid (self->style);

  set_ink (self->cr, (PalierInk) { ink.red, ink.green, ink.blue, 0.08 });
  fill_rounded (self->cr, 0, top + 2, self->width, ROW - 4);
  if (!self->style->high_contrast)
    return;
  set_ink (self->cr, palier_chart_ink (self->style));
  cairo_set_line_width (self->cr, 2);
  cairo_rectangle (self->cr, 1, top + 3, self->width - 2, ROW - 6);
  cairo_stroke (self->cr);
}

static void
draw_label (Canvas *self, guint i, double top)
{
  PalierPoint *p = point (self->series, i);
  PalierInk ink = palier_chart_ink (self->style);

  if (self->narrow)
    draw_text (self, p->label, 6, top + 11, self->width - VALUES - GAP, PANGO_ALIGN_LEFT, ink);
  else
    draw_text (self, p->label, 6, top + ROW / 2.0, self->left - GAP - 6, PANGO_ALIGN_LEFT, ink);
}

static void
draw_value (Canvas *self, const char *text, double y, PalierInk ink)
{
  draw_text (self, text, self->width - VALUES - 6, y, VALUES, PANGO_ALIGN_RIGHT, ink);
}

static double
bar_top (Canvas *self, double top)
{
  return self->narrow ? top + 22 : top + (ROW - BAR) / 2.0;
}

static double
bar_width (Canvas *self, guint i)
{
  double value = MAX (point (self->series, i)->value, 0);
  double width = (self->right - self->left) * value / self->max;
  return value > 0 ? MAX (width, 2) : 0;
}

static void
draw_bar_row (Canvas *self, guint i, double top)
{
  g_autofree char *value = palier_chart_format (self->series, point (self->series, i)->value);
  double width = bar_width (self, i);

  set_ink (self->cr, palier_chart_hue (self->style, PALIER_HUE_BLUE));
  if (width > 0)
    fill_rounded (self->cr, self->left, bar_top (self, top), width, BAR);
  draw_value (self, value, self->narrow ? top + 11 : top + ROW / 2.0,
              palier_chart_ink (self->style));
}

/* The share of the step before that came this far, or NULL for the first step. */
static char *
dup_share (const PalierSeries *series, guint i)
{
  double before = i > 0 ? point (series, i - 1)->value : 0;

  if (before <= 0)
    return NULL;
  return g_strdup_printf ("%.0f\u202f%%", 100 * point (series, i)->value / before);
}

/* The band between two steps shows what is lost; it is the same hue, thin. */
static void
draw_funnel_link (Canvas *self, guint i, double top)
{
  double middle = (self->left + self->right) / 2;
  double above = bar_width (self, i - 1) / 2, here = bar_width (self, i) / 2;
  PalierInk ink = palier_chart_hue (self->style, PALIER_HUE_TERRACOTTA);
  double y = bar_top (self, top);

  set_ink (self->cr, (PalierInk) { ink.red, ink.green, ink.blue, 0.16 });
  cairo_move_to (self->cr, middle - above, y - ROW + BAR);
  cairo_line_to (self->cr, middle + above, y - ROW + BAR);
  cairo_line_to (self->cr, middle + here, y);
  cairo_line_to (self->cr, middle - here, y);
  cairo_close_path (self->cr);
  cairo_fill (self->cr);
}

static void
draw_funnel_row (Canvas *self, guint i, double top)
{
  g_autofree char *value = palier_chart_format (self->series, point (self->series, i)->value);
  g_autofree char *share = dup_share (self->series, i);
  g_autofree char *text = share ? g_strdup_printf ("%s  ·  %s", share, value) : g_strdup (value);
  double width = bar_width (self, i);
  double middle = (self->left + self->right) / 2;

  if (i > 0 && !self->narrow)
    draw_funnel_link (self, i, top);
  set_ink (self->cr, palier_chart_hue (self->style, PALIER_HUE_TERRACOTTA));
  if (width > 0)
    fill_rounded (self->cr, middle - width / 2, bar_top (self, top), width, BAR);
  draw_value (self, text, self->narrow ? top + 11 : top + ROW / 2.0,
              palier_chart_ink (self->style));
}

static void
draw_zero_line (Canvas *self, double height)
{
  set_ink (self->cr, palier_chart_grid (self->style));
  cairo_set_line_width (self->cr, 1);
  cairo_move_to (self->cr, floor (self->left) - 0.5, 0);
  cairo_line_to (self->cr, floor (self->left) - 0.5, height);
  cairo_stroke (self->cr);
}

/**
 * palier_chart_height:
 *
 * Returns: the height in px that all points of @series need, whatever the width
 */
double
palier_chart_height (const PalierSeries *series)
{
  return n_points (series) * (double) ROW;
}

/**
 * palier_chart_draw:
 * @context: fonts and direction; its resolution is that of @cr
 * @style: of the page that is drawn on
 * @width: in the units of @cr
 * @marked: the point under the pointer or the keyboard, -1 for none
 *
 * Draws @series from the origin of @cr, palier_chart_height() tall. Draws nothing without points.
 */
void
palier_chart_draw (cairo_t *cr, PangoContext *context, const PalierSeries *series,
                   PalierChartKind kind, const PalierChartStyle *style, double width, int marked)
{
  gboolean narrow = width < NARROW;
  Canvas self = { .cr = cr,
                  .context = context,
                  .series = series,
                  .style = style,
                  .left = narrow ? 6 : LABELS + GAP,
                  .right = narrow ? width - 6 : width - VALUES - GAP - 6,
                  .width = width,
                  .max = largest (series),
                  .narrow = narrow };

  for (guint i = 0; i < n_points (series); i++)
  {
    double top = i * (double) ROW;
    if ((int) i == marked)
      mark_row (&self, top);
    draw_label (&self, i, top);
    if (kind == PALIER_CHART_FUNNEL)
      draw_funnel_row (&self, i, top);
    else
      draw_bar_row (&self, i, top);
  }
  if (kind == PALIER_CHART_BARS && n_points (series) > 0)
    draw_zero_line (&self, palier_chart_height (series));
}

/**
 * palier_chart_point_at:
 * @y: in px from the chart's top
 *
 * Returns: the index of the point drawn there, or -1
 */
int
palier_chart_point_at (const PalierSeries *series, double y)
{
  if (y < 0 || y >= palier_chart_height (series))
    return -1;
  return (int) (y / ROW);
}

/**
 * palier_chart_format:
 *
 * Returns: (transfer full): @value as the user's locale writes it, with the unit of @series: whole
 *   numbers without decimals, others with one
 */
char *
palier_chart_format (const PalierSeries *series, double value)
{
  g_autofree char *number =
      floor (value) == value ? g_strdup_printf ("%'.0f", value) : g_strdup_printf ("%'.1f", value);
  if (series->unit == NULL || *series->unit == '\0')
    return g_steal_pointer (&number);
  return g_strdup_printf ("%s\u202f%s", number, series->unit);
}
