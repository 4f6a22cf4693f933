/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* Prospects that seem to be one, side by side: why, and which value of each field is to stay. */
#define PALIER_TYPE_DUPLICATE_REVIEW (palier_duplicate_review_get_type ())
G_DECLARE_FINAL_TYPE (PalierDuplicateReview, palier_duplicate_review, PALIER, DUPLICATE_REVIEW,
                      AdwBin)

void palier_duplicate_review_show (PalierDuplicateReview *self,
                                   const PalierDuplicateCluster *cluster, PalierMergePlan *plan);

G_END_DECLS
