/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Not a GtkButton, whose click gesture claims the pointer before a drag can begin. */
#include "palier-import-chip.h"

#include <glib/gi18n.h>

#include "palier-column-words.h"
#include "palier-field-chooser.h"

#define SHOWN_SAMPLES 3

struct _PalierImportChip
{
  GtkWidget parent_instance;

  guint column;
  int target;
  PalierField guess;
  char *why; /* (nullable): it stands where it stands, or what it may be */
  GtkWidget *box;
  GtkWidget *chooser; /* (nullable): while it is open */
};

enum
{
  PLACED,
  DETAILS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierImportChip, palier_import_chip, GTK_TYPE_WIDGET)

static void
on_chosen_cb (PalierImportChip *self, int target)
{
  g_signal_emit (self, signals[PLACED], 0, target);
}

static void
on_chooser_closed_cb (PalierImportChip *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
open_chooser (PalierImportChip *self)
{
  g_clear_pointer (&self->chooser, gtk_widget_unparent);
  self->chooser = palier_field_chooser_new (
      self->target == PALIER_TARGET_NONE ? (int) self->guess : self->target, self->why);
  gtk_widget_set_parent (self->chooser, GTK_WIDGET (self));
  g_signal_connect_swapped (self->chooser, "chosen", G_CALLBACK (on_chosen_cb), self);
  g_signal_connect_swapped (self->chooser, "closed", G_CALLBACK (on_chooser_closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->chooser));
}

static void
on_details_cb (PalierImportChip *self)
{
  g_signal_emit (self, signals[DETAILS], 0);
}

static gboolean
on_key_cb (PalierImportChip *self, guint key, guint code, GdkModifierType modifiers)
{
  if (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))) != GTK_WIDGET (self))
    return FALSE;
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (modifiers & GDK_SHIFT_MASK)))
    on_details_cb (self);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_space)
    open_chooser (self);
  else if ((key == GDK_KEY_BackSpace || key == GDK_KEY_Delete)
           && self->target != PALIER_TARGET_NONE)
    on_chosen_cb (self, (int) PALIER_FIELD_NONE);
  else
    return FALSE;
  return TRUE;
}

static void
on_released_cb (PalierImportChip *self, int n_press, double x, double y)
{
  if (gtk_widget_contains (GTK_WIDGET (self), x, y))
    open_chooser (self);
}

/* ---- dragging */

static GdkContentProvider *
on_prepare_cb (GtkDragSource *source, double x, double y, PalierImportChip *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return gdk_content_provider_new_typed (G_TYPE_UINT, self->column);
}

static void
on_drag_begin_cb (PalierImportChip *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "dragged");
}

static void
on_drag_end_cb (PalierImportChip *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "dragged");
}

static void
add_controllers (PalierImportChip *self)
{
  GtkDragSource *drag = gtk_drag_source_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  /* A drop may take the chip away before the drag, which outlives it, has ended. */
  g_signal_connect_object (drag, "prepare", G_CALLBACK (on_prepare_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (on_drag_begin_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (on_drag_end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_cb), self);
  gtk_gesture_group (GTK_GESTURE (drag), click);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* ---- what it says */

/* @lines: as many as the text may take */
static void
append_label (GtkWidget *box, const char *text, const char *css_class, int lines)
{
  GtkWidget *label;

  if (text == NULL || *text == '\0')
    return;
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (label), lines > 1);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
}

static void
append_lines (PalierImportChip *self, const PalierColumn *column)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *title = palier_column_dup_title (column);
  g_autofree char *samples = palier_column_dup_samples (column, SHOWN_SAMPLES);
  g_autofree char *sure = palier_column_dup_sureness (column);
  g_autofree char *details = palier_column_dup_details (column);
  g_autofree char *description =
      g_strdup_printf ("%s%s%s%s%s", samples, self->why ? ". " : "", self->why ? self->why : "",
                       *details ? ". " : "", details);

  gtk_widget_set_hexpand (lines, TRUE);
  append_label (lines, title, "chip-title", 2);
  append_label (lines, samples, "chip-samples", 1);
  append_label (lines, sure, "chip-reason", 1);
  append_label (lines, details, "chip-details", 2);
  gtk_box_append (GTK_BOX (self->box), lines);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
append_details_button (PalierImportChip *self, const PalierColumn *column)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-more-symbolic");
  g_autofree char *title = palier_column_dup_title (column);
  /* Translators: a column's title */
  g_autofree char *label = g_strdup_printf (_ ("Settings of “%s”"), title);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_cursor_from_name (button, "default");
  gtk_widget_set_tooltip_text (button, _ ("Split, Values, What Is Known"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_details_cb), self);
  gtk_box_append (GTK_BOX (self->box), button);
}

/* ---- overrides */

static void
palier_import_chip_dispose (GObject *object)
{
  PalierImportChip *self = PALIER_IMPORT_CHIP (object);

  if (self->chooser)
    g_signal_handlers_disconnect_by_data (self->chooser, self);
  g_clear_pointer (&self->chooser, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (palier_import_chip_parent_class)->dispose (object);
}

static void
palier_import_chip_finalize (GObject *object)
{
  g_free (PALIER_IMPORT_CHIP (object)->why);
  G_OBJECT_CLASS (palier_import_chip_parent_class)->finalize (object);
}

static void
palier_import_chip_class_init (PalierImportChipClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_import_chip_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_import_chip_finalize;
  signals[PLACED] = g_signal_new ("placed", PALIER_TYPE_IMPORT_CHIP, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[DETAILS] = g_signal_new ("details", PALIER_TYPE_IMPORT_CHIP, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "chip");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
palier_import_chip_init (PalierImportChip *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grab");
  add_controllers (self);
}

GtkWidget *
palier_import_chip_new (const PalierColumn *column)
{
  PalierImportChip *self = g_object_new (PALIER_TYPE_IMPORT_CHIP, NULL);

  self->column = column->index;
  self->target = palier_column_target (column);
  self->guess = column->guess;
  self->why = palier_column_dup_guess (column);
  append_lines (self, column);
  if (self->target != PALIER_TARGET_NONE)
    append_details_button (self, column);
  return GTK_WIDGET (self);
}

guint
palier_import_chip_get_column (PalierImportChip *self)
{
  return self->column;
}
