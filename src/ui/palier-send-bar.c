/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-send-bar.h"

#include <adwaita.h>

#include "palier-chart-colors.h"

#define HEIGHT 6
#define LEAST 2.0f /* pixels: what goes is seen */

struct _PalierSendBar
{
  GtkWidget parent_instance;

  guint goes[PALIER_N_CHANNELS];
  guint most;
};

G_DEFINE_FINAL_TYPE (PalierSendBar, palier_send_bar, GTK_TYPE_WIDGET)

static const PalierHue hues[PALIER_N_CHANNELS] = {
  [PALIER_CHANNEL_EMAIL] = PALIER_HUE_BLUE,        [PALIER_CHANNEL_SMS] = PALIER_HUE_GOLD,
  [PALIER_CHANNEL_LINKEDIN] = PALIER_HUE_VIOLET,   [PALIER_CHANNEL_CALL] = PALIER_HUE_GREEN,
  [PALIER_CHANNEL_LETTER] = PALIER_HUE_TERRACOTTA,
};

static void
palier_send_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PalierSendBar *self = PALIER_SEND_BAR (widget);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const PalierChartStyle style = { adw_style_manager_get_dark (manager),
                                   adw_style_manager_get_high_contrast (manager) };
  float width = (float) gtk_widget_get_width (widget), x = 0;
  float height = (float) gtk_widget_get_height (widget);

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
  {
    PalierInk ink = palier_chart_hue (&style, hues[i]);
    float length = width * (float) self->goes[i] / (float) self->most;
    if (self->goes[i] == 0)
      continue;
    length = MIN (MAX (length, LEAST), width - x);
    gtk_snapshot_append_color (
        snapshot,
        &(GdkRGBA) { (float) ink.red, (float) ink.green, (float) ink.blue, (float) ink.alpha },
        &GRAPHENE_RECT_INIT (x, 0, length, height));
    x += length;
  }
}

static void
palier_send_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum_baseline = *natural_baseline = -1;
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 2 * HEIGHT;
}

static void
palier_send_bar_class_init (PalierSendBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->snapshot = palier_send_bar_snapshot;
  widget_class->measure = palier_send_bar_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
palier_send_bar_init (PalierSendBar *self)
{
}

/* @most: what fills all of the width; at least 1 */
GtkWidget *
palier_send_bar_new (const guint goes[PALIER_N_CHANNELS], guint most)
{
  PalierSendBar *self = g_object_new (PALIER_TYPE_SEND_BAR, NULL);

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
    self->goes[i] = goes[i];
  self->most = most;
  return GTK_WIDGET (self);
}
