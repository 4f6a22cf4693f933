/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-ground.h"

G_BEGIN_DECLS

struct _PalierDraftGround
{
  GArray *claims;          /* (element-type PalierClaim) */
  GHashTable *names;       /* folded words of the facts */
  GHashTable *departments; /* codes of those the facts' postal codes are of */
  GHashTable *details;     /* those that were read: several facts of one source share theirs */
  GHashTable *named;       /* a word of a fact and the figure beside it: "century 21" */
  GHashTable *stems;       /* beginnings of the facts' longer words in small letters */
  GStringChunk *words;     /* what these are made of */
  GPtrArray *tokens;       /* (element-type PalierTokens): the claims' own words */
  GDate today;
};

#define PALIER_GROUND_STEM 6 /* bytes of a word by which one of its family is known */

gboolean palier_claim_is_within (const PalierClaim *said, double value);
gboolean palier_claim_counts_same (const PalierClaim *said, const PalierClaim *fact);
gboolean palier_draft_ground_is_date (const PalierDraftGround *self, const PalierClaim *said,
                                      const PalierClaim *fact);
gboolean palier_draft_ground_is_today (const PalierDraftGround *self, const PalierClaim *said);
gboolean palier_draft_ground_is_age (const PalierDraftGround *self, const PalierClaim *said);
gboolean palier_draft_ground_is_proposed (const PalierDraftGround *self, const PalierClaim *said);
double palier_claim_count (const PalierClaim *claim);
gboolean palier_draft_ground_derives (const PalierDraftGround *self, const GArray *claims,
                                      const PalierClaim *said);
gboolean palier_draft_ground_reaches (const PalierDraftGround *self, const GArray *claims,
                                      const PalierClaim *said);

G_END_DECLS
