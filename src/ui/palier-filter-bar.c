/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-filter-bar.h"

#include "palier-filter-chooser.h"
#include "palier-segment-menu.h"
#include "palier-shell.h"

struct _PalierFilterBar
{
  AdwBin parent_instance;

  PalierFilter *filter; /* never changed in place: queries hold it too */
  GtkBox *chips;
  PalierSegmentMenu *segments;
  PalierFilterChooser *chooser;
};

G_DEFINE_FINAL_TYPE (PalierFilterBar, palier_filter_bar, ADW_TYPE_BIN)

#define CHIP_CHARS 24

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* The chip that had it is gone. */
static void
give_keyboard (PalierFilterBar *self)
{
  GtkWidget *chip = gtk_widget_get_last_child (GTK_WIDGET (self->chips));

  gtk_widget_child_focus (chip != NULL ? chip : GTK_WIDGET (self->chooser), GTK_DIR_TAB_FORWARD);
}

static void
on_chip_clicked_cb (PalierFilterBar *self, GtkButton *chip)
{
  const PalierFilterTerm *term = g_object_get_data (G_OBJECT (chip), "term");
  g_autoptr (PalierFilter) filter = palier_filter_copy (self->filter);
  gboolean had_keyboard = gtk_widget_has_focus (GTK_WIDGET (chip));

  palier_filter_remove (filter, term->key, term->negated);
  palier_filter_bar_set_filter (self, filter);
  if (had_keyboard)
    give_keyboard (self);
}

static GtkWidget *
make_content (const char *words)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), CHIP_CHARS);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_box_append (GTK_BOX (content), label);
  return content;
}

static GtkWidget *
make_chip (PalierFilterBar *self, PalierFilterTerm *term)
{
  g_autofree char *words = palier_words_filter_term (term);
  g_autofree char *remove = g_strdup_printf (_ ("Remove the filter “%s”"), words);
  GtkWidget *chip = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (chip), make_content (words));
  gtk_widget_add_css_class (chip, "raised");
  gtk_widget_set_tooltip_text (chip, remove);
  /* Its name is what it says; what a press does is its description. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  remove, -1);
  g_object_set_data (G_OBJECT (chip), "term", term);
  g_signal_connect_object (chip, "clicked", G_CALLBACK (on_chip_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return chip;
}

static void
show_chips (PalierFilterBar *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_box_remove (self->chips, child);
  for (guint i = 0; i < self->filter->terms->len; i++)
    gtk_box_append (self->chips, make_chip (self, g_ptr_array_index (self->filter->terms, i)));
}

static void
on_chosen_cb (PalierFilterBar *self, PalierFilter *filter)
{
  palier_filter_bar_set_filter (self, filter);
}

static void
palier_filter_bar_dispose (GObject *object)
{
  PalierFilterBar *self = PALIER_FILTER_BAR (object);

  /* Chips point into the filter. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (palier_filter_bar_parent_class)->dispose (object);
}

static void
palier_filter_bar_finalize (GObject *object)
{
  palier_filter_free (PALIER_FILTER_BAR (object)->filter);
  G_OBJECT_CLASS (palier_filter_bar_parent_class)->finalize (object);
}

static void
palier_filter_bar_class_init (PalierFilterBarClass *class)
{
  G_OBJECT_CLASS (class)->dispose = palier_filter_bar_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_filter_bar_finalize;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_filter_bar_init (PalierFilterBar *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->filter = palier_filter_new ();
  self->chips = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  self->segments = g_object_new (PALIER_TYPE_SEGMENT_MENU, NULL);
  self->chooser = g_object_new (PALIER_TYPE_FILTER_CHOOSER, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->chips));
  /* Chips scroll where there is little room; they do not shrink to nothing. */
  gtk_scrollable_set_hscroll_policy (
      GTK_SCROLLABLE (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller))),
      GTK_SCROLL_NATURAL);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->segments));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->chooser));
  gtk_box_append (GTK_BOX (line), scroller);
  gtk_widget_set_margin_top (line, 3);
  gtk_widget_set_margin_start (line, 6);
  gtk_widget_set_margin_end (line, 6);
  gtk_widget_set_margin_bottom (line, 6);
  adw_bin_set_child (ADW_BIN (self), line);
  g_signal_connect_object (self->segments, "chosen", G_CALLBACK (on_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chooser, "chosen", G_CALLBACK (on_chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

void
palier_filter_bar_set_session (PalierFilterBar *self, PalierSession *session)
{
  palier_segment_menu_set_session (self->segments, session);
  palier_filter_chooser_set_session (self->chooser, session);
}

/* (transfer none): never NULL */
PalierFilter *
palier_filter_bar_get_filter (PalierFilterBar *self)
{
  return self->filter;
}

/* @filter: (nullable): not to be changed afterwards */
void
palier_filter_bar_set_filter (PalierFilterBar *self, PalierFilter *filter)
{
  PalierFilter *former = self->filter;

  self->filter = filter != NULL ? palier_filter_ref (filter) : palier_filter_new ();
  show_chips (self);
  palier_filter_free (former);
  palier_segment_menu_set_filter (self->segments, self->filter);
  palier_filter_chooser_set_filter (self->chooser, self->filter);
  g_signal_emit (self, signals[CHANGED], 0);
}
