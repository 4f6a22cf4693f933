/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page, five faces:
 *
 *     empty → reading → board → running → done
 *       ↑        ↓         ↑ ↓       ↓      ↓
 *       └── (unreadable)   changed  (cancelled: board)  another file: reading
 *
 * Each look at the file has a number: an answer to an older look is dropped, so that quick changes
 * of the mapping never show a stale result. The whole file is counted behind the board; storing
 * does not wait for it. */
#include "palier-import-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-format.h"
#include "palier-import-board.h"
#include "palier-preview-table.h"
#include "palier-shell.h"

struct _PalierImportPage
{
  AdwBin parent_instance;

  PalierSession *session;
  char *path;             /* (nullable) */
  PalierPreview *shown;   /* (nullable): what the board shows */
  guint look;             /* its number */
  GCancellable *looking;  /* (nullable): reading or counting */
  GCancellable *running;  /* (nullable): storing */
  gint64 started_us;      /* monotonic */
  PalierId changeset;     /* of the last import */
  gboolean filling;       /* the format's rows are being set */
  gboolean format_chosen; /* the user changed how the file is read */

  AdwWindowTitle *title;
  GtkWidget *other_button;
  GtkWidget *action_bar;
  GtkButton *import_button;
  GtkStack *stack;
  AdwStatusPage *empty;
  AdwExpanderRow *file_row;
  AdwComboRow *encoding;
  AdwComboRow *delimiter;
  AdwComboRow *sheet;
  AdwSpinRow *header_row;
  PalierImportBoard *board;
  GtkLabel *counts;
  GtkProgressBar *count_progress;
  PalierPreviewTable *preview;
  GtkEditable *source;
  AdwComboRow *legal_basis;
  AdwComboRow *duplicates;
  GtkProgressBar *progress;
  GtkLabel *progress_words;
  AdwStatusPage *done;
  GtkWidget *undo_button;
  GtkWidget *problems_button;
};

G_DEFINE_FINAL_TYPE (PalierImportPage, palier_import_page, ADW_TYPE_BIN)

static const char *const encodings[] = { "UTF-8", "WINDOWS-1252", "ISO-8859-15", "MACINTOSH",
                                         "UTF-16" };
static const char *const delimiters[] = { ";", ",", "\t", "|" };
static const char *const bases[] = { "legitimate_interest", "consent", "contract" };

static void start_look (PalierImportPage *self);

/* ---- faces */

static void
show_face (PalierImportPage *self, const char *face)
{
  gboolean board = g_str_equal (face, "board");

  gtk_stack_set_visible_child_name (self->stack, face);
  gtk_widget_set_visible (self->action_bar, board);
  gtk_widget_set_visible (self->other_button, board);
  if (!board)
    adw_window_title_set_subtitle (self->title, "");
}

static void
show_unreadable (PalierImportPage *self, const GError *error)
{
  g_autofree char *words = palier_session_error_message (error);
  g_autofree char *name = g_filename_display_basename (self->path);
  /* Translators: a file's name */
  g_autofree char *title = g_strdup_printf (_ ("“%s” Cannot Be Imported"), name);

  adw_status_page_set_icon_name (self->empty, "dialog-warning-symbolic");
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, words);
  show_face (self, "empty");
}

/* ---- how the file is read */

static int
index_of (const char *const *texts, guint n, const char *text)
{
  for (guint i = 0; text && i < n; i++)
    if (g_ascii_strcasecmp (texts[i], text) == 0)
      return (int) i;
  return -1;
}

/* The model of the encodings: the usual ones, and the guessed one where it is none of them. */
static void
show_encoding (PalierImportPage *self, const char *encoding)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  int selected = index_of (encodings, G_N_ELEMENTS (encodings), encoding);

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    gtk_string_list_append (list, encodings[i]);
  if (encoding && selected < 0)
  {
    gtk_string_list_append (list, encoding);
    selected = G_N_ELEMENTS (encodings);
  }
  adw_combo_row_set_model (self->encoding, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->encoding, (guint) MAX (selected, 0));
  g_object_unref (list);
  gtk_widget_set_visible (GTK_WIDGET (self->encoding), encoding != NULL);
}

