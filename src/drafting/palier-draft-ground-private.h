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
  GStringChunk *words;     /* what both are made of */
  GPtrArray *tokens;       /* (element-type PalierTokens): the claims' own words */
  GDate today;
};

G_END_DECLS
