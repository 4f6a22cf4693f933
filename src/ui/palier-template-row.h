/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-template.h"

G_BEGIN_DECLS

/* A template in the list: opened by a press, with a menu ("templates.duplicate" and its like). */
GtkWidget *palier_template_row_new (PalierTemplate *template);
const PalierTemplate *palier_template_row_get_template (GtkWidget *row);

G_END_DECLS