static void
show_sheets (PalierImportPage *self, const PalierPreview *preview)
{
  GtkStringList *list = gtk_string_list_new ((const char *const *) preview->sheets);
  guint n = preview->sheets ? g_strv_length (preview->sheets) : 0;
  int selected = index_of ((const char *const *) preview->sheets, n, preview->sheet);

  adw_combo_row_set_model (self->sheet, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->sheet, (guint) MAX (selected, 0));
  g_object_unref (list);
  gtk_widget_set_visible (GTK_WIDGET (self->sheet), n > 1);
}

static char *
dup_format_words (const PalierPreview *preview)
{
  g_autofree char *header =
      preview->header_row < 0 ? g_strdup (_ ("no headers"))
                              : g_strdup_printf (_ ("headers on line %d"), preview->header_row + 1);

  if (preview->encoding)
    return g_strdup_printf ("%s · %s", preview->encoding, header);
  return g_strdup_printf ("%s · %s", preview->sheet ? preview->sheet : preview->format, header);
}

static void
show_format (PalierImportPage *self, const PalierPreview *preview)
{
  g_autofree char *name = g_filename_display_basename (self->path);
  g_autofree char *words = dup_format_words (preview);
  int delimiter = index_of (delimiters, G_N_ELEMENTS (delimiters), preview->delimiter);

  self->filling = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), name);
  adw_expander_row_set_subtitle (self->file_row, words);
  show_encoding (self, preview->encoding);
  show_sheets (self, preview);
  adw_combo_row_set_selected (self->delimiter, (guint) MAX (delimiter, 0));
  gtk_widget_set_visible (GTK_WIDGET (self->delimiter), preview->delimiter != NULL);
  adw_spin_row_set_value (self->header_row, preview->header_row + 1);
  self->filling = FALSE;
  adw_window_title_set_subtitle (self->title, name);
}

/* Returns: (transfer none) (nullable) */
static const char *
selected_string (AdwComboRow *row)
{
  GtkStringObject *object = adw_combo_row_get_selected_item (row);

  return object && gtk_widget_get_visible (GTK_WIDGET (row)) ? gtk_string_object_get_string (object)
                                                             : NULL;
}

static PalierImportFormat
get_format (PalierImportPage *self)
{
  PalierImportFormat format = PALIER_IMPORT_FORMAT_GUESS;

  if (!self->format_chosen)
    return format;
  format.encoding = selected_string (self->encoding);
  if (gtk_widget_get_visible (GTK_WIDGET (self->delimiter)))
    format.delimiter = delimiters[adw_combo_row_get_selected (self->delimiter)];
  format.sheet = selected_string (self->sheet);
  format.header_row = (int) adw_spin_row_get_value (self->header_row) - 1;
  return format;
}

static void
on_format_changed_cb (PalierImportPage *self)
{
  if (self->filling || self->path == NULL)
    return;
  self->format_chosen = TRUE;
  g_clear_pointer (&self->shown, palier_preview_free);
  start_look (self);
}

/* ---- looking at the file */

static void
append_count (GString *text, guint64 n, const char *words)
{
  g_autofree char *count = palier_format_count (n);

  if (n == 0)
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append_printf (text, words, count);
}

