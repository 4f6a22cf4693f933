/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One factory a column, which knows its field. Cells are inscriptions, whose size does not
 * follow their text: a table of a million rows binds them anew by thousands. */
#include "palier-row-cells.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-column-words.h"
#include "palier-format.h"
#include "palier-verdict-words.h"
#include "palier-words.h"

/* Beside PalierField: columns that are of the row, not of a field. */
#define CELL_LINE (-2)
#define CELL_STATE (-3)

#define MAX_COLUMNS 24

static GQuark
cell_quark (void)
{
  return g_quark_from_static_string ("palier-row-cell");
}

/* Kept with an offset, so that an object that is no cell tells itself by 0. */
#define OFFSET 16

static void
set_cell (gpointer object, int cell)
{
  g_object_set_qdata (object, cell_quark (), GINT_TO_POINTER (cell + OFFSET));
}

static int
cell_of (gpointer object)
{
  return GPOINTER_TO_INT (g_object_get_qdata (object, cell_quark ())) - OFFSET;
}

/* ---- which column of the file a field comes from */

/* One that wants mending. */
static gboolean
has_problem (PalierImportRow *row, int column)
{
  GPtrArray *problems = palier_import_row_get_problems (row);

  for (guint i = 0; problems && i < problems->len; i++)
  {
    const PalierProblem *problem = g_ptr_array_index (problems, i);
    if (problem->column == column && palier_problem_code_wants_mending (problem->code))
      return TRUE;
  }
  return FALSE;
}

static gboolean
fills (const PalierColumn *column, PalierField field)
{
  guint n;
  const PalierField *parts = palier_split_fields (column->split, &n);

  if (column->use == PALIER_COLUMN_NOTE)
    return field == PALIER_FIELD_NOTES;
  if (column->use == PALIER_COLUMN_CUSTOM)
    return field == PALIER_FIELD_CUSTOM;
  if (column->field == field)
    return TRUE;
  for (guint i = 0; i < n; i++)
    if (parts[i] == field)
      return TRUE;
  /* A full name is never stored, it is always taken apart. */
  return column->field == PALIER_FIELD_FULL_NAME
         && (field == PALIER_FIELD_FIRST_NAME || field == PALIER_FIELD_LAST_NAME
             || field == PALIER_FIELD_TITLE);
}

/* Puts the places in the file of all columns that may fill @field into @sources. */
static void
find_sources (GPtrArray *columns, int field, GArray *sources)
{
  g_array_set_size (sources, 0);
  for (guint i = 0; i < columns->len && field >= 0; i++)
  {
    const PalierColumn *column = g_ptr_array_index (columns, i);
    int index = (int) column->index;
    if (palier_column_is_used (column) && fills (column, (PalierField) field))
      g_array_append_val (sources, index);
  }
}

/* The first of them; of those with a problem the last. @row: (nullable) */
static int
choose_source (GArray *sources, PalierImportRow *row)
{
  int found = sources->len > 0 ? g_array_index (sources, int, 0) : -1;

  for (guint i = 0; row && i < sources->len; i++)
    if (has_problem (row, g_array_index (sources, int, i)))
      found = g_array_index (sources, int, i);
  return found;
}

/**
 * palier_row_cells_column_of:
 * @columns: (element-type PalierColumn)
 * @row: (nullable): then a column with a problem goes before one without
 *
 * Returns: the place in the file of the column that @field is taken from; -1 for none
 */
int
palier_row_cells_column_of (GPtrArray *columns, PalierField field, PalierImportRow *row)
{
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (int));

  find_sources (columns, (int) field, sources);
  return choose_source (sources, row);
}

/* ---- what a cell shows */

static void
show_line (GtkInscription *label, PalierImportRow *row)
{
  g_autofree char *text = palier_format_count (palier_import_row_get_line (row));
  gtk_inscription_set_text (label, text);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_state (GtkInscription *label, PalierImportRow *row)
{
  gboolean to_mend = palier_problems_want_mending (palier_import_row_get_problems (row));
  PalierImportVerdict verdict = palier_import_row_get_verdict (row);
  const char *words = palier_verdict_words (verdict);
  /* Translators: what a row is (new, known); something in it is to be mended */
  g_autofree char *both = g_strdup_printf (_ ("%s, to mend"), words);

  if (!palier_import_row_is_read (row))
    gtk_inscription_set_text (label, "");
  else
    gtk_inscription_set_text (label, to_mend ? both : words);
  set_class (GTK_WIDGET (label), "warning", to_mend);
  set_class (GTK_WIDGET (label), "double", !to_mend && palier_verdict_is_double (verdict));
}

static void
show_field (GtkInscription *label, PalierImportRow *row, GArray *sources)
{
  PalierField field = (PalierField) cell_of (label);
  PalierProspect *prospect = palier_import_row_get_prospect (row);
  const char *value = prospect ? palier_prospect_get (prospect, field) : NULL;
  g_autofree char *text = value ? palier_words_value (field, value) : NULL;
  int column = choose_source (sources, row);
  gboolean to_mend = column >= 0 && has_problem (row, column);

  if (to_mend && text == NULL)
    text = g_strdup (palier_import_row_get_cell (row, (guint) column));
  gtk_inscription_set_text (label, text ? g_strdelimit (text, "\n", ' ') : "");
  set_class (GTK_WIDGET (label), "to-mend", to_mend);
  set_class (GTK_WIDGET (label), "mended",
             column >= 0 && palier_import_row_is_mended (row, (guint) column));
}

static void
show (GtkListItem *item)
{
  GtkInscription *label = GTK_INSCRIPTION (gtk_list_item_get_child (item));
  PalierImportRow *row = gtk_list_item_get_item (item);
  int cell = cell_of (label);

  if (cell == CELL_LINE)
    show_line (label, row);
  else if (cell == CELL_STATE)
    show_state (label, row);
  else
    show_field (label, row, g_object_get_data (G_OBJECT (label), "sources"));
}

/* ---- factories */

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_inscription_new (NULL);
  int cell = cell_of (factory);

  gtk_inscription_set_xalign (GTK_INSCRIPTION (label), cell == CELL_LINE ? 1 : 0);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (label),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (label), 0);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (label), 0);
  if (cell == CELL_LINE)
    gtk_widget_add_css_class (label, "numeric");
  set_cell (label, cell);
  g_object_set_data_full (G_OBJECT (label), "sources",
                          g_array_ref (g_object_get_data (G_OBJECT (factory), "sources")),
                          (GDestroyNotify) g_array_unref);
  gtk_list_item_set_child (item, label);
}

