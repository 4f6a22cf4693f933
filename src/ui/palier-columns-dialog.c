/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-columns-dialog.h"

#include <glib/gi18n.h>

typedef struct
{
  PalierProspectColumns *columns;
  GtkListBox *list;
} Dialog;

static void
dialog_free (gpointer data)
{
  Dialog *self = data;

  g_object_unref (self->columns);
  g_free (self);
}

static GtkColumnViewColumn *
column_of (gpointer widget)
{
  return g_object_get_data (G_OBJECT (widget), "column");
}

static void
set_column (gpointer widget, GtkColumnViewColumn *column)
{
  g_object_set_data_full (G_OBJECT (widget), "column", g_object_ref (column), g_object_unref);
}

static void
on_toggled_cb (Dialog *self, GtkCheckButton *check)
{
  palier_prospect_columns_choose (self->columns, column_of (check),
                                  gtk_check_button_get_active (check));
}

/* Rows are sorted, not made anew, so that the keyboard stays on the button that it pressed. */
static void
move (Dialog *self, GtkWidget *button, int by)
{
  palier_prospect_columns_move (self->columns, column_of (button), by);
  gtk_list_box_invalidate_sort (self->list);
}

static void
on_up_cb (Dialog *self, GtkWidget *button)
{
  move (self, button, -1);
}

static void
on_down_cb (Dialog *self, GtkWidget *button)
{
  move (self, button, 1);
}

static void
add_button (Dialog *self, GtkWidget *row, GtkColumnViewColumn *column, const char *icon,
            const char *words, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = g_strdup_printf (words, gtk_column_view_column_get_title (column));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  set_column (button, column);
  g_signal_connect_swapped (button, "clicked", callback, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
new_row (Dialog *self, GtkColumnViewColumn *column)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 gtk_column_view_column_get_title (column));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               palier_prospect_columns_is_chosen (self->columns, column));
  gtk_widget_set_sensitive (check,
                            palier_prospect_columns_field (column) != PALIER_FIELD_FULL_NAME);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_column_view_column_get_title (column), -1);
  set_column (row, column);
  set_column (check, column);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_toggled_cb), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  /* Translators: a column's title */
  add_button (self, row, column, "go-up-symbolic", _ ("Move “%s” Up"), G_CALLBACK (on_up_cb));
  /* Translators: a column's title */
  add_button (self, row, column, "go-down-symbolic", _ ("Move “%s” Down"), G_CALLBACK (on_down_cb));
  return row;
}

static guint
place_of (Dialog *self, GtkColumnViewColumn *column)
{
  GListModel *all = palier_prospect_columns_get_all (self->columns);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
  {
    g_autoptr (GtkColumnViewColumn) other = g_list_model_get_item (all, i);
    if (other == column)
      return i;
  }
  return G_MAXUINT;
}

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  return (int) place_of (data, column_of (a)) - (int) place_of (data, column_of (b));
}

static void
fill (Dialog *self)
{
  GListModel *all = palier_prospect_columns_get_all (self->columns);

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
  {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);
    gtk_list_box_append (self->list, new_row (self, column));
  }
}

static void
on_reset_cb (Dialog *self)
{
  palier_prospect_columns_reset (self->columns);
  fill (self);
}

static GtkWidget *
new_list (Dialog *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_sort_func (self->list, compare_rows, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Columns"), -1);
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("From left to right. A heading can also be dragged where you want it."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->list));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return page;
}

AdwDialog *
palier_columns_dialog_new (PalierProspectColumns *columns)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *reset = gtk_button_new_with_label (_ ("Reset"));
  Dialog *self = g_new0 (Dialog, 1);

  self->columns = g_object_ref (columns);
  g_object_set_data_full (G_OBJECT (dialog), "dialog", self, dialog_free);
  g_signal_connect_swapped (reset, "clicked", G_CALLBACK (on_reset_cb), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), reset);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), new_list (self));
  fill (self);
  adw_dialog_set_title (dialog, _ ("Columns"));
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_content_width (dialog, 420);
  adw_dialog_set_content_height (dialog, 560);
  return dialog;
}
