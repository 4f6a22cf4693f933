/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-chart-view.h"

#include <glib/gi18n.h>

#include "palier-chart-canvas.h"

struct _PalierChartView
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkWidget *canvas;
  GtkListBox *table;
};

G_DEFINE_FINAL_TYPE (PalierChartView, palier_chart_view, ADW_TYPE_BIN)

static GtkWidget *
make_row (PalierSeries *series, const PalierPoint *point)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *value = palier_chart_format (series, point->value);
  GtkWidget *label = gtk_label_new (value);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), point->label);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), point->note ? point->note : "");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static void
palier_chart_view_class_init (PalierChartViewClass *class)
{
}

static void
palier_chart_view_init (PalierChartView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *expander = gtk_expander_new (_ ("As a Table"));

  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  self->canvas = palier_chart_canvas_new ();
  self->table = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->table, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "boxed-list");
  gtk_widget_set_margin_top (GTK_WIDGET (self->table), 6);
  gtk_expander_set_child (GTK_EXPANDER (expander), GTK_WIDGET (self->table));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), self->canvas);
  gtk_box_append (GTK_BOX (box), expander);
  gtk_widget_add_css_class (box, "chart-card");
  gtk_widget_add_css_class (box, "card");
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * palier_chart_view_show:
 *
 * Shows @series drawn and as a table.
 */
void
palier_chart_view_show (PalierChartView *self, PalierSeries *series, PalierChartKind kind)
{
  gtk_label_set_text (self->title, series->title ? series->title : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  series->title ? series->title : "", -1);
  palier_chart_canvas_show (PALIER_CHART_CANVAS (self->canvas), series, kind);
  gtk_list_box_remove_all (self->table);
  for (guint i = 0; series->points && i < series->points->len; i++)
    gtk_list_box_append (self->table, make_row (series, g_ptr_array_index (series->points, i)));
}
