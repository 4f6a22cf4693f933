/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-scan.h"

G_BEGIN_DECLS

/* Rows stand one behind another in the scratch: a PalierScanRow and the cells, each ended by NUL.
 * The place of every 64th is remembered, so that a page is one read. */
#define PALIER_SCAN_BLOCK 64

typedef struct
{
  guint64 offset; /* in the scratch */
  guint64 line;   /* of the first row, in the file */
} PalierScanPlace;

struct _PalierImportScan
{
  PalierCore *core;
  PalierImportSource *source;
  PalierImportWill will;
  PalierScratch *scratch;
  guint64 end;
  GArray *blocks;  /* (element-type PalierScanPlace): where each block begins */
  GArray *to_mend; /* (element-type guint32): indices of rows */
  GArray *doubles; /* (element-type guint32) */
  GPtrArray *groups;
  PalierImportCounts counts;
  GMutex lock;          /* of the mapper */
  PalierMapper *viewer; /* (nullable): until the first batch is there */
  PalierScanFunc func;  /* (nullable): stopped */
  gpointer data;
};

G_END_DECLS
