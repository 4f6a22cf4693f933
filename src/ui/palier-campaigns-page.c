/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows are made anew when campaigns have changed; the one that is open is told too. */
#include "palier-campaigns-page.h"

#include <glib/gi18n.h>

#include "palier-campaign-deeds.h"
#include "palier-campaign-editor.h"
#include "palier-campaign-row.h"
#include "palier-pane-rows.h"
#include "palier-shell.h"

struct _PalierCampaignsPage
{
  AdwBin parent_instance;

  PalierSession *session;
  GPtrArray *rows[PALIER_N_CAMPAIGN_STATES]; /* (element-type GtkWidget) */
  AdwPreferencesGroup *of_state[PALIER_N_CAMPAIGN_STATES];

  AdwNavigationView *navigation;
  GtkWidget *empty;
  GtkBox *groups;
  AdwPreferencesGroup *starts;
};

G_DEFINE_FINAL_TYPE (PalierCampaignsPage, palier_campaigns_page, ADW_TYPE_BIN)

/* ---- rows */

static const char *const state_titles[] = {
  [PALIER_CAMPAIGN_DRAFT] = N_ ("Drafts"),
  [PALIER_CAMPAIGN_RUNNING] = N_ ("Running"),
  [PALIER_CAMPAIGN_PAUSED] = N_ ("Paused"),
  [PALIER_CAMPAIGN_STOPPED] = N_ ("Stopped"),
};

/* What runs comes first. */
static const PalierCampaignState order[] = { PALIER_CAMPAIGN_RUNNING, PALIER_CAMPAIGN_PAUSED,
                                             PALIER_CAMPAIGN_DRAFT, PALIER_CAMPAIGN_STOPPED };

static void
show_rows (PalierCampaignsPage *self, GPtrArray *campaigns)
{
  for (guint i = 0; i < PALIER_N_CAMPAIGN_STATES; i++)
    palier_pane_rows_clear (self->rows[i], self->of_state[i]);
  for (guint i = 0; i < campaigns->len; i++)
  {
    PalierCampaign *campaign = campaigns->pdata[i];
    palier_pane_rows_add (self->rows[campaign->state], self->of_state[campaign->state],
                          palier_campaign_row_new (campaign));
  }
  for (guint i = 0; i < PALIER_N_CAMPAIGN_STATES; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->of_state[i]), self->rows[i]->len > 0);
  gtk_widget_set_visible (self->empty, campaigns->len == 0);
}

static void
add_start (PalierCampaignsPage *self, const char *title, const char *subtitle, const char *icon,
           const char *action, const char *target)
{
  adw_preferences_group_add (self->starts,
                             palier_campaign_row_new_start (title, subtitle, icon, action, target));
}

static void
show_starts (PalierCampaignsPage *self)
{
  g_auto (GStrv) keys = palier_campaign_list_shipped ();

  for (char **key = keys; *key != NULL; key++)
  {
    g_autoptr (PalierSequence) sequence = palier_campaign_load (*key, NULL);
    g_autofree char *words = palier_words_sequence (sequence);
    add_start (self, sequence->name, words, "palier-campaign-symbolic", "campaigns.begin", *key);
  }
  add_start (self, _ ("An Empty Campaign"), _ ("Put its steps together yourself"),
             "list-add-symbolic", "campaigns.new", NULL);
  add_start (self, _ ("A File…"), _ ("A sequence that was exported"), "document-open-symbolic",
             "campaigns.import", NULL);
}

/* ---- what is kept */

/* Whatever stands before it, such as its rehearsal. (nullable) */
static PalierCampaignEditor *
find_editor (PalierCampaignsPage *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);

  while (page != NULL && !PALIER_IS_CAMPAIGN_EDITOR (page))
    page = adw_navigation_view_get_previous_page (self->navigation, page);
  return page != NULL ? PALIER_CAMPAIGN_EDITOR (page) : NULL;
}

static gboolean
has_id (gconstpointer campaign, gconstpointer id)
{
  return palier_id_equal (&((const PalierCampaign *) campaign)->id, id);
}

/* One that another device or an undo has taken away is left. */
static void
tell_editor (PalierCampaignsPage *self, GPtrArray *campaigns)
{
  PalierCampaignEditor *editor = find_editor (self);
  guint index;

  if (editor == NULL)
    return;
  if (g_ptr_array_find_with_equal_func (campaigns, palier_campaign_editor_get_id (editor), has_id,
                                        &index))
    palier_campaign_editor_follow (editor, campaigns->pdata[index]);
  else
    adw_navigation_view_pop_to_tag (self->navigation, "list");
}

static DexFuture *
list_fiber (gpointer data)
{
  PalierCampaignsPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = dex_await_boxed (
      palier_campaign_service_list (palier_session_get_campaigns (self->session)), &error);

  if (self->session == NULL)
    return NULL;
  if (all == NULL)
  {
    palier_shell_report (GTK_WIDGET (self), error);
    return NULL;
  }
  show_rows (self, all);
  tell_editor (self, all);
  return NULL;
}

