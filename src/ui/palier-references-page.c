/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-references-page.h"

#include <glib/gi18n.h>

#include "palier-reference-dialog.h"
#include "palier-shell.h"

struct _PalierReferencesPage
{
  AdwBin parent_instance;

  PalierSession *session;
  GPtrArray *rows; /* (element-type AdwActionRow) */
  PalierId going;  /* being removed */

  GtkStack *stack;
  AdwPreferencesGroup *group;
};

G_DEFINE_FINAL_TYPE (PalierReferencesPage, palier_references_page, ADW_TYPE_BIN)

static PalierReferenceService *
get_service (PalierReferencesPage *self)
{
  return palier_session_get_references (self->session);
}

static PalierReference *
reference_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "reference");
}

/* ---- deeds */

static DexFuture *
remove_fiber (gpointer data)
{
  PalierReferencesPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_reference_service_remove (get_service (self), &self->going), &error);

  if (changeset != NULL)
    palier_shell_toast_undo (GTK_WIDGET (self), _ ("Reference removed"), &changeset->id);
  else
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static void
on_remove_cb (GtkWidget *button, PalierReferencesPage *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);

  self->going = reference_of (row)->id;
  palier_shell_spawn (GTK_WIDGET (self), remove_fiber);
}

static void
on_activated_cb (GtkWidget *row, PalierReferencesPage *self)
{
  adw_dialog_present (palier_reference_dialog_new (self->session, reference_of (row)),
                      GTK_WIDGET (self));
}

static void
on_add_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_autoptr (PalierReference) reference = palier_reference_new ();

  adw_dialog_present (
      palier_reference_dialog_new (PALIER_REFERENCES_PAGE (widget)->session, reference), widget);
}

/* ---- rows */

static GtkWidget *
make_remove (PalierReferencesPage *self, const PalierReference *reference)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *words = g_strdup_printf (_ ("Remove the reference “%s”"), reference->customer);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_cb), self, 0);
  return button;
}

static GtkWidget *
make_row (PalierReferencesPage *self, PalierReference *reference)
{
  g_autofree char *told = palier_reference_service_dup_told (reference);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reference->customer);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               told != NULL ? told : _ ("Not told: there is no permission yet"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_remove (self, reference));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_activated_cb), self, 0);
  g_object_set_data_full (G_OBJECT (row), "reference", palier_reference_ref (reference),
                          (GDestroyNotify) palier_reference_free);
  return row;
}

static void
show_rows (PalierReferencesPage *self, const GPtrArray *references)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < references->len; i++)
  {
    GtkWidget *row = make_row (self, references->pdata[i]);
    g_ptr_array_add (self->rows, row);
    adw_preferences_group_add (self->group, row);
  }
  gtk_stack_set_visible_child_name (self->stack, references->len > 0 ? "list" : "none");
}

static DexFuture *
list_fiber (gpointer data)
{
  PalierReferencesPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) references =
      dex_await_boxed (palier_reference_service_list (get_service (self)), &error);

  if (self->rows == NULL)
    return NULL;
  if (references != NULL)
    show_rows (self, references);
  else
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static void
refresh (PalierReferencesPage *self)
{
  palier_shell_spawn (GTK_WIDGET (self), list_fiber);
}

/* ---- overrides */

static void
palier_references_page_dispose (GObject *object)
{
  PalierReferencesPage *self = PALIER_REFERENCES_PAGE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_references_page_parent_class)->dispose (object);
}

static void
palier_references_page_class_init (PalierReferencesPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_references_page_dispose;
  gtk_widget_class_install_action (widget_class, "references.add", NULL, on_add_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-references-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierReferencesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierReferencesPage, group);
}

static void
palier_references_page_init (PalierReferencesPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
palier_references_page_new (PalierSession *session)
{
  PalierReferencesPage *self = g_object_new (PALIER_TYPE_REFERENCES_PAGE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return GTK_WIDGET (self);
}
