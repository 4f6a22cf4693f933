/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-prospect-list.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_CELL_NAME,
  PALIER_CELL_TOWN,
  PALIER_CELL_SCORE,
  PALIER_CELL_STAGE,
  PALIER_CELL_SIGN,
} PalierCell;

void palier_prospect_columns_set_up (GtkColumnViewColumn *column, PalierCell cell);
PalierField palier_prospect_columns_field (GtkColumnViewColumn *column);

G_END_DECLS
