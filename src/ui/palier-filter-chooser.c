/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-filter-chooser.h"

#include "palier-format.h"
#include "palier-shell.h"

struct _PalierFilterChooser
{
  AdwBin parent_instance;

  PalierSession *session;
  PalierFilter *filter;
  PalierFilterKey key; /* whose values are shown */
  gboolean filling;    /* the checks follow the filter, not the other way */
  GtkPopover *popover;
  GtkStack *stack;
  GtkListBox *keys;
  GtkLabel *title;
  GtkCheckButton *except;
  GtkBox *values;
};

G_DEFINE_FINAL_TYPE (PalierFilterChooser, palier_filter_chooser, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static gboolean
is_negated (PalierFilterChooser *self)
{
  return gtk_check_button_get_active (self->except);
}

/* The values that are checked, as one term; both forms of the key are replaced. */
static void
on_toggled_cb (PalierFilterChooser *self)
{
  g_autoptr (PalierFilter) filter = NULL;

  if (self->filling)
    return;
  filter = palier_filter_copy (self->filter);
  palier_filter_remove (filter, self->key, FALSE);
  palier_filter_remove (filter, self->key, TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->values)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_CHECK_BUTTON (child) && gtk_check_button_get_active (GTK_CHECK_BUTTON (child)))
      palier_filter_add (filter, self->key, is_negated (self),
                         g_object_get_data (G_OBJECT (child), "value"), NULL);
  g_signal_emit (self, signals[CHOSEN], 0, filter);
}

static gboolean
has_value (PalierFilterChooser *self, const char *value)
{
  const PalierFilterTerm *term = palier_filter_find (self->filter, self->key, is_negated (self));

  return term != NULL && g_strv_contains ((const char *const *) term->values, value);
}

static void
add_value (PalierFilterChooser *self, const PalierFilterChoice *choice)
{
  g_autofree char *count = palier_format_count (choice->count);
  g_autofree char *label = choice->count > 0 ? g_strdup_printf ("%s (%s)", choice->label, count)
                                             : g_strdup (choice->label);
  GtkWidget *check = gtk_check_button_new_with_label (label);

  g_object_set_data_full (G_OBJECT (check), "value", g_strdup (choice->value), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), has_value (self, choice->value));
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->values, check);
}

static void
show_values (PalierFilterChooser *self, GPtrArray *choices)
{
  GtkWidget *child;

  self->filling = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->values))) != NULL)
    gtk_box_remove (self->values, child);
  gtk_check_button_set_active (self->except,
                               palier_filter_find (self->filter, self->key, TRUE) != NULL);
  for (guint i = 0; i < choices->len; i++)
    add_value (self, g_ptr_array_index (choices, i));
  if (choices->len == 0)
  {
    GtkWidget *none = gtk_label_new (_ ("None of your prospects has one."));
    gtk_label_set_wrap (GTK_LABEL (none), TRUE);
    gtk_widget_add_css_class (none, "dimmed");
    gtk_box_append (self->values, none);
  }
  self->filling = FALSE;
  gtk_stack_set_visible_child_name (self->stack, "values");
}

static DexFuture *
choices_fiber (gpointer data)
{
  PalierFilterChooser *self = data;
  PalierFilterKey key = self->key;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) choices = dex_await_boxed (
      palier_segment_service_choices (palier_session_get_segments (self->session), key), &error);

  if (choices == NULL)
    palier_shell_report (GTK_WIDGET (self), error);
  else if (key == self->key && self->values != NULL)
    show_values (self, choices);
  return NULL;
}

static void
on_key_cb (PalierFilterChooser *self, GtkListBoxRow *row)
{
  self->key = (PalierFilterKey) gtk_list_box_row_get_index (row);
  gtk_label_set_label (self->title, palier_words_filter_key (self->key));
  palier_shell_spawn (GTK_WIDGET (self), choices_fiber);
}

static void
on_back_cb (PalierFilterChooser *self)
{
  gtk_stack_set_visible_child_name (self->stack, "keys");
}

static GtkWidget *
make_keys (PalierFilterChooser *self)
{
  self->keys = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->keys, GTK_SELECTION_NONE);
  for (int key = 0; key < PALIER_N_FILTER_KEYS; key++)
  {
    const char *words = palier_words_filter_key ((PalierFilterKey) key);
    GtkWidget *label = gtk_label_new (words);
    GtkWidget *row = gtk_list_box_row_new ();
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
    gtk_list_box_append (self->keys, row);
  }
  g_signal_connect_object (self->keys, "row-activated", G_CALLBACK (on_key_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self->keys);
}

static GtkWidget *
make_values (PalierFilterChooser *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_widget_add_css_class (back, "flat");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  gtk_box_append (GTK_BOX (head), back);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  self->values = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->except = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_ ("All except these")));
  gtk_box_append (GTK_BOX (page), head);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->values));
  gtk_box_append (GTK_BOX (page), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->except));
  g_signal_connect_object (back, "clicked", G_CALLBACK (on_back_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->except, "toggled", G_CALLBACK (on_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  return page;
}

static void
palier_filter_chooser_dispose (GObject *object)
{
  PalierFilterChooser *self = PALIER_FILTER_CHOOSER (object);

  self->values = NULL;
  g_clear_object (&self->session);
  g_clear_pointer (&self->filter, palier_filter_free);
  G_OBJECT_CLASS (palier_filter_chooser_parent_class)->dispose (object);
}

static void
palier_filter_chooser_class_init (PalierFilterChooserClass *class)
{
  G_OBJECT_CLASS (class)->dispose = palier_filter_chooser_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", PALIER_TYPE_FILTER_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, PALIER_TYPE_FILTER);
}

static void
palier_filter_chooser_init (PalierFilterChooser *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->filter = palier_filter_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, make_keys (self), "keys");
  gtk_stack_add_named (self->stack, make_values (self), "values");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 420);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->stack));
  gtk_widget_set_size_request (scroller, 260, -1);
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, scroller);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Filter"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), GTK_WIDGET (self->popover));
  gtk_widget_set_tooltip_text (button, _ ("Add a Filter"));
  adw_bin_set_child (ADW_BIN (self), button);
  g_signal_connect_object (self->popover, "closed", G_CALLBACK (on_back_cb), self,
                           G_CONNECT_SWAPPED);
}

void
palier_filter_chooser_set_session (PalierFilterChooser *self, PalierSession *session)
{
  g_set_object (&self->session, session);
}

void
palier_filter_chooser_set_filter (PalierFilterChooser *self, PalierFilter *filter)
{
  PalierFilter *former = self->filter;

  self->filter = palier_filter_ref (filter);
  palier_filter_free (former);
}
