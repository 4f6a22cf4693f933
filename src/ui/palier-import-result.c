/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-result.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-format.h"
#include "palier-shell.h"

#define SHOWN_CONFLICTS 100

struct _PalierImportResult
{
  AdwBin parent_instance;

  PalierSession *session;
  PalierId changeset; /* of the import; nil: nothing to undo */
  GArray *unsure;     /* (nullable) (element-type PalierUnsurePair) */

  AdwStatusPage *status;
  GtkListBox *counts;
  GtkWidget *conflicts_group;
  GtkListBox *conflicts;
  GtkButton *next_button;
  GtkWidget *see_button;
  GtkButton *duplicates_button;
  GtkWidget *duplicates_hint;
  GtkWidget *problems_button;
  GtkWidget *undo_button;
};

G_DEFINE_FINAL_TYPE (PalierImportResult, palier_import_result, ADW_TYPE_BIN)

/* ---- counts */

static void
add_count (PalierImportResult *self, guint64 n, const char *words)
{
  GtkWidget *row, *label;
  g_autofree char *count = palier_format_count (n);

  if (n == 0)
    return;
  row = adw_action_row_new ();
  label = gtk_label_new (count);
  gtk_widget_add_css_class (label, "numeric");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_append (self->counts, row);
}

static void
add_counts (PalierImportResult *self, const PalierImportSummary *summary)
{
  gtk_list_box_remove_all (self->counts);
  add_count (self, summary->created, _ ("New contacts"));
  add_count (self, summary->updated, _ ("Known contacts that were completed"));
  add_count (self, summary->unchanged, _ ("Known contacts that stayed as they are"));
  add_count (self, summary->skipped, _ ("Rows that were left out"));
  add_count (self, summary->suppressed, _ ("People who asked not to be written to: left out"));
  add_count (self, summary->n_unsure, _ ("Perhaps the same as another: both were kept"));
  add_count (self, summary->n_to_mend, _ ("Rows to mend"));
  gtk_widget_set_visible (GTK_WIDGET (self->counts),
                          gtk_list_box_get_row_at_index (self->counts, 0) != NULL);
}

static char *
dup_title (const PalierImportSummary *summary)
{
  g_autofree char *created = palier_format_count (summary->created);

  if (summary->created == 0 && summary->updated == 0)
    return g_strdup (_ ("Nothing Changed"));
  return g_strdup_printf (
      ngettext ("%s Contact Imported", "%s Contacts Imported", (gulong) summary->created), created);
}

static const char *
description_of (const PalierImportSummary *summary)
{
  if (summary->created > 0 || summary->updated > 0)
    return "";
  return summary->unchanged > 0 ? _ ("All that this file holds was in your base already.")
                                : _ ("There was nothing in this file to store.");
}

/* ---- duplicates */

/* What the import was unsure of can be looked at now; whether the new contacts repeat others in
 * another way, only a search tells. */
static void
show_duplicates (PalierImportResult *self, guint64 n_unsure, gboolean searchable)
{
  g_autofree char *count = palier_format_count (n_unsure);
  g_autofree char *review = g_strdup_printf (
      ngettext ("_Compare the Uncertain Pair", "_Compare the %s Uncertain Pairs", n_unsure), count);

  gtk_button_set_label (self->duplicates_button, n_unsure > 0 ? review : _ ("_Find Duplicates"));
  gtk_widget_set_visible (GTK_WIDGET (self->duplicates_button), n_unsure > 0 || searchable);
  gtk_widget_set_visible (self->duplicates_hint, n_unsure == 0 && searchable);
}

static void
on_duplicates_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_shell_find_duplicates (widget, PALIER_IMPORT_RESULT (widget)->unsure);
}

/* ---- undo */

static char *
dup_prospect_name (PalierImportResult *self, const PalierId *id)
{
  g_autoptr (PalierProspect) prospect = dex_await_boxed (
      palier_prospect_service_get (palier_session_get_prospects (self->session), id), NULL);

  return prospect ? palier_prospect_dup_display_name (prospect) : g_strdup (_ ("Unknown"));
}

/* @conflict: "prospect <id> <field>", without a field where the whole record stays */
static void
add_conflict (PalierImportResult *self, const char *conflict)
{
  g_auto (GStrv) parts = g_strsplit (conflict, " ", 3);
  g_autofree char *name = NULL;
  GtkWidget *row;
  PalierId id;

  if (parts[0] == NULL || parts[1] == NULL || !palier_id_parse (parts[1], &id))
    return;
  row = adw_action_row_new ();
  name = dup_prospect_name (self, &id);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               parts[2] ? palier_words_field (palier_field_from_name (parts[2]))
                                        : _ ("The whole contact"));
  gtk_list_box_append (self->conflicts, row);
}

