/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-step-row.h"

#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-sequence-edit.h"
#include "palier-step-texts.h"
#include "palier-toggle-row.h"

struct _PalierStepRow
{
  AdwExpanderRow parent_instance;

  gboolean filling;
  GtkStack *mark; /* its number; a sign where something is wrong */
  GtkLabel *number;
  GtkWidget *menu;
  GtkSpinButton *day;
  AdwComboRow *channel;
  PalierStepTexts *texts;
  PalierToggleRow *conditions;
  AdwComboRow *unknown;
  PalierToggleRow *days;
  GtkSpinButton *from;
  GtkSpinButton *to;
  AdwSwitchRow *holidays;
};

G_DEFINE_FINAL_TYPE (PalierStepRow, palier_step_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  CHANGED,
  MOVED,
  REMOVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

#define QUARTER 15 /* minutes */

static void
on_changed_cb (PalierStepRow *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- its deeds */

static void
on_up_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_signal_emit (widget, signals[MOVED], 0, -1);
}

static void
on_down_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_signal_emit (widget, signals[MOVED], 0, 1);
}

static void
on_remove_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_signal_emit (widget, signals[REMOVED], 0);
}

static GtkWidget *
make_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) moves = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (moves, _ ("Move _Up"), "step.up");
  g_menu_append (moves, _ ("Move _Down"), "step.down");
  g_menu_append (end, _ ("_Remove"), "step.remove");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (moves));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static GtkWidget *
make_mark (PalierStepRow *self)
{
  GtkWidget *fault = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->mark = GTK_STACK (gtk_stack_new ());
  self->number = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "dimmed");
  gtk_widget_add_css_class (fault, "warning");
  gtk_stack_add_named (self->mark, GTK_WIDGET (self->number), "number");
  gtk_stack_add_named (self->mark, fault, "fault");
  return GTK_WIDGET (self->mark);
}

/* ---- its rows */

static GtkSpinButton *
add_spin (PalierStepRow *self, const char *title, const char *subtitle, double lower, double upper,
          double step)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (lower, upper, step);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return GTK_SPIN_BUTTON (spin);
}

/* "09:30", of minutes since midnight. */
static gboolean
on_hour_output_cb (GtkSpinButton *spin)
{
  int minutes = gtk_spin_button_get_value_as_int (spin);
  g_autofree char *text = g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);

  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/* "9:30", "9h30", "9". */
static int
on_hour_input_cb (GtkSpinButton *spin, double *value)
{
  g_auto (GStrv) parts =
      g_regex_split_simple ("[^0-9]+", gtk_editable_get_text (GTK_EDITABLE (spin)), 0, 0);
  guint64 hours, minutes = 0;

  if (parts[0] == NULL || !g_ascii_string_to_unsigned (parts[0], 10, 0, 24, &hours, NULL)
      || (parts[1] != NULL && *parts[1] != '\0'
          && !g_ascii_string_to_unsigned (parts[1], 10, 0, 59, &minutes, NULL)))
    return GTK_INPUT_ERROR;
  *value = (double) (hours * 60 + minutes);
  return TRUE;
}

static GtkSpinButton *
add_hour (PalierStepRow *self, const char *title)
{
  GtkSpinButton *spin = add_spin (self, title, "", 0, 24 * 60, QUARTER);

  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  g_signal_connect (spin, "output", G_CALLBACK (on_hour_output_cb), NULL);
  g_signal_connect (spin, "input", G_CALLBACK (on_hour_input_cb), NULL);
  gtk_spin_button_update (spin);
  return spin;
}

static AdwComboRow *
add_menu (PalierStepRow *self, const char *title, const char *const *words)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (words);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return ADW_COMBO_ROW (row);
}

static PalierToggleRow *
add_toggles (PalierStepRow *self, const char *title, const char *subtitle)
{
  GtkWidget *row = palier_toggle_row_new (title, subtitle);

  g_signal_connect_object (row, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return PALIER_TOGGLE_ROW (row);
}

static void
add_channel (PalierStepRow *self)
{
  const char *words[PALIER_N_CHANNELS + 1] = { NULL };

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
    words[i] = palier_words_channel ((PalierChannel) i);
  self->channel = add_menu (self, _ ("Channel"), words);
}

static void
add_conditions (PalierStepRow *self)
{
  const char *const unknown[] = { _ ("It goes as if it were so"),
                                  _ ("It waits, and gives way to the next step"), NULL };

  self->conditions = add_toggles (self, _ ("Only if the prospect"), _ ("None chosen: in any case"));
  for (guint i = 0; i < PALIER_N_CONDITIONS; i++)
    palier_toggle_row_add (self->conditions, palier_words_condition ((PalierConditions) (1u << i)),
                           NULL);
  self->unknown = add_menu (self, _ ("While nobody knows"), unknown);
}

static void
add_window (PalierStepRow *self)
{
  self->days = add_toggles (self, _ ("Leaves on"), NULL);
  for (int day = G_DATE_MONDAY; day <= G_DATE_SUNDAY; day++)
  {
    g_autofree char *label = palier_format_weekday ((GDateWeekday) day, TRUE);
    g_autofree char *name = palier_format_weekday ((GDateWeekday) day, FALSE);
    palier_toggle_row_add (self->days, label, name);
  }
  self->from = add_hour (self, _ ("From"));
  self->to = add_hour (self, _ ("Until"));
  self->holidays = ADW_SWITCH_ROW (adw_switch_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->holidays),
                                 _ ("Also on public holidays"));
  g_signal_connect_object (self->holidays, "notify::active", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->holidays));
}

