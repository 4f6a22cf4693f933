/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-chart-canvas.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _PalierChartCanvas
{
  GtkWidget parent_instance;

  PalierSeries *series; /* (nullable) */
  PalierChartKind kind;
  int marked;
};

G_DEFINE_FINAL_TYPE (PalierChartCanvas, palier_chart_canvas, GTK_TYPE_WIDGET)

static guint
n_points (PalierChartCanvas *self)
{
  return self->series && self->series->points ? self->series->points->len : 0;
}

static void
mark (PalierChartCanvas *self, int marked, gboolean announce)
{
  g_autofree char *words = NULL;

  if (marked == self->marked)
    return;
  self->marked = marked;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (marked >= 0)
    words = palier_chart_canvas_dup_words (self->series, (guint) marked);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  if (announce && words)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static gboolean
on_key_cb (PalierChartCanvas *self, guint key)
{
  int last = (int) n_points (self) - 1;

  if (last < 0)
    return FALSE;
  if (key == GDK_KEY_Down)
    mark (self, MIN (self->marked + 1, last), TRUE);
  else if (key == GDK_KEY_Up)
    mark (self, MAX (self->marked - 1, 0), TRUE);
  else if (key == GDK_KEY_Home)
    mark (self, 0, TRUE);
  else if (key == GDK_KEY_End)
    mark (self, last, TRUE);
  else
    return FALSE;
  return TRUE;
}

static void
on_motion_cb (PalierChartCanvas *self, double x, double y)
{
  if (self->series)
    mark (self, palier_chart_point_at (self->series, y), FALSE);
}

static void
on_leave_cb (PalierChartCanvas *self)
{
  mark (self, -1, FALSE);
}

static void
palier_chart_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PalierChartCanvas *self = PALIER_CHART_CANVAS (widget);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  PalierChartStyle style = { adw_style_manager_get_dark (manager),
                             adw_style_manager_get_high_contrast (manager) };
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (n_points (self) == 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  palier_chart_draw (cr, gtk_widget_get_pango_context (widget), self->series, self->kind, &style,
                     width, self->marked);
  cairo_destroy (cr);
}

static void
palier_chart_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  PalierChartCanvas *self = PALIER_CHART_CANVAS (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
  {
    *minimum = 260;
    *natural = 560;
    return;
  }
  *minimum = *natural = self->series ? (int) palier_chart_height (self->series) : 0;
}

static void
palier_chart_canvas_finalize (GObject *object)
{
  g_clear_pointer (&PALIER_CHART_CANVAS (object)->series, palier_series_free);
  G_OBJECT_CLASS (palier_chart_canvas_parent_class)->finalize (object);
}

static void
palier_chart_canvas_class_init (PalierChartCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = palier_chart_canvas_finalize;
  widget_class->snapshot = palier_chart_canvas_snapshot;
  widget_class->measure = palier_chart_canvas_measure;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
palier_chart_canvas_init (PalierChartCanvas *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->marked = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_object (adw_style_manager_get_default (), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
palier_chart_canvas_new (void)
{
  return g_object_new (PALIER_TYPE_CHART_CANVAS, NULL);
}

/* Draws @series, of which a reference is kept. */
void
palier_chart_canvas_show (PalierChartCanvas *self, PalierSeries *series, PalierChartKind kind)
{
  g_autoptr (GString) words = g_string_new (NULL);

  palier_series_ref (series);
  g_clear_pointer (&self->series, palier_series_free);
  self->series = series;
  self->kind = kind;
  self->marked = -1;
  for (guint i = 0; i < n_points (self); i++)
  {
    g_autofree char *point = palier_chart_canvas_dup_words (series, i);
    g_string_append_printf (words, "%s%s", i > 0 ? "; " : "", point);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  series->title ? series->title : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words->str, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

char *
palier_chart_canvas_dup_words (PalierSeries *series, guint i)
{
  PalierPoint *point = g_ptr_array_index (series->points, i);
  g_autofree char *value = palier_chart_format (series, point->value);

  if (point->note && *point->note)
    return g_strdup_printf (_ ("%s: %s, %s"), point->label, value, point->note);
  return g_strdup_printf (_ ("%s: %s"), point->label, value);
}