static void
refresh (PalierCampaignsPage *self)
{
  palier_shell_spawn (GTK_WIDGET (self), list_fiber);
}

/* ---- actions */

typedef struct
{
  PalierCampaignsPage *page;
  char *id;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *self = data;

  g_object_unref (self->page);
  g_free (self->id);
  g_free (self);
}

static DexFuture *
open_fiber (gpointer data)
{
  Wanted *wanted = data;
  PalierCampaignsPage *self = wanted->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierCampaign) campaign = dex_await_boxed (
      palier_campaign_service_find (palier_session_get_campaigns (self->session), wanted->id),
      &error);

  if (campaign == NULL)
  {
    palier_shell_report (GTK_WIDGET (self), error);
    return NULL;
  }
  adw_navigation_view_pop_to_tag (self->navigation, "list");
  adw_navigation_view_push (
      self->navigation, ADW_NAVIGATION_PAGE (palier_campaign_editor_new (self->session, campaign)));
  return NULL;
}

static void
on_open_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  Wanted *wanted = g_new (Wanted, 1);

  *wanted = (Wanted) { PALIER_CAMPAIGNS_PAGE (g_object_ref (widget)),
                       g_variant_dup_string (target, NULL) };
  dex_future_disown (dex_scheduler_spawn (NULL, 0, open_fiber, wanted, wanted_free));
}

static void
on_list_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  adw_navigation_view_pop_to_tag (PALIER_CAMPAIGNS_PAGE (widget)->navigation, "list");
}

static void
on_begin_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_campaign_begin (widget, PALIER_CAMPAIGNS_PAGE (widget)->session,
                         g_variant_get_string (target, NULL));
}

static void
on_new_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_campaign_begin (widget, PALIER_CAMPAIGNS_PAGE (widget)->session, NULL);
}

static void
on_import_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_campaign_choose_files (widget, PALIER_CAMPAIGNS_PAGE (widget)->session);
}

static void
on_duplicate_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_campaign_duplicate (widget, PALIER_CAMPAIGNS_PAGE (widget)->session,
                             g_variant_get_string (target, NULL));
}

static void
on_export_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_campaign_export (widget, PALIER_CAMPAIGNS_PAGE (widget)->session,
                          g_variant_get_string (target, NULL));
}

static void
on_remove_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_campaign_remove (widget, PALIER_CAMPAIGNS_PAGE (widget)->session,
                          g_variant_get_string (target, NULL));
}

/* ---- overrides */

static void
palier_campaigns_page_dispose (GObject *object)
{
  PalierCampaignsPage *self = PALIER_CAMPAIGNS_PAGE (object);

  for (guint i = 0; i < PALIER_N_CAMPAIGN_STATES; i++)
    g_clear_pointer (&self->rows[i], g_ptr_array_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_campaigns_page_parent_class)->dispose (object);
}

static void
palier_campaigns_page_class_init (PalierCampaignsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_campaigns_page_dispose;
  gtk_widget_class_install_action (widget_class, "campaigns.open", "s", on_open_cb);
  gtk_widget_class_install_action (widget_class, "campaigns.list", NULL, on_list_cb);
  gtk_widget_class_install_action (widget_class, "campaigns.begin", "s", on_begin_cb);
  gtk_widget_class_install_action (widget_class, "campaigns.new", NULL, on_new_cb);
  gtk_widget_class_install_action (widget_class, "campaigns.import", NULL, on_import_cb);
  gtk_widget_class_install_action (widget_class, "campaigns.duplicate", "s", on_duplicate_cb);
  gtk_widget_class_install_action (widget_class, "campaigns.export", "s", on_export_cb);
  gtk_widget_class_install_action (widget_class, "campaigns.remove", "s", on_remove_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-campaigns-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierCampaignsPage, navigation);
  gtk_widget_class_bind_template_child (widget_class, PalierCampaignsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, PalierCampaignsPage, groups);
  gtk_widget_class_bind_template_child (widget_class, PalierCampaignsPage, starts);
}

static void
palier_campaigns_page_init (PalierCampaignsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
  {
    GtkWidget *group = adw_preferences_group_new ();
    self->rows[order[i]] = g_ptr_array_new ();
    self->of_state[order[i]] = ADW_PREFERENCES_GROUP (group);
    adw_preferences_group_set_title (self->of_state[order[i]], _ (state_titles[order[i]]));
    gtk_widget_set_visible (group, FALSE);
    gtk_box_append (self->groups, group);
  }
  show_starts (self);
}

GtkWidget *
palier_campaigns_page_new (PalierSession *session)
{
  PalierCampaignsPage *self = g_object_new (PALIER_TYPE_CAMPAIGNS_PAGE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (palier_session_get_campaigns (session), "changed", G_CALLBACK (refresh),
                           self, G_CONNECT_SWAPPED);
  refresh (self);
  return GTK_WIDGET (self);
}

/* Makes a draft of each of @files. */
void
palier_campaigns_page_import (PalierCampaignsPage *self, GFile **files, guint n)
{
  palier_campaign_import (GTK_WIDGET (self), self->session, files, n);
}
