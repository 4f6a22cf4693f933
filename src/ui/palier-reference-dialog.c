/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is refused is said in the dialog, which stays as it is. */
#include "palier-reference-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-shell.h"

/* A line of text of a reference. */
typedef struct
{
  gsize offset; /* of a char * in PalierReference */
  const char *title;
  gboolean result; /* in the second group */
} Line;

static const Line lines[] = {
  { offsetof (PalierReference, customer), N_ ("Name of the customer"), FALSE },
  { offsetof (PalierReference, city), N_ ("Town"), FALSE },
  { offsetof (PalierReference, postal_code), N_ ("Postal code"), FALSE },
  { offsetof (PalierReference, achieved), N_ ("What was achieved"), TRUE },
  { offsetof (PalierReference, figure), N_ ("Figure, such as 14 sales"), TRUE },
  { offsetof (PalierReference, period), N_ ("Period"), TRUE },
  { offsetof (PalierReference, proof), N_ ("Proof of the figure: a document or an address"), TRUE },
};

static const char *const kinds[] = { "agency", "person" };
static const char *const specializations[] = { "residential", "commercial", "luxury", "rental" };

struct _PalierReferenceDialog
{
  AdwDialog parent_instance;

  PalierSession *session;
  PalierReference *reference; /* as it is kept; a nil id: a new one */
  GtkEditable *texts[G_N_ELEMENTS (lines)];
  AdwComboRow *kind;
  AdwSwitchRow *checks[G_N_ELEMENTS (specializations)];
  gboolean filling;

  GtkWidget *save_button;
  GtkLabel *trouble;
  AdwPreferencesGroup *customer_group;
  AdwPreferencesGroup *result_group;
  AdwSwitchRow *allowed;
  AdwSwitchRow *anonymous;
  GtkEditable *how;
  GtkMenuButton *date_button;
  GtkCalendar *calendar;
  GtkLabel *told;
};

G_DEFINE_FINAL_TYPE (PalierReferenceDialog, palier_reference_dialog, ADW_TYPE_DIALOG)

/* ---- from the rows */

static char **
dup_specializations (PalierReferenceDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (specializations); i++)
    if (adw_switch_row_get_active (self->checks[i]))
    {
      g_strv_builder_add (builder, specializations[i]);
      any = TRUE;
    }
  return any ? g_strv_builder_end (builder) : NULL;
}

static gint64
get_date (PalierReferenceDialog *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autoptr (GDateTime) noon =
      g_date_time_new_utc (g_date_time_get_year (date), g_date_time_get_month (date),
                           g_date_time_get_day_of_month (date), 12, 0, 0);

  return g_date_time_to_unix (noon) * 1000;
}

/* (transfer full): what stands in the dialog */
static PalierReference *
read_reference (PalierReferenceDialog *self)
{
  PalierReference *reference = palier_reference_new ();
  gboolean allowed = adw_switch_row_get_active (self->allowed);
  gboolean anonymous = adw_switch_row_get_active (self->anonymous);

  reference->id = self->reference->id;
  reference->prospect = self->reference->prospect;
  reference->created_ms = self->reference->created_ms;
  reference->team_size = g_strdup (self->reference->team_size);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
  {
    const char *text = gtk_editable_get_text (self->texts[i]);
    G_STRUCT_MEMBER (char *, reference, lines[i].offset) = *text != '\0' ? g_strdup (text) : NULL;
  }
  reference->kind = g_strdup (kinds[adw_combo_row_get_selected (self->kind)]);
  reference->specializations = dup_specializations (self);
  reference->permission = g_strdup (!allowed ? "none" : anonymous ? "anonymous" : "named");
  reference->permission_ms = allowed ? get_date (self) : 0;
  if (allowed && *gtk_editable_get_text (self->how) != '\0')
    reference->permission_how = g_strdup (gtk_editable_get_text (self->how));
  return reference;
}

static void
show_told (PalierReferenceDialog *self)
{
  g_autoptr (PalierReference) reference = read_reference (self);
  g_autofree char *told = palier_reference_service_dup_told (reference);
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *date = g_date_time_format (day, "%x");

  gtk_menu_button_set_label (self->date_button, date);
  gtk_label_set_text (self->told, told != NULL
                                      ? told
                                      : _ ("Nothing yet: a draft needs a customer, a result and "
                                           "the permission."));
}

static void
on_changed_cb (PalierReferenceDialog *self)
{
  if (self->filling)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  show_told (self);
}

/* ---- deeds */

static void
say_saved (PalierReferenceDialog *self, const PalierChangeset *changeset)
{
  if (changeset != NULL)
    palier_shell_toast_undo (GTK_WIDGET (self), _ ("Reference saved"), &changeset->id);
  else
    palier_shell_toast (GTK_WIDGET (self), _ ("Reference saved"));
}

