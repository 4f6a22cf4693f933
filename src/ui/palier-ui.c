/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ui.h"

#include <gtk/gtk.h>

#include "palier-ui-resources.h"

/**
 * palier_ui_init:
 *
 * Makes the pages' definitions and icons known. Called once, after the display is open.
 */
void
palier_ui_init (void)
{
  palier_ui_get_resource ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/fr/immo_ai/Palier/icons");
  gtk_window_set_default_icon_name ("fr.immo_ai.Palier");
}
