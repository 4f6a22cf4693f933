/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day on which something goes is a button, any other only its number. */
#include "palier-send-calendar.h"

#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-send-bar.h"
#include "palier-words.h"

#define DAYS_A_WEEK 7

struct _PalierSendCalendar
{
  AdwBin parent_instance;

  PalierRehearsal *rehearsal; /* (nullable) */
  GDate month;                /* its first day */
  GDate day;                  /* the chosen one */
  guint most;                 /* on the busiest day */
  GtkLabel *title;
  GtkWidget *previous;
  GtkWidget *next;
  GtkGrid *grid;
  AdwWrapBox *legend;
};

G_DEFINE_FINAL_TYPE (PalierSendCalendar, palier_send_calendar, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Returns: (transfer full): "12 × E-mail, 3 × Letter" */
char *
palier_send_calendar_dup_words (const guint goes[PALIER_N_CHANNELS])
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
  {
    g_autofree char *count = palier_format_count (goes[i]);
    if (goes[i] == 0)
      continue;
    g_string_append (words, words->len > 0 ? ", " : "");
    /* Translators: how many, by which channel */
    g_string_append_printf (words, _ ("%s × %s"), count, palier_words_channel ((PalierChannel) i));
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* ---- days */

static GtkWidget *
make_number (const GDate *day, gboolean within)
{
  g_autofree char *number = g_strdup_printf ("%u", g_date_get_day (day));
  GtkWidget *label = gtk_label_new (number);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "caption");
  if (!within)
    gtk_widget_add_css_class (label, "dimmed");
  return label;
}

static GtkWidget *
make_content (PalierSendCalendar *self, const PalierMonthCell *cell)
{
  g_autofree char *total = palier_format_count (palier_rehearsal_day_total (cell->sends));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = gtk_label_new (total);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), make_number (&cell->day, TRUE));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), palier_send_bar_new (cell->sends->goes, self->most));
  return box;
}

static void
on_day_cb (PalierSendCalendar *self, GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  self->day = *(const GDate *) g_object_get_data (G_OBJECT (button), "day");
  g_signal_emit (self, signals[CHOSEN], 0);
}

static GtkWidget *
make_day (PalierSendCalendar *self, const PalierMonthCell *cell, GtkToggleButton **group)
{
  GtkWidget *button = gtk_toggle_button_new ();
  g_autofree char *date = palier_format_date (&cell->day);
  g_autofree char *sends = palier_send_calendar_dup_words (cell->sends->goes);
  g_autofree char *words = g_strdup_printf (_ ("%s: %s"), date, sends);

  gtk_button_set_child (GTK_BUTTON (button), make_content (self, cell));
  gtk_widget_add_css_class (button, "day");
  gtk_widget_set_tooltip_text (button, sends);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "day", g_memdup2 (&cell->day, sizeof cell->day),
                          g_free);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), *group);
  *group = GTK_TOGGLE_BUTTON (button);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                g_date_compare (&cell->day, &self->day) == 0);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_day_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static void
attach_weekdays (PalierSendCalendar *self)
{
  for (int i = 0; i < DAYS_A_WEEK; i++)
  {
    g_autofree char *words = palier_format_weekday ((GDateWeekday) (G_DATE_MONDAY + i), TRUE);
    GtkWidget *label = gtk_label_new (words);
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class (label, "caption");
    gtk_widget_add_css_class (label, "dimmed");
    gtk_grid_attach (self->grid, label, i, 0, 1, 1);
  }
}

static void
attach_days (PalierSendCalendar *self)
{
  PalierMonthCell cells[PALIER_MONTH_CELLS];
  GtkToggleButton *group = NULL;

  palier_rehearsal_fill_month (self->rehearsal, &self->month, cells);
  for (int i = 0; i < PALIER_MONTH_CELLS; i++)
  {
    GtkWidget *day;
    if (i % DAYS_A_WEEK == 0 && i > 0 && !cells[i].within)
      break; /* a week of the next month */
    if (cells[i].within && cells[i].sends != NULL)
      day = make_day (self, &cells[i], &group);
    else
    {
      day = make_number (&cells[i].day, cells[i].within);
      gtk_widget_add_css_class (day, "day");
    }
    gtk_grid_attach (self->grid, day, i % DAYS_A_WEEK, 1 + i / DAYS_A_WEEK, 1, 1);
  }
}

