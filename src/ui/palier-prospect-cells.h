/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-prospect-list.h"

G_BEGIN_DECLS

/* The cells of a column of the table of prospects. @field: PALIER_FIELD_NONE: the score */
GtkListItemFactory *palier_prospect_cells_new (PalierField field);

G_END_DECLS
