/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-segment-menu.h"

#include "palier-format.h"
#include "palier-shell.h"

struct _PalierSegmentMenu
{
  AdwBin parent_instance;

  PalierSession *session;
  PalierFilter *filter; /* (nullable): the present one */
  GtkPopover *popover;
  GtkBox *saved;
  GtkBox *proposed;
  GtkWidget *saving;
  GtkEditable *name;
  PalierId going; /* the segment that is being removed */
};

G_DEFINE_FINAL_TYPE (PalierSegmentMenu, palier_segment_menu, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
empty (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
on_row_cb (PalierSegmentMenu *self, GtkListBoxRow *widget)
{
  PalierSegmentRow *row = g_object_get_data (G_OBJECT (widget), "segment");

  if (row->filter == NULL)
    return;
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[CHOSEN], 0, row->filter);
}

static DexFuture *
remove_fiber (gpointer data)
{
  PalierSegmentMenu *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_segment_service_remove (palier_session_get_segments (self->session), &self->going),
      &error);

  if (changeset == NULL)
    palier_shell_report (GTK_WIDGET (self), error);
  else
    palier_shell_toast_undo (GTK_WIDGET (self), _ ("Segment removed; its prospects stay"),
                             &changeset->id);
  return NULL;
}

/* The menu closes: it would lie over the toast. */
static void
on_remove_cb (PalierSegmentMenu *self, GtkWidget *button)
{
  PalierSegmentRow *row = g_object_get_data (G_OBJECT (button), "segment");

  self->going = row->id;
  gtk_popover_popdown (self->popover);
  palier_shell_spawn (GTK_WIDGET (self), remove_fiber);
}

static void
hold_row (GtkWidget *widget, PalierSegmentRow *row)
{
  g_object_set_data_full (G_OBJECT (widget), "segment", palier_segment_row_ref (row),
                          (GDestroyNotify) palier_segment_row_free);
}

/* "Without website, hot, Yvelines: 41", and below by which rule, or how many replied. */
static GtkWidget *
make_row (PalierSegmentMenu *self, PalierSegmentRow *row)
{
  GtkWidget *widget = adw_action_row_new ();
  g_autofree char *count = palier_format_count ((guint) row->count);
  g_autofree char *rate = palier_segment_row_dup_rate (row);
  gboolean saved = !palier_id_is_nil (&row->id);
  g_autofree char *subtitle = g_strjoin (saved && rate != NULL ? " · " : "", saved ? row->rule : "",
                                         rate != NULL ? rate : "", NULL);
  GtkWidget *figure = gtk_label_new (row->filter != NULL ? count : "");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), row->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), subtitle);
  gtk_widget_add_css_class (figure, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), figure);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), row->filter != NULL);
  hold_row (widget, row);
  if (saved)
  {
    GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
    g_autofree char *words = g_strdup_printf (_ ("Remove the segment “%s”"), row->name);
    gtk_widget_add_css_class (button, "flat");
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    gtk_widget_set_tooltip_text (button, words);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                    -1);
    hold_row (button, row);
    g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_cb), self, G_CONNECT_SWAPPED);
    adw_action_row_add_suffix (ADW_ACTION_ROW (widget), button);
  }
  return widget;
}

static gboolean
are_shown (GtkBox *box, GPtrArray *rows)
{
  GPtrArray *shown = g_object_get_data (G_OBJECT (box), "rows");

  if (shown == NULL || shown->len != rows->len)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!palier_segment_row_equal (shown->pdata[i], rows->pdata[i]))
      return FALSE;
  return TRUE;
}

/* Rows that are the same stay: the menu is open while it loads, and one of them may be under the
 * pointer or hold the keyboard. */
static void
show_rows (PalierSegmentMenu *self, GtkBox *box, const char *title, GPtrArray *rows)
{
  GtkWidget *heading;
  GtkWidget *list;

  if (are_shown (box, rows))
    return;
  g_object_set_data_full (G_OBJECT (box), "rows", g_ptr_array_ref (rows),
                          (GDestroyNotify) g_ptr_array_unref);
  empty (box);
  if (rows->len == 0)
    return;
  heading = gtk_label_new (title);
  list = gtk_list_box_new ();
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  for (guint i = 0; i < rows->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (self, g_ptr_array_index (rows, i)));
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_row_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (box, heading);
  gtk_box_append (box, list);
}

