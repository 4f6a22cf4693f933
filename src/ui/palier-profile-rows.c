/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-profile-rows.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *key;
  const char *title;
  gboolean lines; /* several: a text in the second group */
} Item;

static const Item items[] = {
  { "agency_name", N_ ("Name of the agency"), FALSE },
  { "first_name", N_ ("Your first name"), FALSE },
  { "last_name", N_ ("Your last name"), FALSE },
  { "email", N_ ("E-mail"), FALSE },
  { "phone", N_ ("Phone"), FALSE },
  { "street", N_ ("Street"), FALSE },
  { "postal_code", N_ ("Postal code"), FALSE },
  { "city", N_ ("Town"), FALSE },
  { "siret", N_ ("SIRET"), FALSE },
  { "card", N_ ("Professional card or RSAC number"), FALSE },
  { "privacy_url", N_ ("Address of your privacy notice"), FALSE },
  { "zones", N_ ("Areas you work in, one a line"), TRUE },
  { "signature", N_ ("Signature"), TRUE },
  { "legal_mentions", N_ ("Legal mentions"), TRUE },
};

struct _PalierProfileRows
{
  GObject parent_instance;

  GObject *texts[G_N_ELEMENTS (items)]; /* GtkEditable or GtkTextBuffer */
  gboolean filling;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierProfileRows, palier_profile_rows, G_TYPE_OBJECT)

static void
on_changed_cb (PalierProfileRows *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
make_text_row (const char *title, GObject **buffer)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *text = gtk_text_view_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (text), FALSE);
  gtk_widget_set_size_request (text, -1, 72);
  gtk_widget_add_css_class (text, "plain-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_add_css_class (box, "text-row");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  *buffer = G_OBJECT (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)));
  return row;
}

static GtkWidget *
make_entry_row (const char *title, GObject **editable)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  *editable = G_OBJECT (row);
  return row;
}

static char *
dup_text (GObject *text)
{
  GtkTextIter start, end;

  if (GTK_IS_EDITABLE (text))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (text)));
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (text), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (text), &start, &end, FALSE);
}

static void
palier_profile_rows_class_init (PalierProfileRowsClass *class)
{
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_PROFILE_ROWS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_profile_rows_init (PalierProfileRows *self)
{
}

/**
 * palier_profile_rows_new:
 * @agency: gets the lines
 * @signature: gets the longer texts
 */
PalierProfileRows *
palier_profile_rows_new (AdwPreferencesGroup *agency, AdwPreferencesGroup *signature)
{
  PalierProfileRows *self = g_object_new (PALIER_TYPE_PROFILE_ROWS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
  {
    GtkWidget *row = items[i].lines ? make_text_row (_ (items[i].title), &self->texts[i])
                                    : make_entry_row (_ (items[i].title), &self->texts[i]);
    adw_preferences_group_add (items[i].lines ? signature : agency, row);
    g_signal_connect_object (self->texts[i], "changed", G_CALLBACK (on_changed_cb), self,
                             G_CONNECT_SWAPPED);
  }
  return self;
}

void
palier_profile_rows_show (PalierProfileRows *self, const PalierProfile *profile)
{
  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
  {
    const char *value = palier_profile_get_key (profile, items[i].key);
    if (GTK_IS_EDITABLE (self->texts[i]))
      gtk_editable_set_text (GTK_EDITABLE (self->texts[i]), value ? value : "");
    else
      gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->texts[i]), value ? value : "", -1);
  }
  self->filling = FALSE;
}

/* Returns: (transfer full): what the rows hold */
PalierProfile *
palier_profile_rows_read (PalierProfileRows *self)
{
  PalierProfile *profile = palier_profile_new ();

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
  {
    g_autofree char *text = dup_text (self->texts[i]);
    palier_profile_set_key (profile, items[i].key, text);
  }
  return profile;
}
