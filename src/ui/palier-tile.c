/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-tile.h"

#include <glib/gi18n.h>

static GtkWidget *
add_line (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* @note: (nullable) */
void
palier_tile_add (GtkFlowBox *tiles, const char *title, const char *value, const char *note)
{
  GtkWidget *tile = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                  2, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *child = gtk_flow_box_child_new ();
  g_autofree char *words = g_strdup_printf (_ ("%s: %s"), title, value);

  gtk_widget_add_css_class (tile, "card");
  gtk_widget_add_css_class (tile, "tile");
  add_line (tile, title, "caption-heading");
  gtk_widget_add_css_class (add_line (tile, value, "title-1"), "numeric");
  gtk_widget_add_css_class (add_line (tile, note ? note : "", "caption"), "dimmed");
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), tile);
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_append (tiles, child);
}
