/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char *palier_window_state_restore (GtkWindow *window);
void palier_window_state_save (GtkWindow *window, const char *page);

char **palier_window_state_dup_list (const char *key);
void palier_window_state_set_list (const char *key, const char *const *list);

G_END_DECLS
