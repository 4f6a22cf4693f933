/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-template-service.h"
#include "palier-words.h"

/* "E-mail · Agencies · First contact" */
static char *
dup_subtitle (const PalierTemplate *template)
{
  gboolean person = strcmp (template->kind, "person") == 0;
  gboolean first = strcmp (template->step, "first") == 0;

  return g_strjoin (" · ", palier_words_template_channel (template->channel),
                    person ? _ ("Persons") : _ ("Agencies"),
                    first ? _ ("First contact") : _ ("Follow-up"), NULL);
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static GtkWidget *
make_menu (const PalierTemplate *template)
{
  g_autofree char *id = palier_template_dup_id (template);
  g_autofree char *words = g_strdup_printf (_ ("Actions for “%s”"), template->name);
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  add_item (menu, _ ("_Duplicate"), "templates.duplicate", id);
  add_item (menu, _ ("_Export…"), "templates.export", id);
  if (template->key == NULL)
    add_item (menu, _ ("_Remove"), "templates.remove", id);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  return button;
}

GtkWidget *
palier_template_row_new (PalierTemplate *template)
{
  g_autofree char *id = palier_template_dup_id (template);
  g_autofree char *subtitle = dup_subtitle (template);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), template->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (template->key != NULL)
  {
    /* Translators: of a template: it came with the program */
    GtkWidget *tag = gtk_label_new (_ ("Starter"));
    gtk_widget_add_css_class (tag, "caption");
    gtk_widget_add_css_class (tag, "dimmed");
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), tag);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_menu (template));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "templates.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", id);
  g_object_set_data_full (G_OBJECT (row), "template", palier_template_ref (template),
                          (GDestroyNotify) palier_template_free);
  return row;
}

const PalierTemplate *
palier_template_row_get_template (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "template");
}
