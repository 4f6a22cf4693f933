/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void palier_chained_scroll_add (GtkScrolledWindow *inner);

G_END_DECLS
