/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-score.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

#define PALIER_SCORE_MAX_CODES 64

/* What is kept of a score: the numbers that lists sort and filter by, and scoring's own blob.
 * Derived: outside change log, sync and undo. */
typedef struct
{
  gint64 n; /* of the prospect; 0: no score */
  float parts[PALIER_N_SUBSCORES];
  float total;
  guint8 band; /* PalierBand */
  guint8 n_codes;
  guint8 codes[PALIER_SCORE_MAX_CODES];
} PalierScoreRow;

DexFuture *palier_score_store_set (PalierWorkspace *workspace, GArray *rows);
DexFuture *palier_score_store_rows (PalierWorkspace *workspace, GArray *ns);

G_END_DECLS
