/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of the table of prospects. A row is bound before it has been read from the base: its
 * cells are blank until the item tells that it is filled, and change again when it is edited. */
#include "palier-prospect-cells.h"

#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-score-bar.h"
#include "palier-words.h"

static GQuark
field_quark (void)
{
  return g_quark_from_static_string ("palier-cell-field");
}

static void
show_hold (GtkWidget *icon, PalierHold hold)
{
  const char *words = palier_words_hold (hold);

  gtk_widget_set_visible (icon, words != NULL);
  gtk_widget_set_tooltip_text (icon, words);
  if (words != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                    -1);
}

static void
show_name (GtkWidget *box, PalierProspect *prospect)
{
  GtkWidget *icon = gtk_widget_get_first_child (box);
  GtkWidget *label = gtk_widget_get_next_sibling (icon);
  GtkWidget *held = gtk_widget_get_next_sibling (label);
  g_autofree char *name = prospect ? palier_prospect_dup_display_name (prospect) : NULL;

  gtk_widget_set_visible (icon, prospect != NULL);
  if (prospect)
    gtk_image_set_from_icon_name (GTK_IMAGE (icon), palier_prospect_is_person (prospect)
                                                        ? "avatar-default-symbolic"
                                                        : "palier-agency-symbolic");
  gtk_label_set_text (GTK_LABEL (label), name ? name : "");
  show_hold (held, prospect != NULL ? palier_prospect_get_hold (prospect) : PALIER_HOLD_NONE);
}

static char *
dup_text (PalierField field, PalierProspect *prospect)
{
  const char *value = prospect ? palier_prospect_get (prospect, field) : NULL;

  if (prospect == NULL)
    return g_strdup ("");
  if (palier_field_info (field)->type == PALIER_TYPE_TIME)
    return palier_format_day (palier_prospect_get_integer (prospect, field, 0),
                              g_get_real_time () / 1000);
  if (value == NULL)
    return g_strdup (field == PALIER_FIELD_STAGE ? palier_words_choice (field, "prospect") : "");
  return g_strdelimit (palier_words_value (field, value), "\n", ' ');
}

static void
show (PalierField field, GtkWidget *child, PalierProspectItem *item)
{
  PalierProspect *prospect = palier_prospect_item_get_prospect (item);
  g_autofree char *text = NULL;

  if (field == PALIER_FIELD_FULL_NAME)
    show_name (child, prospect);
  else if (field == PALIER_FIELD_NONE)
    palier_score_bar_set_score (PALIER_SCORE_BAR (child), palier_prospect_item_get_score (item));
  else
  {
    text = dup_text (field, prospect);
    gtk_label_set_text (GTK_LABEL (child), text);
  }
}

static PalierField
field_of (gpointer object)
{
  return (PalierField) GPOINTER_TO_INT (g_object_get_qdata (object, field_quark ()));
}

static GtkWidget *
make_name_cell (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *held = gtk_image_new_from_icon_name ("network-offline-symbolic");

  gtk_widget_add_css_class (icon, "dimmed");
  gtk_widget_add_css_class (held, "warning");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), held);
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
  PalierField field = field_of (factory);
  GtkWidget *child = field == PALIER_FIELD_FULL_NAME ? make_name_cell ()
                     : field == PALIER_FIELD_NONE    ? palier_score_bar_new (FALSE)
                                                     : make_text_cell ();
  gtk_list_item_set_child (list_item, child);
}

static void
on_item_changed_cb (GtkListItem *list_item)
{
  PalierProspectItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *child = gtk_list_item_get_child (list_item);

  if (item && child)
    show (field_of (child), child, item);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  PalierProspectItem *item = gtk_list_item_get_item (list_item);
  PalierField field = field_of (factory);
  GtkWidget *child = gtk_list_item_get_child (list_item);

  g_object_set_qdata (G_OBJECT (child), field_quark (), GINT_TO_POINTER ((int) field));
  g_signal_connect_object (item, field == PALIER_FIELD_NONE ? "notify::score" : "notify::prospect",
                           G_CALLBACK (on_item_changed_cb), list_item, G_CONNECT_SWAPPED);
  show (field, child, item);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), on_item_changed_cb,
                                        list_item);
}

GtkListItemFactory *
palier_prospect_cells_new (PalierField field)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_qdata (G_OBJECT (factory), field_quark (), GINT_TO_POINTER ((int) field));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  return factory;
}
