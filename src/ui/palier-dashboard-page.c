/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page is asked anew whenever the service says that figures may have changed; one question is
 * under way at a time, and one more follows where something changed meanwhile. */
#include "palier-dashboard-page.h"

#include <glib/gi18n.h>

#include "palier-chart-view.h"
#include "palier-format.h"
#include "palier-shell.h"
#include "palier-tile.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

struct _PalierDashboardPage
{
  AdwBin parent_instance;

  PalierSession *session;
  gboolean asking;
  gboolean again;

  GtkDropDown *period;
  GtkStack *stack;
  GtkFlowBox *tiles;
  GtkLabel *consents;
  PalierChartView *funnel;
  PalierChartView *engagement;
};

G_DEFINE_FINAL_TYPE (PalierDashboardPage, palier_dashboard_page, ADW_TYPE_BIN)

static const int period_days[] = { 30, 90, 365, 0 };

static void
add_sent_tile (PalierDashboardPage *self, const PalierDashboard *dashboard)
{
  g_autofree char *sent = palier_format_count (dashboard->sent);
  g_autofree char *queued = palier_format_count (dashboard->queued);
  g_autofree char *note = g_strdup_printf (
      ngettext ("%s waiting to leave", "%s waiting to leave", (gulong) dashboard->queued), queued);

  palier_tile_add (self->tiles, C_ ("messages", "Sent"), sent, dashboard->queued > 0 ? note : NULL);
}

static void
show_tiles (PalierDashboardPage *self, const PalierDashboard *dashboard, PalierSeries *engagement)
{
  gtk_flow_box_remove_all (self->tiles);
  add_sent_tile (self, dashboard);
  for (guint i = 0; engagement->points && i < engagement->points->len; i++)
  {
    PalierPoint *point = g_ptr_array_index (engagement->points, i);
    g_autofree char *value = palier_chart_format (engagement, point->value);
    palier_tile_add (self->tiles, point->label, dashboard->sent > 0 ? value : "–", point->note);
  }
}

static void
show_consents (PalierDashboardPage *self, const PalierDashboard *dashboard)
{
  g_autofree char *opens = palier_format_count (dashboard->open_consented);
  g_autofree char *clicks = palier_format_count (dashboard->click_consented);
  /* Translators: two counts of messages */
  g_autofree char *text = g_strdup_printf (
      _ ("Opens are counted on the %s messages whose reader agreed to it, clicks on %s. Opens by "
         "machines are left out."),
      opens, clicks);

  gtk_label_set_text (self->consents, text);
  gtk_widget_set_visible (GTK_WIDGET (self->consents), dashboard->sent > 0);
}

static void
show (PalierDashboardPage *self, const PalierDashboard *dashboard)
{
  g_autoptr (PalierSeries) funnel = palier_dashboard_funnel (dashboard);
  g_autoptr (PalierSeries) engagement = palier_dashboard_engagement (dashboard);
  gboolean something =
      dashboard->sent + dashboard->queued > 0 || dashboard->funnel[PALIER_STAGE_PROSPECT] > 0;

  gtk_stack_set_visible_child_name (self->stack, something ? "figures" : "none");
  show_tiles (self, dashboard, engagement);
  show_consents (self, dashboard);
  palier_chart_view_show (self->funnel, funnel, PALIER_CHART_FUNNEL);
  palier_chart_view_show (self->engagement, engagement, PALIER_CHART_BARS);
}

static DexFuture *
ask_fiber (gpointer data)
{
  PalierDashboardPage *self = data;
  PalierStatsService *stats = palier_session_get_stats (self->session);

  do
  {
    int days = period_days[gtk_drop_down_get_selected (self->period)];
    gint64 from_ms = days > 0 ? g_get_real_time () / 1000 - days * DAY_MS : 0;
    g_autoptr (GError) error = NULL;
    g_autoptr (PalierDashboard) dashboard =
        (self->again = FALSE,
         dex_await_boxed (palier_stats_service_dashboard (stats, from_ms, 0), &error));
    if (dashboard)
      show (self, dashboard);
    else
      palier_shell_report (GTK_WIDGET (self), error);
  } while (self->again);
  self->asking = FALSE;
  return NULL;
}

static void
ask (PalierDashboardPage *self)
{
  self->again = TRUE;
  if (self->asking || self->session == NULL)
    return;
  self->asking = TRUE;
  palier_shell_spawn (GTK_WIDGET (self), ask_fiber);
}

static void
on_period_changed_cb (PalierDashboardPage *self)
{
  ask (self);
}

static void
palier_dashboard_page_dispose (GObject *object)
{
  PalierDashboardPage *self = PALIER_DASHBOARD_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_DASHBOARD_PAGE);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_dashboard_page_parent_class)->dispose (object);
}

static void
palier_dashboard_page_class_init (PalierDashboardPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_dashboard_page_dispose;
  g_type_ensure (PALIER_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-dashboard-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierDashboardPage, period);
  gtk_widget_class_bind_template_child (widget_class, PalierDashboardPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierDashboardPage, tiles);
  gtk_widget_class_bind_template_child (widget_class, PalierDashboardPage, consents);
  gtk_widget_class_bind_template_child (widget_class, PalierDashboardPage, funnel);
  gtk_widget_class_bind_template_child (widget_class, PalierDashboardPage, engagement);
  gtk_widget_class_bind_template_callback (widget_class, on_period_changed_cb);
}

static void
palier_dashboard_page_init (PalierDashboardPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * palier_dashboard_page_new:
 * @session: open
 */
GtkWidget *
palier_dashboard_page_new (PalierSession *session)
{
  PalierDashboardPage *self = g_object_new (PALIER_TYPE_DASHBOARD_PAGE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (palier_session_get_stats (session), "changed", G_CALLBACK (ask), self,
                           G_CONNECT_SWAPPED);
  ask (self);
  return GTK_WIDGET (self);
}