/* A list of two hundred rows is bound anew at once, with each of their cells: all that can be known
 * beforehand is. */
static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gulong handler = g_signal_connect_swapped (gtk_list_item_get_item (item), "notify::prospect",
                                             G_CALLBACK (show), item);

  g_object_set_data (G_OBJECT (item), "handler", GSIZE_TO_POINTER (handler));
  show (item);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gulong handler = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (item), "handler"));

  g_signal_handler_disconnect (gtk_list_item_get_item (item), handler);
}

static GtkColumnViewColumn *
make_column (PalierImportRows *rows, const char *title, int cell, int width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GArray *sources = g_array_new (FALSE, FALSE, sizeof (int));
  GtkColumnViewColumn *column;

  set_cell (factory, cell);
  find_sources (palier_import_rows_get_preview (rows)->columns, cell, sources);
  g_object_set_data_full (G_OBJECT (factory), "sources", sources, (GDestroyNotify) g_array_unref);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, width);
  set_cell (column, cell);
  return column;
}

static void
append_column (GtkColumnView *view, PalierImportRows *rows, const char *title, int cell, int width)
{
  g_autoptr (GtkColumnViewColumn) column = make_column (rows, title, cell, width);
  gtk_column_view_append_column (view, column);
}

/* GTK puts every title at the beginning of its header. */
static void
align_first_title_to_end (GtkColumnView *view)
{
  GtkWidget *title = gtk_widget_get_first_child (GTK_WIDGET (view));

  while (title != NULL && !GTK_IS_LABEL (title))
    title = gtk_widget_get_first_child (title);
  if (title == NULL)
    return;
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 1);
}

static void
remove_columns (GtkColumnView *view)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  while (g_list_model_get_n_items (columns) > 0)
  {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
    gtk_column_view_remove_column (view, column);
  }
}

/* ---- public */

/* The fields that @view shows, as one text: what it has to be made anew for. */
static char *
dup_fields_key (GPtrArray *columns)
{
  GString *key = g_string_new (NULL);

  for (int field = 0; field < PALIER_N_FIELDS; field++)
    if (palier_row_cells_column_of (columns, (PalierField) field, NULL) >= 0)
      g_string_append_printf (key, "%d ", field);
  return g_string_free (key, FALSE);
}

/* Gives @view the columns of @rows. */
void
palier_row_cells_set_up (GtkColumnView *view, PalierImportRows *rows)
{
  GPtrArray *columns = palier_import_rows_get_preview (rows)->columns;
  guint n = 0;

  remove_columns (view);
  append_column (view, rows, _ ("Line"), CELL_LINE, 70);
  align_first_title_to_end (view);
  append_column (view, rows, _ ("State"), CELL_STATE, 150);
  for (int field = 0; field < PALIER_N_FIELDS && n < MAX_COLUMNS; field++)
    if (field != PALIER_FIELD_FULL_NAME
        && palier_row_cells_column_of (columns, (PalierField) field, NULL) >= 0)
    {
      append_column (view, rows, palier_words_field ((PalierField) field), field, 140);
      n++;
    }
  g_object_set_data_full (G_OBJECT (view), "fields", dup_fields_key (columns), g_free);
}

/* The fields are the same, and may be filled from other columns. */
static void
find_sources_anew (GtkColumnView *view, GPtrArray *columns)
{
  GListModel *shown = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (shown); i++)
  {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, i);
    GtkListItemFactory *factory = gtk_column_view_column_get_factory (column);
    find_sources (columns, cell_of (column), g_object_get_data (G_OBJECT (factory), "sources"));
  }
}

/* The same, but columns are made only where other fields are filled than before. */
void
palier_row_cells_update (GtkColumnView *view, PalierImportRows *rows)
{
  GPtrArray *columns = palier_import_rows_get_preview (rows)->columns;
  g_autofree char *key = dup_fields_key (columns);

  if (g_strcmp0 (key, g_object_get_data (G_OBJECT (view), "fields")) != 0)
    palier_row_cells_set_up (view, rows);
  else
    find_sources_anew (view, columns);
}

/* Returns: the field of the cell that @cell is, or holds; PALIER_FIELD_NONE where it is none */
PalierField
palier_row_cells_field_at (GtkWidget *cell)
{
  GtkWidget *label = GTK_IS_INSCRIPTION (cell) ? cell : gtk_widget_get_first_child (cell);
  int known = label && GTK_IS_INSCRIPTION (label) ? cell_of (label) : -1;

  return known >= 0 ? (PalierField) known : PALIER_FIELD_NONE;
}
