/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows are made anew only where what they say is another, so that nothing goes away under a hand;
 * while a note is changed they stay as they are. An answer about another prospect is dropped. */
#include "palier-timeline.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-fold.h"
#include "palier-format.h"
#include "palier-pane-rows.h"
#include "palier-shell.h"

#define SHOWN_EVENTS 30

struct _PalierTimeline
{
  AdwBin parent_instance;

  PalierSession *session; /* (nullable) */
  PalierId prospect;
  GPtrArray *rows;
  char *shown;        /* (nullable): what the rows were made of */
  AdwEntryRow *entry; /* (nullable): the note that is being changed */

  AdwPreferencesGroup *group;
  GtkSearchEntry *search;
};

G_DEFINE_FINAL_TYPE (PalierTimeline, palier_timeline, ADW_TYPE_BIN)

static DexFuture *load_fiber (gpointer data);

static void
load (PalierTimeline *self)
{
  if (self->session && self->entry == NULL)
    palier_shell_spawn (GTK_WIDGET (self), load_fiber);
}

static PalierProspectService *
get_prospects (PalierTimeline *self)
{
  return palier_session_get_prospects (self->session);
}

/* ---- one note, new or changed */

typedef struct
{
  PalierTimeline *timeline;
  GtkEditable *entry; /* (nullable): where the text stands */
  PalierId id;        /* of the prospect, or of the note */
  const char *type;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_object_unref (self->timeline);
  g_clear_object (&self->entry);
  g_free (self);
}

static void
start (PalierTimeline *self, gpointer entry, const PalierId *id, const char *type,
       DexFiberFunc fiber)
{
  Job *job = g_new (Job, 1);

  *job = (Job) { g_object_ref (self), entry ? g_object_ref (entry) : NULL, *id, type };
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, job, job_free));
}

static DexFuture *
add_fiber (gpointer data)
{
  Job *job = data;
  AdwEntryRow *row = ADW_ENTRY_ROW (job->entry);
  g_autoptr (GError) error = NULL;

  if (!dex_await (palier_prospect_service_note (get_prospects (job->timeline), &job->id, job->type,
                                                gtk_editable_get_text (job->entry)),
                  &error))
    return palier_shell_report (GTK_WIDGET (job->timeline), error), NULL;
  /* The button that took the text goes with it. */
  adw_entry_row_set_show_apply_button (row, FALSE);
  gtk_editable_set_text (job->entry, "");
  adw_entry_row_set_show_apply_button (row, TRUE);
  load (job->timeline);
  return NULL;
}

static void
add (PalierTimeline *self, AdwEntryRow *row, const char *type)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (row)) != '\0')
    start (self, row, &self->prospect, type, add_fiber);
}

static void
on_note_cb (PalierTimeline *self, AdwEntryRow *row)
{
  add (self, row, "note");
}

static void
on_call_cb (PalierTimeline *self, AdwEntryRow *row)
{
  add (self, row, "call");
}

static void
end_editing (PalierTimeline *self)
{
  self->entry = NULL;
  g_clear_pointer (&self->shown, g_free);
  load (self);
}

static DexFuture *
edit_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_prospect_service_edit_note (get_prospects (job->timeline), &job->id,
                                                          gtk_editable_get_text (job->entry)),
                       &error);

  if (changeset == NULL)
    return palier_shell_report (GTK_WIDGET (job->timeline), error), NULL;
  palier_shell_toast_undo (GTK_WIDGET (job->timeline), _ ("The note was changed"), &changeset->id);
  if (GTK_EDITABLE (job->timeline->entry) == job->entry)
    end_editing (job->timeline);
  return NULL;
}

static DexFuture *
delete_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_prospect_service_delete_note (get_prospects (job->timeline), &job->id), &error);

  if (changeset == NULL)
    return palier_shell_report (GTK_WIDGET (job->timeline), error), NULL;
  palier_shell_toast_undo (GTK_WIDGET (job->timeline), _ ("The note was deleted"), &changeset->id);
  load (job->timeline);
  return NULL;
}

/* ---- rows */

static PalierEvent *
event_of (gpointer widget)
{
  return g_object_get_data (G_OBJECT (widget), "event");
}

static void
set_event (gpointer widget, PalierEvent *event)
{
  g_object_set_data_full (G_OBJECT (widget), "event", palier_event_ref (event),
                          (GDestroyNotify) palier_event_free);
}

static void
on_delete_cb (PalierTimeline *self, GtkWidget *button)
{
  start (self, NULL, &event_of (button)->id, NULL, delete_fiber);
}

static void
on_apply_cb (PalierTimeline *self, AdwEntryRow *entry)
{
  start (self, entry, &event_of (entry)->id, NULL, edit_fiber);
}

static gboolean
on_key_cb (PalierTimeline *self, guint key)
{
  if (key != GDK_KEY_Escape)
    return FALSE;
  end_editing (self);
  return TRUE;
}

