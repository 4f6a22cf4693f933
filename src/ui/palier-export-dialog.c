/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-export-dialog.h"

#include "palier-format.h"
#include "palier-import-files.h"
#include "palier-shell.h"

struct _PalierExportDialog
{
  AdwDialog parent_instance;

  PalierExportBar *bar; /* on the page that asked */
  PalierSession *session;
  PalierQuery *query; /* (nullable) */
  GArray *numbers;    /* (nullable) (element-type gint64) */
  GtkButton *button;
  AdwComboRow *format;
  AdwExpanderRow *columns;
  GPtrArray *checks; /* (element-type AdwSwitchRow) */
};

G_DEFINE_FINAL_TYPE (PalierExportDialog, palier_export_dialog, ADW_TYPE_DIALOG)

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

/* ---- where to */

static DexFuture *
await_file (PalierExportDialog *self, PalierExportFormat format)
{
  /* Translators: the beginning of a file's name */
  g_autofree char *name =
      g_strdup_printf ("%s.%s", _ ("prospects"), palier_export_format_suffix (format));

  return palier_import_files_save (GTK_WIDGET (self->bar), adw_dialog_get_title (ADW_DIALOG (self)),
                                   name);
}

static void
on_answered_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  DexPromise *promise = data;

  dex_promise_resolve_boolean (
      promise,
      g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (dialog), result), "replace"));
  dex_unref (promise);
}

/* The file dialog has asked for the name that was typed, not for one that it leads to. */
static DexFuture *
ask_to_replace (PalierExportDialog *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *heading = g_strdup_printf (_ ("Replace “%s”?"), name);
  DexPromise *promise = dex_promise_new ();
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (
      heading, _ ("A file of that name is there already. What it holds will be lost.")));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "replace", _ ("_Replace"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "replace", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_choose (dialog, GTK_WIDGET (self), NULL, on_answered_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

/* In a fiber. Returns: (transfer full) (nullable): NULL where the user changed his mind */
static char *
await_path (PalierExportDialog *self, PalierExportFormat format)
{
  g_autoptr (GFile) file = dex_await_object (await_file (self, format), NULL);
  const char *typed = file != NULL ? g_file_peek_path (file) : NULL;

  if (typed == NULL)
    return NULL;
  g_autofree char *path = palier_export_format_complete (format, typed);
  if (!g_str_equal (path, typed) && g_file_test (path, G_FILE_TEST_EXISTS)
      && !dex_await_boolean (ask_to_replace (self, path), NULL))
    return NULL;
  return g_steal_pointer (&path);
}

static DexFuture *
export_fiber (gpointer data)
{
  PalierExportDialog *self = data;
  PalierExportFormat format = (PalierExportFormat) adw_combo_row_get_selected (self->format);
  g_autoptr (GArray) fields = get_fields (self);
  g_autofree char *path = NULL;

  if (fields != NULL && fields->len == 0)
  {
    palier_shell_toast (GTK_WIDGET (self->bar), _ ("Choose at least one column"));
    return NULL;
  }
  path = await_path (self, format);
  if (path == NULL || palier_export_bar_is_busy (self->bar))
    return NULL;
  palier_export_bar_start (self->bar, self->session,
                           &(PalierExportOrder) { .query = self->query,
                                                  .numbers = self->numbers,
                                                  .fields = fields,
                                                  .format = format,
                                                  .path = path });
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

  g_clear_object (&self->bar);
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
  /* As PalierExportFormat counts them. */
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
 * @bar: does it; must not be busy
 * @query: (nullable): whom a list shows
 * @numbers: (nullable) (element-type gint64): a selection instead
 * @n: how many these are
 */
void
palier_export_dialog_present (PalierExportBar *bar, PalierSession *session, PalierQuery *query,
                              GArray *numbers, guint n)
{
  PalierExportDialog *self = g_object_new (PALIER_TYPE_EXPORT_DIALOG, NULL);

  self->bar = g_object_ref (bar);
  self->session = g_object_ref (session);
  self->query = query != NULL ? palier_query_ref (query) : NULL;
  self->numbers = numbers != NULL ? g_array_ref (numbers) : NULL;
  show_scope (self, n);
  adw_dialog_present (ADW_DIALOG (self), GTK_WIDGET (bar));
}