/* ---- overrides */

static void
palier_step_row_dispose (GObject *object)
{
  g_clear_object (&PALIER_STEP_ROW (object)->texts);
  G_OBJECT_CLASS (palier_step_row_parent_class)->dispose (object);
}

static void
palier_step_row_class_init (PalierStepRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_step_row_dispose;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_STEP_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", PALIER_TYPE_STEP_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[REMOVED] = g_signal_new ("removed", PALIER_TYPE_STEP_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "step.up", NULL, on_up_cb);
  gtk_widget_class_install_action (widget_class, "step.down", NULL, on_down_cb);
  gtk_widget_class_install_action (widget_class, "step.remove", NULL, on_remove_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "step.up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "step.down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, GDK_CONTROL_MASK,
                                       "step.remove", NULL);
}

static void
palier_step_row_init (PalierStepRow *self)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (self);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  self->menu = make_menu ();
  adw_expander_row_add_prefix (row, make_mark (self));
  adw_expander_row_add_suffix (row, self->menu);
  self->day = add_spin (self, _ ("Day"), _ ("1 is the day on which a prospect enters"), 1,
                        PALIER_STEP_DAY_MAX, 1);
  add_channel (self);
  self->texts = palier_step_texts_new (row);
  g_signal_connect_object (self->texts, "changed", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  add_conditions (self);
  add_window (self);
}

GtkWidget *
palier_step_row_new (void)
{
  return g_object_new (PALIER_TYPE_STEP_ROW, NULL);
}

/* ---- what it shows */

/* "If no response · Premier contact", or what is wrong. (transfer full) */
static char *
dup_subtitle (const PalierSequence *sequence, guint index, GPtrArray *templates, gboolean *faulty)
{
  const PalierStep *step = palier_sequence_get_step (sequence, index);
  g_autoptr (GArray) faults = palier_sequence_check (sequence);
  g_autofree char *conditions = palier_words_conditions (step->conditions);
  g_autofree char *texts = palier_step_texts_dup_words (step->templates, templates);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < faults->len; i++)
  {
    const PalierSequenceFault *fault = &g_array_index (faults, PalierSequenceFault, i);
    g_autofree char *said = palier_words_fault_in_place (fault->kind);
    if (fault->step == index + 1)
      g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", said);
  }
  *faulty = words->len > 0;
  if (!*faulty)
    g_string_append_printf (words, "%s%s%s", conditions, *texts != '\0' ? " · " : "", texts);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
show_head (PalierStepRow *self, const PalierSequence *sequence, guint index, GPtrArray *templates)
{
  const PalierStep *step = palier_sequence_get_step (sequence, index);
  gboolean faulty;
  g_autofree char *title = palier_words_step (step);
  g_autofree char *subtitle = dup_subtitle (sequence, index, templates, &faulty);
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  g_autofree char *menu = g_strdup_printf (_ ("Actions for step %u"), index + 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_label_set_text (self->number, number);
  gtk_stack_set_visible_child_name (self->mark, faulty ? "fault" : "number");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "step.up", index > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "step.down", index + 1 < sequence->steps->len);
  gtk_widget_set_tooltip_text (self->menu, menu);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, menu,
                                  -1);
}

/* @templates: (element-type PalierTemplate): all that there are */
void
palier_step_row_show (PalierStepRow *self, const PalierSequence *sequence, guint index,
                      GPtrArray *templates)
{
  const PalierStep *step = palier_sequence_get_step (sequence, index);

  self->filling = TRUE;
  show_head (self, sequence, index, templates);
  gtk_spin_button_set_value (self->day, step->day);
  adw_combo_row_set_selected (self->channel, (guint) step->channel);
  palier_step_texts_show (self->texts, step->channel, step->templates, templates);
  palier_toggle_row_set_mask (self->conditions, step->conditions);
  adw_combo_row_set_selected (self->unknown, (guint) step->unknown);
  gtk_widget_set_visible (GTK_WIDGET (self->unknown),
                          (step->conditions & (PALIER_CONDITION_OPENED | PALIER_CONDITION_CLICKED))
                              != 0);
  palier_toggle_row_set_mask (self->days, step->window.days);
  gtk_spin_button_set_value (self->from, step->window.from);
  gtk_spin_button_set_value (self->to, step->window.to);
  adw_switch_row_set_active (self->holidays, step->window.holidays);
  self->filling = FALSE;
}

/* Sets what the rows hold. Another channel has other templates. */
void
palier_step_row_read (PalierStepRow *self, PalierStep *step)
{
  PalierChannel channel = (PalierChannel) adw_combo_row_get_selected (self->channel);

  g_strfreev (step->templates);
  step->templates = channel == step->channel ? palier_step_texts_dup (self->texts) : NULL;
  step->day = (guint) gtk_spin_button_get_value_as_int (self->day);
  step->channel = channel;
  step->conditions = (PalierConditions) palier_toggle_row_get_mask (self->conditions);
  step->unknown = (PalierUnknown) adw_combo_row_get_selected (self->unknown);
  step->window.days = (guint8) palier_toggle_row_get_mask (self->days);
  step->window.from = (guint16) gtk_spin_button_get_value_as_int (self->from);
  step->window.to = (guint16) gtk_spin_button_get_value_as_int (self->to);
  step->window.holidays = adw_switch_row_get_active (self->holidays);
}

void
palier_step_row_focus (PalierStepRow *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