static void
show_conflicts (PalierImportResult *self, GPtrArray *conflicts)
{
  guint n = conflicts ? conflicts->len : 0;

  gtk_list_box_remove_all (self->conflicts);
  for (guint i = 0; i < MIN (n, SHOWN_CONFLICTS); i++)
    add_conflict (self, g_ptr_array_index (conflicts, i));
  gtk_widget_set_visible (self->conflicts_group, n > 0);
}

static void
show_undone (PalierImportResult *self, const PalierUndo *undo)
{
  gboolean whole = undo->conflicts == NULL || undo->conflicts->len == 0;

  show_conflicts (self, undo->conflicts);
  gtk_widget_set_visible (GTK_WIDGET (self->counts), FALSE);
  gtk_widget_set_visible (self->undo_button, FALSE);
  show_duplicates (self, 0, FALSE);
  adw_status_page_set_title (self->status, _ ("Import Undone"));
  adw_status_page_set_description (
      self->status, whole ? _ ("Your base is as it was before this file.")
                          : _ ("Your base is as it was before this file, but for what follows."));
}

static DexFuture *
undo_fiber (gpointer data)
{
  PalierImportResult *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierUndo) undo = dex_await_boxed (
      palier_undo_service_undo (palier_session_get_undo (self->session), &self->changeset), &error);

  gtk_widget_set_sensitive (self->undo_button, TRUE);
  if (undo)
    show_undone (self, undo);
  else
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static void
on_undo_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierImportResult *self = PALIER_IMPORT_RESULT (widget);

  if (palier_id_is_nil (&self->changeset))
    return;
  gtk_widget_set_sensitive (self->undo_button, FALSE);
  palier_shell_spawn (widget, undo_fiber);
}

/* ---- overrides */

static void
palier_import_result_dispose (GObject *object)
{
  g_clear_pointer (&PALIER_IMPORT_RESULT (object)->unsure, g_array_unref);
  g_clear_object (&PALIER_IMPORT_RESULT (object)->session);
  G_OBJECT_CLASS (palier_import_result_parent_class)->dispose (object);
}

static void
palier_import_result_class_init (PalierImportResultClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_import_result_dispose;
  gtk_widget_class_install_action (widget_class, "result.undo", NULL, on_undo_cb);
  gtk_widget_class_install_action (widget_class, "result.duplicates", NULL, on_duplicates_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-import-result.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierImportResult, status);
  gtk_widget_class_bind_template_child (widget_class, PalierImportResult, counts);
  gtk_widget_class_bind_template_child (widget_class, PalierImportResult, conflicts_group);
  gtk_widget_class_bind_template_child (widget_class, PalierImportResult, conflicts);
  gtk_widget_class_bind_template_child (widget_class, PalierImportResult, next_button);
  gtk_widget_class_bind_template_child (widget_class, PalierImportResult, see_button);
  gtk_widget_class_bind_template_child (widget_class, PalierImportResult, duplicates_button);
  gtk_widget_class_bind_template_child (widget_class, PalierImportResult, duplicates_hint);
  gtk_widget_class_bind_template_child (widget_class, PalierImportResult, problems_button);
  gtk_widget_class_bind_template_child (widget_class, PalierImportResult, undo_button);
}

static void
palier_import_result_init (PalierImportResult *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
palier_import_result_set_session (PalierImportResult *self, PalierSession *session)
{
  g_set_object (&self->session, session);
}

/* Shows @summary, which is read now and not kept. */
void
palier_import_result_show (PalierImportResult *self, const PalierImportSummary *summary)
{
  g_autofree char *title = dup_title (summary);

  self->changeset = summary->changeset;
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, description_of (summary));
  add_counts (self, summary);
  show_conflicts (self, NULL);
  gtk_widget_set_visible (self->undo_button, !palier_id_is_nil (&self->changeset));
  gtk_widget_set_visible (self->problems_button, summary->n_to_mend > 0);
  g_clear_pointer (&self->unsure, g_array_unref);
  self->unsure = g_array_ref (summary->unsure);
  show_duplicates (self, summary->n_unsure, summary->created > 0);
}

/**
 * palier_import_result_set_waiting:
 * @n_files: that wait for their turn; the first of them is the next step
 */
void
palier_import_result_set_waiting (PalierImportResult *self, guint n_files)
{
  g_autofree char *label =
      g_strdup_printf (ngettext ("Next File (%u Left)", "Next File (%u Left)", n_files), n_files);

  gtk_button_set_label (self->next_button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), n_files > 0);
  if (n_files > 0)
    gtk_widget_remove_css_class (self->see_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->see_button, "suggested-action");
}
