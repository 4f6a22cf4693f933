/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-cell-editor.h"

#include <glib/gi18n.h>

#include "palier-column-words.h"
#include "palier-format.h"
#include "palier-words.h"

struct _PalierCellEditor
{
  GtkPopover parent_instance;

  PalierImportRows *rows;
  guint64 line;
  guint column;
  char *raw; /* as the file has it */

  GtkWidget *box;
  GtkWidget *entry;
};

G_DEFINE_FINAL_TYPE (PalierCellEditor, palier_cell_editor, GTK_TYPE_POPOVER)

static void
on_apply_cb (PalierCellEditor *self)
{
  palier_import_rows_mend (self->rows, self->line, self->column,
                           gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_apply_alike_cb (PalierCellEditor *self)
{
  palier_import_rows_mend_alike (self->rows, self->column, self->raw,
                                 gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_as_in_file_cb (PalierCellEditor *self)
{
  palier_import_rows_mend (self->rows, self->line, self->column, NULL);
  palier_import_rows_mend_alike (self->rows, self->column, self->raw, NULL);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_proposal_cb (PalierCellEditor *self, GtkWidget *button)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry),
                         g_object_get_data (G_OBJECT (button), "proposal"));
  on_apply_cb (self);
}

static GtkWidget *
add_label (PalierCellEditor *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->box), label);
  return label;
}

static GtkWidget *
add_button (PalierCellEditor *self, const char *text, GCallback callback, const char *css_class)
{
  GtkWidget *button = gtk_button_new_with_label (text);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  if (css_class)
    gtk_widget_add_css_class (button, css_class);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

/* What is wrong with the cell, and what it may have meant. */
static void
add_problems (PalierCellEditor *self, PalierImportRow *row)
{
  GPtrArray *problems = palier_import_row_get_problems (row);

  for (guint i = 0; problems && i < problems->len; i++)
  {
    const PalierProblem *problem = g_ptr_array_index (problems, i);
    g_autofree char *words = palier_words_problem (problem);
    g_autofree char *take = NULL;
    if (problem->column != (int) self->column)
      continue;
    add_label (self, words, "caption");
    if (problem->proposal == NULL || !palier_problem_code_wants_mending (problem->code))
      continue;
    /* Translators: what a cell may have meant */
    take = g_strdup_printf (_ ("Take “%s”"), problem->proposal);
    g_object_set_data_full (
        G_OBJECT (add_button (self, take, G_CALLBACK (on_proposal_cb), "suggested-action")),
        "proposal", g_strdup (problem->proposal), g_free);
  }
}

static char *
dup_title (PalierCellEditor *self, const PalierColumn *column)
{
  g_autofree char *header = palier_column_dup_title (column);
  g_autofree char *line = palier_format_count (self->line);

  /* Translators: line of a file, title of a column */
  return g_strdup_printf (_ ("Line %s, %s"), line, header);
}

static void
add_entry (PalierCellEditor *self, PalierImportRow *row, const char *title)
{
  self->entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (self->entry),
                         palier_import_row_get_cell (row, self->column));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_apply_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->entry);
}

static void
fill (PalierCellEditor *self, PalierImportRow *row)
{
  GPtrArray *columns = palier_import_rows_get_preview (self->rows)->columns;
  g_autofree char *title = dup_title (self, g_ptr_array_index (columns, self->column));
  /* Translators: what stands in a cell of the file */
  g_autofree char *alike = g_strdup_printf (_ ("Everywhere for “%s”"), self->raw);

  add_label (self, title, "heading");
  add_entry (self, row, title);
  add_problems (self, row);
  add_button (self, _ ("Correct This Cell"), G_CALLBACK (on_apply_cb), NULL);
  if (*self->raw)
    add_button (self, alike, G_CALLBACK (on_apply_alike_cb), NULL);
  if (palier_import_row_is_mended (row, self->column))
    add_button (self, _ ("As in the File"), G_CALLBACK (on_as_in_file_cb), "flat");
}

static const char *
raw_cell (PalierImportRow *row, guint column)
{
  const char *const *cells = palier_import_row_get_cells (row);
  return cells && column < g_strv_length ((char **) cells) ? cells[column] : "";
}

static void
palier_cell_editor_finalize (GObject *object)
{
  PalierCellEditor *self = PALIER_CELL_EDITOR (object);

  g_clear_object (&self->rows);
  g_free (self->raw);
  G_OBJECT_CLASS (palier_cell_editor_parent_class)->finalize (object);
}

static void
palier_cell_editor_class_init (PalierCellEditorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_cell_editor_finalize;
}

static void
palier_cell_editor_init (PalierCellEditor *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_size_request (self->box, 220, -1);
  gtk_popover_set_child (GTK_POPOVER (self), self->box);
}

/**
 * palier_cell_editor_new:
 * @row: has been read
 * @column: of the file, from 0
 */
GtkWidget *
palier_cell_editor_new (PalierImportRows *rows, PalierImportRow *row, guint column)
{
  PalierCellEditor *self = g_object_new (PALIER_TYPE_CELL_EDITOR, NULL);

  self->rows = g_object_ref (rows);
  self->line = palier_import_row_get_line (row);
  self->column = column;
  self->raw = g_strdup (raw_cell (row, column));
  fill (self, row);
  return GTK_WIDGET (self);
}
