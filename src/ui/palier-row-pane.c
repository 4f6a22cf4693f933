/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-row-pane.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-cell-editor.h"
#include "palier-column-words.h"
#include "palier-format.h"
#include "palier-verdict-words.h"
#include "palier-words.h"

struct _PalierRowPane
{
  AdwBin parent_instance;

  PalierImportRows *rows; /* (nullable) */
  PalierImportRow *row;   /* (nullable) */
  gboolean filling;
  GtkWidget *editor; /* (nullable): the last one opened */

  GtkLabel *words;
  GtkWidget *decisions;
  GtkToggleButton *merge;
  GtkToggleButton *keep;
  GtkToggleButton *skip;
  GtkLabel *evidence;
  GtkListBox *problems;
  GtkGrid *compare;
};

G_DEFINE_FINAL_TYPE (PalierRowPane, palier_row_pane, ADW_TYPE_BIN)

/* ---- what becomes of it */

static void
show_decision (PalierRowPane *self)
{
  PalierDecision decision = palier_import_row_get_decision (self->row);

  self->filling = TRUE;
  gtk_toggle_button_set_active (decision == PALIER_DECISION_MERGE  ? self->merge
                                : decision == PALIER_DECISION_KEEP ? self->keep
                                                                   : self->skip,
                                TRUE);
  self->filling = FALSE;
}

static void
on_decision_cb (PalierRowPane *self, GtkToggleButton *button)
{
  if (self->filling || self->row == NULL || !gtk_toggle_button_get_active (button))
    return;
  palier_import_rows_decide (self->rows, palier_import_row_get_line (self->row),
                             button == self->merge  ? PALIER_DECISION_MERGE
                             : button == self->keep ? PALIER_DECISION_KEEP
                                                    : PALIER_DECISION_SKIP);
}

/* ---- what is to be mended */

static guint
column_of (GtkWidget *button)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "column"));
}

static void
on_take_cb (PalierRowPane *self, GtkWidget *button)
{
  palier_import_rows_mend (self->rows, palier_import_row_get_line (self->row), column_of (button),
                           g_object_get_data (G_OBJECT (button), "proposal"));
}

/* The popover is the pane's, not the button's, which goes away when the row is shown anew. */
static void
on_mend_cb (PalierRowPane *self, GtkWidget *button)
{
  graphene_rect_t place;

  g_clear_pointer (&self->editor, gtk_widget_unparent);
  if (!gtk_widget_compute_bounds (button, GTK_WIDGET (self), &place))
    return;
  self->editor = palier_cell_editor_new (self->rows, self->row, column_of (button));
  gtk_widget_set_parent (self->editor, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->editor),
                               &(GdkRectangle) { (int) place.origin.x, (int) place.origin.y,
                                                 (int) place.size.width, (int) place.size.height });
  gtk_popover_popup (GTK_POPOVER (self->editor));
}

static GtkWidget *
add_button (PalierRowPane *self, GtkWidget *box, const char *label, int column, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  GtkWidget *text = gtk_button_get_child (GTK_BUTTON (button));

  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (text), (int) MIN (g_utf8_strlen (label, -1), 10));
  gtk_label_set_max_width_chars (GTK_LABEL (text), 28);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "column", GUINT_TO_POINTER ((guint) column));
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static char *
dup_place (PalierRowPane *self, const PalierProblem *problem)
{
  GPtrArray *columns = palier_import_rows_get_preview (self->rows)->columns;

  if (problem->column < 0 || (guint) problem->column >= columns->len)
    return g_strdup (_ ("The whole row"));
  g_autofree char *title = palier_column_dup_title (g_ptr_array_index (columns, problem->column));
  return problem->value ? g_strdup_printf (_ ("%s: “%s”"), title, problem->value)
                        : g_steal_pointer (&title);
}

static void
add_problem (PalierRowPane *self, const PalierProblem *problem)
{
  GtkWidget *row = adw_action_row_new ();
  /* One above the other: at 360 px there is no room for two beside the words. */
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *place = dup_place (self, problem);
  g_autofree char *words = palier_words_problem (problem);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), place);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  if (problem->column >= 0 && problem->proposal
      && palier_problem_code_wants_mending (problem->code))
  {
    g_autofree char *take = g_strdup_printf (_ ("Take “%s”"), problem->proposal);
    g_object_set_data_full (
        G_OBJECT (add_button (self, buttons, take, problem->column, G_CALLBACK (on_take_cb))),
        "proposal", g_strdup (problem->proposal), g_free);
  }
  if (problem->column >= 0)
    add_button (self, buttons, _ ("Correct…"), problem->column, G_CALLBACK (on_mend_cb));
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (buttons, 6);
  gtk_widget_set_margin_bottom (buttons, 6);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), buttons);
  gtk_list_box_append (self->problems, row);
}

static void
show_problems (PalierRowPane *self)
{
  GPtrArray *problems = palier_import_row_get_problems (self->row);

  gtk_list_box_remove_all (self->problems);
  for (guint i = 0; problems && i < problems->len; i++)
    add_problem (self, g_ptr_array_index (problems, i));
  gtk_widget_set_visible (GTK_WIDGET (self->problems), problems && problems->len > 0);
}

