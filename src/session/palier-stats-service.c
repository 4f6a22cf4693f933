/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-stats-service.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "palier-event-store.h"
#include "palier-services.h"
#include "palier-analytics.h"
#include "palier-json-text.h"
#include "palier-words.h"

/* Many events come at once: one signal for them all, well within the second that is promised. */
#define CHANGED_DELAY_MS 250

struct _PalierStatsService
{
  GObject parent;
  PalierCore *core;
  guint source;
  gulong handler;
};

G_DEFINE_FINAL_TYPE (PalierStatsService, palier_stats_service, G_TYPE_OBJECT)

static guint changed_signal;

static gboolean
on_delay_cb (gpointer data)
{
  PalierStatsService *self = data;

  self->source = 0;
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
on_workspace_changed_cb (PalierWorkspace *workspace, guint kinds, gpointer data)
{
  PalierStatsService *self = data;

  if (self->source == 0)
    self->source = g_timeout_add (CHANGED_DELAY_MS, on_delay_cb, self);
}

static void
palier_stats_service_finalize (GObject *object)
{
  PalierStatsService *self = PALIER_STATS_SERVICE (object);

  g_clear_signal_handler (&self->handler, self->core->workspace);
  g_clear_handle_id (&self->source, g_source_remove);
  palier_core_unref (self->core);
  G_OBJECT_CLASS (palier_stats_service_parent_class)->finalize (object);
}

static void
palier_stats_service_class_init (PalierStatsServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_stats_service_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_stats_service_init (PalierStatsService *self)
{
}

PalierStatsService *
palier_stats_service_new (PalierCore *core)
{
  PalierStatsService *self = g_object_new (PALIER_TYPE_STATS_SERVICE, NULL);

  self->core = palier_core_ref (core);
  self->handler =
      g_signal_connect (core->workspace, "changed", G_CALLBACK (on_workspace_changed_cb), self);
  return self;
}

/**
 * palier_stats_service_dashboard:
 * @from_ms: included; 0: from the beginning
 * @to_ms: excluded; 0: until now
 */
DexFuture *
palier_stats_service_dashboard (PalierStatsService *self, gint64 from_ms, gint64 to_ms)
{
  return palier_event_store_dashboard (self->core->workspace, from_ms,
                                       to_ms != 0 ? to_ms : G_MAXINT64);
}

/* @template: as palier_template_dup_id() has it */
DexFuture *
palier_stats_service_template (PalierStatsService *self, const char *template)
{
  return palier_event_store_template (self->core->workspace, template);
}

PalierSeries *
palier_dashboard_funnel (const PalierDashboard *dashboard)
{
  PalierSeries *series = palier_analytics_funnel (dashboard);

  g_set_str (&series->title, _ ("Funnel"));
  for (guint i = 0; i < series->points->len && i < PALIER_N_STAGES; i++)
  {
    PalierPoint *point = g_ptr_array_index (series->points, i);
    g_set_str (&point->label, palier_words_stage ((PalierStage) i));
  }
  return series;
}

static const char *
words_of_metric (PalierMetric metric)
{
  static const char *const words[PALIER_N_METRICS] = {
    [PALIER_METRIC_DELIVERY] = N_ ("Delivered"), [PALIER_METRIC_BOUNCE] = N_ ("Came back"),
    [PALIER_METRIC_OPEN] = N_ ("Opened"),        [PALIER_METRIC_CLICK] = N_ ("Clicked"),
    [PALIER_METRIC_REPLY] = N_ ("Replied"),      [PALIER_METRIC_UNSUBSCRIBE] = N_ ("Unsubscribed"),
  };
  return _ (words[metric]);
}

/* A rate with what it rests on: "3 of 12 readers who agreed (95 %: 8 to 53 %)". */
static char *
note_of_rate (PalierRate rate)
{
  g_autofree char *k = g_strdup_printf ("%'" G_GUINT64_FORMAT, rate.k);
  g_autofree char *n = g_strdup_printf ("%'" G_GUINT64_FORMAT, rate.n);

  if (rate.n == 0)
    return g_strdup (_ ("Nothing to count yet"));
  /* Translators: so many of so many, then the range in which the rate lies */
  return g_strdup_printf (_ ("%s of %s (95 %%: %.0f to %.0f %%)"), k, n, rate.low * 100,
                          rate.high * 100);
}

PalierSeries *
palier_dashboard_engagement (const PalierDashboard *dashboard)
{
  PalierSeries *series = palier_analytics_engagement (dashboard);

  g_set_str (&series->title, _ ("Engagement"));
  for (guint i = 0; i < series->points->len; i++)
  {
    PalierPoint *point = g_ptr_array_index (series->points, i);
    for (int metric = 0; metric < PALIER_N_METRICS; metric++)
      if (g_strcmp0 (point->label, palier_metric_name ((PalierMetric) metric)) == 0)
      {
        g_set_str (&point->label, words_of_metric ((PalierMetric) metric));
        g_free (point->note);
        point->note = note_of_rate (palier_dashboard_rate (dashboard, (PalierMetric) metric));
        break;
      }
  }
  return series;
}

/* Returns: (transfer full): what came of the messages of a template, a line each: how many were
 * sent, and rates with the range in which they lie; of readers who let it be seen */
char *
palier_dashboard_dup_template_words (const PalierDashboard *dashboard)
{
  static const PalierMetric metrics[] = { PALIER_METRIC_OPEN, PALIER_METRIC_CLICK,
                                          PALIER_METRIC_REPLY };
  g_autofree char *sent = g_strdup_printf ("%'" G_GUINT64_FORMAT, dashboard->sent);
  GString *words;

  if (dashboard->sent == 0)
    return g_strdup (_ ("Nothing sent yet"));
  words = g_string_new (NULL);
  /* Translators: how many messages */
  g_string_append_printf (words, _ ("Sent: %s"), sent);
  for (gsize i = 0; i < G_N_ELEMENTS (metrics); i++)
  {
    PalierRate rate = palier_dashboard_rate (dashboard, metrics[i]);
    g_autofree char *note = note_of_rate (rate);
    if (rate.n > 0)
      g_string_append_printf (words, "\n%s: %s", words_of_metric (metrics[i]), note);
  }
  return g_string_free_and_steal (words);
}

static void
add_count (JsonBuilder *builder, const char *name, guint64 count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

static void
add_rates (JsonBuilder *builder, const PalierDashboard *dashboard)
{
  json_builder_set_member_name (builder, "rates");
  json_builder_begin_object (builder);
  for (int i = 0; i < PALIER_N_METRICS; i++)
  {
    PalierRate rate = palier_dashboard_rate (dashboard, (PalierMetric) i);
    json_builder_set_member_name (builder, palier_metric_name ((PalierMetric) i));
    json_builder_begin_object (builder);
    add_count (builder, "k", rate.k);
    add_count (builder, "n", rate.n);
    json_builder_set_member_name (builder, "low");
    json_builder_add_double_value (builder, rate.low);
    json_builder_set_member_name (builder, "high");
    json_builder_add_double_value (builder, rate.high);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
}

static char *
end_json (JsonBuilder *builder)
{
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return palier_json_to_string (root);
}

/* One line: the counts under the names of PalierDashboard, "funnel" by stage, "rates" with their
 * 95 % credible intervals. */
char *
palier_dashboard_to_json (const PalierDashboard *dashboard)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_count (builder, "sent", dashboard->sent);
  add_count (builder, "delivered", dashboard->delivered);
  add_count (builder, "bounced", dashboard->bounced);
  add_count (builder, "open_consented", dashboard->open_consented);
  add_count (builder, "opened", dashboard->opened);
  add_count (builder, "opened_machine", dashboard->opened_machine);
  add_count (builder, "click_consented", dashboard->click_consented);
  add_count (builder, "clicked", dashboard->clicked);
  add_count (builder, "replied", dashboard->replied);
  add_count (builder, "unsubscribed", dashboard->unsubscribed);
  add_count (builder, "uncertain", dashboard->uncertain);
  add_count (builder, "set_aside", dashboard->set_aside);
  add_count (builder, "queued", dashboard->queued);
  json_builder_set_member_name (builder, "funnel");
  json_builder_begin_object (builder);
  for (int i = 0; i < PALIER_N_STAGES; i++)
    add_count (builder, palier_stage_name ((PalierStage) i), dashboard->funnel[i]);
  json_builder_end_object (builder);
  add_rates (builder, dashboard);
  return end_json (builder);
}

/* The same of the messages of one template: "sent" and "rates". */
char *
palier_dashboard_template_to_json (const PalierDashboard *dashboard)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_count (builder, "sent", dashboard->sent);
  add_rates (builder, dashboard);
  return end_json (builder);
}
