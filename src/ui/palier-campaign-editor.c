/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each change makes another sequence of the present one, which is checked, shown and, after a
 * pause, kept. What another device or an undo has made of the campaign is shown as soon as nothing
 * of this one waits to be kept. */
#include "palier-campaign-editor.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "palier-audience-group.h"
#include "palier-campaign-steps.h"
#include "palier-rehearsal-page.h"
#include "palier-sequence-edit.h"
#include "palier-sequence-json.h"
#include "palier-shell.h"

#define PAUSE_MS 300

struct _PalierCampaignEditor
{
  AdwNavigationPage parent_instance;

  PalierSession *session;
  PalierCampaign *campaign; /* as it is shown */
  gboolean filling;
  gboolean dirty; /* something is not kept yet */
  GQueue keeping; /* (element-type Keeping): on their way to the base */
  guint pause;    /* source, 0 for none */
  PalierCampaignSteps *steps_list;

  AdwWindowTitle *title;
  AdwPreferencesGroup *name_group;
  GtkEditable *name;
  PalierAudienceGroup *audience;
  AdwPreferencesGroup *steps_group;
  GtkListBox *steps;
  AdwSwitchRow *on_reply;
  AdwSwitchRow *on_meeting;
  GtkSpinButton *attempts;
};

G_DEFINE_FINAL_TYPE (PalierCampaignEditor, palier_campaign_editor, ADW_TYPE_NAVIGATION_PAGE)

const PalierId *
palier_campaign_editor_get_id (PalierCampaignEditor *self)
{
  return &self->campaign->id;
}

/* ---- what is wrong with the whole */

static char *
dup_faults (const PalierSequence *sequence, const GArray *faults, gboolean of_name)
{
  for (guint i = 0; i < faults->len; i++)
  {
    const PalierSequenceFault *fault = &g_array_index (faults, PalierSequenceFault, i);
    if (fault->step == 0 && (fault->kind == PALIER_SEQUENCE_NO_NAME) == of_name)
      return palier_words_fault_in_place (fault->kind);
  }
  return g_strdup ("");
}

static void
show_faults (PalierCampaignEditor *self)
{
  const PalierSequence *sequence = self->campaign->sequence;
  g_autoptr (GArray) faults = palier_sequence_check (sequence);
  g_autofree char *of_name = dup_faults (sequence, faults, TRUE);
  g_autofree char *of_steps = dup_faults (sequence, faults, FALSE);
  const char *name = *of_name == '\0' ? sequence->name : _ ("New Campaign");

  adw_preferences_group_set_description (self->name_group, of_name);
  adw_preferences_group_set_description (self->steps_group, of_steps);
  gtk_widget_set_visible (GTK_WIDGET (self->steps), sequence->steps->len > 0);
  adw_window_title_set_title (self->title, name);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "campaign.rehearse", faults->len == 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "campaign.add-step",
                                 sequence->steps->len < PALIER_STEPS_MAX);
}

/* ---- keeping */

/* One state of the campaign on its way to the base: undone by itself. */
typedef struct
{
  PalierCampaign *campaign;
  const char *done; /* (nullable): what its toast says */
} Keeping;

static void
keeping_free (gpointer data)
{
  Keeping *self = data;

  palier_campaign_free (self->campaign);
  g_free (self);
}

static void
keep (PalierCampaignEditor *self, const Keeping *keeping)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_campaign_service_save (palier_session_get_campaigns (self->session),
                                                     keeping->campaign),
                       &error);

  if (error != NULL)
    palier_shell_report (GTK_WIDGET (self), error);
  else if (keeping->done != NULL && changeset != NULL)
    palier_shell_toast_undo (GTK_WIDGET (self), keeping->done, &changeset->id);
}

static DexFuture *
save_fiber (gpointer data)
{
  PalierCampaignEditor *self = data;
  Keeping *keeping;

  while ((keeping = g_queue_peek_head (&self->keeping)) != NULL)
  {
    keep (self, keeping);
    keeping_free (g_queue_pop_head (&self->keeping));
  }
  return NULL;
}

/* @done: (nullable): static */
static void
save (PalierCampaignEditor *self, const char *done)
{
  gboolean idle = g_queue_is_empty (&self->keeping);
  Keeping *keeping;

  g_clear_handle_id (&self->pause, g_source_remove);
  if (!self->dirty)
    return;
  self->dirty = FALSE;
  keeping = g_new (Keeping, 1);
  *keeping = (Keeping) { palier_campaign_ref (self->campaign), done };
  g_queue_push_tail (&self->keeping, keeping);
  if (idle)
    palier_shell_spawn (GTK_WIDGET (self), save_fiber);
}

static gboolean
on_pause_cb (gpointer data)
{
  PalierCampaignEditor *self = data;

  self->pause = 0;
  save (self, NULL);
  return G_SOURCE_REMOVE;
}

static void
save_soon (PalierCampaignEditor *self)
{
  self->dirty = TRUE;
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (PAUSE_MS, on_pause_cb, self);
}

/* ---- changing */

