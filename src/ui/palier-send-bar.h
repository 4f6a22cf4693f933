/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-rehearsal.h"

G_BEGIN_DECLS

/* How many are sent on a day, a length for each channel. */
#define PALIER_TYPE_SEND_BAR (palier_send_bar_get_type ())
G_DECLARE_FINAL_TYPE (PalierSendBar, palier_send_bar, PALIER, SEND_BAR, GtkWidget)

GtkWidget *palier_send_bar_new (const guint goes[PALIER_N_CHANNELS], guint most);

G_END_DECLS
