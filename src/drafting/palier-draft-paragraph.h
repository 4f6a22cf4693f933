/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-template.h"

G_BEGIN_DECLS

/* The paragraphs of a draft's own text, which ends where the block under it begins: counted
 * from 0, blank lines are between them; of a text message, its lines. */
guint palier_draft_count_paragraphs (const PalierDraftContext *context, const char *body);
char *palier_draft_dup_paragraph (const PalierDraftContext *context, const char *body, guint index);
char *palier_draft_replace_paragraph (const PalierDraftContext *context, const char *body,
                                      guint index, const char *text);
char *palier_draft_dup_text (const PalierDraftContext *context, const char *body);
char *palier_draft_reword_paragraph (const PalierDraftTemplate *template,
                                     PalierDraftContext *context, const char *body, guint index);

G_END_DECLS