static void
show_counts (PalierImportPage *self, const PalierPreview *preview)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *n_new = palier_format_count (preview->n_new);
  g_autofree char *label = g_strdup_printf (
      ngettext ("Import %s Contact", "Import %s Contacts", (gulong) preview->n_new), n_new);
  gboolean something = preview->n_new + preview->n_in_base > 0;

  append_count (text, preview->n_new, ngettext ("%s new", "%s new", (gulong) preview->n_new));
  append_count (text, preview->n_in_base,
                ngettext ("%s already known", "%s already known", (gulong) preview->n_in_base));
  append_count (
      text, preview->n_in_file,
      ngettext ("%s repeated in the file", "%s repeated in the file", (gulong) preview->n_in_file));
  append_count (text, preview->n_problems,
                ngettext ("%s cell to mend", "%s cells to mend", (gulong) preview->n_problems));
  if (text->len == 0)
    g_string_append (text, _ ("Nothing to store yet: put a column onto a field."));
  gtk_label_set_text (self->counts, text->str);
  gtk_button_set_label (self->import_button, preview->n_new > 0 ? label : _ ("Import"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.run", something);
}

/* A second look is told the mapping and so guesses nothing: what was guessed first stays the
 * reason of each column that the user did not move. */
static void
keep_guesses (GPtrArray *before, GPtrArray *after)
{
  for (guint i = 0; i < MIN (before->len, after->len); i++)
  {
    const PalierColumn *old = g_ptr_array_index (before, i);
    PalierColumn *column = g_ptr_array_index (after, i);

    column->guess = old->guess;
    column->confidence = old->confidence;
    g_set_str (&column->reason, old->reason);
  }
}

static void
show_preview (PalierImportPage *self, PalierPreview *preview)
{
  if (self->shown && self->shown != preview)
    keep_guesses (self->shown->columns, preview->columns);
  if (self->shown != preview)
  {
    g_clear_pointer (&self->shown, palier_preview_free);
    self->shown = palier_preview_ref (preview);
  }
  show_format (self, preview);
  palier_import_board_set_columns (self->board, preview->columns);
  palier_preview_table_show (self->preview, preview);
  show_counts (self, preview);
  show_face (self, "board");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.run", TRUE);
}

static void
on_counted_cb (guint64 rows, double fraction, gpointer data)
{
  PalierImportPage *self = data;

  gtk_progress_bar_set_fraction (self->count_progress, CLAMP (fraction, 0, 1));
}

typedef struct
{
  PalierImportPage *page;
  guint look;
  GCancellable *cancellable;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_object_unref (self->page);
  g_object_unref (self->cancellable);
  g_free (self);
}

static DexFuture *
await_inspect (Look *look)
{
  PalierImportPage *self = look->page;
  PalierImportFormat format = get_format (self);

  return palier_import_service_inspect (palier_session_get_imports (self->session), self->path,
                                        &format, self->shown ? self->shown->columns : NULL,
                                        look->cancellable);
}

/* Counts the whole file behind the board. */
static void
await_count (Look *look, PalierPreview *preview)
{
  PalierImportPage *self = look->page;
  PalierImportService *imports = palier_session_get_imports (self->session);
  g_autoptr (PalierPreview) counted = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->count_progress), TRUE);
  counted = dex_await_boxed (palier_import_service_count (imports, preview, on_counted_cb,
                                                          g_object_ref (self), g_object_unref,
                                                          look->cancellable),
                             NULL);
  if (look->look != self->look)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->count_progress), FALSE);
  if (counted)
  {
    palier_preview_table_show (self->preview, counted);
    show_counts (self, counted);
  }
}

static DexFuture *
look_fiber (gpointer data)
{
  Look *look = data;
  PalierImportPage *self = look->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierPreview) preview = dex_await_boxed (await_inspect (look), &error);

  if (look->look != self->look)
    return NULL;
  if (preview == NULL)
  {
    show_unreadable (self, error);
    return NULL;
  }
  show_preview (self, preview);
  await_count (look, preview);
  return NULL;
}

static void
start_look (PalierImportPage *self)
{
  Look *look = g_new0 (Look, 1);

  if (self->looking)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  look->page = g_object_ref (self);
  look->look = ++self->look;
  look->cancellable = g_object_ref (self->looking);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, look, look_free));
}

static void
on_mapped_cb (PalierImportPage *self, guint column, int field)
{
  if (self->shown == NULL)
    return;
  palier_preview_map (self->shown, column, (PalierField) field);
  palier_import_board_set_columns (self->board, self->shown->columns);
  start_look (self);
}

/* ---- storing */

static char *
dup_time_left (PalierImportPage *self, double fraction)
{
  double elapsed = (double) (g_get_monotonic_time () - self->started_us) / G_USEC_PER_SEC;
  guint left;

  if (fraction < 0.03 || elapsed < 1)
    return NULL;
  left = (guint) (elapsed * (1 - fraction) / fraction + 0.5);
  if (left < 60)
    return g_strdup_printf (ngettext ("about %u second left", "about %u seconds left", left), left);
  left = (left + 30) / 60;
  return g_strdup_printf (ngettext ("about %u minute left", "about %u minutes left", left), left);
}

