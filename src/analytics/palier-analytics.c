/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures → rates and series. Each rate has its own base: opens are counted on those messages whose
 * reader agreed to be measured, and on no others. */
#include "palier-analytics.h"

/* The code of a metric: delivery, bounce, open, click, reply, unsubscribe. */
const char *
palier_metric_name (PalierMetric metric)
{
  static const char *const names[] = {
    "delivery", "bounce", "open", "click", "reply", "unsubscribe"
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == PALIER_N_METRICS);
  g_assert ((int) metric >= 0 && metric < PALIER_N_METRICS);
  return names[metric];
}

PalierRate
palier_dashboard_rate (const PalierDashboard *dashboard, PalierMetric metric)
{
  switch (metric)
  {
  case PALIER_METRIC_DELIVERY:
    return palier_rate (dashboard->delivered, dashboard->sent);
  case PALIER_METRIC_BOUNCE:
    return palier_rate (dashboard->bounced, dashboard->sent);
  case PALIER_METRIC_OPEN:
    return palier_rate (dashboard->opened, dashboard->open_consented);
  case PALIER_METRIC_CLICK:
    return palier_rate (dashboard->clicked, dashboard->click_consented);
  case PALIER_METRIC_REPLY:
    return palier_rate (dashboard->replied, dashboard->delivered);
  case PALIER_METRIC_UNSUBSCRIBE:
    return palier_rate (dashboard->unsubscribed, dashboard->delivered);
  case PALIER_N_METRICS:
    break;
  }
  g_assert_not_reached ();
}

/* How many of those at the stage before reached @to; of the first stage, of itself. */
PalierRate
palier_dashboard_passage (const PalierDashboard *dashboard, PalierStage to)
{
  PalierStage from = to > PALIER_STAGE_PROSPECT ? to - 1 : to;

  return palier_rate (dashboard->funnel[to], dashboard->funnel[from]);
}

static PalierSeries *
series_new (const char *title, const char *unit)
{
  PalierSeries *series = palier_series_new ();

  series->title = g_strdup (title);
  series->unit = g_strdup (unit);
  if (series->points == NULL)
    series->points = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_point_free);
  return series;
}

static void
add_point (PalierSeries *series, const char *label, double value, PalierRate rate)
{
  PalierPoint *point = palier_point_new ();

  point->label = g_strdup (label);
  point->value = value;
  point->note = g_strdup_printf ("%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, rate.k, rate.n);
  g_ptr_array_add (series->points, point);
}

/* How many prospects reached each stage, all seven in their order; labels are codes, notes "k/n" of
 * the stage before. */
PalierSeries *
palier_analytics_funnel (const PalierDashboard *dashboard)
{
  PalierSeries *series = series_new ("funnel", NULL);

  for (int i = 0; i < PALIER_N_STAGES; i++)
    add_point (series, palier_stage_name (i), (double) dashboard->funnel[i],
               palier_dashboard_passage (dashboard, i));
  return series;
}

/* Rates in per cent; labels are codes, notes "k/n". Bounces are what delivery leaves. */
PalierSeries *
palier_analytics_engagement (const PalierDashboard *dashboard)
{
  static const PalierMetric shown[] = { PALIER_METRIC_DELIVERY, PALIER_METRIC_OPEN,
                                        PALIER_METRIC_CLICK, PALIER_METRIC_REPLY,
                                        PALIER_METRIC_UNSUBSCRIBE };
  PalierSeries *series = series_new ("engagement", "%");

  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
  {
    PalierRate rate = palier_dashboard_rate (dashboard, shown[i]);
    add_point (series, palier_metric_name (shown[i]), rate.value * 100, rate);
  }
  return series;
}
