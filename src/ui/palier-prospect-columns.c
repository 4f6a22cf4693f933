/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of the table of prospects. A row is bound before it has been read from the base: its
 * cells are blank until the item tells that it is filled, and change again when it is edited. */
#include "palier-prospect-columns.h"

#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-score-bar.h"
#include "palier-words.h"

/* In the order of PalierCell. */
static const PalierField sort_fields[] = { PALIER_FIELD_FULL_NAME, PALIER_FIELD_CITY,
                                           PALIER_FIELD_NONE, PALIER_FIELD_STAGE,
                                           PALIER_FIELD_LAST_SIGN_AT };

static GQuark
cell_quark (void)
{
  return g_quark_from_static_string ("palier-cell");
}

static void
show_name (GtkWidget *box, PalierProspect *prospect)
{
  GtkWidget *icon = gtk_widget_get_first_child (box);
  GtkWidget *label = gtk_widget_get_next_sibling (icon);
  g_autofree char *name = prospect ? palier_prospect_dup_display_name (prospect) : NULL;

  gtk_widget_set_visible (icon, prospect != NULL);
  if (prospect)
    gtk_image_set_from_icon_name (GTK_IMAGE (icon), palier_prospect_is_person (prospect)
                                                        ? "avatar-default-symbolic"
                                                        : "palier-agency-symbolic");
  gtk_label_set_text (GTK_LABEL (label), name ? name : "");
}

static char *
dup_text (PalierCell cell, PalierProspect *prospect)
{
  const char *value;

  if (prospect == NULL)
    return g_strdup ("");
  if (cell == PALIER_CELL_SIGN)
    return palier_format_day (palier_prospect_get_integer (prospect, PALIER_FIELD_LAST_SIGN_AT, 0),
                              g_get_real_time () / 1000);
  value = palier_prospect_get (prospect, sort_fields[cell]);
  if (value == NULL)
    return g_strdup (
        cell == PALIER_CELL_STAGE ? palier_words_choice (PALIER_FIELD_STAGE, "prospect") : "");
  return palier_words_value (sort_fields[cell], value);
}

static void
show (PalierCell cell, GtkWidget *child, PalierProspectItem *item)
{
  PalierProspect *prospect = palier_prospect_item_get_prospect (item);
  g_autofree char *text = NULL;

  if (cell == PALIER_CELL_NAME)
    show_name (child, prospect);
  else if (cell == PALIER_CELL_SCORE)
    palier_score_bar_set_score (PALIER_SCORE_BAR (child), palier_prospect_item_get_score (item));
  else
  {
    text = dup_text (cell, prospect);
    gtk_label_set_text (GTK_LABEL (child), text);
  }
}

static PalierCell
cell_of (gpointer factory)
{
  return GPOINTER_TO_UINT (g_object_get_qdata (factory, cell_quark ()));
}

static GtkWidget *
make_name_cell (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (icon, "dimmed");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
make_text_cell (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  PalierCell cell = cell_of (factory);
  GtkWidget *child = cell == PALIER_CELL_NAME    ? make_name_cell ()
                     : cell == PALIER_CELL_SCORE ? palier_score_bar_new ()
                                                 : make_text_cell ();
  gtk_list_item_set_child (list_item, child);
}

static void
on_item_changed_cb (GtkListItem *list_item)
{
  PalierProspectItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *child = gtk_list_item_get_child (list_item);

  if (item && child)
    show (GPOINTER_TO_UINT (g_object_get_qdata (G_OBJECT (child), cell_quark ())), child, item);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  PalierProspectItem *item = gtk_list_item_get_item (list_item);
  PalierCell cell = cell_of (factory);
  GtkWidget *child = gtk_list_item_get_child (list_item);

  g_object_set_qdata (G_OBJECT (child), cell_quark (), GUINT_TO_POINTER (cell));
  g_signal_connect_object (item, cell == PALIER_CELL_SCORE ? "notify::score" : "notify::prospect",
                           G_CALLBACK (on_item_changed_cb), list_item, G_CONNECT_SWAPPED);
  show (cell, child, item);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), on_item_changed_cb,
                                        list_item);
}

/**
 * palier_prospect_columns_set_up:
 *
 * Gives @column its cells, and a sorter that only draws the arrow: the base does the sorting.
 */
void
palier_prospect_columns_set_up (GtkColumnViewColumn *column, PalierCell cell)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));

  g_object_set_qdata (G_OBJECT (factory), cell_quark (), GUINT_TO_POINTER (cell));
  g_object_set_qdata (G_OBJECT (column), cell_quark (), GUINT_TO_POINTER (cell));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  gtk_column_view_column_set_factory (column, factory);
  gtk_column_view_column_set_sorter (column, sorter);
}

/* Returns: what a query sorts by for @column */
PalierField
palier_prospect_columns_field (GtkColumnViewColumn *column)
{
  return sort_fields[GPOINTER_TO_UINT (g_object_get_qdata (G_OBJECT (column), cell_quark ()))];
}
