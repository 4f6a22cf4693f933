/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-export.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_CELL_EMPTY,
  PALIER_CELL_TEXT,
  PALIER_CELL_NUMBER,
  PALIER_CELL_DATE,
} PalierCellKind;

/* A field as a table shows it. */
typedef struct
{
  PalierCellKind kind;
  GString *text; /* of every kind but empty; numbers with a point, dates YYYY-MM-DD */
  double number;
} PalierCell;

void palier_cell_set (PalierCell *self, const PalierExport *export, const PalierProspect *prospect,
                      const PalierExportColumn *column);
gboolean palier_cell_is_formula (const char *text);
int palier_cell_width (PalierField field);

G_END_DECLS
