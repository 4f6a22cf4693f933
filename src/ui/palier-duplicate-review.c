/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column a prospect, two rows a field: its name, then the values, of which one is chosen. What a
 * click changes is the plan that was given; the page merges by it. */
#include "palier-duplicate-review.h"

#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-pane-rows.h"

#define VALUE_LINES 6

struct _PalierDuplicateReview
{
  AdwBin parent_instance;

  PalierMergePlan *plan; /* (nullable) */
  GPtrArray *why_rows;
  GPtrArray *same_rows;

  GtkLabel *certainty;
  GtkLabel *hint;
  GtkGrid *grid;
  AdwPreferencesGroup *same_group;
  AdwPreferencesGroup *why_group;
};

G_DEFINE_FINAL_TYPE (PalierDuplicateReview, palier_duplicate_review, ADW_TYPE_BIN)

/* ---- values side by side */

/* Where a check button stands. */
typedef struct
{
  PalierDuplicateReview *review;
  PalierField field;
  int index;
} Cell;

static void
on_toggled_cb (GtkCheckButton *button, Cell *cell)
{
  if (gtk_check_button_get_active (button) && cell->review->plan != NULL)
    cell->review->plan->choices[cell->field] = cell->index;
}

static void
cell_free (gpointer cell, GClosure *closure)
{
  g_free (cell);
}

static GtkWidget *
new_text (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_lines (GTK_LABEL (label), VALUE_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), (int) MIN (g_utf8_strlen (text, -1), 8));
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
new_choice (PalierDuplicateReview *self, PalierField field, int index, const char *value)
{
  GtkWidget *button = gtk_check_button_new ();
  g_autofree char *text = palier_words_value (field, value);
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), palier_words_field (field), text);
  Cell *cell = g_new (Cell, 1);

  *cell = (Cell) { self, field, index };
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), new_text (text, NULL));
  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), self->plan->choices[field] == index);
  g_signal_connect_data (button, "toggled", G_CALLBACK (on_toggled_cb), cell, cell_free, 0);
  return button;
}

static void
add_field (PalierDuplicateReview *self, PalierField field, int *row)
{
  GtkWidget *first = NULL;
  int n = (int) self->plan->prospects->len;

  gtk_grid_attach (self->grid, new_text (palier_words_field (field), "caption-heading"), 0,
                   (*row)++, n, 1);
  for (int i = 0; i < n; i++)
  {
    const char *value = palier_prospect_get (g_ptr_array_index (self->plan->prospects, i), field);
    GtkWidget *cell =
        value != NULL ? new_choice (self, field, i, value) : new_text (_ ("Unknown"), "dimmed");
    if (value != NULL && first != NULL)
      gtk_check_button_set_group (GTK_CHECK_BUTTON (cell), GTK_CHECK_BUTTON (first));
    if (value != NULL && first == NULL)
      first = cell;
    gtk_grid_attach (self->grid, cell, i, *row, 1, 1);
  }
  (*row)++;
}

/* Who stands in which column: the name, and since when. */
static void
add_heads (PalierDuplicateReview *self, int row)
{
  gint64 now_ms = g_get_real_time () / 1000;

  for (guint i = 0; i < self->plan->prospects->len; i++)
  {
    PalierProspect *prospect = g_ptr_array_index (self->plan->prospects, i);
    gint64 at_ms = palier_prospect_get_integer (prospect, PALIER_FIELD_CREATED_AT, 0);
    g_autofree char *name = palier_prospect_dup_display_name (prospect);
    g_autofree char *when = at_ms != 0 ? palier_format_moment (at_ms, now_ms) : NULL;
    g_autofree char *added = when != NULL ? g_strdup_printf (_ ("Added: %s"), when) : NULL;
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
    gtk_box_append (GTK_BOX (box), new_text (name, "heading"));
    if (added != NULL)
      gtk_box_append (GTK_BOX (box), new_text (added, "caption"));
    gtk_grid_attach (self->grid, box, (int) i, row, 1, 1);
  }
}

static void
add_same (PalierDuplicateReview *self, PalierField field)
{
  int choice = self->plan->choices[field];
  const char *value =
      choice >= 0 ? palier_prospect_get (g_ptr_array_index (self->plan->prospects, choice), field)
                  : NULL;

  if (value == NULL || field == PALIER_FIELD_CREATED_AT)
    return;
  g_autofree char *text = palier_words_value (field, value);
  GtkWidget *row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), palier_words_field (field));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_add_css_class (row, "property");
  palier_pane_rows_add (self->same_rows, self->same_group, row);
}

static void
clear_grid (PalierDuplicateReview *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

static void
show_fields (PalierDuplicateReview *self)
{
  int row = 1;

  clear_grid (self);
  palier_pane_rows_clear (self->same_rows, self->same_group);
  add_heads (self, 0);
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    PalierField field = (PalierField) i;
    if (!palier_field_info (field)->stored)
      continue;
    if (field != PALIER_FIELD_CREATED_AT && palier_merge_plan_differs (self->plan, field))
      add_field (self, field, &row);
    else
      add_same (self, field);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->same_group), self->same_rows->len > 0);
}

/* ---- why */

static void
show_why (PalierDuplicateReview *self, const PalierDuplicateCluster *cluster)
{
  palier_pane_rows_clear (self->why_rows, self->why_group);
  for (guint i = 0; i < cluster->evidence->len; i++)
  {
    const PalierDuplicateEvidence *evidence =
        &g_array_index (cluster->evidence, PalierDuplicateEvidence, i);
    g_autofree char *words = palier_words_evidence (evidence);
    GtkWidget *row = adw_action_row_new ();
    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), palier_words_weight (evidence->weight));
    palier_pane_rows_add (self->why_rows, self->why_group, row);
  }
}

/* ---- overrides */

static void
palier_duplicate_review_dispose (GObject *object)
{
  PalierDuplicateReview *self = PALIER_DUPLICATE_REVIEW (object);

  g_clear_pointer (&self->plan, palier_merge_plan_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_DUPLICATE_REVIEW);
  G_OBJECT_CLASS (palier_duplicate_review_parent_class)->dispose (object);
}

static void
palier_duplicate_review_finalize (GObject *object)
{
  PalierDuplicateReview *self = PALIER_DUPLICATE_REVIEW (object);

  g_ptr_array_unref (self->why_rows);
  g_ptr_array_unref (self->same_rows);
  G_OBJECT_CLASS (palier_duplicate_review_parent_class)->finalize (object);
}

static void
palier_duplicate_review_class_init (PalierDuplicateReviewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_duplicate_review_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_duplicate_review_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-duplicate-review.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicateReview, certainty);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicateReview, hint);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicateReview, grid);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicateReview, same_group);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicateReview, why_group);
}

static void
palier_duplicate_review_init (PalierDuplicateReview *self)
{
  self->why_rows = g_ptr_array_new ();
  self->same_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * palier_duplicate_review_show:
 * @plan: what is chosen here is written into it
 */
void
palier_duplicate_review_show (PalierDuplicateReview *self, const PalierDuplicateCluster *cluster,
                              PalierMergePlan *plan)
{
  g_autofree char *certainty = palier_format_certainty (cluster->score);

  g_clear_pointer (&self->plan, palier_merge_plan_free);
  self->plan = palier_merge_plan_ref (plan);
  gtk_label_set_text (self->certainty, certainty);
  gtk_label_set_text (self->hint,
                      _ ("The best value of each field is chosen already. Addresses and "
                         "numbers that you do not choose are kept beside it."));
  show_fields (self);
  show_why (self, cluster);
}