static DexFuture *
load_fiber (gpointer data)
{
  PalierSegmentMenu *self = data;
  PalierSegmentService *segments = palier_session_get_segments (self->session);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) saved = dex_await_boxed (palier_segment_service_list (segments), &error);
  g_autoptr (GPtrArray) proposed = NULL;

  if (saved != NULL && self->popover != NULL)
  {
    show_rows (self, self->saved, _ ("Saved Segments"), saved);
    proposed = dex_await_boxed (palier_segment_service_propose (segments), &error);
  }
  if (error != NULL)
    palier_shell_report (GTK_WIDGET (self), error);
  else if (proposed != NULL && self->popover != NULL)
    show_rows (self, self->proposed, _ ("Proposed from Your Base"), proposed);
  return NULL;
}

static DexFuture *
save_fiber (gpointer data)
{
  PalierSegmentMenu *self = data;
  g_autofree char *name = g_strdup (gtk_editable_get_text (self->name));
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierSegment) segment = dex_await_boxed (
      palier_segment_service_save (palier_session_get_segments (self->session), name, self->filter),
      &error);

  if (segment == NULL)
  {
    palier_shell_report (GTK_WIDGET (self), error);
    return NULL;
  }
  if (self->popover == NULL)
    return NULL;
  gtk_editable_set_text (self->name, "");
  palier_shell_toast (GTK_WIDGET (self), _ ("Segment saved"));
  return load_fiber (self);
}

static void
on_save_cb (PalierSegmentMenu *self)
{
  if (*gtk_editable_get_text (self->name) != '\0' && !palier_filter_is_empty (self->filter))
    palier_shell_spawn (GTK_WIDGET (self), save_fiber);
}

static void
on_show_cb (PalierSegmentMenu *self)
{
  gtk_widget_set_visible (self->saving, !palier_filter_is_empty (self->filter));
  if (self->session != NULL)
    palier_shell_spawn (GTK_WIDGET (self), load_fiber);
}

static GtkWidget *
make_saving (PalierSegmentMenu *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Save"));

  self->name = GTK_EDITABLE (entry);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Name of the segment"));
  gtk_entry_set_max_length (GTK_ENTRY (entry), PALIER_SEGMENT_NAME_MAX);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the segment"), -1);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_set_tooltip_text (button, _ ("Save these filters as a segment"));
  g_signal_connect_object (entry, "activate", G_CALLBACK (on_save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_save_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), entry);
  gtk_box_append (GTK_BOX (line), button);
  return line;
}

static void
palier_segment_menu_dispose (GObject *object)
{
  PalierSegmentMenu *self = PALIER_SEGMENT_MENU (object);

  self->popover = NULL;
  g_clear_object (&self->session);
  g_clear_pointer (&self->filter, palier_filter_free);
  G_OBJECT_CLASS (palier_segment_menu_parent_class)->dispose (object);
}

static void
palier_segment_menu_class_init (PalierSegmentMenuClass *class)
{
  G_OBJECT_CLASS (class)->dispose = palier_segment_menu_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", PALIER_TYPE_SEGMENT_MENU, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, PALIER_TYPE_FILTER);
}

static void
palier_segment_menu_init (PalierSegmentMenu *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->saved = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  self->proposed = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  self->saving = make_saving (self);
  gtk_box_append (GTK_BOX (page), self->saving);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->saved));
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->proposed));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 460);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  gtk_widget_set_size_request (scroller, 320, -1);
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, scroller);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Segments"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), GTK_WIDGET (self->popover));
  adw_bin_set_child (ADW_BIN (self), button);
  g_signal_connect_object (self->popover, "show", G_CALLBACK (on_show_cb), self, G_CONNECT_SWAPPED);
}

void
palier_segment_menu_set_session (PalierSegmentMenu *self, PalierSession *session)
{
  g_set_object (&self->session, session);
}

void
palier_segment_menu_set_filter (PalierSegmentMenu *self, PalierFilter *filter)
{
  PalierFilter *former = self->filter;

  self->filter = palier_filter_ref (filter);
  g_clear_pointer (&former, palier_filter_free);
}
