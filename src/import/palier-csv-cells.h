/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-table.h"

G_BEGIN_DECLS

/* The cells of the row that is being read; one that is too long is cut. */
typedef struct
{
  GByteArray *data; /* each cell, ended by NUL */
  GArray *starts;   /* gsize: where each begins */
  GPtrArray *texts;
  PalierRowFlags flags;
} PalierCsvCells;

void palier_csv_cells_init (PalierCsvCells *self);
void palier_csv_cells_clear (PalierCsvCells *self);
void palier_csv_cells_reset (PalierCsvCells *self);
void palier_csv_cells_begin (PalierCsvCells *self);
void palier_csv_cells_append (PalierCsvCells *self, const guint8 *bytes, gsize length);
void palier_csv_cells_drop_late_quotes (PalierCsvCells *self);
void palier_csv_cells_drop_end_mark (PalierCsvCells *self);
void palier_csv_cells_end (PalierCsvCells *self);
void palier_csv_cells_take (PalierCsvCells *self, PalierRow *row);

G_END_DECLS
