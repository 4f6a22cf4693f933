/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-message-factories.h"

#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-message-groups.h"
#include "palier-session.h"

static const char *
state_words (const PalierMessage *message)
{
  if (message->state == PALIER_MESSAGE_APPROVED && message->delivery)
    return palier_words_delivery (message->delivery);
  return message->state == PALIER_MESSAGE_DRAFT ? palier_words_angle (message->angle) : "";
}

static void
show_row (GtkWidget *box, const PalierMessage *message)
{
  GtkWidget *name = g_object_get_data (G_OBJECT (box), "name");
  GtkWidget *subject = g_object_get_data (G_OBJECT (box), "subject");
  GtkWidget *state = g_object_get_data (G_OBJECT (box), "state");

  gtk_label_set_text (GTK_LABEL (name),
                      message->prospect_name ? message->prospect_name : _ ("Unknown"));
  gtk_label_set_text (GTK_LABEL (subject), message->subject ? message->subject : "");
  gtk_label_set_text (GTK_LABEL (state), state_words (message));
}

static GtkWidget *
add_label (GtkWidget *box, GtkWidget *parent, const char *key, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (parent), label);
  g_object_set_data (G_OBJECT (box), key, label);
  return label;
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), texts);
  add_label (box, texts, "name", NULL);
  gtk_widget_add_css_class (add_label (box, texts, "subject", "dimmed"), "caption");
  gtk_widget_add_css_class (add_label (box, box, "state", "caption"), "dimmed");
  gtk_list_item_set_child (item, box);
}

static void
on_item_changed_cb (GtkListItem *list_item)
{
  PalierMessageItem *item = gtk_list_item_get_item (list_item);

  if (item)
    show_row (gtk_list_item_get_child (list_item), palier_message_item_get_message (item));
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  g_signal_connect_object (gtk_list_item_get_item (list_item), "notify::message",
                           G_CALLBACK (on_item_changed_cb), list_item, G_CONNECT_SWAPPED);
  on_item_changed_cb (list_item);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), on_item_changed_cb,
                                        list_item);
}

static void
on_header_setup_cb (GtkSignalListItemFactory *factory, GtkListHeader *header)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_header_set_child (header, label);
}

static void
show_header (GtkListHeader *header)
{
  PalierMessageItem *item = gtk_list_header_get_item (header);

  if (item == NULL)
    return;
  PalierMessageGroup group = palier_message_group (palier_message_item_get_message (item));
  g_autofree char *count = palier_format_count (gtk_list_header_get_n_items (header));
  g_autofree char *text = g_strdup_printf ("%s  %s", palier_message_group_title (group), count);

  gtk_label_set_text (GTK_LABEL (gtk_list_header_get_child (header)), text);
}

/* Messages come and go while their header stays. */
static void
on_header_bind_cb (GtkSignalListItemFactory *factory, GtkListHeader *header)
{
  g_signal_connect (header, "notify::n-items", G_CALLBACK (show_header), NULL);
  show_header (header);
}

static void
on_header_unbind_cb (GtkSignalListItemFactory *factory, GtkListHeader *header)
{
  g_signal_handlers_disconnect_by_func (header, show_header, NULL);
}

/* (transfer full): rows of PalierMessageItem: to whom, about what, how far it is */
GtkListItemFactory *
palier_message_row_factory_new (void)
{
  GtkListItemFactory *rows = gtk_signal_list_item_factory_new ();

  g_signal_connect (rows, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (rows, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (rows, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  return rows;
}

/* (transfer full): above each group: what is to be done with these, and how many they are */
GtkListItemFactory *
palier_message_header_factory_new (void)
{
  GtkListItemFactory *headers = gtk_signal_list_item_factory_new ();

  g_signal_connect (headers, "setup", G_CALLBACK (on_header_setup_cb), NULL);
  g_signal_connect (headers, "bind", G_CALLBACK (on_header_bind_cb), NULL);
  g_signal_connect (headers, "unbind", G_CALLBACK (on_header_unbind_cb), NULL);
  return headers;
}
