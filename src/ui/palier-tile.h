/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A figure with its title and a note, in a box of figures. */
void palier_tile_add (GtkFlowBox *tiles, const char *title, const char *value, const char *note);

G_END_DECLS