static GtkWidget *
new_entry (PalierTimeline *self, PalierEvent *event)
{
  GtkWidget *entry = adw_entry_row_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ ("Change what was noted"));
  gtk_editable_set_text (GTK_EDITABLE (entry), event->text);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (entry), TRUE);
  set_event (entry, event);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_cb), self);
  gtk_widget_add_controller (entry, keys);
  g_signal_connect_object (entry, "apply", G_CALLBACK (on_apply_cb), self, G_CONNECT_SWAPPED);
  return entry;
}

/* The entry stands in the place of the rows until it is done: the others are not to be read then.
 */
static void
on_edit_cb (PalierTimeline *self, GtkWidget *button)
{
  g_autoptr (PalierEvent) event = palier_event_ref (event_of (button));
  GtkWidget *entry = new_entry (self, event);

  palier_pane_rows_clear (self->rows, self->group);
  palier_pane_rows_add (self->rows, self->group, entry);
  self->entry = ADW_ENTRY_ROW (entry);
  gtk_widget_grab_focus (entry);
}

static void
add_button (PalierTimeline *self, AdwActionRow *row, PalierEvent *event, const char *icon,
            const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  set_event (button, event);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static void
add_row (PalierTimeline *self, PalierEvent *event, const char *words)
{
  g_autofree char *when = palier_format_moment (event->at_ms, g_get_real_time () / 1000);
  GtkWidget *row = palier_pane_rows_new (words, when);

  if (event->text != NULL)
  {
    add_button (self, ADW_ACTION_ROW (row), event, "document-edit-symbolic", _ ("Change the Note"),
                G_CALLBACK (on_edit_cb));
    add_button (self, ADW_ACTION_ROW (row), event, "user-trash-symbolic", _ ("Delete the Note"),
                G_CALLBACK (on_delete_cb));
  }
  palier_pane_rows_add (self->rows, self->group, row);
}

static gboolean
matches (const char *words, const char *search)
{
  g_autofree char *folded = palier_fold (words);
  g_autofree char *sought = palier_fold (search);

  return strstr (folded, sought) != NULL;
}

static char *
dup_key (PalierTimeline *self, GPtrArray *events, const char *search)
{
  GString *key = g_string_new (search);
  char id[PALIER_ID_TEXT_SIZE];

  g_string_append (key, palier_id_format (&self->prospect, id));
  for (guint i = 0; i < events->len; i++)
  {
    PalierEvent *event = g_ptr_array_index (events, i);
    g_string_append_printf (key, "\n%s %s", palier_id_format (&event->id, id),
                            event->text ? event->text : "");
  }
  return g_string_free (key, FALSE);
}

static void
show (PalierTimeline *self, GPtrArray *events)
{
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *key = dup_key (self, events, search);

  if (g_strcmp0 (key, self->shown) == 0)
    return;
  g_set_str (&self->shown, key);
  palier_pane_rows_clear (self->rows, self->group);
  for (guint i = 0; i < events->len && self->rows->len < SHOWN_EVENTS; i++)
  {
    g_autofree char *words = palier_words_event (g_ptr_array_index (events, i));
    if (matches (words, search))
      add_row (self, g_ptr_array_index (events, i), words);
  }
  if (self->rows->len == 0)
    palier_pane_rows_add (
        self->rows, self->group,
        palier_pane_rows_new (*search != '\0' ? _ ("Nothing found") : _ ("Nothing yet"), NULL));
}

static DexFuture *
load_fiber (gpointer data)
{
  PalierTimeline *self = data;
  PalierId id = self->prospect;
  g_autoptr (GPtrArray) events =
      dex_await_boxed (palier_prospect_service_timeline (get_prospects (self), &id), NULL);

  if (events && palier_id_equal (&id, &self->prospect) && self->entry == NULL)
    show (self, events);
  return NULL;
}

static void
on_search_cb (PalierTimeline *self)
{
  load (self);
}

/* ---- overrides */

static void
palier_timeline_dispose (GObject *object)
{
  PalierTimeline *self = PALIER_TIMELINE (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_timeline_parent_class)->dispose (object);
}

static void
palier_timeline_finalize (GObject *object)
{
  PalierTimeline *self = PALIER_TIMELINE (object);

  g_ptr_array_unref (self->rows);
  g_free (self->shown);
  G_OBJECT_CLASS (palier_timeline_parent_class)->finalize (object);
}

static void
palier_timeline_class_init (PalierTimelineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_timeline_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_timeline_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierTimeline, group);
  gtk_widget_class_bind_template_child (widget_class, PalierTimeline, search);
  gtk_widget_class_bind_template_callback (widget_class, on_note_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_call_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_cb);
}

static void
palier_timeline_init (PalierTimeline *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @session: open, and followed from now on */
void
palier_timeline_set_session (PalierTimeline *self, PalierSession *session)
{
  if (g_set_object (&self->session, session))
    g_signal_connect_object (session, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
}

/* What was being changed of another prospect is given up. */
void
palier_timeline_set_prospect (PalierTimeline *self, const PalierId *prospect)
{
  if (!palier_id_equal (prospect, &self->prospect))
  {
    self->entry = NULL;
    self->prospect = *prospect;
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  }
  load (self);
}
