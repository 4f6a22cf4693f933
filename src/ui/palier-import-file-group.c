/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-file-group.h"

#include <glib/gi18n.h>
#include <string.h>

struct _PalierImportFileGroup
{
  AdwPreferencesGroup parent_instance;

  gboolean filling;
  gboolean chosen; /* by the user: until then all is guessed */

  AdwExpanderRow *file_row;
  AdwComboRow *encoding;
  AdwComboRow *delimiter;
  AdwComboRow *sheet;
  GtkSpinButton *header_row;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierImportFileGroup, palier_import_file_group, ADW_TYPE_PREFERENCES_GROUP)

static const char *const encodings[] = { "UTF-8", "WINDOWS-1252", "ISO-8859-15", "MACINTOSH",
                                         "UTF-16" };
static const char *const delimiters[] = { ";", ",", "\t", "|" };

static int
index_of (const char *const *texts, guint n, const char *text)
{
  for (guint i = 0; text && i < n; i++)
    if (g_ascii_strcasecmp (texts[i], text) == 0)
      return (int) i;
  return -1;
}

/* Gives @row these choices; its list stays where it is the same, and with it the keyboard. */
static void
show_choices (AdwComboRow *row, GStrv choices, int selected)
{
  GListModel *shown = adw_combo_row_get_model (row);
  guint n = g_strv_length (choices);
  gboolean same = shown != NULL && g_list_model_get_n_items (shown) == n;

  for (guint i = 0; same && i < n; i++)
    same = g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (shown), i), choices[i]);
  if (!same)
  {
    g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *) choices);
    adw_combo_row_set_model (row, G_LIST_MODEL (list));
  }
  adw_combo_row_set_selected (row, (guint) MAX (selected, 0));
}

/* The encodings: the usual ones, and the guessed one where it is none of them. */
static void
show_encoding (PalierImportFileGroup *self, const char *encoding)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  int selected = index_of (encodings, G_N_ELEMENTS (encodings), encoding);

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    g_strv_builder_add (builder, encodings[i]);
  if (encoding && selected < 0)
  {
    g_strv_builder_add (builder, encoding);
    selected = G_N_ELEMENTS (encodings);
  }
  g_auto (GStrv) names = g_strv_builder_end (builder);
  show_choices (self->encoding, names, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->encoding), encoding != NULL);
}

static void
show_sheets (PalierImportFileGroup *self, const PalierPreview *preview)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *unseen = NULL;

  /* What a workbook hides can be read all the same, and that there is such is told. */
  g_strv_builder_addv (builder, preview->sheets ? (const char **) preview->sheets
                                                : (const char *[]) { NULL });
  if (preview->hidden_sheets && preview->hidden_sheets[0])
  {
    g_autofree char *names = g_strjoinv (", ", preview->hidden_sheets);
    unseen = g_strdup_printf (_ ("Hidden: %s"), names);
    g_strv_builder_addv (builder, (const char **) preview->hidden_sheets);
  }
  g_auto (GStrv) names = g_strv_builder_end (builder);
  guint n = g_strv_length (names);
  int selected = index_of ((const char *const *) names, n, preview->sheet);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->sheet), unseen ? unseen : "");
  show_choices (self->sheet, names, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->sheet), n > 1);
}

static char *
dup_header_words (const PalierPreview *preview)
{
  return preview->header_row < 0
             ? g_strdup (_ ("no headers"))
             : g_strdup_printf (_ ("headers on line %d"), preview->header_row + 1);
}

static char *
dup_format_words (const PalierPreview *preview)
{
  g_autofree char *header = dup_header_words (preview);
  g_autofree char *format = g_ascii_strup (preview->format, -1);
  const char *detail = preview->encoding ? preview->encoding : preview->sheet;

  if (detail == NULL)
    return g_strdup_printf ("%s · %s", format, header);
  return g_strdup_printf ("%s · %s · %s", format, detail, header);
}

/* Returns: (transfer none) (nullable) */
static const char *
selected_string (AdwComboRow *row)
{
  GtkStringObject *object = adw_combo_row_get_selected_item (row);

  return object && gtk_widget_get_visible (GTK_WIDGET (row)) ? gtk_string_object_get_string (object)
                                                             : NULL;
}

static void
on_changed_cb (PalierImportFileGroup *self)
{
  if (self->filling)
    return;
  self->chosen = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
palier_import_file_group_dispose (GObject *object)
{
  PALIER_IMPORT_FILE_GROUP (object)->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_IMPORT_FILE_GROUP);
  G_OBJECT_CLASS (palier_import_file_group_parent_class)->dispose (object);
}

static void
palier_import_file_group_class_init (PalierImportFileGroupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_import_file_group_dispose;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_IMPORT_FILE_GROUP, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-import-file-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierImportFileGroup, file_row);
  gtk_widget_class_bind_template_child (widget_class, PalierImportFileGroup, encoding);
  gtk_widget_class_bind_template_child (widget_class, PalierImportFileGroup, delimiter);
  gtk_widget_class_bind_template_child (widget_class, PalierImportFileGroup, sheet);
  gtk_widget_class_bind_template_child (widget_class, PalierImportFileGroup, header_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
}

static void
palier_import_file_group_init (PalierImportFileGroup *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}

/* Another file comes: all is guessed again. */
void
palier_import_file_group_reset (PalierImportFileGroup *self)
{
  self->chosen = FALSE;
}

/**
 * palier_import_file_group_show:
 * @name: of the file, as the user knows it
 * @preview: how it was read; not kept
 */
void
palier_import_file_group_show (PalierImportFileGroup *self, const char *name,
                               const PalierPreview *preview)
{
  g_autofree char *words = dup_format_words (preview);
  int delimiter = index_of (delimiters, G_N_ELEMENTS (delimiters), preview->delimiter);

  self->filling = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), name);
  adw_expander_row_set_subtitle (self->file_row, words);
  show_encoding (self, preview->encoding);
  show_sheets (self, preview);
  adw_combo_row_set_selected (self->delimiter, (guint) MAX (delimiter, 0));
  gtk_widget_set_visible (GTK_WIDGET (self->delimiter), preview->delimiter != NULL);
  gtk_spin_button_set_value (self->header_row, preview->header_row + 1);
  self->filling = FALSE;
}

/* Returns: what the user chose; its texts are borrowed until the next change */
PalierImportFormat
palier_import_file_group_get_format (PalierImportFileGroup *self)
{
  PalierImportFormat format = PALIER_IMPORT_FORMAT_GUESS;

  if (!self->chosen)
    return format;
  format.encoding = selected_string (self->encoding);
  if (gtk_widget_get_visible (GTK_WIDGET (self->delimiter)))
    format.delimiter = delimiters[adw_combo_row_get_selected (self->delimiter)];
  format.sheet = selected_string (self->sheet);
  format.header_row = gtk_spin_button_get_value_as_int (self->header_row) - 1;
  return format;
}
