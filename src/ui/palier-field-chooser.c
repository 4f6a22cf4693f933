/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-field-chooser.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-fold.h"
#include "palier-words.h"

struct _PalierFieldChooser
{
  GtkPopover parent_instance;

  GtkLabel *why;
  GtkWidget *search;
  GtkListBox *list;
  char *words; /* what is searched, folded */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierFieldChooser, palier_field_chooser, GTK_TYPE_POPOVER)

static int
target_of (GtkListBoxRow *row)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "target"));
}

/**
 * palier_target_words:
 * @target: a PalierField or one of PALIER_TARGET_NOTE, PALIER_TARGET_CUSTOM
 */
const char *
palier_target_words (int target)
{
  if (target == PALIER_TARGET_NOTE)
    return _ ("In the notes");
  if (target == PALIER_TARGET_CUSTOM)
    return _ ("Field of your own");
  return target == PALIER_TARGET_NONE ? _ ("Do not import")
                                      : palier_words_field ((PalierField) target);
}

static gboolean
matches (GtkListBoxRow *row, gpointer data)
{
  PalierFieldChooser *self = data;
  g_autofree char *folded = palier_fold (palier_target_words (target_of (row)));

  return self->words == NULL || strstr (folded, self->words) != NULL;
}

/* Names that begin with the words come before those that only hold them. */
static int
compare (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  PalierFieldChooser *self = data;
  g_autofree char *one = palier_fold (palier_target_words (target_of (a)));
  g_autofree char *two = palier_fold (palier_target_words (target_of (b)));

  if (self->words && *self->words)
  {
    gboolean first = g_str_has_prefix (one, self->words);
    if (first != g_str_has_prefix (two, self->words))
      return first ? -1 : 1;
  }
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (a), "order"))
         - GPOINTER_TO_INT (g_object_get_data (G_OBJECT (b), "order"));
}

static void
choose (PalierFieldChooser *self, GtkListBoxRow *row)
{
  int target = target_of (row);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, target);
}

static void
on_search_changed_cb (PalierFieldChooser *self)
{
  g_free (self->words);
  self->words = palier_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_sort (self->list);
}

static void
on_enter_cb (PalierFieldChooser *self)
{
  GtkListBoxRow *row;

  on_search_changed_cb (self);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
    {
      choose (self, row);
      return;
    }
}

static void
on_stop_cb (PalierFieldChooser *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
add_row (PalierFieldChooser *self, int target, int order)
{
  GtkWidget *label = gtk_label_new (palier_target_words (target));
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data (G_OBJECT (row), "target", GINT_TO_POINTER (target));
  g_object_set_data (G_OBJECT (row), "order", GINT_TO_POINTER (order));
  gtk_list_box_append (self->list, row);
}

static void
palier_field_chooser_finalize (GObject *object)
{
  g_free (PALIER_FIELD_CHOOSER (object)->words);
  G_OBJECT_CLASS (palier_field_chooser_parent_class)->finalize (object);
}

static void
palier_field_chooser_class_init (PalierFieldChooserClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_field_chooser_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", PALIER_TYPE_FIELD_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static GtkWidget *
make_scrolled_list (PalierFieldChooser *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
  gtk_list_box_set_sort_func (self->list, compare, self, NULL);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (choose), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scroller, 230, 260);
  return scroller;
}

static void
palier_field_chooser_init (PalierFieldChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->why = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->why, 0);
  gtk_label_set_wrap (self->why, TRUE);
  gtk_label_set_max_width_chars (self->why, 1); /* as wide as the list */
  gtk_widget_add_css_class (GTK_WIDGET (self->why), "caption");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->why));
  self->search = gtk_search_entry_new ();
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->search), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the field"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search_changed_cb),
                            self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (on_enter_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (on_stop_cb), self);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), make_scrolled_list (self));
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

static void
show_why (PalierFieldChooser *self, const char *why)
{
  gtk_widget_set_visible (GTK_WIDGET (self->why), why != NULL);
  if (why == NULL)
    return;
  gtk_label_set_text (self->why, why);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, why, -1);
}

static gboolean
is_offered (PalierField field)
{
  return field != PALIER_FIELD_CREATED_AT && field != PALIER_FIELD_CUSTOM;
}

/**
 * palier_field_chooser_new:
 * @proposal: the target that stands first, PALIER_FIELD_NONE for none
 * @why: (nullable): the reason of the proposal, shown, and told where the keyboard is
 */
GtkWidget *
palier_field_chooser_new (int proposal, const char *why)
{
  PalierFieldChooser *self = g_object_new (PALIER_TYPE_FIELD_CHOOSER, NULL);

  show_why (self, why);

  if (proposal != PALIER_TARGET_NONE)
    add_row (self, proposal, 1);
  for (int field = 0; field < PALIER_N_FIELDS; field++)
    if (field != proposal && is_offered ((PalierField) field))
      add_row (self, field, field + 2);
  for (int target = PALIER_TARGET_NOTE; target <= PALIER_TARGET_CUSTOM; target++)
    if (target != proposal)
      add_row (self, target, target + 2);
  add_row (self, PALIER_FIELD_NONE, PALIER_TARGET_CUSTOM + 3);
  return GTK_WIDGET (self);
}
