/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whole words, in any case. Most texts have none: one expression tells. */
typedef struct
{
  GRegex *any;
  GPtrArray *each; /* (element-type GRegex) */
} PalierDraftPhrases;

/* The word lists of the checks, from resources/drafting/checks.json, read once. */
typedef struct
{
  PalierDraftPhrases promises, spam;
  GRegex *hole;       /* what is in brackets or braces was to be filled in */
  GRegex *shouting;   /* words in capitals; initials of up to four letters are not */
  GHashTable *french; /* folded: the small words of French prose */
} PalierDraftWords;

const PalierDraftWords *palier_draft_words (void);

G_END_DECLS