static void
on_progress_cb (guint64 rows, double fraction, gpointer data)
{
  PalierImportPage *self = data;
  g_autofree char *count = palier_format_count (rows);
  g_autofree char *words = g_strdup_printf (ngettext ("%s row", "%s rows", (gulong) rows), count);
  g_autofree char *left = dup_time_left (self, fraction);
  g_autofree char *text = left ? g_strdup_printf ("%s · %s", words, left) : g_strdup (words);

  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_label_set_text (self->progress_words, text);
}

static void
show_done (PalierImportPage *self, const PalierImportSummary *summary)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *created = palier_format_count (summary->created);
  g_autofree char *title = g_strdup_printf (
      ngettext ("%s Contact Imported", "%s Contacts Imported", (gulong) summary->created), created);

  append_count (text, summary->updated,
                ngettext ("%s completed", "%s completed", (gulong) summary->updated));
  append_count (text, summary->unchanged,
                ngettext ("%s unchanged", "%s unchanged", (gulong) summary->unchanged));
  append_count (text, summary->skipped,
                ngettext ("%s row skipped", "%s rows skipped", (gulong) summary->skipped));
  append_count (text, summary->suppressed,
                ngettext ("%s asked not to be written to", "%s asked not to be written to",
                          (gulong) summary->suppressed));
  append_count (text, summary->n_problems,
                ngettext ("%s cell to mend", "%s cells to mend", (gulong) summary->n_problems));
  adw_status_page_set_title (self->done, title);
  adw_status_page_set_description (self->done, text->str);
  self->changeset = summary->changeset;
  gtk_widget_set_visible (self->undo_button, !palier_id_is_nil (&self->changeset));
  gtk_widget_set_visible (self->problems_button, summary->n_problems > 0);
  show_face (self, "done");
}

static DexFuture *
run_fiber (gpointer data)
{
  PalierImportPage *self = data;
  PalierImportService *imports = palier_session_get_imports (self->session);
  PalierImportOptions options = { .legal_basis =
                                      bases[adw_combo_row_get_selected (self->legal_basis)],
                                  .source = gtk_editable_get_text (self->source),
                                  .duplicates = adw_combo_row_get_selected (self->duplicates) == 0
                                                    ? PALIER_DUPLICATES_MERGE
                                                    : PALIER_DUPLICATES_SKIP };
  g_autoptr (PalierPreview) preview = palier_preview_ref (self->shown);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierImportSummary) summary = dex_await_boxed (
      palier_import_service_run (imports, preview, &options, on_progress_cb, g_object_ref (self),
                                 g_object_unref, self->running),
      &error);

  g_clear_object (&self->running);
  if (summary)
  {
    show_done (self, summary);
    return NULL;
  }
  show_face (self, "board");
  if (palier_session_error_failure (error) == PALIER_FAILURE_CANCELLED)
    palier_shell_toast (GTK_WIDGET (self), _ ("Import cancelled, nothing was stored"));
  else
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static void
on_run_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierImportPage *self = PALIER_IMPORT_PAGE (widget);

  if (self->shown == NULL || self->running)
    return;
  if (self->looking)
    g_cancellable_cancel (self->looking);
  self->look++;
  self->running = g_cancellable_new ();
  self->started_us = g_get_monotonic_time ();
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_text (self->progress_words, "");
  show_face (self, "running");
  palier_shell_spawn (widget, run_fiber);
}

static void
on_cancel_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierImportPage *self = PALIER_IMPORT_PAGE (widget);

  if (self->running)
    g_cancellable_cancel (self->running);
}

/* ---- afterwards */

static void
on_undo_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierImportPage *self = PALIER_IMPORT_PAGE (widget);
  char id[PALIER_ID_TEXT_SIZE];

  gtk_widget_activate_action (widget, "win.undo-changeset", "s",
                              palier_id_format (&self->changeset, id));
  self->changeset = PALIER_ID_NIL;
  gtk_widget_set_visible (self->undo_button, FALSE);
  adw_status_page_set_title (self->done, _ ("Import Undone"));
  adw_status_page_set_description (self->done,
                                   _ ("The contacts of this file are no longer in your base."));
}

typedef struct
{
  PalierImportPage *page;
  char *path;
} Save;

static void
save_free (gpointer data)
{
  Save *self = data;

  g_object_unref (self->page);
  g_free (self->path);
  g_free (self);
}