/* (transfer none): a sequence that may be changed: nobody else has it. */
static PalierSequence *
begin_change (PalierCampaignEditor *self)
{
  PalierCampaign *campaign = palier_campaign_copy (self->campaign);
  PalierSequence *sequence = palier_sequence_copy (campaign->sequence);

  palier_sequence_free (campaign->sequence);
  campaign->sequence = sequence;
  palier_campaign_free (self->campaign);
  self->campaign = campaign;
  return sequence;
}

static void
end_change (PalierCampaignEditor *self)
{
  palier_campaign_steps_show (self->steps_list, self->campaign->sequence);
  show_faults (self);
  save_soon (self);
}

static void
on_name_cb (PalierCampaignEditor *self)
{
  g_autofree char *name = NULL;

  if (self->filling)
    return;
  name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  g_set_str (&begin_change (self)->name, name);
  if (*name != '\0')
    g_set_str (&self->campaign->name, name);
  end_change (self);
}

static void
on_edited_cb (PalierCampaignEditor *self)
{
  if (self->filling)
    return;
  begin_change (self)->exits = (PalierExits) {
    .on_reply = adw_switch_row_get_active (self->on_reply),
    .on_meeting = adw_switch_row_get_active (self->on_meeting),
    .max_attempts = (guint) gtk_spin_button_get_value_as_int (self->attempts),
  };
  end_change (self);
}

static void
on_audience_cb (PalierCampaignEditor *self)
{
  PalierFilter *filter = palier_audience_group_get_filter (self->audience);

  begin_change (self);
  g_clear_pointer (&self->campaign->audience, palier_filter_free);
  self->campaign->audience = palier_filter_is_empty (filter) ? NULL : palier_filter_ref (filter);
  end_change (self);
}

static void
on_step_changed_cb (PalierCampaignEditor *self, guint index, PalierStepRow *row)
{
  palier_step_row_read (row, palier_sequence_edit_step (begin_change (self), index));
  end_change (self);
}

static void
on_step_moved_cb (PalierCampaignEditor *self, guint index, int by)
{
  if (!palier_sequence_move_step (begin_change (self), index, by))
    return;
  palier_campaign_steps_move (self->steps_list, index, by);
  end_change (self);
  palier_campaign_steps_focus (self->steps_list, index + (guint) by);
}

static void
on_step_removed_cb (PalierCampaignEditor *self, guint index)
{
  /* What was done before it is undone apart. */
  save (self, NULL);
  palier_sequence_remove_step (begin_change (self), index);
  palier_campaign_steps_remove (self->steps_list, index);
  end_change (self);
  palier_campaign_steps_focus (self->steps_list, index);
  save (self, _ ("Step removed"));
}

static void
on_add_step_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierCampaignEditor *self = PALIER_CAMPAIGN_EDITOR (widget);

  palier_sequence_add_step (begin_change (self));
  end_change (self);
  palier_campaign_steps_open_last (self->steps_list);
}

/* ---- showing */

static void
show_campaign (PalierCampaignEditor *self, PalierCampaign *campaign)
{
  const PalierExits *exits = &campaign->sequence->exits;

  palier_campaign_ref (campaign);
  g_clear_pointer (&self->campaign, palier_campaign_free);
  self->campaign = campaign;
  self->filling = TRUE;
  gtk_editable_set_text (self->name, campaign->sequence->name);
  palier_audience_group_set_filter (self->audience, campaign->audience);
  adw_switch_row_set_active (self->on_reply, exits->on_reply);
  adw_switch_row_set_active (self->on_meeting, exits->on_meeting);
  gtk_spin_button_set_value (self->attempts, exits->max_attempts);
  self->filling = FALSE;
  palier_campaign_steps_show (self->steps_list, campaign->sequence);
  show_faults (self);
}

static gboolean
is_same (const PalierCampaign *a, const PalierCampaign *b)
{
  g_autofree char *a_filter = a->audience != NULL ? palier_filter_to_json (a->audience) : NULL;
  g_autofree char *b_filter = b->audience != NULL ? palier_filter_to_json (b->audience) : NULL;
  char *a_sequence = palier_sequence_to_json (a->sequence, &(gsize) { 0 });
  char *b_sequence = palier_sequence_to_json (b->sequence, &(gsize) { 0 });
  gboolean same = g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a_filter, b_filter) == 0
                  && strcmp (a_sequence, b_sequence) == 0;

  free (a_sequence);
  free (b_sequence);
  return same;
}

/* @now: as it is kept now */
void
palier_campaign_editor_follow (PalierCampaignEditor *self, PalierCampaign *now)
{
  if (!self->dirty && g_queue_is_empty (&self->keeping) && now->sequence != NULL
      && !is_same (now, self->campaign))
    show_campaign (self, now);
}

static DexFuture *
templates_fiber (gpointer data)
{
  PalierCampaignEditor *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = dex_await_boxed (
      palier_template_service_list (palier_session_get_templates (self->session)), &error);

  if (all == NULL)
    palier_shell_report (GTK_WIDGET (self), error);
  else if (self->session != NULL)
    palier_campaign_steps_set_templates (self->steps_list, all);
  return NULL;
}

