/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. the point under a height
 * 2. values as written
 * 3. every kind, style and width draws something, and marks what it is told to
 * 4. no points, no ink
 * 5. the hues stay apart from each other on both pages */
#include <locale.h>
#include <math.h>

#include "palier-chart.h"

static PalierSeries *
three_points (void)
{
  PalierSeries *series = palier_series_new ();
  const double values[] = { 120, 48, 0 };

  series->points = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_point_free);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
  {
    PalierPoint *point = palier_point_new ();
    point->label = g_strdup_printf ("Step %u", i);
    point->value = values[i];
    g_ptr_array_add (series->points, point);
  }
  return series;
}

static guint
count_ink (const PalierSeries *series, PalierChartKind kind, PalierChartStyle style, int width,
           int marked)
{
  int height = MAX (1, (int) palier_chart_height (series));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  PangoContext *context = pango_cairo_create_context (cr);
  guint inked = 0;

  palier_chart_draw (cr, context, series, kind, &style, width, marked);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
  {
    guint32 *row = (guint32 *) (void *) (cairo_image_surface_get_data (surface)
                                         + y * cairo_image_surface_get_stride (surface));
    for (int x = 0; x < width; x++)
      inked += row[x] != 0;
  }
  g_object_unref (context);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return inked;
}

static void
test_point_at (void)
{
  g_autoptr (PalierSeries) series = three_points ();
  double row = palier_chart_height (series) / 3;

  g_assert_cmpint (palier_chart_point_at (series, -1), ==, -1);
  g_assert_cmpint (palier_chart_point_at (series, 0), ==, 0);
  g_assert_cmpint (palier_chart_point_at (series, row * 1.5), ==, 1);
  g_assert_cmpint (palier_chart_point_at (series, row * 3 - 1), ==, 2);
  g_assert_cmpint (palier_chart_point_at (series, row * 3), ==, -1);
}

static void
test_format (void)
{
  const struct
  {
    double value;
    const char *unit;
    const char *want;
  } cases[] = {
    { 0, NULL, "0" },
    { 284, NULL, "284" },
    { 12.34, "%", "12.3\u202f%" },
    { 40, "%", "40\u202f%" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierSeries series = { .unit = (char *) cases[i].unit };
    g_autofree char *got = palier_chart_format (&series, cases[i].value);
    g_assert_cmpstr (got, ==, cases[i].want);
  }
}

static void
test_draws (void)
{
  g_autoptr (PalierSeries) series = three_points ();

  for (guint kind = PALIER_CHART_BARS; kind <= PALIER_CHART_FUNNEL; kind++)
    for (guint bits = 0; bits < 4; bits++)
      for (int width = 280; width <= 900; width += 310)
      {
        PalierChartStyle style = { (bits & 1) != 0, (bits & 2) != 0 };
        guint plain = count_ink (series, kind, style, width, -1);
        g_assert_cmpuint (plain, >, 1000);
        g_assert_cmpuint (count_ink (series, kind, style, width, 1), >, plain);
      }
}

static void
test_empty (void)
{
  g_autoptr (PalierSeries) series = palier_series_new ();
  PalierChartStyle style = { FALSE, FALSE };

  g_assert_cmpuint (count_ink (series, PALIER_CHART_BARS, style, 300, -1), ==, 0);
  g_assert_cmpuint (count_ink (series, PALIER_CHART_FUNNEL, style, 300, -1), ==, 0);
}

static void
test_hues (void)
{
  for (int dark = 0; dark < 2; dark++)
    for (guint a = 0; a < PALIER_N_HUES; a++)
      for (guint b = a + 1; b < PALIER_N_HUES; b++)
      {
        PalierChartStyle style = { dark, FALSE };
        PalierInk one = palier_chart_hue (&style, a), two = palier_chart_hue (&style, b);
        double distance =
            fabs (one.red - two.red) + fabs (one.green - two.green) + fabs (one.blue - two.blue);
        g_assert_cmpfloat (distance, >, 0.2);
      }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/point-at", test_point_at);
  g_test_add_func ("/chart/format", test_format);
  g_test_add_func ("/chart/draws", test_draws);
  g_test_add_func ("/chart/empty", test_empty);
  g_test_add_func ("/chart/hues", test_hues);
  return g_test_run ();
}
