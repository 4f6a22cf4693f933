/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-check.h"

G_BEGIN_DECLS

GtkWidget *palier_check_line_new (PalierSeverity severity, const char *words);
void palier_check_line_clear (GtkBox *box);

G_END_DECLS