static DexFuture *
save_fiber (gpointer data)
{
  Save *save = data;
  PalierImportPage *self = save->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierPreview) preview = self->shown ? palier_preview_ref (self->shown) : NULL;

  if (preview == NULL)
    return NULL;
  if (dex_await (palier_import_service_export_problems (palier_session_get_imports (self->session),
                                                        preview, save->path, NULL),
                 &error))
    palier_shell_toast (GTK_WIDGET (self), _ ("The rows to mend were saved"));
  else
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static void
on_save_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PalierImportPage) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  Save *save;

  if (file == NULL || g_file_peek_path (file) == NULL)
    return;
  save = g_new0 (Save, 1);
  save->page = g_object_ref (self);
  save->path = g_file_get_path (file);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, save, save_free));
}

static void
on_save_problems_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Save the Rows to Mend"));
  gtk_file_dialog_set_initial_name (dialog, _ ("rows-to-mend.csv"));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, on_save_chosen_cb,
                        g_object_ref (widget));
}

/* ---- choosing */

static void
on_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PalierImportPage) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file)
    palier_import_page_open (self, file);
}

static void
on_choose_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_import_page_choose (PALIER_IMPORT_PAGE (widget));
}

/* ---- overrides */

static void
palier_import_page_dispose (GObject *object)
{
  PalierImportPage *self = PALIER_IMPORT_PAGE (object);

  if (self->looking)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_IMPORT_PAGE);
  g_clear_object (&self->running);
  g_clear_object (&self->session);
  g_clear_pointer (&self->shown, palier_preview_free);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (palier_import_page_parent_class)->dispose (object);
}

static void
bind_board (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, file_row);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, encoding);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, delimiter);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, header_row);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, board);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, counts);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, count_progress);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, preview);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, source);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, legal_basis);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, duplicates);
  gtk_widget_class_bind_template_callback (widget_class, on_format_changed_cb);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "import.choose", NULL, on_choose_cb);
  gtk_widget_class_install_action (widget_class, "import.run", NULL, on_run_cb);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, on_cancel_cb);
  gtk_widget_class_install_action (widget_class, "import.undo", NULL, on_undo_cb);
  gtk_widget_class_install_action (widget_class, "import.save-problems", NULL, on_save_problems_cb);
}

static void
palier_import_page_class_init (PalierImportPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_import_page_dispose;
  g_type_ensure (PALIER_TYPE_IMPORT_BOARD);
  g_type_ensure (PALIER_TYPE_PREVIEW_TABLE);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-import-page.ui");
  bind_board (widget_class);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, title);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, other_button);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, action_bar);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, import_button);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, empty);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, progress);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, progress_words);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, done);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, undo_button);
  gtk_widget_class_bind_template_child (widget_class, PalierImportPage, problems_button);
}

static void
palier_import_page_init (PalierImportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->board, "mapped", G_CALLBACK (on_mapped_cb), self);
}

/**
 * palier_import_page_new:
 * @session: open
 */
GtkWidget *
palier_import_page_new (PalierSession *session)
{
  PalierImportPage *self = g_object_new (PALIER_TYPE_IMPORT_PAGE, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

/**
 * palier_import_page_open:
 *
 * Reads @file and shows what it would become. While an import runs, that is left alone.
 */
void
palier_import_page_open (PalierImportPage *self, GFile *file)
{
  if (self->running)
  {
    palier_shell_toast (GTK_WIDGET (self), _ ("Wait until the import under way has ended"));
    return;
  }
  if (g_file_peek_path (file) == NULL)
  {
    palier_shell_toast (GTK_WIDGET (self), _ ("Only files on this computer can be imported"));
    return;
  }
  g_free (self->path);
  self->path = g_file_get_path (file);
  self->format_chosen = FALSE;
  g_clear_pointer (&self->shown, palier_preview_free);
  show_face (self, "reading");
  start_look (self);
}

/* Asks for a file. */
void
palier_import_page_choose (PalierImportPage *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (tables, _ ("Contact files"));
  for (guint i = 0; i < 4; i++)
    gtk_file_filter_add_suffix (tables, ((const char *[]) { "csv", "txt", "tsv", "xlsx" })[i]);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, tables);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_title (dialog, _ ("Choose a Contact File"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                        on_chosen_cb, g_object_ref (self));
}
