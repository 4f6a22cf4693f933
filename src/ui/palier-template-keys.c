/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-keys.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "palier-template-service.h"

struct _PalierTemplateKeys
{
  GtkPopover parent_instance;

  gboolean conditions; /* what only steers conditions is offered too */
  GtkEditable *search;
  GtkListBox *list;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierTemplateKeys, palier_template_keys, GTK_TYPE_POPOVER)

static const char *
key_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "key");
}

static void
add_row (PalierTemplateKeys *self, const PalierTemplateVariable *variable)
{
  gboolean shown = variable->example != NULL && *variable->example != '\0';
  GtkWidget *row;

  if (!shown && !self->conditions)
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), variable->description);
  if (shown)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), variable->example);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "key", g_strdup (variable->key), g_free);
  gtk_list_box_append (self->list, row);
}

static gboolean
is_meant (GtkListBoxRow *row, gpointer data)
{
  PalierTemplateKeys *self = data;
  const char *words = gtk_editable_get_text (self->search);

  return *words == '\0' || strstr (key_of (row), words) != NULL
         || g_str_match_string (words, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                TRUE);
}

static void
on_activated_cb (PalierTemplateKeys *self, GtkListBoxRow *row)
{
  g_autofree char *key = g_strdup (key_of (row));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, key);
}

/* Enter in the search takes the first that is meant, shown already or not. */
static void
on_entered_cb (PalierTemplateKeys *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (is_meant (row, self))
    {
      on_activated_cb (self, row);
      return;
    }
}

static void
on_shown_cb (PalierTemplateKeys *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
palier_template_keys_class_init (PalierTemplateKeysClass *class)
{
  signals[CHOSEN] = g_signal_new ("chosen", PALIER_TYPE_TEMPLATE_KEYS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
palier_template_keys_init (PalierTemplateKeys *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  self->search = GTK_EDITABLE (search);
  self->list = GTK_LIST_BOX (list);
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (search), _ ("Search for a fact"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search for a fact"), -1);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (self->list, is_meant, self, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scrolled, 320, 300);
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (gtk_list_box_invalidate_filter),
                            list);
  g_signal_connect_swapped (search, "activate", G_CALLBACK (on_entered_cb), self);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (on_activated_cb), self);
  g_signal_connect (self, "show", G_CALLBACK (on_shown_cb), NULL);
}

PalierTemplateKeys *
palier_template_keys_new (gboolean conditions)
{
  PalierTemplateKeys *self = g_object_new (PALIER_TYPE_TEMPLATE_KEYS, NULL);

  self->conditions = conditions;
  return self;
}

/* @variables: (element-type PalierTemplateVariable): the template's own, offered first */
void
palier_template_keys_set_variables (PalierTemplateKeys *self, const GPtrArray *variables)
{
  const GPtrArray *keys = palier_template_keys ();

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < variables->len; i++)
    if (palier_template_find_key (((const PalierTemplateVariable *) variables->pdata[i])->key)
        == NULL)
      add_row (self, variables->pdata[i]);
  for (guint i = 0; i < keys->len; i++)
    add_row (self, keys->pdata[i]);
}
