/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-export-dialog.h"

#include "palier-format.h"
#include "palier-import-files.h"
#include "palier-shell.h"

struct _PalierExportDialog
{
  AdwDialog parent_instance;

  GtkWidget *page; /* that asked: it has the window to tell */
  PalierSession *session;
  PalierQuery *query; /* (nullable) */
  GArray *numbers;    /* (nullable) (element-type gint64) */
  GtkButton *button;
  AdwComboRow *format;
  AdwExpanderRow *columns;
  GPtrArray *checks; /* (element-type AdwSwitchRow) */
};

G_DEFINE_FINAL_TYPE (PalierExportDialog, palier_export_dialog, ADW_TYPE_DIALOG)

static const char *const suffixes[] = { "csv", "xlsx", "vcf" };

/* (transfer full) (nullable): NULL: all */
static GArray *
get_fields (PalierExportDialog *self)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (PalierField));

  for (guint i = 0; i < self->checks->len; i++)
  {
    GtkWidget *row = g_ptr_array_index (self->checks, i);
    PalierField field = (PalierField) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "field"));
    if (adw_switch_row_get_active (ADW_SWITCH_ROW (row)))
      g_array_append_val (fields, field);
  }
  if (fields->len == self->checks->len)
    g_clear_pointer (&fields, g_array_unref);
  return fields;
}

static DexFuture *
await_file (PalierExportDialog *self)
{
  /* Translators: the beginning of a file's name */
  g_autofree char *name = g_strdup_printf ("%s.%s", _ ("prospects"),
                                           suffixes[adw_combo_row_get_selected (self->format)]);

  return palier_import_files_save (self->page, adw_dialog_get_title (ADW_DIALOG (self)), name);
}

static DexFuture *
export_fiber (gpointer data)
{
  PalierExportDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) fields = get_fields (self);
  g_autoptr (GFile) file = NULL;

  if (fields != NULL && fields->len == 0)
  {
    palier_shell_toast (self->page, _ ("Choose at least one column"));
    return NULL;
  }
  file = dex_await_object (await_file (self), &error);
  if (file == NULL)
    return NULL;
  gint64 rows = dex_await_int64 (
      palier_prospect_service_export (palier_session_get_prospects (self->session), self->query,
                                      self->numbers, fields, g_file_peek_path (file), NULL),
      &error);
  g_autofree char *count = palier_format_count ((guint) MAX (rows, 0));
  g_autofree char *words = g_strdup_printf (
      ngettext ("%s prospect exported", "%s prospects exported", (gulong) rows), count);
  if (error != NULL)
    palier_shell_report (self->page, error);
  else
    palier_shell_toast (self->page, words);
  adw_dialog_close (ADW_DIALOG (self));
  return NULL;
}

static void
on_export_cb (PalierExportDialog *self)
{
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, export_fiber, g_object_ref (self), g_object_unref));
}

static void
add_columns (PalierExportDialog *self)
{
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    GtkWidget *row;
    if (!palier_field_info ((PalierField) i)->stored)
      continue;
    row = adw_switch_row_new ();
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                   i == PALIER_FIELD_CUSTOM ? _ ("Your own fields")
                                                            : palier_words_field ((PalierField) i));
    adw_switch_row_set_active (ADW_SWITCH_ROW (row), TRUE);
    g_object_set_data (G_OBJECT (row), "field", GINT_TO_POINTER (i));
    adw_expander_row_add_row (self->columns, row);
    g_ptr_array_add (self->checks, row);
  }
}

static void
on_none_cb (PalierExportDialog *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->checks->len; i++)
    any = any || adw_switch_row_get_active (g_ptr_array_index (self->checks, i));
  for (guint i = 0; i < self->checks->len; i++)
    adw_switch_row_set_active (g_ptr_array_index (self->checks, i), !any);
}

static void
palier_export_dialog_dispose (GObject *object)
{
  PalierExportDialog *self = PALIER_EXPORT_DIALOG (object);

  g_clear_object (&self->page);
  g_clear_object (&self->session);
  g_clear_pointer (&self->query, palier_query_free);
  g_clear_pointer (&self->numbers, g_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  G_OBJECT_CLASS (palier_export_dialog_parent_class)->dispose (object);
}

static void
palier_export_dialog_class_init (PalierExportDialogClass *class)
{
  G_OBJECT_CLASS (class)->dispose = palier_export_dialog_dispose;
}

static GtkWidget *
make_groups (PalierExportDialog *self)
{
  const char *const formats[] = { _ ("CSV, for any program"), _ ("Excel workbook"),
                                  _ ("vCard, for address books"), NULL };
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *toggle = gtk_button_new_with_label (_ ("All or None"));

  self->format = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->format), _ ("Format"));
  adw_combo_row_set_model (self->format, G_LIST_MODEL (gtk_string_list_new (formats)));
  self->columns = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->columns), _ ("Columns"));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_expander_row_add_suffix (self->columns, toggle);
  g_signal_connect_object (toggle, "clicked", G_CALLBACK (on_none_cb), self, G_CONNECT_SWAPPED);
  add_columns (self);
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("The file will hold personal data: keep it no longer than you need. That it was made is "
         "noted in your base."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->format));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->columns));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return page;
}

/* Below the choices, where there is room for the count. */
static GtkWidget *
make_button (PalierExportDialog *self)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (button, 6);
  gtk_widget_set_margin_bottom (button, 12);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_export_cb), self, G_CONNECT_SWAPPED);
  self->button = GTK_BUTTON (button);
  return button;
}

static void
palier_export_dialog_init (PalierExportDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();

  self->checks = g_ptr_array_new ();
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_add_bottom_bar (ADW_TOOLBAR_VIEW (view), make_button (self));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), make_groups (self));
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_content_width (ADW_DIALOG (self), 460);
  adw_dialog_set_content_height (ADW_DIALOG (self), 420);
}

static void
show_scope (PalierExportDialog *self, guint n)
{
  g_autofree char *count = palier_format_count (n);
  g_autofree char *words =
      g_strdup_printf (ngettext ("Export %s Prospect…", "Export %s Prospects…", n), count);

  gtk_button_set_label (self->button, words);
  adw_dialog_set_title (ADW_DIALOG (self),
                        self->numbers != NULL ? _ ("Export the Selection") : _ ("Export the List"));
}

/**
 * palier_export_dialog_present:
 * @query: (nullable): whom a list shows
 * @numbers: (nullable) (element-type gint64): a selection instead
 * @n: how many these are
 */
void
palier_export_dialog_present (GtkWidget *parent, PalierSession *session, PalierQuery *query,
                              GArray *numbers, guint n)
{
  PalierExportDialog *self = g_object_new (PALIER_TYPE_EXPORT_DIALOG, NULL);

  self->page = g_object_ref (parent);
  self->session = g_object_ref (session);
  self->query = query != NULL ? palier_query_ref (query) : NULL;
  self->numbers = numbers != NULL ? g_array_ref (numbers) : NULL;
  show_scope (self, n);
  adw_dialog_present (ADW_DIALOG (self), parent);
}
