/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_AB_VARIANTS_MAX 4
#define PALIER_AB_LEAST 30   /* tries of each variant, before which nothing is said */
#define PALIER_AB_CARE 0.005 /* half an answer in a hundred messages is not worth waiting for */

/* What became of one variant of a text. */
typedef struct
{
  guint tried;     /* messages that left with it */
  guint succeeded; /* of them, those that were answered, or whose link was followed */
} PalierAbCount;

typedef enum
{
  PALIER_AB_TOO_EARLY,
  PALIER_AB_WINNER,
  PALIER_AB_NO_DIFFERENCE, /* whichever is taken, it costs less than anybody cares for */
} PalierAbVerdict;

typedef struct
{
  PalierAbVerdict verdict;
  guint best;                                /* the variant that would lose least */
  double rate[PALIER_AB_VARIANTS_MAX];       /* expected, 0 to 1 */
  double to_be_best[PALIER_AB_VARIANTS_MAX]; /* probability */
  double loss[PALIER_AB_VARIANTS_MAX]; /* expected: how much of the rate is missed if it is taken */
} PalierAbResult;

void palier_ab_test (const PalierAbCount *counts, guint n, double care, PalierAbResult *out);

G_END_DECLS
