/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-duplicate-rows.h"

#include <glib/gi18n.h>

#include "palier-duplicate-item.h"
#include "palier-format.h"

static void
on_setup_cb (PalierSession *session, GtkListItem *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *subtitle = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_ellipsize (GTK_LABEL (subtitle), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (subtitle, "dimmed");
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_widget_set_margin_top (texts, 6);
  gtk_widget_set_margin_bottom (texts, 6);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), subtitle);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_item_set_child (row, box);
}

typedef struct
{
  GtkWidget *check;
  GtkLabel *title;
  GtkLabel *subtitle;
} Parts;

static Parts
get_parts (GtkListItem *row)
{
  GtkWidget *check = gtk_widget_get_first_child (gtk_list_item_get_child (row));
  GtkWidget *texts = gtk_widget_get_next_sibling (check);
  GtkWidget *title = gtk_widget_get_first_child (texts);

  return (Parts) { check, GTK_LABEL (title), GTK_LABEL (gtk_widget_get_next_sibling (title)) };
}

/* @name: by which unbind() finds it again */
static void
bind (GtkListItem *row, const char *name, gpointer source, const char *from, gpointer target,
      const char *to, GBindingFlags flags)
{
  GBinding *binding = g_object_bind_property (source, from, target, to, flags);

  g_object_set_data_full (G_OBJECT (row), name, g_object_ref (binding), g_object_unref);
}

static void
on_bind_cb (PalierSession *session, GtkListItem *row)
{
  PalierDuplicateItem *item = gtk_list_item_get_item (row);
  double score = palier_duplicate_item_get_cluster (item)->score;
  g_autofree char *words = palier_format_certainty (score);
  Parts parts = get_parts (row);

  gtk_widget_set_visible (parts.check, palier_duplicate_item_is_sure (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (parts.check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Merge with the sure ones"), -1);
  gtk_label_set_text (parts.subtitle, words);
  bind (row, "title", item, "title", parts.title, "label", G_BINDING_SYNC_CREATE);
  bind (row, "name", item, "title", row, "accessible-label", G_BINDING_SYNC_CREATE);
  bind (row, "checked", item, "checked", parts.check, "active",
        G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  palier_duplicate_item_load (item, session);
}

static void
unbind (GtkListItem *row, const char *name)
{
  GBinding *binding = g_object_get_data (G_OBJECT (row), name);

  if (binding != NULL)
    g_binding_unbind (binding);
  g_object_set_data (G_OBJECT (row), name, NULL);
}

static void
on_unbind_cb (PalierSession *session, GtkListItem *row)
{
  unbind (row, "title");
  unbind (row, "name");
  unbind (row, "checked");
}

/**
 * palier_duplicate_rows_new:
 * @session: open
 *
 * Returns: (transfer full): makes rows of PalierDuplicateItem: a tick for what is sure, who it is,
 *   and how sure
 */
GtkListItemFactory *
palier_duplicate_rows_new (PalierSession *session)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_cb), session, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_cb), session, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind_cb), session,
                           G_CONNECT_SWAPPED);
  return factory;
}
