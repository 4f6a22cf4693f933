/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-chained-scroll.h"

#define WHEEL_STEP 60 /* px a click of a wheel */

static gboolean
can_move (GtkAdjustment *adjustment, double by)
{
  double value = gtk_adjustment_get_value (adjustment);
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  return by < 0 ? value > gtk_adjustment_get_lower (adjustment) + 0.5 : value < end - 0.5;
}

static gboolean
on_scroll_cb (GtkEventControllerScroll *scroll, double dx, double dy, GtkScrolledWindow *inner)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (inner));
  GtkWidget *outer = parent ? gtk_widget_get_ancestor (parent, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  gboolean wheel = gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_WHEEL;
  GtkAdjustment *adjustment;

  if (outer == NULL || ABS (dx) > ABS (dy)
      || can_move (gtk_scrolled_window_get_vadjustment (inner), dy))
    return GDK_EVENT_PROPAGATE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (outer));
  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment) + dy * (wheel ? WHEEL_STEP : 1));
  return GDK_EVENT_STOP;
}

/**
 * palier_chained_scroll_add:
 * @inner: stands within another scrolled window
 *
 * Lets the wheel go on with the outer one where @inner is at its end. GTK turns it into a movement
 * to the side there, so that the pointer would be caught over a table.
 */
void
palier_chained_scroll_add (GtkScrolledWindow *inner)
{
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll_cb), inner);
  gtk_widget_add_controller (GTK_WIDGET (inner), scroll);
}
