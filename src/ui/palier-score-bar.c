/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-score-bar.h"

#include <glib/gi18n.h>

#include "palier-words.h"

struct _PalierScoreBar
{
  GtkWidget parent_instance;

  GtkWidget *number;
  GtkWidget *bar;
  GtkWidget *word;
};

G_DEFINE_FINAL_TYPE (PalierScoreBar, palier_score_bar, GTK_TYPE_WIDGET)

static void
show (PalierScoreBar *self, double value, const char *word, const char *style)
{
  const char *styles[] = { style, NULL };
  g_autofree char *number = g_strdup_printf ("%.0f", value);
  g_autofree char *words = *word ? g_strdup_printf ("%s, %s", number, word) : g_strdup (number);

  gtk_label_set_text (GTK_LABEL (self->number), number);
  gtk_label_set_text (GTK_LABEL (self->word), word);
  gtk_widget_set_visible (self->word, *word != '\0');
  gtk_level_bar_set_value (GTK_LEVEL_BAR (self->bar), value);
  gtk_widget_set_css_classes (GTK_WIDGET (self), styles);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
palier_score_bar_dispose (GObject *object)
{
  PalierScoreBar *self = PALIER_SCORE_BAR (object);

  g_clear_pointer (&self->number, gtk_widget_unparent);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_pointer (&self->word, gtk_widget_unparent);
  G_OBJECT_CLASS (palier_score_bar_parent_class)->dispose (object);
}

static void
palier_score_bar_class_init (PalierScoreBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_score_bar_dispose;
  gtk_widget_class_set_css_name (widget_class, "score");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
palier_score_bar_init (PalierScoreBar *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->number = gtk_label_new (NULL);
  gtk_label_set_width_chars (GTK_LABEL (self->number), 3);
  gtk_label_set_xalign (GTK_LABEL (self->number), 1);
  gtk_widget_add_css_class (self->number, "numeric");
  self->bar = gtk_level_bar_new_for_interval (0, 100);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
  self->word = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->word), 0);
  gtk_label_set_width_chars (GTK_LABEL (self->word), 6);
  gtk_label_set_ellipsize (GTK_LABEL (self->word), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->word, TRUE);
  gtk_widget_set_parent (self->number, GTK_WIDGET (self));
  gtk_widget_set_parent (self->bar, GTK_WIDGET (self));
  gtk_widget_set_parent (self->word, GTK_WIDGET (self));
}

/* @whole: the word is never shortened, which a column of a list may have to do */
GtkWidget *
palier_score_bar_new (gboolean whole)
{
  PalierScoreBar *self = g_object_new (PALIER_TYPE_SCORE_BAR, NULL);

  if (whole)
    gtk_label_set_ellipsize (GTK_LABEL (self->word), PANGO_ELLIPSIZE_NONE);
  return GTK_WIDGET (self);
}

/**
 * palier_score_bar_set_score:
 * @score: (nullable): NULL: not known yet
 */
void
palier_score_bar_set_score (PalierScoreBar *self, const PalierScore *score)
{
  gtk_widget_set_opacity (GTK_WIDGET (self), score ? 1 : 0);
  if (score == NULL)
    return;
  show (self, score->total,
        score->to_complete ? _ ("to complete") : palier_words_band (score->band),
        palier_band_name (score->band));
}

/**
 * palier_score_bar_set_part:
 * @value: 0 to 100
 * @confidence: 0 to 1; 0: nothing is known
 *
 * Shows one sub-score, which has no word of its own.
 */
void
palier_score_bar_set_part (PalierScoreBar *self, double value, double confidence)
{
  show (self, value, confidence > 0 ? "" : _ ("unknown"), "part");
}
