/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-context.h"

G_BEGIN_DECLS

GPtrArray *palier_draft_facts_collect (const PalierDraftInput *input);
void palier_draft_facts_add_sender (GPtrArray *facts, const PalierProfile *profile);
void palier_draft_facts_add (GPtrArray *facts, const char *key, const char *value, char *display,
                             const char *source, const char *detail, gint64 at_ms);

gboolean palier_draft_says_none (const char *word);
char *palier_draft_make_footer (const PalierDraftContext *context);
const char *palier_draft_basis (const PalierDraftContext *context);
char *palier_draft_salutation (const char *title, const char *last_name);
char *palier_draft_letter_salutation (const char *title);
const char *palier_draft_find_words (const char *text, const char *from, const char *words);

G_END_DECLS
