/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-field.h"

G_BEGIN_DECLS

/* The columns of the table of prospects: which are chosen, in which order; remembered on this
 * computer. Properties: "view" (GtkColumnView), "detail" (int): how many of the chosen ones there
 * is room for, beside the first. */
#define PALIER_TYPE_PROSPECT_COLUMNS (palier_prospect_columns_get_type ())
G_DECLARE_FINAL_TYPE (PalierProspectColumns, palier_prospect_columns, PALIER, PROSPECT_COLUMNS,
                      GObject)

/* Of GtkColumnViewColumn, in the order of the view, hidden ones too. */
GListModel *palier_prospect_columns_get_all (PalierProspectColumns *self);
PalierField palier_prospect_columns_field (GtkColumnViewColumn *column);
gboolean
palier_prospect_columns_is_chosen (PalierProspectColumns *self, GtkColumnViewColumn *column);
void palier_prospect_columns_choose (PalierProspectColumns *self, GtkColumnViewColumn *column,
                                     gboolean chosen);
void
palier_prospect_columns_move (PalierProspectColumns *self, GtkColumnViewColumn *column, int by);
void palier_prospect_columns_reset (PalierProspectColumns *self);

G_END_DECLS
