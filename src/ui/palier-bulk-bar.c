/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-bulk-bar.h"

#include "palier-bulk-drafts.h"
#include "palier-format.h"
#include "palier-shell.h"

struct _PalierBulkBar
{
  AdwBin parent_instance;

  PalierSession *session;
  GArray *numbers; /* (element-type gint64) */
  PalierWorkBar *drafting;
  GtkRevealer *revealer;
  GtkLabel *label;
  GtkEditable *tag;
  GtkPopover *tagging;
  GtkPopover *staging;
};

G_DEFINE_FINAL_TYPE (PalierBulkBar, palier_bulk_bar, ADW_TYPE_BIN)

typedef struct
{
  PalierBulkBar *bar;
  PalierBulk bulk;
  GArray *numbers;
  char *value;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->bar);
  g_array_unref (job->numbers);
  g_free (job->value);
  g_free (job);
}

static char *
words_of (PalierBulk bulk, guint n)
{
  g_autofree char *count = palier_format_count (n);

  if (bulk == PALIER_BULK_DELETE)
    return g_strdup_printf (ngettext ("%s prospect deleted", "%s prospects deleted", n), count);
  return g_strdup_printf (ngettext ("%s prospect changed", "%s prospects changed", n), count);
}

static DexFuture *
job_fiber (gpointer data)
{
  Job *job = data;
  GtkWidget *widget = GTK_WIDGET (job->bar);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_prospect_service_change_many (palier_session_get_prospects (job->bar->session),
                                           job->bulk, job->numbers, job->value),
      &error);
  g_autofree char *words = words_of (job->bulk, job->numbers->len);

  if (error != NULL)
    palier_shell_report (widget, error);
  else if (changeset == NULL)
    palier_shell_toast (widget, _ ("They were so already; nothing was changed"));
  else
    palier_shell_toast_undo (widget, words, &changeset->id);
  return NULL;
}

static void
run (PalierBulkBar *self, PalierBulk bulk, const char *value)
{
  Job *job = g_new0 (Job, 1);

  job->bar = g_object_ref (self);
  job->bulk = bulk;
  job->numbers = g_array_ref (self->numbers);
  job->value = g_strdup (value);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, job_fiber, job, job_free));
}

static void
tag (PalierBulkBar *self, PalierBulk bulk)
{
  if (*gtk_editable_get_text (self->tag) == '\0')
    return;
  run (self, bulk, gtk_editable_get_text (self->tag));
  gtk_popover_popdown (self->tagging);
}

static void
on_tag_cb (PalierBulkBar *self)
{
  tag (self, PALIER_BULK_ADD_TAG);
}

static void
on_untag_cb (PalierBulkBar *self)
{
  tag (self, PALIER_BULK_REMOVE_TAG);
}

static void
on_stage_cb (PalierBulkBar *self, GtkListBoxRow *row)
{
  run (self, PALIER_BULK_STAGE, g_object_get_data (G_OBJECT (row), "stage"));
  gtk_popover_popdown (self->staging);
}

static void
on_delete_cb (PalierBulkBar *self)
{
  run (self, PALIER_BULK_DELETE, NULL);
}

static void
on_write_cb (PalierBulkBar *self)
{
  palier_bulk_drafts_write (self->drafting, self->session, self->numbers);
}

static GtkWidget *
make_tagging (PalierBulkBar *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *add = gtk_button_new_with_label (_ ("Add"));
  GtkWidget *take = gtk_button_new_with_label (_ ("Remove"));

  self->tag = GTK_EDITABLE (entry);
  gtk_entry_set_max_length (GTK_ENTRY (entry), 100);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Tag"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tag"),
                                  -1);
  gtk_box_append (GTK_BOX (line), entry);
  gtk_box_append (GTK_BOX (line), add);
  gtk_box_append (GTK_BOX (line), take);
  self->tagging = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->tagging, line);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Tag"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), GTK_WIDGET (self->tagging));
  g_signal_connect_object (entry, "activate", G_CALLBACK (on_tag_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (add, "clicked", G_CALLBACK (on_tag_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (take, "clicked", G_CALLBACK (on_untag_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_staging (PalierBulkBar *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *list = gtk_list_box_new ();
  g_auto (GStrv) stages = g_strsplit (palier_field_info (PALIER_FIELD_STAGE)->choices, " ", -1);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  for (char **stage = stages; *stage != NULL; stage++)
  {
    const char *words = palier_words_choice (PALIER_FIELD_STAGE, *stage);
    GtkWidget *row = gtk_list_box_row_new ();
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), gtk_label_new (words));
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
    g_object_set_data_full (G_OBJECT (row), "stage", g_strdup (*stage), g_free);
    gtk_list_box_append (GTK_LIST_BOX (list), row);
  }
  self->staging = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->staging, list);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Stage"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), GTK_WIDGET (self->staging));
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_stage_cb), self,
                           G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_button (const char *icon, const char *words)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  return button;
}

static void
palier_bulk_bar_dispose (GObject *object)
{
  PalierBulkBar *self = PALIER_BULK_BAR (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->numbers, g_array_unref);
  G_OBJECT_CLASS (palier_bulk_bar_parent_class)->dispose (object);
}

static void
palier_bulk_bar_class_init (PalierBulkBarClass *class)
{
  G_OBJECT_CLASS (class)->dispose = palier_bulk_bar_dispose;
}

static void
palier_bulk_bar_init (PalierBulkBar *self)
{
  GtkWidget *bar = gtk_action_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_action_bar_pack_start (GTK_ACTION_BAR (bar), GTK_WIDGET (self->label));
  GtkWidget *delete = make_button ("user-trash-symbolic", _ ("Delete the Selection"));
  g_signal_connect_object (delete, "clicked", G_CALLBACK (on_delete_cb), self, G_CONNECT_SWAPPED);
  gtk_action_bar_pack_end (GTK_ACTION_BAR (bar), delete);
  GtkWidget *export = make_button ("document-save-symbolic", _ ("Export the Selection"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (export), "prospects.export-selection");
  gtk_action_bar_pack_end (GTK_ACTION_BAR (bar), export);
  GtkWidget *write = make_button ("mail-message-new-symbolic", _ ("Draft for the Selection"));
  g_signal_connect_object (write, "clicked", G_CALLBACK (on_write_cb), self, G_CONNECT_SWAPPED);
  gtk_action_bar_pack_end (GTK_ACTION_BAR (bar), write);
  gtk_action_bar_pack_end (GTK_ACTION_BAR (bar), make_staging (self));
  gtk_action_bar_pack_end (GTK_ACTION_BAR (bar), make_tagging (self));
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_transition_type (self->revealer, GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (self->revealer, bar);
  self->drafting = PALIER_WORK_BAR (palier_work_bar_new ("prospects"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->drafting));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->revealer));
  adw_bin_set_child (ADW_BIN (self), box);
}

void
palier_bulk_bar_set_session (PalierBulkBar *self, PalierSession *session)
{
  g_set_object (&self->session, session);
}

/* @numbers: (element-type gint64): not to be changed afterwards */
void
palier_bulk_bar_set_numbers (PalierBulkBar *self, GArray *numbers)
{
  g_autofree char *count = palier_format_count (numbers->len);
  g_autofree char *words =
      g_strdup_printf (ngettext ("%s selected", "%s selected", numbers->len), count);

  g_clear_pointer (&self->numbers, g_array_unref);
  self->numbers = g_array_ref (numbers);
  gtk_label_set_label (self->label, words);
  gtk_revealer_set_reveal_child (self->revealer, numbers->len > 1);
}
