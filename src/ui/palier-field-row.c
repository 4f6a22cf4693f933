/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the base holds is `shown`; what the row holds may be newer while the user types. A refresh
 * from the base replaces only what the user has not touched. */
#include "palier-field-row.h"

#include <glib/gi18n.h>

#include "palier-words.h"

struct _PalierFieldRow
{
  GObject parent_instance;

  PalierField field;
  GtkWidget *row;
  char *shown; /* the text of the base as it stands in the row */
  char **keys; /* (nullable): of a closed list; the first is empty, for unknown */
  gboolean filling;
};

enum
{
  EDITED,
  TYPED,
  LEFT,
  ENTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierFieldRow, palier_field_row, G_TYPE_OBJECT)

static void
on_apply_cb (PalierFieldRow *self)
{
  g_signal_emit (self, signals[EDITED], 0, gtk_editable_get_text (GTK_EDITABLE (self->row)));
}

static void
on_selected_cb (PalierFieldRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->row));

  if (self->filling || selected == GTK_INVALID_LIST_POSITION)
    return;
  g_signal_emit (self, signals[EDITED], 0, self->keys[selected]);
  g_signal_emit (self, signals[TYPED], 0);
}

static void
on_changed_cb (PalierFieldRow *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[TYPED], 0);
}

static void
on_left_cb (PalierFieldRow *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

static void
on_entered_cb (PalierFieldRow *self)
{
  g_signal_emit (self, signals[ENTERED], 0);
}

static GtkWidget *
make_entry (PalierFieldRow *self)
{
  GtkWidget *row = adw_entry_row_new ();
  PalierFieldType type = palier_field_info (self->field)->type;

  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  if (type == PALIER_TYPE_EMAIL)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_EMAIL);
  else if (type == PALIER_TYPE_PHONE)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_PHONE);
  g_signal_connect_swapped (row, "apply", G_CALLBACK (on_apply_cb), self);
  return row;
}

static GtkWidget *
make_combo (PalierFieldRow *self, const char *choices)
{
  g_autofree char *with_unknown = g_strconcat (" ", choices, NULL);
  GtkStringList *words = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  self->keys = g_strsplit (with_unknown, " ", -1);
  for (char **key = self->keys; *key; key++)
    gtk_string_list_append (words, **key ? palier_words_choice (self->field, *key) : _ ("Unknown"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (words));
  g_object_unref (words);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (on_selected_cb), self);
  return row;
}

static void
select_key (PalierFieldRow *self, const char *key)
{
  for (guint i = 0; self->keys[i]; i++)
    if (g_strcmp0 (self->keys[i], key ? key : "") == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->row), i);
}

static void
palier_field_row_finalize (GObject *object)
{
  PalierFieldRow *self = PALIER_FIELD_ROW (object);

  g_signal_handlers_disconnect_by_data (self->row, self);
  g_clear_object (&self->row);
  g_free (self->shown);
  g_strfreev (self->keys);
  G_OBJECT_CLASS (palier_field_row_parent_class)->finalize (object);
}

static void
palier_field_row_class_init (PalierFieldRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_field_row_finalize;
  signals[EDITED] = g_signal_new ("edited", PALIER_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TYPED] = g_signal_new ("typed", PALIER_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", PALIER_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[ENTERED] = g_signal_new ("entered", PALIER_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_field_row_init (PalierFieldRow *self)
{
  self->shown = g_strdup ("");
}

PalierFieldRow *
palier_field_row_new (PalierField field)
{
  PalierFieldRow *self = g_object_new (PALIER_TYPE_FIELD_ROW, NULL);
  const char *choices = palier_field_info (field)->choices;
  gboolean closed = choices && palier_field_info (field)->type == PALIER_TYPE_CHOICE;

  self->field = field;
  self->row = closed ? make_combo (self, choices) : make_entry (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), palier_words_field (field));
  g_object_ref_sink (self->row);
  return self;
}

/* A row whose text is asked for as it stands, not given over line by line. */
PalierFieldRow *
palier_field_row_new_in_form (PalierField field)
{
  PalierFieldRow *self = palier_field_row_new (field);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_left_cb), self);
  gtk_widget_add_controller (self->row, focus);
  if (self->keys != NULL)
    return self;
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->row), FALSE);
  g_signal_connect_swapped (self->row, "changed", G_CALLBACK (on_changed_cb), self);
  g_signal_connect_swapped (self->row, "entry-activated", G_CALLBACK (on_entered_cb), self);
  return self;
}

/* Returns: (transfer none): what the row holds: the text as typed, or the key chosen; empty for
 * unknown */
const char *
palier_field_row_get_text (PalierFieldRow *self)
{
  if (self->keys == NULL)
    return gtk_editable_get_text (GTK_EDITABLE (self->row));
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->row));
  return selected != GTK_INVALID_LIST_POSITION ? self->keys[selected] : "";
}

/* Returns: (transfer none): an AdwPreferencesRow */
GtkWidget *
palier_field_row_get_widget (PalierFieldRow *self)
{
  return self->row;
}

PalierField
palier_field_row_get_field (PalierFieldRow *self)
{
  return self->field;
}

static void
fill (PalierFieldRow *self, const char *value)
{
  self->filling = TRUE;
  if (self->keys)
    select_key (self, value);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->row), self->shown);
  self->filling = FALSE;
}

/**
 * palier_field_row_show:
 *
 * Shows what @prospect holds, unless the user is writing something else.
 */
void
palier_field_row_show (PalierFieldRow *self, const PalierProspect *prospect)
{
  const char *value = palier_prospect_get (prospect, self->field);
  g_autofree char *text = value ? palier_words_value (self->field, value) : g_strdup ("");

  if (self->keys == NULL
      && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->row)), self->shown) != 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&text);
  fill (self, value);
  palier_field_row_set_trouble (self, NULL);
}

/* Forgets what was typed: another prospect is shown next, or the text was taken. */
void
palier_field_row_reset (PalierFieldRow *self)
{
  g_free (self->shown);
  self->shown = g_strdup ("");
  self->filling = TRUE;
  if (self->keys == NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->row), "");
  else
    select_key (self, NULL);
  self->filling = FALSE;
  palier_field_row_set_trouble (self, NULL);
}

/**
 * palier_field_row_set_trouble:
 * @words: (nullable): why the text was not taken; NULL: it was
 */
void
palier_field_row_set_trouble (PalierFieldRow *self, const char *words)
{
  if (words)
    gtk_widget_add_css_class (self->row, "error");
  else
    gtk_widget_remove_css_class (self->row, "error");
  gtk_widget_set_tooltip_text (self->row, words);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_STATE_INVALID,
                               words ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}
