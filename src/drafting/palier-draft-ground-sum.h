/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-ground-private.h"

G_BEGIN_DECLS

/* What @said is computed from. */
typedef struct
{
  const PalierDraftGround *ground;
  const GArray *text;
  const PalierClaim *said;
} PalierDraftSum;

/* Whether @said comes of @a and @b; @told: how many of them the text names. */
typedef gboolean (*PalierDraftSumRule) (const PalierDraftSum *self, const PalierClaim *a,
                                        const PalierClaim *b, guint told);

gboolean palier_draft_sum_is_exact (const PalierClaim *said);
gboolean palier_draft_sum_is_share (const PalierClaim *said, double share);
gboolean palier_draft_sum_is_ratio (const PalierDraftSum *self, const PalierClaim *a,
                                    const PalierClaim *b, guint told);
gboolean palier_draft_sum_is_share_of_like (const PalierDraftSum *self, const PalierClaim *a,
                                            const PalierClaim *b, guint told);
gboolean palier_draft_sum_is_time_apart (const PalierDraftSum *self, const PalierClaim *a,
                                         const PalierClaim *b, guint told);
gboolean palier_draft_sum_is_span (const PalierDraftSum *self, const PalierClaim *a,
                                   const PalierClaim *b, guint told);

G_END_DECLS
