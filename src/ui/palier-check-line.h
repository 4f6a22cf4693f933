/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-check.h"

G_BEGIN_DECLS

GtkWidget *palier_check_line_new (PalierSeverity severity, const char *words);
GtkWidget *palier_check_line_new_with (const char *icon, const char *words, const char *css_class);
void palier_check_line_clear (GtkBox *box);

G_END_DECLS
