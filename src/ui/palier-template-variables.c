/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-variables.h"

#include <glib/gi18n.h>

#define N_TEXTS 3

struct _PalierTemplateVariables
{
  GObject parent_instance;

  AdwPreferencesGroup *group;
  GPtrArray *rows; /* (element-type AdwExpanderRow) */
  gboolean filling;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierTemplateVariables, palier_template_variables, G_TYPE_OBJECT)

static const char *const text_names[N_TEXTS] = { "key", "description", "example" };
static const char *const text_titles[N_TEXTS] = { N_ ("Key, in small letters"), N_ ("Description"),
                                                  N_ ("Example") };

static const char *
text_of (GtkWidget *row, guint i)
{
  return gtk_editable_get_text (g_object_get_data (G_OBJECT (row), text_names[i]));
}

static void
show_title (GtkWidget *row)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 *text_of (row, 0) != '\0' ? text_of (row, 0) : _ ("New variable"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), text_of (row, 1));
}

static void
emit_changed (PalierTemplateVariables *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    show_title (self->rows->pdata[i]);
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_remove_cb (GtkWidget *button, PalierTemplateVariables *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_EXPANDER_ROW);

  g_ptr_array_remove (self->rows, row);
  adw_preferences_group_remove (self->group, row);
  emit_changed (self);
}

static void
add_text (PalierTemplateVariables *self, GtkWidget *row, guint i, const char *text)
{
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ (text_titles[i]));
  gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
  g_signal_connect_object (entry, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), entry);
  g_object_set_data (G_OBJECT (row), text_names[i], entry);
}

/* @variable: (nullable): a new one */
static GtkWidget *
add_row (PalierTemplateVariables *self, const PalierTemplateVariable *variable)
{
  const char *texts[N_TEXTS] = { variable != NULL ? variable->key : NULL,
                                 variable != NULL ? variable->description : NULL,
                                 variable != NULL ? variable->example : NULL };
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  for (guint i = 0; i < N_TEXTS; i++)
    add_text (self, row, i, texts[i]);
  gtk_widget_set_tooltip_text (remove, _ ("Remove the Variable"));
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove_cb), self, 0);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), remove);
  g_ptr_array_add (self->rows, row);
  show_title (row);
  adw_preferences_group_add (self->group, row);
  return row;
}

static void
on_add_cb (PalierTemplateVariables *self)
{
  GtkWidget *row = add_row (self, NULL);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  gtk_widget_grab_focus (g_object_get_data (G_OBJECT (row), text_names[0]));
  emit_changed (self);
}

static void
palier_template_variables_finalize (GObject *object)
{
  g_ptr_array_unref (PALIER_TEMPLATE_VARIABLES (object)->rows);
  G_OBJECT_CLASS (palier_template_variables_parent_class)->finalize (object);
}

static void
palier_template_variables_class_init (PalierTemplateVariablesClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_template_variables_finalize;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_TEMPLATE_VARIABLES, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_template_variables_init (PalierTemplateVariables *self)
{
  self->rows = g_ptr_array_new ();
}

PalierTemplateVariables *
palier_template_variables_new (AdwPreferencesGroup *group)
{
  PalierTemplateVariables *self = g_object_new (PALIER_TYPE_TEMPLATE_VARIABLES, NULL);
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->group = group;
  gtk_widget_set_tooltip_text (add, _ ("Add a Variable"));
  gtk_widget_add_css_class (add, "flat");
  g_signal_connect_object (add, "clicked", G_CALLBACK (on_add_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (group, add);
  return self;
}

void
palier_template_variables_show (PalierTemplateVariables *self, const PalierTemplate *template)
{
  self->filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < template->variables->len; i++)
    add_row (self, template->variables->pdata[i]);
  self->filling = FALSE;
}

/* Adds what the rows hold; an empty row is none. */
void
palier_template_variables_read (PalierTemplateVariables *self, PalierTemplate *template)
{
  for (guint i = 0; i < self->rows->len; i++)
  {
    GtkWidget *row = self->rows->pdata[i];
    if (*text_of (row, 0) != '\0' || *text_of (row, 1) != '\0' || *text_of (row, 2) != '\0')
      palier_template_add_variable (template, text_of (row, 0), text_of (row, 1), text_of (row, 2));
  }
}