static DexFuture *
save_fiber (gpointer data)
{
  PalierReferenceDialog *self = data;
  g_autoptr (PalierReference) reference = read_reference (self);
  g_autoptr (GError) error = NULL;
  DexFuture *saved =
      palier_reference_service_save (palier_session_get_references (self->session), reference);
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (saved, &error);

  gtk_widget_set_sensitive (self->save_button, TRUE);
  if (error == NULL)
  {
    say_saved (self, changeset);
    adw_dialog_force_close (ADW_DIALOG (self));
    return NULL;
  }
  g_autofree char *words = palier_session_error_message (error);
  gtk_label_set_text (self->trouble, words);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
  return NULL;
}

static void
on_save_cb (PalierReferenceDialog *self)
{
  gtk_widget_set_sensitive (self->save_button, FALSE);
  palier_shell_spawn (GTK_WIDGET (self), save_fiber);
}

static void
on_cancel_cb (PalierReferenceDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* ---- to the rows */

static void
add_line (PalierReferenceDialog *self, guint i)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (lines[i].title));
  g_signal_connect_object (row, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (lines[i].result ? self->result_group : self->customer_group, row);
  self->texts[i] = GTK_EDITABLE (row);
}

static void
add_kind (PalierReferenceDialog *self)
{
  const char *const words[] = { _ ("An agency"), _ ("A person"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (words);
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Kind"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->customer_group, row);
  self->kind = ADW_COMBO_ROW (row);
}

static void
add_specializations (PalierReferenceDialog *self)
{
  GtkWidget *expander = adw_expander_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander),
                                 palier_words_field (PALIER_FIELD_SPECIALIZATIONS));
  for (guint i = 0; i < G_N_ELEMENTS (specializations); i++)
  {
    GtkWidget *row = adw_switch_row_new ();
    adw_preferences_row_set_title (
        ADW_PREFERENCES_ROW (row),
        palier_words_choice (PALIER_FIELD_SPECIALIZATIONS, specializations[i]));
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
    self->checks[i] = ADW_SWITCH_ROW (row);
  }
  adw_preferences_group_add (self->customer_group, expander);
}

static void
show_permission (PalierReferenceDialog *self)
{
  const PalierReference *reference = self->reference;
  gint64 at_ms = reference->permission_ms;
  g_autoptr (GDateTime) date =
      at_ms != 0 ? g_date_time_new_from_unix_local (at_ms / 1000) : g_date_time_new_now_local ();

  adw_switch_row_set_active (self->allowed, reference->permission != NULL
                                                && strcmp (reference->permission, "none") != 0);
  adw_switch_row_set_active (self->anonymous, g_strcmp0 (reference->permission, "anonymous") == 0);
  gtk_editable_set_text (self->how,
                         reference->permission_how != NULL ? reference->permission_how : "");
  gtk_calendar_select_day (self->calendar, date);
}

static void
show_reference (PalierReferenceDialog *self)
{
  const PalierReference *reference = self->reference;

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
  {
    const char *text = G_STRUCT_MEMBER (char *, reference, lines[i].offset);
    gtk_editable_set_text (self->texts[i], text != NULL ? text : "");
  }
  adw_combo_row_set_selected (self->kind, g_strcmp0 (reference->kind, "person") == 0);
  for (guint i = 0; reference->specializations != NULL && i < G_N_ELEMENTS (specializations); i++)
    adw_switch_row_set_active (
        self->checks[i],
        g_strv_contains ((const char *const *) reference->specializations, specializations[i]));
  show_permission (self);
  self->filling = FALSE;
  show_told (self);
}

/* ---- overrides */

static void
palier_reference_dialog_dispose (GObject *object)
{
  PalierReferenceDialog *self = PALIER_REFERENCE_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_REFERENCE_DIALOG);
  g_clear_pointer (&self->reference, palier_reference_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_reference_dialog_parent_class)->dispose (object);
}

static void
palier_reference_dialog_class_init (PalierReferenceDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_reference_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-reference-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierReferenceDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, PalierReferenceDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, PalierReferenceDialog, customer_group);
  gtk_widget_class_bind_template_child (widget_class, PalierReferenceDialog, result_group);
  gtk_widget_class_bind_template_child (widget_class, PalierReferenceDialog, allowed);
  gtk_widget_class_bind_template_child (widget_class, PalierReferenceDialog, anonymous);
  gtk_widget_class_bind_template_child (widget_class, PalierReferenceDialog, how);
  gtk_widget_class_bind_template_child (widget_class, PalierReferenceDialog, date_button);
  gtk_widget_class_bind_template_child (widget_class, PalierReferenceDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, PalierReferenceDialog, told);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
}

static void
palier_reference_dialog_init (PalierReferenceDialog *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  add_kind (self);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    add_line (self, i);
  add_specializations (self);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->texts[0]));
}

/* @reference: one that is kept, or a new one */
AdwDialog *
palier_reference_dialog_new (PalierSession *session, PalierReference *reference)
{
  PalierReferenceDialog *self = g_object_new (PALIER_TYPE_REFERENCE_DIALOG, NULL);

  self->session = g_object_ref (session);
  self->reference = palier_reference_ref (reference);
  show_reference (self);
  return ADW_DIALOG (self);
}
