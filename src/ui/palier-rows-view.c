/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-rows-view.h"

#include <glib/gi18n.h>

#include "palier-cell-editor.h"
#include "palier-chained-scroll.h"
#include "palier-column-words.h"
#include "palier-format.h"
#include "palier-problem-groups.h"
#include "palier-row-cells.h"
#include "palier-row-pane.h"
#include "palier-verdict-words.h"
#include "palier-words.h"

struct _PalierRowsView
{
  AdwBin parent_instance;

  PalierImportRows *rows; /* (nullable) */
  GtkSingleSelection *selection;
  GtkWidget *editor;    /* (nullable): the last one opened */
  char *verdicts_shown; /* (nullable): what the list of verdicts was made of */

  GtkToggleButton *all;
  GtkToggleButton *to_mend;
  GtkToggleButton *doubles;
  GtkProgressBar *progress;
  PalierProblemGroups *groups;
  GtkListBox *verdicts;
  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  PalierRowPane *pane;
};

G_DEFINE_FINAL_TYPE (PalierRowsView, palier_rows_view, ADW_TYPE_BIN)

/* ---- kinds of duplicates: one choice for all of a kind */

static void
on_decide_all_cb (PalierRowsView *self, GParamSpec *pspec, AdwComboRow *row)
{
  guint selected = adw_combo_row_get_selected (row);

  if (selected > 0)
    palier_import_rows_decide_all (
        self->rows,
        (PalierImportVerdict) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "verdict")),
        (PalierDecision) (selected - 1));
}

static GtkWidget *
make_verdict (PalierRowsView *self, PalierImportVerdict verdict, guint64 n)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);
  g_autofree char *count = palier_format_count (n);
  g_autofree char *rows = g_strdup_printf (ngettext ("%s row", "%s rows", (gulong) n), count);

  gtk_string_list_append (choices, _ ("One by one"));
  for (int decision = 0; decision < PALIER_N_DECISIONS; decision++)
    gtk_string_list_append (choices, palier_decision_words ((PalierDecision) decision));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), palier_verdict_title (verdict));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), rows);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  g_object_set_data (G_OBJECT (row), "verdict", GINT_TO_POINTER ((int) verdict));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_decide_all_cb), self,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
show_verdicts (PalierRowsView *self)
{
  const PalierImportCounts *counts = palier_import_rows_get_counts (self->rows);
  g_autoptr (GString) key = g_string_new (NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->verdicts),
                          counts->doubles > 0 && gtk_toggle_button_get_active (self->doubles));
  for (int verdict = 0; verdict < PALIER_N_VERDICTS; verdict++)
    g_string_append_printf (key, "%" G_GUINT64_FORMAT " ", counts->verdicts[verdict]);
  if (g_strcmp0 (key->str, self->verdicts_shown) == 0)
    return;
  g_set_str (&self->verdicts_shown, key->str);
  gtk_list_box_remove_all (self->verdicts);
  for (int verdict = 0; verdict < PALIER_N_VERDICTS; verdict++)
    if (palier_verdict_title ((PalierImportVerdict) verdict) && counts->verdicts[verdict] > 0)
      gtk_list_box_append (self->verdicts, make_verdict (self, (PalierImportVerdict) verdict,
                                                         counts->verdicts[verdict]));
}

/* ---- counts and filter */

static void
show_groups (PalierRowsView *self)
{
  gboolean any = palier_problem_groups_show (self->groups, self->rows);

  gtk_widget_set_visible (GTK_WIDGET (self->groups),
                          any && gtk_toggle_button_get_active (self->to_mend));
}

static void
set_count (GtkToggleButton *button, const char *words, guint64 n)
{
  g_autofree char *count = palier_format_count (n);
  g_autofree char *label = g_strdup_printf ("%s %s", words, count);

  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), label) != 0)
    gtk_button_set_label (GTK_BUTTON (button), label);
}

static void
on_counted_cb (PalierRowsView *self)
{
  const PalierImportCounts *counts = palier_import_rows_get_counts (self->rows);

  set_count (self->all, _ ("All"), counts->rows);
  set_count (self->to_mend, _ ("To mend"), counts->to_mend);
  set_count (self->doubles, _ ("Duplicates"), counts->doubles);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (counts->fraction, 0, 1));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), !counts->complete);
  show_groups (self);
  show_verdicts (self);
}

/* The list begins anew, or at the row that was selected where that is among the others, too. */
static void
set_filter (PalierRowsView *self, PalierImportFilter filter)
{
  PalierImportRow *row = gtk_single_selection_get_selected_item (self->selection);
  guint index = row != NULL ? palier_import_row_get_index (row) : G_MAXUINT, position;

  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0)
    gtk_column_view_scroll_to (self->view, 0, NULL, GTK_LIST_SCROLL_NONE, NULL);
  palier_import_rows_set_filter (self->rows, filter);
  if (palier_import_rows_find (self->rows, index, &position))
    gtk_column_view_scroll_to (self->view, position, NULL, GTK_LIST_SCROLL_SELECT, NULL);
}

