/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two tables behind one switch. The result has one column a field that is mapped; the problems say
 * where, what stands there, why it is one, and what becomes of it. */
#include "palier-preview-table.h"

#include <glib/gi18n.h>

#include "palier-prospect.h"
#include "palier-words.h"

#define SHOWN_PROBLEMS 200

struct _PalierPreviewTable
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkColumnView *result;
  GtkStackPage *problems_page;
  GtkListBox *problems;
  GListStore *rows;
};

G_DEFINE_FINAL_TYPE (PalierPreviewTable, palier_preview_table, ADW_TYPE_BIN)

/* ---- a row of the result: a list model wants objects */

#define PALIER_TYPE_PREVIEW_ROW (palier_preview_row_get_type ())
G_DECLARE_FINAL_TYPE (PalierPreviewRow, palier_preview_row, PALIER, PREVIEW_ROW, GObject)

struct _PalierPreviewRow
{
  GObject parent_instance;
  PalierProspect *prospect;
};

G_DEFINE_FINAL_TYPE (PalierPreviewRow, palier_preview_row, G_TYPE_OBJECT)

static void
palier_preview_row_finalize (GObject *object)
{
  palier_prospect_unref (PALIER_PREVIEW_ROW (object)->prospect);
  G_OBJECT_CLASS (palier_preview_row_parent_class)->finalize (object);
}

static void
palier_preview_row_class_init (PalierPreviewRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_preview_row_finalize;
}

static void
palier_preview_row_init (PalierPreviewRow *self)
{
}

/* ---- the result */

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  PalierField field = (PalierField) GPOINTER_TO_INT (data);
  PalierPreviewRow *row = gtk_list_item_get_item (item);
  const char *value = palier_prospect_get (row->prospect, field);
  g_autofree char *text = value ? palier_words_value (field, value) : g_strdup ("");

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
add_column (PalierPreviewTable *self, PalierField field)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), GINT_TO_POINTER ((int) field));
  column = gtk_column_view_column_new (palier_words_field (field), factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, 140);
  gtk_column_view_append_column (self->result, column);
}

static gboolean
has_value (const PalierPreview *preview, PalierField field)
{
  for (guint i = 0; preview->prospects && i < preview->prospects->len; i++)
    if (palier_prospect_get (g_ptr_array_index (preview->prospects, i), field))
      return TRUE;
  return FALSE;
}

static void
show_columns (PalierPreviewTable *self, const PalierPreview *preview)
{
  GListModel *columns = gtk_column_view_get_columns (self->result);

  while (g_list_model_get_n_items (columns) > 0)
  {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
    gtk_column_view_remove_column (self->result, column);
  }
  for (int field = 0; field < PALIER_N_FIELDS; field++)
    if (has_value (preview, (PalierField) field))
      add_column (self, (PalierField) field);
}

static void
show_rows (PalierPreviewTable *self, const PalierPreview *preview)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; preview->prospects && i < preview->prospects->len; i++)
  {
    PalierPreviewRow *row = g_object_new (PALIER_TYPE_PREVIEW_ROW, NULL);
    row->prospect = palier_prospect_ref (g_ptr_array_index (preview->prospects, i));
    g_ptr_array_add (rows, row);
  }
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
}

/* ---- the problems */

static const char *
column_words (const PalierPreview *preview, const PalierProblem *problem)
{
  const PalierColumn *column;

  if (problem->column < 0 || preview->columns == NULL
      || (guint) problem->column >= preview->columns->len)
    return _ ("the whole row");
  column = g_ptr_array_index (preview->columns, problem->column);
  return column->field == PALIER_FIELD_NONE ? column->header : palier_words_field (column->field);
}

static GtkWidget *
make_problem (const PalierPreview *preview, const PalierProblem *problem)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *words = palier_words_problem (problem);
  g_autofree char *value = problem->value ? g_strdup_printf (_ ("“%s”"), problem->value) : NULL;
  /* Translators: line of a file, name of a column, what stands there */
  g_autofree char *title = g_strdup_printf (_ ("Line %'u, %s %s"), (guint) problem->row,
                                            column_words (preview, problem), value ? value : "");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), g_strstrip (title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  return row;
}

static void
show_problems (PalierPreviewTable *self, const PalierPreview *preview)
{
  guint n = preview->problems ? preview->problems->len : 0;
  g_autofree char *title =
      g_strdup_printf (_ ("To Mend (%'u)"), (guint) MAX (preview->n_problems, n));

  gtk_list_box_remove_all (self->problems);
  for (guint i = 0; i < MIN (n, SHOWN_PROBLEMS); i++)
    gtk_list_box_append (self->problems,
                         make_problem (preview, g_ptr_array_index (preview->problems, i)));
  gtk_stack_page_set_title (self->problems_page, title);
  gtk_stack_page_set_visible (self->problems_page, n > 0);
  if (n == 0)
    gtk_stack_set_visible_child_name (self->stack, "result");
}

/* ---- overrides */

static void
palier_preview_table_dispose (GObject *object)
{
  g_clear_object (&PALIER_PREVIEW_TABLE (object)->rows);
  G_OBJECT_CLASS (palier_preview_table_parent_class)->dispose (object);
}

static void
palier_preview_table_class_init (PalierPreviewTableClass *class)
{
  G_OBJECT_CLASS (class)->dispose = palier_preview_table_dispose;
}

static GtkWidget *
scrolled (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_widget_set_size_request (scroller, -1, 260);
  gtk_widget_add_css_class (scroller, "card");
  return scroller;
}

static void
add_result (PalierPreviewTable *self)
{
  GtkSelectionModel *selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows))));

  self->result = GTK_COLUMN_VIEW (gtk_column_view_new (selection));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->result), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("First contacts as they will be stored"), -1);
  gtk_stack_add_titled (self->stack, scrolled (GTK_WIDGET (self->result)), "result", _ ("Result"));
}

static void
add_problems (PalierPreviewTable *self)
{
  self->problems = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->problems, GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->problems), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Rows to mend"), -1);
  self->problems_page = gtk_stack_add_titled (self->stack, scrolled (GTK_WIDGET (self->problems)),
                                              "problems", _ ("To Mend"));
}

static void
palier_preview_table_init (PalierPreviewTable *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *switcher = gtk_stack_switcher_new ();

  self->rows = g_list_store_new (PALIER_TYPE_PREVIEW_ROW);
  self->stack = GTK_STACK (gtk_stack_new ());
  add_result (self);
  add_problems (self);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->stack);
  gtk_widget_set_halign (switcher, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), box);
}

/* Shows @preview, which is read now and not kept. */
void
palier_preview_table_show (PalierPreviewTable *self, const PalierPreview *preview)
{
  show_columns (self, preview);
  show_rows (self, preview);
  show_problems (self, preview);
}
