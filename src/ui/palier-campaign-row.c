/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-row.h"

#include <glib/gi18n.h>

#include "palier-pane-rows.h"

static void
add_item (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static GtkWidget *
make_menu (const PalierCampaign *campaign, const char *id)
{
  g_autofree char *words = g_strdup_printf (_ ("Actions for “%s”"), campaign->name);
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  if (!campaign->foreign)
  {
    add_item (menu, _ ("_Duplicate"), "campaigns.duplicate", id);
    add_item (menu, _ ("_Export…"), "campaigns.export", id);
  }
  add_item (menu, _ ("_Remove"), "campaigns.remove", id);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  return button;
}

/* "5 steps over 14 days · E-mail", and for whom. (transfer full) */
static char *
dup_subtitle (const PalierCampaign *campaign)
{
  g_autofree char *sequence = NULL;
  g_autofree char *audience = NULL;

  if (campaign->foreign)
    return g_strdup (_ ("Made by a newer version of Palier"));
  sequence = palier_words_sequence (campaign->sequence);
  audience = campaign->audience != NULL ? palier_words_filter (campaign->audience)
                                        : g_strdup (_ ("Everyone"));
  return g_strjoin ("\n", audience, sequence, NULL);
}

static void
add_mark (GtkWidget *row, const PalierSequence *sequence)
{
  g_autoptr (GArray) faults = palier_sequence_check (sequence);
  GtkWidget *mark;

  if (faults->len == 0)
    return;
  /* Translators: of a campaign whose sequence cannot run as it is */
  mark = gtk_label_new (_ ("To mend"));
  gtk_widget_add_css_class (mark, "caption");
  gtk_widget_add_css_class (mark, "warning");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), mark);
}

GtkWidget *
palier_campaign_row_new (PalierCampaign *campaign)
{
  g_autofree char *subtitle = dup_subtitle (campaign);
  GtkWidget *row = palier_pane_rows_new (campaign->name, subtitle);
  char id[PALIER_ID_TEXT_SIZE];

  palier_id_format (&campaign->id, id);
  if (!campaign->foreign && campaign->state == PALIER_CAMPAIGN_DRAFT)
  {
    add_mark (row, campaign->sequence);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "campaigns.open");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", id);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_menu (campaign, id));
  return row;
}

/* @target: (nullable): of @action */
GtkWidget *
palier_campaign_row_new_start (const char *title, const char *subtitle, const char *icon,
                               const char *action, const char *target)
{
  GtkWidget *row = palier_pane_rows_new (title, subtitle);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action);
  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", target);
  return row;
}
