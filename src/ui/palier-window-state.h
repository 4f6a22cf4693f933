/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char *palier_window_state_restore (GtkWindow *window);
void palier_window_state_save (GtkWindow *window, const char *page);

G_END_DECLS