/* ---- actions */

static void
on_rehearse_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierCampaignEditor *self = PALIER_CAMPAIGN_EDITOR (widget);
  GtkWidget *navigation = gtk_widget_get_ancestor (widget, ADW_TYPE_NAVIGATION_VIEW);

  save (self, NULL);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation),
                            palier_rehearsal_page_new (self->session, self->campaign));
}

/* "campaign.export" is the page's "campaigns.export" of this one, once all of it is kept. */
static void
on_page_deed_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierCampaignEditor *self = PALIER_CAMPAIGN_EDITOR (widget);
  g_autofree char *action = g_strconcat ("campaigns", strchr (name, '.'), NULL);
  char id[PALIER_ID_TEXT_SIZE];

  save (self, NULL);
  gtk_widget_activate_action (widget, action, "s", palier_id_format (&self->campaign->id, id));
}

/* ---- overrides */

/* Who comes to change a campaign comes for its steps; a new one asks for its name first. */
static void
palier_campaign_editor_shown (AdwNavigationPage *page)
{
  PalierCampaignEditor *self = PALIER_CAMPAIGN_EDITOR (page);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (page)));

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->name)))
  {
    gtk_editable_select_region (self->name, 0, 0);
    palier_campaign_steps_focus (self->steps_list, 0);
  }
  ADW_NAVIGATION_PAGE_CLASS (palier_campaign_editor_parent_class)->shown (page);
}

/* What was typed last is kept. */
static void
palier_campaign_editor_unmap (GtkWidget *widget)
{
  save (PALIER_CAMPAIGN_EDITOR (widget), NULL);
  GTK_WIDGET_CLASS (palier_campaign_editor_parent_class)->unmap (widget);
}

static void
palier_campaign_editor_dispose (GObject *object)
{
  PalierCampaignEditor *self = PALIER_CAMPAIGN_EDITOR (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_CAMPAIGN_EDITOR);
  g_clear_object (&self->steps_list);
  g_clear_object (&self->session);
  g_clear_pointer (&self->campaign, palier_campaign_free);
  G_OBJECT_CLASS (palier_campaign_editor_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, PalierCampaignEditor, title);
  gtk_widget_class_bind_template_child (class, PalierCampaignEditor, name_group);
  gtk_widget_class_bind_template_child (class, PalierCampaignEditor, name);
  gtk_widget_class_bind_template_child (class, PalierCampaignEditor, audience);
  gtk_widget_class_bind_template_child (class, PalierCampaignEditor, steps_group);
  gtk_widget_class_bind_template_child (class, PalierCampaignEditor, steps);
  gtk_widget_class_bind_template_child (class, PalierCampaignEditor, on_reply);
  gtk_widget_class_bind_template_child (class, PalierCampaignEditor, on_meeting);
  gtk_widget_class_bind_template_child (class, PalierCampaignEditor, attempts);
  gtk_widget_class_bind_template_callback (class, on_name_cb);
  gtk_widget_class_bind_template_callback (class, on_audience_cb);
  gtk_widget_class_bind_template_callback (class, on_edited_cb);
}

static void
palier_campaign_editor_class_init (PalierCampaignEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_campaign_editor_dispose;
  ADW_NAVIGATION_PAGE_CLASS (class)->shown = palier_campaign_editor_shown;
  widget_class->unmap = palier_campaign_editor_unmap;
  g_type_ensure (PALIER_TYPE_AUDIENCE_GROUP);
  gtk_widget_class_install_action (widget_class, "campaign.rehearse", NULL, on_rehearse_cb);
  gtk_widget_class_install_action (widget_class, "campaign.add-step", NULL, on_add_step_cb);
  gtk_widget_class_install_action (widget_class, "campaign.duplicate", NULL, on_page_deed_cb);
  gtk_widget_class_install_action (widget_class, "campaign.export", NULL, on_page_deed_cb);
  gtk_widget_class_install_action (widget_class, "campaign.remove", NULL, on_page_deed_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-campaign-editor.ui");
  bind_children (widget_class);
}

static void
palier_campaign_editor_init (PalierCampaignEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->steps_list = palier_campaign_steps_new (self->steps);
  g_signal_connect_object (self->steps_list, "changed", G_CALLBACK (on_step_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->steps_list, "moved", G_CALLBACK (on_step_moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->steps_list, "removed", G_CALLBACK (on_step_removed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* @campaign: kept, with a sequence */
PalierCampaignEditor *
palier_campaign_editor_new (PalierSession *session, PalierCampaign *campaign)
{
  PalierCampaignEditor *self = g_object_new (PALIER_TYPE_CAMPAIGN_EDITOR, NULL);

  self->session = g_object_ref (session);
  palier_audience_group_set_session (self->audience, session);
  show_campaign (self, campaign);
  palier_shell_spawn (GTK_WIDGET (self), templates_fiber);
  return self;
}