/* ---- side by side with the other one */

static void
attach (PalierRowPane *self, const char *text, int column, int line, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), column > 0 && line > 0);
  gtk_widget_set_hexpand (label, column > 0);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->compare, label, column, line, 1, 1);
}

static char *
dup_value (PalierProspect *prospect, PalierField field)
{
  const char *value = prospect ? palier_prospect_get (prospect, field) : NULL;
  return value ? palier_words_value (field, value) : NULL;
}

static int
attach_field (PalierRowPane *self, PalierField field, int line)
{
  g_autofree char *here = dup_value (palier_import_row_get_prospect (self->row), field);
  g_autofree char *there = dup_value (palier_import_row_get_other (self->row), field);
  gboolean differs = g_strcmp0 (here, there) != 0;

  if ((here == NULL && there == NULL) || field == PALIER_FIELD_CREATED_AT)
    return line;
  attach (self, palier_words_field (field), 0, line, "dimmed");
  attach (self, here ? here : "–", 1, line, differs ? "heading" : NULL);
  attach (self, there ? there : "–", 2, line, differs ? "heading" : NULL);
  return line + 1;
}

static char *
dup_other_title (PalierRowPane *self)
{
  guint64 other_line = palier_import_row_get_other_line (self->row);
  g_autofree char *line = palier_format_count (other_line);

  /* Translators: line of a file */
  return other_line != 0 ? g_strdup_printf (_ ("Line %s"), line) : g_strdup (_ ("In your base"));
}

/* "E-mail: the same · Town: different" */
static void
show_evidence (PalierRowPane *self)
{
  g_autoptr (GArray) evidence = palier_import_row_compare (self->row);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < evidence->len; i++)
  {
    g_autofree char *words =
        palier_words_evidence (&g_array_index (evidence, PalierDuplicateEvidence, i));
    g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", words);
  }
  gtk_label_set_text (self->evidence, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->evidence), text->len > 0);
}

static void
show_compare (PalierRowPane *self)
{
  gboolean both = palier_import_row_get_other (self->row) != NULL;
  g_autofree char *other = dup_other_title (self);
  GtkWidget *child;
  int line = 1;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->compare))))
    gtk_grid_remove (self->compare, child);
  gtk_widget_set_visible (GTK_WIDGET (self->compare), both);
  if (!both)
    return;
  attach (self, _ ("This row"), 1, 0, "caption-heading");
  attach (self, other, 2, 0, "caption-heading");
  for (int field = 0; field < PALIER_N_FIELDS; field++)
    line = attach_field (self, (PalierField) field, line);
}

/* ---- all of it */

static void
refresh (PalierRowPane *self)
{
  PalierImportVerdict verdict;
  g_autofree char *words = NULL;
  g_autofree char *line = NULL;
  g_autofree char *title = NULL;

  if (self->row == NULL || !palier_import_row_is_read (self->row))
    return;
  verdict = palier_import_row_get_verdict (self->row);
  words = palier_import_row_dup_words (self->row);
  /* Translators: line of a file, and a sentence on what it is */
  line = palier_format_count (palier_import_row_get_line (self->row));
  title = g_strdup_printf (_ ("Line %s. %s"), line, words);
  gtk_label_set_text (self->words, title);
  gtk_widget_set_visible (self->decisions, palier_verdict_is_double (verdict));
  show_decision (self);
  show_problems (self);
  show_evidence (self);
  show_compare (self);
}

static void
palier_row_pane_dispose (GObject *object)
{
  PalierRowPane *self = PALIER_ROW_PANE (object);

  palier_row_pane_show (self, NULL);
  g_clear_pointer (&self->editor, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_ROW_PANE);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (palier_row_pane_parent_class)->dispose (object);
}

static void
palier_row_pane_class_init (PalierRowPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_row_pane_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-row-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierRowPane, words);
  gtk_widget_class_bind_template_child (widget_class, PalierRowPane, decisions);
  gtk_widget_class_bind_template_child (widget_class, PalierRowPane, merge);
  gtk_widget_class_bind_template_child (widget_class, PalierRowPane, keep);
  gtk_widget_class_bind_template_child (widget_class, PalierRowPane, skip);
  gtk_widget_class_bind_template_child (widget_class, PalierRowPane, evidence);
  gtk_widget_class_bind_template_child (widget_class, PalierRowPane, problems);
  gtk_widget_class_bind_template_child (widget_class, PalierRowPane, compare);
  gtk_widget_class_bind_template_callback (widget_class, on_decision_cb);
}

static void
palier_row_pane_init (PalierRowPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
palier_row_pane_set_rows (PalierRowPane *self, PalierImportRows *rows)
{
  g_set_object (&self->rows, rows);
}

/* @row: (nullable) */
void
palier_row_pane_show (PalierRowPane *self, PalierImportRow *row)
{
  if (self->row)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  g_signal_connect_object (row, "notify::prospect", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}
