/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-toggle-row.h"

struct _PalierToggleRow
{
  AdwPreferencesRow parent_instance;

  GPtrArray *buttons; /* (element-type GtkToggleButton) */
  gboolean filling;
  GtkLabel *title;
  GtkLabel *subtitle;
  AdwWrapBox *box;
};

G_DEFINE_FINAL_TYPE (PalierToggleRow, palier_toggle_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
on_toggled_cb (PalierToggleRow *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
palier_toggle_row_finalize (GObject *object)
{
  g_ptr_array_unref (PALIER_TOGGLE_ROW (object)->buttons);
  G_OBJECT_CLASS (palier_toggle_row_parent_class)->finalize (object);
}

static void
palier_toggle_row_class_init (PalierToggleRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_toggle_row_finalize;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_TOGGLE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static GtkLabel *
add_label (GtkBox *box)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_box_append (box, GTK_WIDGET (label));
  return label;
}

static void
palier_toggle_row_init (PalierToggleRow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->buttons = g_ptr_array_new ();
  self->title = add_label (GTK_BOX (content));
  self->subtitle = add_label (GTK_BOX (content));
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "dimmed");
  self->box = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->box, 6);
  adw_wrap_box_set_line_spacing (self->box, 6);
  gtk_widget_add_css_class (content, "text-row");
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->box));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), content);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

/* @subtitle: (nullable) */
GtkWidget *
palier_toggle_row_new (const char *title, const char *subtitle)
{
  PalierToggleRow *self = g_object_new (PALIER_TYPE_TOGGLE_ROW, "title", title, NULL);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle != NULL);
  return GTK_WIDGET (self);
}

/* @name: (nullable): in full, where @label is short */
void
palier_toggle_row_add (PalierToggleRow *self, const char *label, const char *name)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  if (name != NULL)
  {
    gtk_widget_set_tooltip_text (button, name);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
  }
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled_cb), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (self->box, button);
  g_ptr_array_add (self->buttons, button);
}

void
palier_toggle_row_set_mask (PalierToggleRow *self, guint mask)
{
  self->filling = TRUE;
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_toggle_button_set_active (self->buttons->pdata[i], (mask & (1u << i)) != 0);
  self->filling = FALSE;
}

guint
palier_toggle_row_get_mask (PalierToggleRow *self)
{
  guint mask = 0;

  for (guint i = 0; i < self->buttons->len; i++)
    if (gtk_toggle_button_get_active (self->buttons->pdata[i]))
      mask |= 1u << i;
  return mask;
}
