/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reader.h"

G_BEGIN_DECLS

/* One row in the making; its cells may be set in any order. */
typedef struct
{
  GByteArray *text; /* the cells, each ended by NUL */
  GArray *starts;   /* gsize: where the text of each cell begins; 0: blank */
  GPtrArray *cells;
  PalierRow row;
} PalierCells;

void palier_cells_init (PalierCells *self);
void palier_cells_clear (PalierCells *self);
void palier_cells_begin (PalierCells *self, guint64 line);
void palier_cells_set (PalierCells *self, guint column, const char *text, gsize length);
const PalierRow *palier_cells_end (PalierCells *self);

gsize palier_cut_length (const char *text, gsize length, gsize room);

/* Cells that reach over several rows: what the first row says is said again in the others. */
typedef struct _PalierMerges PalierMerges;

PalierMerges *palier_merges_new (void);
void palier_merges_free (PalierMerges *self);
void palier_merges_reset (PalierMerges *self);
void palier_merges_add (PalierMerges *self, guint column, guint64 first, guint64 last);
void palier_merges_apply (PalierMerges *self, PalierRow *row, GPtrArray *cells);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMerges, palier_merges_free)

G_END_DECLS