static void
on_filter_cb (PalierRowsView *self, GtkToggleButton *button)
{
  if (self->rows == NULL || !gtk_toggle_button_get_active (button))
    return;
  set_filter (self, button == self->to_mend   ? PALIER_IMPORT_TO_MEND
                    : button == self->doubles ? PALIER_IMPORT_DOUBLES
                                              : PALIER_IMPORT_ALL);
  show_groups (self);
  show_verdicts (self);
}

/* ---- the row that is selected, the cell that is mended */

static void
on_selected_cb (PalierRowsView *self)
{
  PalierImportRow *row = gtk_single_selection_get_selected_item (self->selection);

  palier_row_pane_show (self->pane, row);
  gtk_widget_set_visible (GTK_WIDGET (self->pane), row != NULL);
}

static void
open_editor (PalierRowsView *self, PalierImportRow *row, GtkWidget *cell, guint column)
{
  graphene_rect_t place;

  g_clear_pointer (&self->editor, gtk_widget_unparent);
  if (!gtk_widget_compute_bounds (cell, GTK_WIDGET (self), &place))
    return;
  self->editor = palier_cell_editor_new (self->rows, row, column);
  gtk_widget_set_parent (self->editor, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->editor),
                               &(GdkRectangle) { (int) place.origin.x, (int) place.origin.y,
                                                 (int) place.size.width, (int) place.size.height });
  gtk_popover_popup (GTK_POPOVER (self->editor));
}

/* The cell that the keyboard or the pointer is on; else the row's first one to mend. */
static int
column_to_mend (PalierRowsView *self, PalierImportRow *row, GtkWidget *cell)
{
  GPtrArray *columns = palier_import_rows_get_preview (self->rows)->columns;
  GPtrArray *problems = palier_import_row_get_problems (row);
  PalierField field = cell ? palier_row_cells_field_at (cell) : PALIER_FIELD_NONE;

  if (field != PALIER_FIELD_NONE)
    return palier_row_cells_column_of (columns, field, row);
  for (guint i = 0; problems && i < problems->len; i++)
    if (((PalierProblem *) g_ptr_array_index (problems, i))->column >= 0)
      return ((PalierProblem *) g_ptr_array_index (problems, i))->column;
  return -1;
}

static void
mend_row (PalierRowsView *self, guint position, GtkWidget *cell)
{
  g_autoptr (PalierImportRow) row =
      g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  int column = row && palier_import_row_is_read (row) ? column_to_mend (self, row, cell) : -1;

  gtk_single_selection_set_selected (self->selection, position);
  if (column >= 0)
    open_editor (self, row, cell ? cell : GTK_WIDGET (self->view), (guint) column);
}

static void
on_activate_cb (PalierRowsView *self, guint position)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  mend_row (self, position, root ? gtk_root_get_focus (root) : NULL);
}

/* ---- overrides */

static void
palier_rows_view_dispose (GObject *object)
{
  PalierRowsView *self = PALIER_ROWS_VIEW (object);

  g_clear_pointer (&self->editor, gtk_widget_unparent);
  if (self->rows)
    g_signal_handlers_disconnect_by_data (self->rows, self);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_ROWS_VIEW);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->verdicts_shown, g_free);
  G_OBJECT_CLASS (palier_rows_view_parent_class)->dispose (object);
}

static void
palier_rows_view_class_init (PalierRowsViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_rows_view_dispose;
  g_type_ensure (PALIER_TYPE_PROBLEM_GROUPS);
  g_type_ensure (PALIER_TYPE_ROW_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-rows-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierRowsView, all);
  gtk_widget_class_bind_template_child (widget_class, PalierRowsView, to_mend);
  gtk_widget_class_bind_template_child (widget_class, PalierRowsView, doubles);
  gtk_widget_class_bind_template_child (widget_class, PalierRowsView, progress);
  gtk_widget_class_bind_template_child (widget_class, PalierRowsView, groups);
  gtk_widget_class_bind_template_child (widget_class, PalierRowsView, verdicts);
  gtk_widget_class_bind_template_child (widget_class, PalierRowsView, scroller);
  gtk_widget_class_bind_template_child (widget_class, PalierRowsView, view);
  gtk_widget_class_bind_template_child (widget_class, PalierRowsView, pane);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
}

static void
palier_rows_view_init (PalierRowsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  palier_chained_scroll_add (self->scroller);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                            self);
}

/**
 * palier_rows_view_set_rows:
 * @rows: of another file
 */
void
palier_rows_view_set_rows (PalierRowsView *self, PalierImportRows *rows)
{
  if (self->rows)
    g_signal_handlers_disconnect_by_data (self->rows, self);
  g_set_object (&self->rows, rows);
  g_clear_pointer (&self->verdicts_shown, g_free);
  palier_row_pane_set_rows (self->pane, rows);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (rows));
  gtk_toggle_button_set_active (self->all, TRUE);
  palier_row_cells_set_up (self->view, rows);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (rows, "counted", G_CALLBACK (on_counted_cb), self, G_CONNECT_SWAPPED);
  on_counted_cb (self);
}

/* Columns were placed anew: other fields may be filled. */
void
palier_rows_view_mapping_changed (PalierRowsView *self)
{
  if (self->rows)
    palier_row_cells_update (self->view, self->rows);
}
