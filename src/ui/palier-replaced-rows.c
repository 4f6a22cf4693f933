/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows are made anew only where what they say is another, so that nothing goes away under a hand.
 * An answer about another prospect is dropped. */
#include "palier-replaced-rows.h"

#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-pane-rows.h"
#include "palier-shell.h"

struct _PalierReplacedRows
{
  AdwBin parent_instance;

  PalierSession *session; /* (nullable) */
  PalierId prospect;
  GPtrArray *rows;
  char *shown; /* (nullable): what the rows were made of */

  AdwPreferencesGroup *group;
};

G_DEFINE_FINAL_TYPE (PalierReplacedRows, palier_replaced_rows, ADW_TYPE_BIN)

static DexFuture *load_fiber (gpointer data);

static void
load (PalierReplacedRows *self)
{
  if (self->session && !palier_id_is_nil (&self->prospect))
    palier_shell_spawn (GTK_WIDGET (self), load_fiber);
}

static PalierProspectService *
get_prospects (PalierReplacedRows *self)
{
  return palier_session_get_prospects (self->session);
}

/* ---- one value */

typedef struct
{
  PalierReplacedRows *rows;
  PalierId id;
  PalierField field;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_object_unref (self->rows);
  g_free (self);
}

static void
start (PalierReplacedRows *self, GtkWidget *button, DexFiberFunc fiber)
{
  Job *job = g_new (Job, 1);
  PalierField field = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "field"));

  *job = (Job) { g_object_ref (self), self->prospect, field };
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, job, job_free));
}

static DexFuture *
take_back_fiber (gpointer data)
{
  Job *job = data;
  GtkWidget *widget = GTK_WIDGET (job->rows);
  g_autoptr (GError) error = NULL;
  g_autofree char *words =
      g_strdup_printf (_ ("%s: your value is back"), palier_words_field (job->field));
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_prospect_service_take_back (get_prospects (job->rows), &job->id, job->field), &error);

  if (changeset == NULL)
    return palier_shell_report (widget, error), NULL;
  palier_shell_toast_undo (widget, words, &changeset->id);
  load (job->rows);
  return NULL;
}

static DexFuture *
keep_theirs_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  dex_await_boolean (
      palier_prospect_service_keep_theirs (get_prospects (job->rows), &job->id, job->field),
      &error);
  if (error != NULL)
    palier_shell_report (GTK_WIDGET (job->rows), error);
  load (job->rows);
  return NULL;
}

static void
on_take_back_cb (PalierReplacedRows *self, GtkWidget *button)
{
  start (self, button, take_back_fiber);
}

static void
on_keep_theirs_cb (PalierReplacedRows *self, GtkWidget *button)
{
  start (self, button, keep_theirs_fiber);
}

/* ---- rows */

/* @label: what it does, for the tooltip and, with the field, for who does not see the row */
static void
add_button (PalierReplacedRows *self, GtkWidget *row, PalierField field, GtkWidget *button,
            const char *label, GCallback callback)
{
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), label, palier_words_field (field));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "field", GINT_TO_POINTER (field));
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* "“Lyon” was replaced by “Dijon”", and below by whom and when. */
static char *
dup_words (const PalierReplaced *replaced)
{
  g_autofree char *what = palier_words_replaced (replaced);
  g_autofree char *who = palier_words_author (replaced);
  g_autofree char *when = palier_format_moment (replaced->now_ms, g_get_real_time () / 1000);

  return g_strdup_printf ("%s\n%s · %s", what, who, when);
}

static void
add_row (PalierReplacedRows *self, const PalierReplaced *replaced, const char *words)
{
  PalierField field = palier_field_from_name (replaced->field);
  GtkWidget *row = palier_pane_rows_new (palier_words_field (field), words);
  GtkWidget *keep = gtk_button_new_from_icon_name ("object-select-symbolic");

  gtk_widget_add_css_class (keep, "flat");
  add_button (self, row, field, gtk_button_new_with_label (_ ("Take Back")),
              _ ("Take Your Value Back"), G_CALLBACK (on_take_back_cb));
  add_button (self, row, field, keep, _ ("Keep What Stands There"), G_CALLBACK (on_keep_theirs_cb));
  palier_pane_rows_add (self->rows, self->group, row);
}

static void
show (PalierReplacedRows *self, GPtrArray *list)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  char id[PALIER_ID_TEXT_SIZE];

  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (words, dup_words (g_ptr_array_index (list, i)));
  g_autoptr (GString) key = g_string_new (palier_id_format (&self->prospect, id));
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (key, "\n%s\n%s",
                            ((const PalierReplaced *) g_ptr_array_index (list, i))->field,
                            (const char *) g_ptr_array_index (words, i));
  gtk_widget_set_visible (GTK_WIDGET (self), list->len > 0);
  if (g_strcmp0 (key->str, self->shown) == 0)
    return;
  g_set_str (&self->shown, key->str);
  palier_pane_rows_clear (self->rows, self->group);
  for (guint i = 0; i < list->len; i++)
    add_row (self, g_ptr_array_index (list, i), g_ptr_array_index (words, i));
}

static DexFuture *
load_fiber (gpointer data)
{
  PalierReplacedRows *self = data;
  PalierId id = self->prospect;
  g_autoptr (GPtrArray) list =
      dex_await_boxed (palier_prospect_service_replaced (get_prospects (self), &id), NULL);

  if (list && palier_id_equal (&id, &self->prospect))
    show (self, list);
  return NULL;
}

/* ---- overrides */

static void
palier_replaced_rows_dispose (GObject *object)
{
  PalierReplacedRows *self = PALIER_REPLACED_ROWS (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_replaced_rows_parent_class)->dispose (object);
}

static void
palier_replaced_rows_finalize (GObject *object)
{
  PalierReplacedRows *self = PALIER_REPLACED_ROWS (object);

  g_ptr_array_unref (self->rows);
  g_free (self->shown);
  G_OBJECT_CLASS (palier_replaced_rows_parent_class)->finalize (object);
}

static void
palier_replaced_rows_class_init (PalierReplacedRowsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_replaced_rows_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_replaced_rows_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-replaced-rows.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierReplacedRows, group);
}

static void
palier_replaced_rows_init (PalierReplacedRows *self)
{
  g_autofree char *description = g_strdup_printf (
      _ ("What you wrote on this computer was changed on another device since. Your "
         "values are kept for %d days."),
      PALIER_REPLACED_DAYS);

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_group_set_description (self->group, description);
}

/* @session: open, and followed from now on */
void
palier_replaced_rows_set_session (PalierReplacedRows *self, PalierSession *session)
{
  if (g_set_object (&self->session, session))
    g_signal_connect_object (session, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
}

void
palier_replaced_rows_set_prospect (PalierReplacedRows *self, const PalierId *prospect)
{
  if (!palier_id_equal (prospect, &self->prospect))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->prospect = *prospect;
  load (self);
}
