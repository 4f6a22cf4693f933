/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-column-marks.h"

G_BEGIN_DECLS

/* How likely a column is each field, or none of ours; they add up to 1. */
typedef struct
{
  double of_field[PALIER_N_FIELDS];
  double none;
} PalierColumnLikelihoods;

PalierColumnLikelihoods palier_column_model_weigh (const PalierColumnMarks *marks);

G_END_DECLS
