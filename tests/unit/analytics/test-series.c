/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Each rate on its own base. 2. Nothing is divided by zero. 3. Series for the charts. */
#include "palier-analytics.h"

#include <math.h>

static const PalierDashboard some = {
  .sent = 100,
  .delivered = 96,
  .bounced = 4,
  .open_consented = 20,
  .opened = 12,
  .click_consented = 10,
  .clicked = 3,
  .replied = 8,
  .unsubscribed = 1,
  .funnel = { 300, 100, 30, 8, 4, 2, 1 },
};

static void
test_rates (void)
{
  static const struct
  {
    PalierMetric metric;
    const char *name;
    guint64 k, n;
  } cases[] = {
    { PALIER_METRIC_DELIVERY, "delivery", 96, 100 },
    { PALIER_METRIC_BOUNCE, "bounce", 4, 100 },
    { PALIER_METRIC_OPEN, "open", 12, 20 },
    { PALIER_METRIC_CLICK, "click", 3, 10 },
    { PALIER_METRIC_REPLY, "reply", 8, 96 },
    { PALIER_METRIC_UNSUBSCRIBE, "unsubscribe", 1, 96 },
  };
  const PalierDashboard nothing = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierRate rate = palier_dashboard_rate (&some, cases[i].metric);
    g_assert_cmpuint (rate.k, ==, cases[i].k);
    g_assert_cmpuint (rate.n, ==, cases[i].n);
    g_assert_cmpstr (palier_metric_name (cases[i].metric), ==, cases[i].name);
    rate = palier_dashboard_rate (&nothing, cases[i].metric);
    g_assert_cmpuint (rate.n, ==, 0);
    g_assert_true (isfinite (rate.value));
  }
}

static void
test_funnel (void)
{
  g_autoptr (PalierSeries) series = palier_analytics_funnel (&some);

  g_assert_cmpuint (series->points->len, ==, PALIER_N_STAGES);
  for (guint i = 0; i < series->points->len; i++)
  {
    const PalierPoint *point = series->points->pdata[i];
    g_assert_cmpstr (point->label, ==, palier_stage_name (i));
    g_assert_cmpfloat (point->value, ==, (double) some.funnel[i]);
  }
  g_assert_cmpstr (((PalierPoint *) series->points->pdata[1])->note, ==, "100/300");
  g_assert_cmpuint (palier_dashboard_passage (&some, PALIER_STAGE_DEMO).n, ==, 8);
}

static void
test_engagement (void)
{
  g_autoptr (PalierSeries) series = palier_analytics_engagement (&some);
  const PalierPoint *open = series->points->pdata[1];

  g_assert_cmpuint (series->points->len, ==, 5);
  g_assert_cmpstr (series->unit, ==, "%");
  g_assert_cmpstr (open->label, ==, "open");
  g_assert_cmpfloat_with_epsilon (open->value, 60, 1e-9);
  g_assert_cmpstr (open->note, ==, "12/20");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/series/rates", test_rates);
  g_test_add_func ("/analytics/series/funnel", test_funnel);
  g_test_add_func ("/analytics/series/engagement", test_engagement);
  return g_test_run ();
}