static void
find_months (PalierSendCalendar *self, GDate *first, GDate *last)
{
  palier_region_day (PALIER_REGION_FRANCE, self->rehearsal->first_ms, first);
  palier_region_day (PALIER_REGION_FRANCE, self->rehearsal->last_ms, last);
}

static void
show_month (PalierSendCalendar *self)
{
  g_autofree char *title = palier_format_month (&self->month);
  GtkWidget *child;
  GDate first, last, next = self->month;

  find_months (self, &first, &last);
  g_date_add_months (&next, 1);
  gtk_widget_set_sensitive (self->previous, g_date_compare (&first, &self->month) < 0);
  gtk_widget_set_sensitive (self->next, g_date_compare (&next, &last) <= 0);
  gtk_label_set_text (self->title, title);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  attach_weekdays (self);
  attach_days (self);
}

static void
on_previous_cb (PalierSendCalendar *self)
{
  g_date_subtract_months (&self->month, 1);
  show_month (self);
}

static void
on_next_cb (PalierSendCalendar *self)
{
  g_date_add_months (&self->month, 1);
  show_month (self);
}

/* ---- which colour is which channel */

static void
show_legend (PalierSendCalendar *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->legend))) != NULL)
    adw_wrap_box_remove (self->legend, child);
  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
  {
    guint goes[PALIER_N_CHANNELS] = { 0 };
    goes[i] = self->rehearsal->n_goes[i];
    if (goes[i] == 0)
      continue;
    g_autofree char *words = palier_send_calendar_dup_words (goes);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *label = gtk_label_new (words);
    GtkWidget *bar = palier_send_bar_new (goes, goes[i]);
    gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (label, "caption");
    gtk_widget_add_css_class (label, "numeric");
    gtk_box_append (GTK_BOX (box), bar);
    gtk_box_append (GTK_BOX (box), label);
    adw_wrap_box_append (self->legend, box);
  }
}

/* ---- overrides */

static void
palier_send_calendar_finalize (GObject *object)
{
  g_clear_pointer (&PALIER_SEND_CALENDAR (object)->rehearsal, palier_rehearsal_free);
  G_OBJECT_CLASS (palier_send_calendar_parent_class)->finalize (object);
}

static void
palier_send_calendar_class_init (PalierSendCalendarClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_send_calendar_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", PALIER_TYPE_SEND_CALENDAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_turner (PalierSendCalendar *self, const char *icon, const char *words, GCallback turn)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_signal_connect_object (button, "clicked", turn, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_head (PalierSendCalendar *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  self->previous =
      make_turner (self, "go-previous-symbolic", _ ("Previous Month"), G_CALLBACK (on_previous_cb));
  self->next = make_turner (self, "go-next-symbolic", _ ("Next Month"), G_CALLBACK (on_next_cb));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (head), self->previous);
  gtk_box_append (GTK_BOX (head), self->next);
  return head;
}

static void
palier_send_calendar_init (PalierSendCalendar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_grid_set_column_spacing (self->grid, 2);
  gtk_grid_set_row_spacing (self->grid, 2);
  self->legend = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->legend, 18);
  adw_wrap_box_set_line_spacing (self->legend, 6);
  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->grid));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->legend));
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "send-calendar");
  adw_bin_set_child (ADW_BIN (self), box);
}

/* @rehearsal: in which something goes; its first day is chosen */
void
palier_send_calendar_show (PalierSendCalendar *self, PalierRehearsal *rehearsal)
{
  palier_rehearsal_ref (rehearsal);
  g_clear_pointer (&self->rehearsal, palier_rehearsal_free);
  self->rehearsal = rehearsal;
  self->most = 1;
  for (guint i = 0; i < rehearsal->days->len; i++)
    self->most =
        MAX (self->most,
             palier_rehearsal_day_total (&g_array_index (rehearsal->days, PalierRehearsalDay, i)));
  palier_region_day (PALIER_REGION_FRANCE, rehearsal->first_ms, &self->day);
  self->month = self->day;
  g_date_set_day (&self->month, 1);
  show_month (self);
  show_legend (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}

const GDate *
palier_send_calendar_get_day (PalierSendCalendar *self)
{
  return &self->day;
}
